// What tests of metadata and sections share: one reader, and texts in and out as UTF-8.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "extract/structure/structure.h"
#include "extract/text/decode.h"
#include "extract/text/normalise.h"
#include "graph/model/unicode.h"
#include "tests/builtin_words.h"

namespace zhengmai::testing {

struct Reading {
  Normalised text;
  Metadata metadata;
  std::vector<Section> sections;

  std::string slice(TextRange r) const {
    return to_utf8(std::u32string_view(text.text).substr(r.begin, r.end - r.begin));
  }
  std::string title(size_t i) const { return slice(sections.at(i).title); }
  // "1 2 2.1": the paths of all sections.
  std::string paths() const {
    std::string out;
    for (const Section& s : sections) out += (out.empty() ? "" : " ") + s.path;
    return out;
  }
};

inline const StructureReader& structure_reader() {
  static const Lexicon lexicon = Lexicon::builtin();
  static const Places places(lexicon);
  static const AgencyNames names(lexicon, places);
  static const StructureReader reader(lexicon, places, names);
  return reader;
}

inline Reading read_document(std::string_view utf8) {
  Reading reading;
  reading.text = normalise(decode(utf8, std::nullopt).text, test::builtin_words());
  reading.metadata = structure_reader().metadata(reading.text);
  reading.sections = structure_reader().sections(reading.text, reading.metadata);
  return reading;
}

inline std::string date_text(const QuotedDate& d) {
  if (!d.date) return "";
  // Days to civil date (Hinnant's algorithm), kept here so that the test needs no calendar.
  int64_t z = d.date->days + 719468;
  const int64_t era = z / 146097;
  const int64_t doe = z - era * 146097;
  const int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
  const int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  const int64_t mp = (5 * doy + 2) / 153;
  const int64_t day = doy - (153 * mp + 2) / 5 + 1;
  const int64_t month = mp < 10 ? mp + 3 : mp - 9;
  const int64_t year = yoe + era * 400 + (month <= 2 ? 1 : 0);
  const auto two = [](int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
  return std::to_string(year) + "-" + two(month) + "-" + two(day);
}

}  // namespace zhengmai::testing
