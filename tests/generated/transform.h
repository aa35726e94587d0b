// What happens to documents on their way: layout, width, script and encoding. The gold moves along.
#pragma once

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "generator.h"

namespace zhengmai::generated {

enum class Damage {
  kNone,
  kWrapped,        // every paragraph broken at one width, as PDF text is
  kRebroken,       // broken anywhere, pieces of 8 … 70 characters
  kPageBreaks,     // now and then a blank line, a page number and a blank line, inside words too
  kHalfWidth,      // all punctuation and digits half width
  kFullWidth,      // all full width
  kMixedWidth,     // each one by chance
  kTraditional,    // traditional script, character by character
  kTaiwan,         // the same with Taiwan's words for 信息, 网络, 项目
  kBlanks,         // a blank after some characters, as PDF text has
  kRepeated,       // some sentences twice
  kNoise,          // zero-width characters, @@, ideographic indents
  kOneLine,        // the whole document on one line, as scrapers leave it
  kEntities,       // quotation marks and some blanks as entities that were never decoded
  kGlosses,        // pinyin behind some characters
  kContents,       // a contents page with dot leaders before the text
  kHtml,           // as a web page, with the site around it
  kTogether,       // page breaks, mixed width, blanks and CRLF at once
};
inline constexpr int kDamages = 18;
std::string_view name_of(Damage damage);

Document apply(Damage damage, const Document& document, std::mt19937& random);

// The document's bytes in an encoding that iconv knows, with LF or CRLF line ends. Spans of a CRLF
// text count the CR, so `document` is changed along.
std::string encode(Document& document, const char* encoding, bool crlf);

// The document as a web page, UTF-8. Its text, as extraction gives it, is the document's lines.
std::string as_page(const Document& document);

}  // namespace zhengmai::generated
