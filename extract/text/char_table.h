// The table behind canonical(): what each code point becomes, and how the scanner treats it.
//
// A 32-bit entry for each code point of the Basic Multilingual Plane: 21 bits of canonical form and
// the class above them, so that the inner loop is one load. Built once from the width rules in
// char_table.cc, utf8proc (compatibility ideographs, Kangxi radicals) and OpenCC's pairs (script), which
// the build writes down.
// Internal to extract/text. Threads: built behind a lock, immutable afterwards.
#pragma once

#include <array>
#include <cstdint>

namespace zhengmai::text_internal {

enum class CharClass : uint8_t {
  kPlain,    // letters, digits, symbols and punctuation that need no look
  kHan,
  kStop,     // 。 ! ? ; :          ends a sentence, or introduces
  kPause,    // 、 ,                 a sentence goes on after it
  kOpen,     // ( [ 〔 【 《 “ ‘ <
  kClose,    // ) ] 〕 】 》 ” ’ >
  kTone,     // a vowel with a pinyin tone mark
  kSpecial,  // & ? @ * #: may start noise
  kBlank,
  kTab,
  kBreak,    // LF, CR, FF, VT, NEL, LS, PS
  kDrop,     // zero width, bidi, controls
};

struct CharEntry {
  uint32_t bits = 0;
  char32_t canonical() const { return bits & 0x1FFFFF; }
  CharClass char_class() const { return CharClass(bits >> 24); }
};

bool is_ideograph(char32_t c);

class CharTable {
 public:
  static const CharTable& instance();

  CharEntry operator[](char32_t c) const {
    return c < entries_.size() ? entries_[c] : supplementary(c);
  }

 private:
  CharTable();
  static CharEntry supplementary(char32_t c);
  void fold_width();
  void fold_script();
  void classify();

  std::array<CharEntry, 0x10000> entries_;
};

}  // namespace zhengmai::text_internal
