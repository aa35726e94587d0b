#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "extract/link/extract.h"
#include "graph/model/schema.h"
#include "tests/extract_lists/annotated.h"

namespace zhengmai::test {
namespace {

namespace fs = std::filesystem;

std::string read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::set<std::string> ids_in(const std::string& text, const std::regex& pattern) {
  std::set<std::string> out;
  for (std::sregex_iterator it(text.begin(), text.end(), pattern), end; it != end; ++it) {
    out.insert((*it)[1]);
  }
  return out;
}

std::set<std::string> ids_in_code() {
  static const std::regex kQuoted(R"re("([A-Z]\.[a-z]+(?:[.-][a-z]+)*)")re");
  std::set<std::string> out;
  for (const char* room : {"structure", "recognise", "link"}) {
    for (const auto& file : fs::directory_iterator(fs::path(ZHENGMAI_SOURCE_DIR) / "extract" / room)) {
      if (file.path().extension() == ".cc") out.merge(ids_in(read_file(file.path()), kQuoted));
    }
  }
  return out;
}

std::set<std::string> ids_in_rules() {
  static const std::regex kCode(R"re(`([A-Z]\.[a-z]+(?:[.-][a-z]+)*)`)re");
  return ids_in(read_file(fs::path(ZHENGMAI_SOURCE_DIR) / "extract" / "RULES.md"), kCode);
}

TEST_CASE("RULES.md explains every rule that the code can give, and no other") {
  CHECK(ids_in_code() == ids_in_rules());
}

TEST_CASE("every rule is found in some annotated document") {
  const Lexicon lexicon = Lexicon::builtin();
  const Extractor extractor(lexicon);
  std::set<std::string> seen;
  for (const auto& d : read_annotated(ZHENGMAI_SOURCE_DIR "/tests/extract_lists/annotated.txt")) {
    const auto block = extractor.extract({.name = d.name, .bytes = d.text, .encoding = {}});
    for (const auto& r : block->relationships()) {
      seen.emplace(r.evidence.rule);
    }
  }
  for (const auto& rule : ids_in_code()) {
    INFO(rule);
    CHECK(seen.contains(rule));
  }
}

}  // namespace
}  // namespace zhengmai::test
