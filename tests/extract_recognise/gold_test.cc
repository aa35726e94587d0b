// The annotated documents, where they are at hand: precision and recall, printed, with a floor.
#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "recognise_fixture.h"
#include "score.h"

using namespace zhengmai;
using nlohmann::json;
using zhengmai::testing::MeasureText;
using zhengmai::testing::Readers;
using zhengmai::testing::Score;
using zhengmai::testing::score_line;

namespace {

const std::string kShared = ZHENGMAI_SOURCE_DIR "/../shared";

std::vector<json> gold(const std::string& name) {
  std::vector<json> rows;
  std::ifstream file(kShared + "/domain/gold/" + name + ".jsonl");
  for (std::string line; std::getline(file, line);) rows.push_back(json::parse(line));
  if (rows.empty()) std::cout << "no annotation " << name << " beside the project: skipped\n";
  return rows;
}

MeasureText document(const std::string& id) {
  std::ifstream file(kShared + "/seeds/" + id + ".txt", std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return MeasureText(bytes.str());
}

TextRange range_of(const MeasureText& text, const json& span) {
  const auto& source = text.text().source;
  const auto at = [&](uint32_t offset) {
    return static_cast<uint32_t>(std::lower_bound(source.begin(), source.end(), offset) -
                                 source.begin());
  };
  return {at(span[0].get<uint32_t>()), at(span[1].get<uint32_t>())};
}

}  // namespace

TEST_CASE("themes of annotated measures") {
  Score score;
  for (const char* id : {"004_51dbb9a31abf8218", "003_6215770f8c08b1f6", "fujian_measures"}) {
    const std::vector<json> rows = gold(id);
    if (rows.empty()) return;
    const MeasureText text = document(rows.front()["doc"].get<std::string>());
    for (const json& row : rows) {
      std::set<std::string> found;
      std::vector<TextRange> pieces;
      if (row.contains("text_char")) {
        pieces.push_back(range_of(text, row["text_char"]));
      } else {
        for (const json& s : row["sentences"]) pieces.push_back(range_of(text, s["char"]));
      }
      for (const TextRange piece : pieces) {
        for (const ThemeHit& t : text.theme_hits(piece)) {
          found.insert(Readers::get().themes.theme(t.theme).id);
        }
      }
      std::multiset<std::string> wanted;
      for (const json& t : row["themes"]) wanted.insert(t.get<std::string>());
      const auto name = [&](const char* key) {
        return row.contains(key) ? row[key].dump() : std::string();
      };
      score_line({id, wanted, name("measure") + name("block")}, {found.begin(), found.end()},
                 &score);
    }
  }
  score.print("themes");
  CHECK(score.f1() >= 0.9);
}

TEST_CASE("citations of annotated documents") {
  const std::vector<json> rows = gold("documents");
  if (rows.empty()) return;
  Score score;
  for (const json& row : rows) {
    const MeasureText text = document(row["doc"].get<std::string>());
    const auto& readers = Readers::get();
    const Metadata metadata = readers.structure.metadata(text.text());
    const auto sections = readers.structure.sections(text.text(), metadata);
    std::set<std::string> found;
    const auto key = [](std::string title, const std::string& number, bool implements) {
      std::u32string t = canonical(to_utf32(number.empty() ? title : number));
      std::erase_if(t,
                    [](char32_t c) { return c == U'-' || c == U'—'; });  // the scrape lost dashes
      return to_utf8(t) + (implements ? " IMPLEMENTS" : " CITES");
    };
    for (const Citation& c :
         readers.citations.read(text.text().text, metadata, sections.at(0).heading.begin)) {
      found.insert(key(c.title, c.number, c.implements));
    }
    std::multiset<std::string> wanted;
    for (const json& c : row["cites"]) {
      wanted.insert(key(c["title"].get<std::string>(),
                        c["number"].is_string() ? c["number"].get<std::string>() : "",
                        c["relation"] == "IMPLEMENTS"));
    }
    score.add({found.begin(), found.end()}, wanted);
  }
  score.print("citations");
  CHECK(score.f1() >= 0.95);
}

TEST_CASE("targets of annotated documents") {
  const std::vector<json> rows = gold("targets");
  if (rows.empty()) return;
  Score score;
  for (const char* id : {"000_1611413af4495e08", "003_6215770f8c08b1f6", "004_51dbb9a31abf8218"}) {
    const MeasureText text = document(id);
    std::multiset<std::string> found, wanted;
    for (const Target& t : text.targets()) {
      found.insert(t.kind + " " + (t.value ? std::to_string(static_cast<long>(*t.value)) : "-") +
                   " " + t.unit + " " + t.bound);
    }
    for (const json& row : rows) {
      if (row["doc"] != id || row["kind"] == "period") continue;
      const json& v = row["value"];
      const json first = v.is_array() ? v[0] : v;
      wanted.insert(row["kind"].get<std::string>() + " " +
                    (first.is_null() ? "-" : std::to_string(first.get<long>())) + " " +
                    row["unit"].get<std::string>() + " " + row["bound"].get<std::string>());
    }
    score_line({id, wanted, ""}, found, &score);
  }
  score.print("targets");
  CHECK(score.f1() >= 0.95);
}

TEST_CASE("places and programmes of annotated documents") {
  const std::vector<json> rows = gold("mentions");
  if (rows.empty()) return;
  std::map<std::string, Score> scores;
  for (const char* id : {"000_1611413af4495e08", "003_6215770f8c08b1f6", "004_51dbb9a31abf8218"}) {
    const MeasureText text = document(id);
    const auto& readers = Readers::get();
    const std::string jurisdiction = readers.structure.metadata(text.text()).jurisdiction;
    const Mentions m = text.mentions(jurisdiction);
    for (const char* kind : {"place", "programme"}) {
      std::set<std::string> found, wanted;
      const auto plain = [](const std::string& s) { return to_utf8(canonical(to_utf32(s))); };
      for (const Mention& x : std::string(kind) == "place" ? m.pilots : m.programmes) {
        found.insert(plain(x.name));
      }
      for (const json& row : rows) {
        if (row["doc"] != id || row["kind"] != kind) continue;
        for (const json& name : row["names"]) wanted.insert(plain(name.get<std::string>()));
      }
      scores[kind].add({found.begin(), found.end()}, {wanted.begin(), wanted.end()});
    }
  }
  for (const auto& [kind, score] : scores) {
    score.print(kind.c_str());
    // Recall: the annotation keeps to the best-known platforms, so that more are found than wanted.
    CHECK(score.right >= 9 * score.missed);
  }
}
