// What recognition reaches on annotated sentences of many fields, printed, with floors.
#include <catch2/catch.hpp>
#include <map>

#include "recognise_fixture.h"
#include "score.h"

using namespace zhengmai;
using namespace zhengmai::testing;

namespace {

std::multiset<std::string> themes_of(const MeasureText& measure) {
  std::multiset<std::string> found;
  for (const ThemeHit& t : measure.theme_hits()) {
    found.insert(Readers::get().themes.theme(t.theme).id);
  }
  return found;
}

// Of all lines; by field when errors are asked for.
Score score_themes(const std::string& file) {
  std::map<std::string, Score> fields;
  Score all;
  for (const AnnotatedLine& line : read_lines(file)) {
    const auto found = themes_of(MeasureText(line.text));
    score_line(line, found, &fields[line.section]);
    all.add(found, line.wanted);
  }
  if (std::getenv("ZHENGMAI_ERRORS") != nullptr) {
    for (const auto& [field, score] : fields) score.print("  themes, " + field);
  }
  all.print("themes, " + file);
  return all;
}

}  // namespace

TEST_CASE("themes of annotated measures of many fields") {
  CHECK(score_themes("themes.txt").f1() >= 0.94);
  CHECK(score_themes("themes_fresh.txt").f1() >= 0.95);
  CHECK(score_themes("themes_last.txt").f1() >= 0.88);  // nothing was repaired after it
}
