#include "query/syntax/folding.h"

#include "graph/model/name_characters.h"
#include "graph/model/unicode.h"

namespace zhengmai::syntax {

std::string fold_names(std::string_view text) {
  constexpr char32_t kLetter = U'\u4E00', kDigit = U'\u0660';  // as in grammar/Zhengmai.g4
  std::string out;
  out.reserve(text.size());
  for (const char32_t c : to_utf32(text)) {
    const NameCharacter kind = c < 0x80 ? NameCharacter::kNone : name_character(c);
    append_utf8(out, kind == NameCharacter::kFirst   ? kLetter
                     : kind == NameCharacter::kLater ? kDigit
                                                     : c);
  }
  return out;
}

}  // namespace zhengmai::syntax
