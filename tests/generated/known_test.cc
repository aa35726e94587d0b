// Known documents, damaged: what is read from them must not change.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <random>
#include <sstream>

#include "extract/lexicon/lexicon.h"
#include "extract/link/extract.h"
#include "extract/text/normalise.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "tests/builtin_words.h"
#include "transform.h"

namespace zhengmai::generated {
namespace {

std::string letters_of(std::string_view surface) {
  std::string out;
  for (const char32_t c : normalise(to_utf32(surface), test::builtin_words()).text) {
    if (is_han(c)) append_utf8(out, c);
  }
  return out;
}

// Each assignment as agency, role and surface, without what only layout decides; with how often.
std::map<std::string, int> assignments(const Extractor& extractor, std::string_view bytes) {
  std::map<std::string, int> out;
  const auto facts = extractor.extract({"known.txt", bytes, std::nullopt});
  for (const RelationshipFact& r : facts->relationships()) {
    if (r.type != type::kAssignedTo) continue;
    std::string line(r.end->id);
    for (const Property& p : r.properties) {
      if (p.key == key::kRole) line += " " + std::string(p.value.as_string());
    }
    line += " " + letters_of(facts->cut(r.evidence.span));
    ++out[line];
  }
  return out;
}

Document plain_document(const std::u32string& text) {
  Document document;
  document.add(text);
  return document;
}

}  // namespace

TEST_CASE("known documents give the same assignments when they are damaged") {
  const std::filesystem::path folder = ZHENGMAI_SOURCE_DIR "/../shared/seeds";
  if (!std::filesystem::exists(folder)) {
    std::cerr << "skipped: no documents in " << folder << "\n";
    return;
  }
  const bool verbose = std::getenv("ZHENGMAI_VERBOSE") != nullptr;
  const Lexicon lexicon = Lexicon::builtin();
  const Extractor extractor(lexicon);
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    const std::u32string text = to_utf32(bytes.str());
    const auto expected = assignments(extractor, bytes.str());
    REQUIRE(expected.size() > 20);
    for (const Damage damage :
         {Damage::kWrapped, Damage::kRebroken, Damage::kPageBreaks, Damage::kMixedWidth,
          Damage::kTraditional, Damage::kBlanks, Damage::kNoise, Damage::kTogether}) {
      int same = 0, total = 0, found = 0;
      for (unsigned round = 0; round < 5; ++round) {
        std::mt19937 random(round);
        const Document damaged = apply(damage, plain_document(text), random);
        const auto got = assignments(extractor, to_utf8(damaged.text));
        for (const auto& [line, n] : expected) {
          const auto other = got.find(line);
          same += other == got.end() ? 0 : std::min(n, other->second);
          total += n;
          if (verbose && (other == got.end() || other->second < n)) {
            std::cerr << fmt::format("{} {} lost {}\n", entry.path().filename().string(),
                                     name_of(damage), line);
          }
        }
        for (const auto& [line, n] : got) {
          found += n;
          if (verbose && !expected.contains(line)) {
            std::cerr << fmt::format("{} {} new {}\n", entry.path().filename().string(),
                                     name_of(damage), line);
          }
        }
      }
      const double f1 = 2.0 * same / (total + found);
      CAPTURE(entry.path().filename().string(), name_of(damage), same, total, found);
      CHECK(f1 >= 0.98);
      if (verbose) {
        std::cerr << fmt::format("{} {} f1 {:.4f}\n", entry.path().filename().string(),
                                 name_of(damage), f1);
      }
    }
  }
}

}  // namespace zhengmai::generated
