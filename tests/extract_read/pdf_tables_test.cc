#include "extract/read/pdf_tables.h"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <random>

namespace zhengmai {
namespace {

std::string svg(const std::string& body) {
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 595 842\">" + body + "</svg>";
}

// "x0 y0 x1 y1" of each rule of the first page.
std::vector<std::string> rules(const std::string& body) {
  std::vector<std::string> out;
  const auto pages = parse_page_rules(svg(body));
  REQUIRE(pages.size() == 1);
  for (const PageRule& r : pages[0])
    out.push_back(fmt::format("{} {} {} {}", r.x0, r.y0, r.x1, r.y1));
  return out;
}

using Rules = std::vector<std::string>;

// A page with a table of two rows and two columns, as both programs say it; enough lines are short.
const char* const kText =
    "Head\nRoad works\nBureau one\nQuay works\nBureau two\nLast one\nEnd\nA\nB\nC\n\n\f";

std::string words_xhtml() {
  std::string out =
      "<html><head/><body><doc>\n<page width=\"595\" height=\"842\"><flow><block><line>";
  const auto add = [&](double x, double y, const char* text) {
    out += fmt::format("<word xMin=\"{}\" yMin=\"{}\" xMax=\"{}\" yMax=\"{}\">{}</word>\n", x, y,
                       x + 30, y + 12, text);
  };
  add(10, 10, "Head");
  add(105, 105, "Road");
  add(140, 105, "works");
  add(205, 105, "Bureau");
  add(240, 105, "one");
  add(105, 155, "Quay");
  add(140, 155, "works");
  add(205, 155, "Bureau");
  add(240, 155, "two");
  add(10, 300, "Last");
  add(45, 300, "one");
  add(10, 320, "End");
  add(10, 340, "A");
  add(10, 360, "B");
  add(10, 380, "C");
  return out + "</line></block></flow></page></doc></body></html>";
}

std::string table_svg() {
  return svg(
      "<path style=\"fill:none;stroke:rgb(0%,0%,0%);\" d=\"M 100 100 L 300 100 L 300 200 L 100 200 "
      "Z M 100 150 L 300 150 M 200 100 L 200 200\"/>");
}

std::string give(const std::string& text, const std::string& words, const std::string& lines) {
  return with_ruled_tables(
      text, [&](size_t, size_t) { return words; }, [&](size_t, size_t) { return lines; });
}

}  // namespace

TEST_CASE("rules are strokes, edges of stroked rectangles and thin filled ones") {
  CHECK(rules("<path style=\"fill:none;stroke-width:0.5;stroke:rgb(0%,0%,0%);\" d=\"M 1 2 L 11 2 "
              "\"/>") == Rules{"1 2 11 2"});
  CHECK(rules("<path fill=\"none\" stroke=\"black\" d=\"M1,2L11,2 M 3 4 L 3 9\"/>") ==
        Rules{"1 2 11 2", "3 4 3 9"});
  CHECK(rules("<path stroke=\"black\" fill=\"none\" d=\"M 0 0 L 9 0 L 9 5 L 0 5 Z\"/>") ==
        Rules{"0 0 9 0", "9 0 9 5", "9 5 0 5", "0 5 0 0"});
  CHECK(
      rules(
          "<path style=\"stroke:none;fill:rgb(0%,0%,0%);\" d=\"M 0 0 L 90 0 L 90 1 L 0 1 Z\"/>") ==
      Rules{"0 0.5 90 0.5"});
  CHECK(rules("<rect x=\"5\" y=\"0\" width=\"1\" height=\"80\" fill=\"black\"/>") ==
        Rules{"5.5 0 5.5 80"});
}

TEST_CASE("shades, white lines, glyphs, clip paths and curves are no rules") {
  CHECK(rules("<path fill=\"rgb(90%,90%,90%)\" d=\"M 0 0 L 90 0 L 90 50 L 0 50 Z\"/>").empty());
  CHECK(rules("<path fill=\"none\" stroke=\"rgb(100%,100%,100%)\" d=\"M 0 0 L 90 0\"/>").empty());
  CHECK(rules("<defs><path stroke=\"black\" d=\"M 0 0 L 90 0\"/></defs>"
              "<clipPath><path stroke=\"black\" d=\"M 0 0 L 90 0\"/></clipPath><use href=\"#a\"/>")
            .empty());
  CHECK(rules("<path stroke=\"black\" d=\"M 0 0 C 1 1 2 2 90 0 L 90 5\"/>") == Rules{"90 0 90 5"});
  CHECK(
      rules("<path stroke=\"black\" d=\"M 0 0 H 5\"/><path stroke=\"black\" d=\"M 0\"/>").empty());
}

TEST_CASE("transforms of groups and paths follow each other") {
  CHECK(rules("<g transform=\"matrix(1,0,0,1,100,0)\"><path stroke=\"black\" d=\"M 0 10 L 50 10\" "
              "transform=\"matrix(2,0,0,-1,0,800)\"/></g>") == Rules{"100 790 200 790"});
  CHECK(rules("<path stroke=\"black\" d=\"M 0 10 L 50 10\" transform=\"matrix(0,1,-1,0,0,0)\"/>") ==
        Rules{"-10 0 -10 50"});
}

TEST_CASE("pages of a set are told apart, a document of one page is its root") {
  const auto pages = parse_page_rules(
      svg("<pageSet><page><path stroke=\"black\" d=\"M 0 0 L 9 0\"/></page><page/></pageSet>"));
  REQUIRE(pages.size() == 2);
  CHECK(pages[0].size() == 1);
  CHECK(pages[1].empty());
  CHECK(parse_page_rules("").empty());
  CHECK(parse_page_words("<html/>").empty());
  const auto words = parse_page_words(words_xhtml());
  REQUIRE(words.size() == 1);
  REQUIRE(words[0].size() == 15);
  CHECK(words[0][1].text == "Road");
  CHECK(words[0][1].box.right == 135);
}

TEST_CASE("a page's table stands as rows between the text before and after it") {
  CHECK(give(kText, words_xhtml(), table_svg()) ==
        "Head\nRoad works\tBureau one\nQuay works\tBureau two\nLast one\nEnd\nA\nB\nC\n\n\f");
}

TEST_CASE("what is not to be had leaves the text as it is") {
  CHECK(give(kText, words_xhtml(), svg("")) == kText);
  CHECK(give(kText, words_xhtml(), "") == kText);
  CHECK(give(kText, "", table_svg()) == kText);
  CHECK(give(kText, "no words", "<svg") == kText);
  const std::string other = std::string("Other words\n") + kText;
  CHECK(give(other, words_xhtml(), table_svg()) == other);
  CHECK(give("", words_xhtml(), table_svg()).empty());
}

TEST_CASE("only pages whose lines are scattered like cells are asked for, and the page after") {
  const std::string prose =
      "为做好有关工作，现就有关事项通知如下。\n一、总体要求\n二、主要任务\n（一）修好渡口。\n2024 "
      "年 5 月 1 日\n\n\f";
  const std::string cells = "序号 任务\n\n单位\n\n修好渡口\n\n省水利厅\n\n清淤\n\n1\n\n2\n\n\f";
  std::vector<std::pair<size_t, size_t>> asked;
  const auto note = [&](size_t first, size_t last) {
    asked.emplace_back(first, last);
    return std::string();
  };
  const std::string text = prose + cells + cells + prose + prose;
  CHECK(with_ruled_tables(text, note, note) == text);
  CHECK(asked == std::vector<std::pair<size_t, size_t>>{{2, 4}});
  asked.clear();
  CHECK(with_ruled_tables(prose + prose, note, note) == prose + prose);
  CHECK(asked.empty());
  std::string many;
  for (int i = 0; i < 40; ++i) many += cells;
  CHECK(with_ruled_tables(many, note, note) == many);
  CHECK(asked == std::vector<std::pair<size_t, size_t>>{{1, 16}, {17, 32}, {33, 40}});
}

TEST_CASE("outputs that are broken anywhere give a text with the same letters") {
  const auto letters = [](const std::string& text) {
    std::string out;
    for (const char c : text) {
      if (c > ' ') out += c;
    }
    std::ranges::sort(out);
    return out;
  };
  std::mt19937 random(11);
  for (int round = 0; round < 4000; ++round) {
    std::string words = words_xhtml(), lines = table_svg();
    for (int i = 0; i < 1 + round % 3; ++i) {
      std::string& broken = random() % 2 == 0 ? words : lines;
      const size_t at = random() % broken.size();
      switch (random() % 4) {
        case 0:
          broken[at] = "0123456789-.eE<>/\" MLCZ"[random() % 23];
          break;
        case 1:
          broken.erase(at, 1 + random() % 20);
          break;
        case 2:
          broken.insert(at, broken.substr(random() % broken.size(), random() % 40));
          break;
        default:
          broken.resize(at);
          break;
      }
      if (broken.empty()) broken = " ";
    }
    const std::string out = give(kText, words, lines);
    // 〃 may stand where rules went.
    std::string kept = out;
    for (size_t at = kept.find("〃"); at != kept.npos; at = kept.find("〃")) kept.erase(at, 3);
    REQUIRE(letters(kept) == letters(kText));
  }
}

}  // namespace zhengmai
