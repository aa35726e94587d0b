#include "extract/text/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstring>
#include <utility>

#include "extract/text/codec.h"
#include "extract/text/plausibility.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace {

using text_internal::Converted;
using text_internal::chinese_share;

constexpr std::string_view kIncompleteEnd = "incomplete character at end, dropped";
constexpr std::string_view kTryEncoding =
    "try --encoding with utf-8, gb18030, big5, utf-16le or utf-16be";

// Below this share of common characters, text is not taken for Chinese. Real documents are above
// 0.9 under their own encoding and below 0.5 under every other (measured by decode_test.cc).
constexpr double kPlausible = 0.7;

bool starts_with(std::string_view bytes, std::string_view prefix) {
  return bytes.substr(0, prefix.size()) == prefix;
}

Decoded finish(Converted converted, Encoding encoding) {
  Decoded out{std::move(converted.text), encoding, {}};
  if (converted.incomplete_end) out.warnings.emplace_back(kIncompleteEnd);
  const bool blank = std::all_of(out.text.begin(), out.text.end(), [](char32_t c) {
    return c <= U' ' || c == 0xA0 || c == 0x3000 || c == 0xFEFF;
  });
  if (blank) out.warnings.emplace_back("empty document");
  return out;
}

[[noreturn]] void throw_undecodable(size_t byte) {
  throw InputError(fmt::format("cannot decode (byte {}); try --encoding", byte),
                   std::string(kTryEncoding));
}

Decoded decode_as(std::string_view bytes, Encoding encoding) {
  Converted converted = text_internal::convert(bytes, encoding);
  if (converted.bad_byte) throw_undecodable(*converted.bad_byte);
  return finish(std::move(converted), encoding);
}

// Text that is valid and yet was read in a wrong encoding before it was saved.
void refuse_mojibake(const std::u32string& text) {
  if (const auto how = text_internal::find_mojibake(text)) {
    throw InputError(
        fmt::format("garbled text: {}", *how),
        "the file was converted wrongly before it came here; use the original file");
  }
}

// The file is neither UTF-8 nor anything else as a whole: is it two encodings, or damage?
[[noreturn]] void throw_mixed_or_damaged(std::string_view bytes, size_t bad_byte) {
  if (const auto boundary = text_internal::find_encoding_change(bytes)) {
    throw InputError(fmt::format("mixed encodings near byte {}", *boundary),
                     "split the file there and convert both parts to UTF-8");
  }
  throw_undecodable(bad_byte);
}

// 通知 and its like: a few GB18030 pairs that happen to be valid two-byte UTF-8, of scripts that no
// document of ours is in.
bool is_short_gb18030(std::string_view bytes, const std::u32string& utf8) {
  if (bytes.size() > 32) return false;
  const bool pairs = std::all_of(utf8.begin(), utf8.end(), [](char32_t c) { return c < 0x800; });
  const auto foreign =
      std::count_if(utf8.begin(), utf8.end(), [](char32_t c) { return c >= 0x180; });
  if (!pairs || foreign == 0) return false;
  const Converted gb = text_internal::convert(bytes, Encoding::kGb18030);
  return !gb.bad_byte && !gb.incomplete_end && chinese_share(gb.text) == 1;
}

struct Candidate {
  Converted converted;
  Encoding encoding;
  double share = 0;
};

// The legacy and two-byte encodings, best first by how Chinese the text reads. Strictness alone
// does not tell them apart: most byte strings are valid GB18030.
Candidate best_candidate(std::string_view bytes) {
  Candidate best;
  best.share = -1;
  for (const Encoding encoding : {Encoding::kGb18030, Encoding::kBig5, Encoding::kUtf16Le,
                                  Encoding::kUtf16Be}) {
    Converted converted = text_internal::convert(bytes, encoding);
    if (converted.bad_byte) continue;
    const double share = chinese_share(converted.text);
    if (share > best.share) best = {std::move(converted), encoding, share};
  }
  return best;
}

Decoded detect(std::string_view bytes) {
  const bool has_nul = std::memchr(bytes.data(), 0, bytes.size()) != nullptr;
  Converted utf8 = text_internal::convert(bytes, Encoding::kUtf8);
  if (!utf8.bad_byte && !has_nul && !is_short_gb18030(bytes, utf8.text)) {
    refuse_mojibake(utf8.text);
    return finish(std::move(utf8), Encoding::kUtf8);
  }
  // A text that is UTF-8 for most of its length is UTF-8 with a fault in it, whatever else fits.
  const bool mostly_utf8 = utf8.bad_byte && text_internal::utf8_share(bytes) > 0.25;
  if (!mostly_utf8) {
    Candidate best = best_candidate(bytes);
    const bool wide = best.encoding == Encoding::kUtf16Le || best.encoding == Encoding::kUtf16Be;
    if (best.share >= kPlausible && (!has_nul || wide)) {
      refuse_mojibake(best.converted.text);
      return finish(std::move(best.converted), best.encoding);
    }
  }
  if (has_nul) {
    throw InputError("binary file", "give a text, HTML, DOC, DOCX, XLSX, OFD or PDF file");
  }
  throw_mixed_or_damaged(bytes, utf8.bad_byte.value_or(0));
}

}  // namespace

Decoded decode(std::string_view bytes, std::optional<std::string> forced_encoding) {
  using namespace std::string_view_literals;
  std::optional<Encoding> forced;
  if (forced_encoding) {
    forced = encoding_of(*forced_encoding);
    if (!forced) {
      throw InputError(fmt::format("unknown encoding '{}'", *forced_encoding),
                       "known are utf-8, gb18030, gbk, big5, utf-16, utf-16le and utf-16be",
                       ExitCode::kUsage);
    }
  }
  const bool utf8_or_any = !forced || *forced == Encoding::kUtf8;
  const bool le_or_any = !forced || *forced == Encoding::kUtf16Le;
  const bool be_or_any = !forced || *forced == Encoding::kUtf16Be || *forced == Encoding::kUtf16Le;
  if (utf8_or_any && starts_with(bytes, "\xEF\xBB\xBF"sv)) {
    Converted converted = text_internal::convert(bytes.substr(3), Encoding::kUtf8);
    if (converted.bad_byte) throw_mixed_or_damaged(bytes, *converted.bad_byte + 3);
    refuse_mojibake(converted.text);
    if (converted.text.find(U'\0') != std::u32string::npos) throw InputError("binary file");
    return finish(std::move(converted), Encoding::kUtf8Bom);
  }
  if (le_or_any && starts_with(bytes, "\xFF\xFE"sv)) {
    return decode_as(bytes.substr(2), Encoding::kUtf16Le);
  }
  if (be_or_any && starts_with(bytes, "\xFE\xFF"sv)) {
    return decode_as(bytes.substr(2), Encoding::kUtf16Be);
  }
  return forced ? decode_as(bytes, *forced) : detect(bytes);
}

std::string_view encoding_name(Encoding encoding) {
  switch (encoding) {
    case Encoding::kUtf8: return "utf-8";
    case Encoding::kUtf8Bom: return "utf-8-bom";
    case Encoding::kGb18030: return "gb18030";
    case Encoding::kBig5: return "big5";
    case Encoding::kUtf16Le: return "utf-16le";
    case Encoding::kUtf16Be: return "utf-16be";
  }
  return "utf-8";
}

std::optional<Encoding> encoding_of(std::string_view name) {
  static constexpr std::pair<std::string_view, Encoding> kNames[] = {
      {"utf8", Encoding::kUtf8},         {"utf8bom", Encoding::kUtf8},
      {"utf8sig", Encoding::kUtf8},      {"ascii", Encoding::kUtf8},
      {"usascii", Encoding::kUtf8},      {"gb18030", Encoding::kGb18030},
      {"gbk", Encoding::kGb18030},       {"gb2312", Encoding::kGb18030},
      {"cp936", Encoding::kGb18030},     {"xgbk", Encoding::kGb18030},
      {"big5", Encoding::kBig5},         {"big5hkscs", Encoding::kBig5},
      {"cp950", Encoding::kBig5},        {"utf16", Encoding::kUtf16Le},
      {"utf16le", Encoding::kUtf16Le},   {"unicode", Encoding::kUtf16Le},
      {"utf16be", Encoding::kUtf16Be}};
  std::string plain;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    plain += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  for (const auto& [known, encoding] : kNames) {
    if (plain == known) return encoding;
  }
  return std::nullopt;
}

}  // namespace zhengmai
