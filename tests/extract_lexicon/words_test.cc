#include "extract/lexicon/words.h"

#include <catch2/catch.hpp>

#include "extract/text/normalise.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"
#include "tests/temporary_folder.h"

namespace zhengmai {
namespace {

using test::TemporaryFolder;

std::string normal(const Lexicon& lexicon, std::u32string_view text) {
  return to_utf8(normalise(text, text_words(lexicon)).text);
}

}  // namespace

TEST_CASE("a label of the user's begins a line of its own") {
  constexpr std::u32string_view kText = U"为方便群众，修好渡口\n发布批次：第三批";
  CHECK(normal(Lexicon::builtin(), kText) == "为方便群众,修好渡口发布批次:第三批");
  const TemporaryFolder folder;
  folder.write("line_words.tsv", "word\tuses\n批次\tmetadata_tail\n");
  CHECK(normal(Lexicon::load(folder.path()), kText) == "为方便群众,修好渡口\n发布批次:第三批");
}

TEST_CASE("a word of Taiwan's that the user adds is read as the mainland's") {
  constexpr std::u32string_view kText = U"發展資訊產業，建設網路與軟體園區，推廣計程車";
  CHECK(normal(Lexicon::builtin(), kText) == "发展信息产业,建设网络与软件园区,推广计程车");
  const TemporaryFolder folder;
  folder.write("taiwan_words.tsv", "word\tmainland\tsign\n计程车\t出租车\t\n");
  CHECK(normal(Lexicon::load(folder.path()), kText) == "发展信息产业,建设网络与软件园区,推广出租车");
}

TEST_CASE("a longer word of the mainland's is refused with its row") {
  const TemporaryFolder folder;
  folder.write("taiwan_words.tsv", "word\tmainland\tsign\n光碟\t数字光盘\t\n");
  try {
    text_words(Lexicon::load(folder.path()));
    FAIL("it was taken");
  } catch (const Error& error) {
    CHECK(error.code() == ExitCode::kConfig);
    CHECK(std::string(error.what()) ==
          "taiwan_words.tsv: '光碟' has a longer word of the mainland's, '数字光盘'");
    CHECK(error.hint() == "name one of its length at most");
  }
}

}  // namespace zhengmai
