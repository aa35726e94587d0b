#include "extract/lexicon/lexicon.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "graph/model/error.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

namespace fs = std::filesystem;
using test::TemporaryFolder;

std::string header_of(const Table& table) {
  std::string line;
  for (const auto& c : table.columns()) line += (line.empty() ? "" : "\t") + c;
  return line + "\n";
}

TEST_CASE("the built-in tables parse, and each names its source") {
  const Lexicon lexicon = Lexicon::builtin();
  for (const auto& entry : fs::directory_iterator(ZHENGMAI_SOURCE_DIR "/extract/lexicon")) {
    if (entry.path().extension() != ".tsv") continue;
    INFO(entry.path());
    REQUIRE(lexicon.has_table(entry.path().stem().string()));
    CHECK_FALSE(lexicon.table(entry.path().stem().string()).comments().empty());
  }
}

TEST_CASE("a user's table adds rows to the built-in one, or takes its place") {
  const Lexicon builtin = Lexicon::builtin();
  const Table& places = builtin.table("divisions");
  const std::string row = "999999\t某市\tprefecture\t990000\n";
  const TemporaryFolder folder;
  folder.write("divisions.tsv", header_of(places) + row);
  CHECK(Lexicon::load(folder.path()).table("divisions").rows() == places.rows() + 1);
  folder.write("divisions.tsv", "# replace\n" + header_of(places) + row);
  CHECK(Lexicon::load(folder.path()).table("divisions").rows() == 1);
  folder.write("mine.tsv", "id\nx\n");
  CHECK(Lexicon::load(folder.path()).table("mine").rows() == 1);
  CHECK(Lexicon::load(folder.path()).fingerprint() != builtin.fingerprint());
}

TEST_CASE("a missing folder, table or a malformed file is reported with its code") {
  const auto code_of = [](auto&& action) {
    try {
      action();
    } catch (const Error& e) {
      return e.code();
    }
    return ExitCode::kSuccess;
  };
  CHECK(code_of([] { Lexicon::load("/nonexistent/tables"); }) == ExitCode::kNoInput);
  CHECK(code_of([] { Lexicon::builtin().table("nothing"); }) == ExitCode::kConfig);
  const TemporaryFolder folder;
  folder.write("divisions.tsv", "other\theader\n1\t2\n");
  CHECK(code_of([&] { Lexicon::load(folder.path()); }) == ExitCode::kConfig);
}

TEST_CASE("the fingerprint depends on the rows alone") {
  CHECK(Lexicon::builtin().fingerprint() == Lexicon::builtin().fingerprint());
  CHECK(Lexicon::builtin().fingerprint().size() == 64);
}

}  // namespace
}  // namespace zhengmai
