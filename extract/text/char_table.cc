#include "extract/text/char_table.h"

#include <utf8proc.h>

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "extract/text/normalise.h"

namespace zhengmai {
namespace text_internal {
namespace {

CharEntry entry(char32_t canonical, CharClass char_class) {
  return {uint32_t(canonical) | uint32_t(char_class) << 24};
}

// Forms that are neither U+FF01…FF5E nor a compatibility decomposition, or where ours differs.
constexpr std::pair<char32_t, char32_t> kWidthExceptions[] = {
    {U'｡', U'。'}, {U'､', U'、'}, {U'｢', U'“'}, {U'｣', U'”'}, {U'･', U'·'}, {U'￥', U'¥'},
    {U'「', U'“'}, {U'」', U'”'}, {U'『', U'‘'}, {U'』', U'’'}, {U'﹁', U'“'}, {U'﹂', U'”'},
    {U'﹃', U'‘'}, {U'﹄', U'’'}, {U'〝', U'“'}, {U'〞', U'”'}, {U'〟', U'”'},
    {U'﹝', U'〔'}, {U'﹞', U'〕'}, {U'︹', U'〔'}, {U'︺', U'〕'}, {U'❲', U'〔'}, {U'❳', U'〕'},
    {U'︵', U'('}, {U'︶', U')'}, {U'︻', U'【'}, {U'︼', U'】'}, {U'︽', U'《'}, {U'︾', U'》'},
    {U'〈', U'<'}, {U'〉', U'>'}, {U'﹙', U'('}, {U'﹚', U')'}, {U'﹐', U','}, {U'﹑', U'、'},
    {U'﹒', U'.'}, {U'﹔', U';'}, {U'﹕', U':'}, {U'﹖', U'?'}, {U'﹗', U'!'}, {U'︰', U':'},
    {U'‐', U'-'}, {U'‑', U'-'}, {U'‒', U'-'}, {U'−', U'-'}, {U'﹣', U'-'}, {U'〜', U'~'},
    {U'∼', U'~'}, {U'•', U'·'}, {U'‧', U'·'}, {U'・', U'·'}, {U'∙', U'·'}, {U'⋅', U'·'},
    {U'〖', U'【'}, {U'〗', U'】'}, {U'∶', U':'}, {U'﹢', U'+'}, {U'﹪', U'%'}, {U'⁄', U'/'},
    {U'∕', U'/'}, {U'○', U'〇'}, {U'◯', U'〇'},
};

// OpenCC's, written by write_script_pairs.cc when the program is built.
constexpr std::pair<char32_t, char32_t> kScriptPairs[] = {
#include "script_pairs.inc"
};

}  // namespace

bool is_ideograph(char32_t c) {
  return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || c == U'〇' || c == U'々' ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF);
}

const CharTable& CharTable::instance() {
  static const std::unique_ptr<const CharTable> table(new CharTable);
  return *table;
}

CharTable::CharTable() {
  for (char32_t c = 0; c < entries_.size(); ++c) {
    entries_[c] = entry(c, is_ideograph(c) ? CharClass::kHan : CharClass::kPlain);
  }
  fold_width();
  fold_script();
  classify();
}

CharEntry CharTable::supplementary(char32_t c) {
  if (c >= 0xE0100 && c <= 0xE01EF) return entry(c, CharClass::kDrop);  // variation selectors
  return entry(c, is_ideograph(c) ? CharClass::kHan : CharClass::kPlain);
}

void CharTable::fold_width() {
  const auto fold = [this](char32_t from, char32_t to) {
    entries_[from] = entry(to, is_ideograph(to) ? CharClass::kHan : CharClass::kPlain);
  };
  for (char32_t c = 0xFF01; c <= 0xFF5E; ++c) fold(c, c - 0xFF01 + '!');
  for (const auto& [from, to] : kWidthExceptions) fold(from, to);
  // Kangxi and CJK radicals (PDF fonts map to them) and compatibility ideographs: one code point
  // each under NFKC.
  const auto fold_compatible = [&](char32_t first, char32_t last) {
    for (char32_t c = first; c <= last; ++c) {
      utf8proc_int32_t out[4];
      int boundary = UTF8PROC_BOUNDCLASS_START;
      const auto n = utf8proc_decompose_char(
          utf8proc_int32_t(c), out, 4, utf8proc_option_t(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE),
          &boundary);
      if (n == 1 && out[0] < 0x10000) fold(c, char32_t(out[0]));
    }
  };
  fold_compatible(0x2E80, 0x2FD5);
  fold_compatible(0xF900, 0xFAFF);
}

void CharTable::fold_script() {
  for (const auto& [traditional, simplified] : kScriptPairs) {
    entries_[traditional] = entry(simplified, CharClass::kHan);
  }
  // Radicals and compatibility ideographs were folded before: follow them through the script table.
  for (char32_t other = 0x2E80; other <= 0xFAFF; ++other) {
    if (other == 0x3400) other = 0xF900;
    const char32_t to = entries_[other].canonical();
    if (to != other && is_ideograph(to)) {
      entries_[other] = entry(entries_[to].canonical(), CharClass::kHan);
    }
  }
}

void CharTable::classify() {
  // Classes are given to canonical forms; whatever folds to one takes its class.
  std::vector<CharClass> class_of(entries_.size());
  for (size_t c = 0; c < entries_.size(); ++c) class_of[c] = entries_[c].char_class();
  const auto set = [&](std::initializer_list<char32_t> all, CharClass char_class) {
    for (const char32_t c : all) class_of[c] = char_class;
  };
  const auto range = [&](char32_t first, char32_t last, CharClass char_class) {
    for (char32_t c = first; c <= last; ++c) class_of[c] = char_class;
  };
  set({U'。', U'!', U';', U':'}, CharClass::kStop);
  set({U'、', U','}, CharClass::kPause);
  set({U'(', U'[', U'〔', U'【', U'《', U'“', U'‘', U'<'}, CharClass::kOpen);
  set({U')', U']', U'〕', U'】', U'》', U'”', U'’', U'>'}, CharClass::kClose);
  set({U'ā', U'á', U'ǎ', U'à', U'ē', U'é', U'ě', U'è', U'ī', U'í', U'ǐ', U'ì', U'ō', U'ó', U'ǒ',
       U'ò', U'ū', U'ú', U'ǔ', U'ù', U'ǖ', U'ǘ', U'ǚ', U'ǜ', U'ü', U'ń', U'ň', U'ǹ', U'ḿ'},
      CharClass::kTone);
  set({U'&', U'?', U'@', U'*', U'#'}, CharClass::kSpecial);
  range(0x00, 0x1F, CharClass::kDrop);
  range(0x7F, 0x9F, CharClass::kDrop);
  set({U'\n', U'\r', U'\f', U'\v', 0x85, 0x2028, 0x2029}, CharClass::kBreak);
  set({U'\t'}, CharClass::kTab);
  set({U' ', 0xA0, 0x1680, 0x202F, 0x205F, 0x3000}, CharClass::kBlank);
  range(0x2000, 0x200A, CharClass::kBlank);
  range(0x200B, 0x200F, CharClass::kDrop);
  range(0x202A, 0x202E, CharClass::kDrop);
  range(0x2060, 0x206F, CharClass::kDrop);
  range(0xFE00, 0xFE0F, CharClass::kDrop);
  set({0xAD, 0x180E, 0xFEFF, 0xFFFE, 0xFFFF}, CharClass::kDrop);
  // Some simplified forms lie beyond the Basic Multilingual Plane (㑮 → 𫝈): they are Han already.
  for (CharEntry& e : entries_) {
    if (e.canonical() < class_of.size()) e = entry(e.canonical(), class_of[e.canonical()]);
  }
}

}  // namespace text_internal

char32_t canonical(char32_t c) { return text_internal::CharTable::instance()[c].canonical(); }

std::u32string canonical(std::u32string_view text) {
  const auto& table = text_internal::CharTable::instance();
  std::u32string out(text);
  for (char32_t& c : out) c = table[c].canonical();
  return out;
}

bool is_han(char32_t c) { return text_internal::is_ideograph(c); }

}  // namespace zhengmai
