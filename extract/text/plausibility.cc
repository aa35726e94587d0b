#include "extract/text/plausibility.h"

#include <algorithm>
#include <bitset>
#include <memory>
#include <vector>

#include "extract/text/char_table.h"
#include "extract/text/codec.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai::text_internal {
namespace {

constexpr size_t kSample = 20000;
constexpr size_t kMojibakeSample = 1500;  // text converted wrongly is wrong from its beginning

using Set = std::bitset<0x10000>;

void add_rows(Set* set, unsigned first_lead, unsigned last_lead, Encoding encoding) {
  std::string pairs;
  for (unsigned lead = first_lead; lead <= last_lead; ++lead) {
    for (unsigned trail = 0x40; trail <= 0xFE; ++trail) {
      if (trail > 0x7E && trail < 0xA1) continue;
      if (encoding == Encoding::kGb18030 && trail < 0xA1) continue;
      pairs += {static_cast<char>(lead), static_cast<char>(trail)};
    }
  }
  // A pair that means nothing ends a conversion; the next begins behind it.
  for (size_t from = 0; from < pairs.size();) {
    const Converted c = convert(std::string_view(pairs).substr(from), encoding);
    for (const char32_t character : c.text) {
      if (character < set->size()) set->set(character);
    }
    from = c.bad_byte ? from + *c.bad_byte + 2 : pairs.size();
  }
}

// Characters in daily use in either script.
const Set& daily_use() {
  static const std::unique_ptr<const Set> set = [] {
    auto s = std::make_unique<Set>();
    add_rows(s.get(), 0xB0, 0xD7, Encoding::kGb18030);
    add_rows(s.get(), 0xA4, 0xC6, Encoding::kBig5);
    for (char32_t c = 0x20; c < 0x7F; ++c) s->set(c);
    for (const char32_t c : {U'\n', U'\r', U'\t', U'\f'}) s->set(c);
    for (char32_t c = 0x3000; c <= 0x3017; ++c) s->set(c);
    for (char32_t c = 0xFF01; c <= 0xFF5E; ++c) s->set(c);
    for (const char32_t c : {U'·', U'—', U'–', U'‘', U'’', U'“', U'”', U'…', U'•', U' ', U'％'}) {
      s->set(c);
    }
    return s;
  }();
  return *set;
}

std::u32string_view sample_of(std::u32string_view text) { return text.substr(0, kSample); }

bool is_western(char32_t c) {
  return (c >= 0x80 && c <= 0xFF) || (c >= 0x152 && c <= 0x192) || (c >= 0x2C6 && c <= 0x2DC) ||
         (c >= 0x2013 && c <= 0x203A && c != U'—' && c != U'…' && !(c >= 0x2018 && c <= 0x201D)) ||
         c == 0x20AC || c == 0x2122;
}

// Undoes "read as `wrong`": the text's bytes there, and whether those are UTF-8 or GB18030.
std::optional<std::string> undo(std::u32string_view text, const char* wrong,
                                std::string_view wrong_name) {
  const auto bytes = encode_with_iconv(text, wrong);
  if (!bytes) return std::nullopt;
  const auto verdict = [&](const char* right) {
    return std::string(right) + " text that was read as " + std::string(wrong_name);
  };
  // Converters replace what they cannot read, so a few sequences may be broken.
  if (utf8_share(*bytes) > 0.8 && bytes->size() >= 12) return verdict("UTF-8");
  if (wrong_name == "GB18030") return std::nullopt;
  const Converted gb = convert(*bytes, Encoding::kGb18030);
  const auto han = std::count_if(gb.text.begin(), gb.text.end(), is_ideograph);
  if (!gb.bad_byte && size_t(han) * 3 >= gb.text.size() && chinese_share(gb.text) > 0.85) {
    return verdict("GB18030");
  }
  return std::nullopt;
}

// Stretches without line breaks, so that one odd character does not hide the rest.
std::vector<std::u32string_view> stretches(std::u32string_view text) {
  std::vector<std::u32string_view> out;
  for (size_t i = 0; i < text.size() && out.size() < 40;) {
    const size_t end = std::min(text.find(U'\n', i), text.size());
    if (end > i + 3) out.push_back(text.substr(i, end - i));
    i = end + 1;
  }
  return out;
}

}  // namespace

double chinese_share(std::u32string_view text) {
  const std::u32string_view sample = sample_of(text);
  if (sample.empty()) return 0;
  const Set& daily = daily_use();
  size_t known = 0;  // added up without a branch
  for (const char32_t c : sample) known += (c < daily.size()) & daily[c % daily.size()];
  return double(known) / double(sample.size());
}

double utf8_share(std::string_view bytes) {
  size_t inside = 0;
  size_t total = 0;
  for (size_t i = 0; i < bytes.size();) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) {
      ++i;
      continue;
    }
    const size_t length = lead >= 0xF0 ? 4 : 3;
    const bool sequence = lead >= 0xE0 && !find_invalid_utf8(bytes.substr(i, length)) &&
                          i + length <= bytes.size();
    inside += sequence ? length : 0;
    total += sequence ? length : 1;
    i += sequence ? length : 1;
  }
  return total == 0 ? 0 : double(inside) / double(total);
}

std::optional<size_t> find_encoding_change(std::string_view bytes) {
  const Converted utf8 = convert(bytes, Encoding::kUtf8);
  if (!utf8.bad_byte) return std::nullopt;
  // UTF-8 first: what follows the first fault must read as GB18030 (up to where UTF-8 returns).
  const size_t bad = *utf8.bad_byte;
  const auto reads_as_gb = [](std::string_view part) {
    const Converted gb = convert(part, Encoding::kGb18030);
    return gb.text.size() >= 2 && chinese_share(gb.text) > 0.85 &&
           std::any_of(gb.text.begin(), gb.text.end(), is_ideograph);
  };
  const auto has_high = [](std::string_view part) {
    return std::any_of(part.begin(), part.end(), [](char c) { return c < 0; });
  };
  if (has_high(bytes.substr(0, bad))) {
    const size_t end = std::min(bytes.find('\n', bad), bytes.size());
    if (reads_as_gb(bytes.substr(bad, end - bad))) return bad;
    return std::nullopt;
  }
  // GB18030 first: the first line of several UTF-8 characters that is valid UTF-8.
  for (size_t line = 0; line < bytes.size();) {
    const size_t end = std::min(bytes.find('\n', line), bytes.size());
    const std::string_view part = bytes.substr(line, end - line);
    const Converted c = convert(part, Encoding::kUtf8);
    if (!c.bad_byte && std::count_if(c.text.begin(), c.text.end(), is_ideograph) >= 4) {
      return reads_as_gb(bytes.substr(bad, line - bad)) ? std::optional(line) : std::nullopt;
    }
    line = end + 1;
  }
  return std::nullopt;
}

std::optional<std::string> find_mojibake(std::u32string_view text) {
  const auto first = std::find_if(text.begin(), text.end(), [](char32_t c) { return c >= 0x80; });
  const std::u32string_view sample = text.substr(size_t(first - text.begin()), kMojibakeSample);
  size_t other = 0, western = 0, replaced = 0;
  for (const char32_t c : sample) {
    other += c >= 0x80;
    western += c < 0x3000 && is_western(c);
    replaced += c == 0xFFFD;
  }
  if (other < 4) return std::nullopt;
  if (replaced * 20 > other) return "characters were replaced by U+FFFD";
  if (find_word(sample, U"锟斤拷锟斤拷") != sample.npos) {
    return "U+FFFD that was read as GB18030 (锟斤拷)";
  }
  const bool western_text = western * 2 > other;
  if (!western_text && chinese_share(sample) > 0.9) return std::nullopt;
  for (const std::u32string_view stretch : stretches(sample)) {
    if (western_text) {
      if (auto how = undo(stretch, "WINDOWS-1252", "Windows-1252")) return how;
      if (auto how = undo(stretch, "ISO-8859-1", "Latin-1")) return how;
    } else if (auto how = undo(stretch, "GB18030", "GB18030")) {
      return how;
    }
  }
  return std::nullopt;
}

}  // namespace zhengmai::text_internal
