#include "extract/read/ruled_tables.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <random>

namespace zhengmai {
namespace {

using Lines = std::vector<std::string>;

PageRule level(double y, double left, double right) {
  return {left, y, right, y};
}
PageRule upright(double x, double top, double bottom) {
  return {x, top, x, bottom};
}

// A word of letters 10 points wide and 12 high, its upper left corner at x and y.
PageWord word(double x, double y, const std::string& text, double width = 10) {
  return {{x, y, x + width, y + 12}, text};
}

// Rules around columns and rows of 100 by 50 points from (0, 0).
std::vector<PageRule> grid(int columns, int rows) {
  std::vector<PageRule> out;
  for (int row = 0; row <= rows; ++row) out.push_back(level(row * 50, 0, columns * 100));
  for (int column = 0; column <= columns; ++column) {
    out.push_back(upright(column * 100, 0, rows * 50));
  }
  return out;
}

// A word in each place of such a grid: "11", "12" … by row and column.
std::vector<PageWord> numbered(int columns, int rows) {
  std::vector<PageWord> out;
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      out.push_back(word(column * 100 + 20, row * 50 + 20,
                         std::to_string(row + 1) + std::to_string(column + 1)));
    }
  }
  return out;
}

Lines lines(const std::vector<PageRule>& rules, const std::vector<PageWord>& words) {
  const auto tables = find_ruled_tables(rules, words);
  REQUIRE(tables.size() <= 1);
  return tables.empty() ? Lines{} : lines_of(tables.front());
}

RuledTable table(const std::vector<PageRule>& rules, const std::vector<PageWord>& words) {
  auto tables = find_ruled_tables(rules, words);
  REQUIRE(tables.size() == 1);
  return tables.front();
}

}  // namespace

TEST_CASE("rules and words make rows of cells with tabs between") {
  CHECK(lines(grid(3, 2), numbered(3, 2)) == Lines{"11\t12\t13", "21\t22\t23"});
  CHECK(lines(grid(3, 2), {word(120, 20, "a")}) == Lines{"\ta\t", "\t\t"});
}

TEST_CASE("what is too long for its cell belongs to the one in which it begins") {
  CHECK(lines(grid(3, 2),
              {word(10, 20, "推进农村电商服务站点建设", 250), word(120, 20, "省商务厅", 40)}) ==
        Lines{"推进农村电商服务站点建设\t省商务厅\t", "\t\t"});
}

TEST_CASE("a cell that no rule parts from its neighbours is one") {
  std::vector<PageRule> rules{level(0, 0, 300),     level(50, 0, 100),   level(50, 200, 300),
                              level(100, 0, 300),   upright(0, 0, 100),  upright(100, 0, 100),
                              upright(200, 0, 100), upright(300, 0, 100)};
  const std::vector<PageWord> words{word(20, 20, "a"), word(120, 44, "b"), word(220, 20, "c"),
                                    word(20, 70, "d"), word(220, 70, "e")};
  CHECK(lines(rules, words) == Lines{"a\tb\tc", "d\t〃\te"});

  rules = {level(0, 0, 300),      level(50, 0, 300),    level(100, 0, 300),  upright(0, 0, 100),
           upright(100, 50, 100), upright(200, 0, 100), upright(300, 0, 100)};
  CHECK(lines(rules, {word(90, 20, "a"), word(220, 20, "c"), word(20, 70, "d"), word(120, 70, "e"),
                      word(220, 70, "f")}) == Lines{"a\t\tc", "d\te\tf"});
}

TEST_CASE("a cell that is no rectangle falls apart into its places") {
  // The first three of four places hang together.
  const std::vector<PageRule> rules{level(0, 0, 200),     level(100, 0, 200),
                                    level(50, 100, 200),  upright(0, 0, 100),
                                    upright(200, 0, 100), upright(100, 50, 100)};
  CHECK(lines(rules, numbered(2, 2)) == Lines{"11\t12", "21\t22"});
}

TEST_CASE("rules of several strokes, double rules and slightly crooked ones are one") {
  std::vector<PageRule> rules;
  for (const PageRule& rule : grid(2, 2)) {
    const double x = (rule.x0 + rule.x1) / 2, y = (rule.y0 + rule.y1) / 2;
    rules.push_back({rule.x0 + 0.4, rule.y0, x, y + 0.3});
    rules.push_back({x, y, rule.x1, rule.y1});
    rules.push_back({rule.x0 + 1.5, rule.y0 + 1.5, rule.x1 + 1.5, rule.y1 + 1.5});
  }
  CHECK(lines(rules, numbered(2, 2)) == Lines{"11\t12", "21\t22"});
}

TEST_CASE("underlines, letterheads and slanted lines are no part of a table") {
  std::vector<PageRule> rules = grid(2, 2);
  rules.push_back(level(36, 20, 60));     // under a word
  rules.push_back(level(-40, -50, 300));  // a letterhead's
  rules.push_back(upright(50, 10, 30));   // a bar
  rules.push_back({0, 0, 100, 50});       // a cell struck through
  rules.push_back({NAN, 0, INFINITY, 0});
  CHECK(lines(rules, numbered(2, 2)) == Lines{"11\t12", "21\t22"});
}

TEST_CASE("a box, a stamp's frame and a table without words are no tables") {
  CHECK(lines(grid(1, 3), numbered(1, 3)).empty());
  CHECK(lines(grid(3, 1), numbered(3, 1)).empty());
  CHECK(lines(grid(3, 3), {}).empty());
  CHECK(lines({}, numbered(3, 3)).empty());
  CHECK(lines(grid(2, 2), {word(500, 20, "a")}).empty());
}

TEST_CASE("a table whose sides are open has its outer cells") {
  std::vector<PageRule> rules = grid(4, 3);
  std::erase_if(rules, [](const PageRule& rule) {
    return rule.x0 == rule.x1 && (rule.x0 == 0 || rule.x0 == 400);
  });
  CHECK(lines(rules, numbered(4, 3)) ==
        Lines{"11\t12\t13\t14", "21\t22\t23\t24", "31\t32\t33\t34"});
}

TEST_CASE("two tables of a page come from the top downwards, one inside another is part of it") {
  std::vector<PageRule> rules = grid(2, 2);
  std::vector<PageWord> words = numbered(2, 2);
  for (PageRule rule : grid(2, 2)) {
    rules.insert(rules.begin(), {rule.x0, rule.y0 + 300, rule.x1, rule.y1 + 300});
  }
  for (PageWord w : numbered(2, 2)) {
    w.box.top += 300;
    w.box.bottom += 300;
    w.text = "z" + w.text;
    words.insert(words.begin(), w);
  }
  for (PageRule rule : grid(2, 2)) {  // in the first place of the first table
    rules.push_back({rule.x0 * 0.4 + 10, rule.y0 * 0.4 + 5, rule.x1 * 0.4 + 10, rule.y1 * 0.4 + 5});
  }
  const auto tables = find_ruled_tables(rules, words);
  REQUIRE(tables.size() == 2);
  CHECK(lines_of(tables[0]) == Lines{"11\t12", "21\t22"});
  CHECK(lines_of(tables[1]) == Lines{"z11\tz12", "z21\tz22"});
  CHECK(tables[1].words == std::vector<size_t>{0, 1, 2, 3});
}

TEST_CASE("lines of a cell are joined where they were full, and parted where a break was meant") {
  const auto cell = [](std::vector<PageWord> words) {
    words.push_back(word(120, 70, "x"));
    return lines(grid(2, 2), words).front();
  };
  CHECK(cell({word(5, 2, "修好渡口和码", 90), word(5, 16, "头。", 20)}) == "修好渡口和码头。\t");
  // The same lines as the page's program had them in another order.
  CHECK(cell({word(5, 16, "头。", 20), word(5, 2, "修好渡口和码", 90)}) == "修好渡口和码头。\t");
  CHECK(cell({word(5, 2, "甲局", 20), word(5, 16, "乙局", 20)}) == "甲局 乙局\t");
  // One character had room; with the mark that closes it, it had none.
  CHECK(cell({word(5, 2, "省交通运输厅", 70), word(5, 16, "港口", 20)}) == "省交通运输厅 港口\t");
  CHECK(cell({word(5, 2, "省交通运输厅", 70), word(5, 16, "港。", 20)}) == "省交通运输厅港。\t");
  CHECK(cell({word(5, 2, "新建", 20), word(28, 2, "20", 12), word(43, 2, "座。", 20)}) ==
        "新建20座。\t");
  CHECK(cell({word(5, 2, "甲局", 20), word(35, 2, "乙局", 20)}) == "甲局 乙局\t");
  CHECK(cell({word(5, 2, "in", 20), word(28, 2, "all", 60), word(5, 16, "new", 20)}) ==
        "in all new\t");
  CHECK(cell({word(5, 2, "a\tb\nc", 20)}) == "a b c\t");
}

TEST_CASE("a table whose words stand on their side is left alone") {
  const std::vector<PageWord> words{{{20, 5, 30, 45}, "修好渡口"}, {{120, 5, 130, 45}, "省水利厅"}};
  CHECK(lines(grid(2, 2), words).empty());
}

TEST_CASE("a table goes on over a page without its header, and a row that was parted is one") {
  const auto header = [] {
    return std::vector<PageWord>{word(5, 5, "序号", 20), word(105, 5, "任务", 20),
                                 word(205, 5, "单位", 20)};
  };
  auto above_words = header();
  above_words.insert(above_words.end(), {word(5, 55, "1"), word(105, 55, "修好渡口和码头，疏", 90),
                                         word(205, 55, "省水利厅、省农业", 90)});
  auto below_words = header();
  below_words.insert(below_words.end(),
                     {word(105, 55, "通河道。", 40), word(205, 55, "农村厅", 30), word(5, 105, "2"),
                      word(105, 105, "清淤。", 30), word(205, 105, "省水利厅", 40)});
  RuledTable above = table(grid(3, 2), above_words);
  RuledTable below = table(grid(3, 3), below_words);
  REQUIRE(continue_table(&above, &below));
  CHECK(lines_of(above) ==
        Lines{"序号\t任务\t单位", "1\t修好渡口和码头，疏通河道。\t省水利厅、省农业农村厅"});
  CHECK(lines_of(below) == Lines{"2\t清淤。\t省水利厅"});

  // Where the line above had room, the row is one of its own.
  above_words[4] = word(105, 55, "修好渡口。", 50);
  above = table(grid(3, 2), above_words);
  below = table(grid(3, 3), below_words);
  REQUIRE(continue_table(&above, &below));
  CHECK(lines_of(below) == Lines{"\t通河道。\t农村厅", "2\t清淤。\t省水利厅"});

  RuledTable other = table(grid(2, 2), numbered(2, 2));
  const Lines before = lines_of(other);
  CHECK_FALSE(continue_table(&above, &other));
  CHECK(lines_of(other) == before);
}

TEST_CASE("a merged cell that a page parts says that it is as above") {
  std::vector<PageRule> rules = grid(3, 2);
  rules[1] = level(50, 0, 200);  // the last column's rows are one
  RuledTable above = table(grid(3, 2), numbered(3, 2));
  auto words = numbered(3, 2);
  std::erase_if(words, [](const PageWord& w) { return w.box.left > 200; });
  RuledTable below = table(rules, words);
  below.rows[0][0].text = "31";
  REQUIRE(continue_table(&above, &below));
  CHECK(lines_of(below) == Lines{"31\t12\t〃", "21\t22\t〃"});
}

TEST_CASE("tables take the place of their words, all other text stays as it is") {
  const std::string text = "Title  of it\n\n11 12\n\nx\n21\n22\n\nNotes: a\n\n\f";
  const std::vector<PageWord> words{
      word(0, -50, "Title"),  word(0, -50, "of"), word(0, -50, "it"), word(20, 20, "11"),
      word(120, 20, "12"),    word(0, 300, "x"),  word(20, 70, "21"), word(120, 70, "22"),
      word(0, 300, "Notes:"), word(0, 300, "a")};
  const auto found = find_words(text, words);
  REQUIRE(found);
  CHECK(with_tables(text, *found, {}) == text);
  CHECK(with_tables(text, *found, find_ruled_tables(grid(2, 2), words)) ==
        "Title  of it\n11\t12\n21\t22\nx\nNotes: a\n\n\f");
  CHECK(!find_words("other text", words));
  CHECK(!find_words(text + "more", words));
  CHECK(find_words("well\nknown\n", {word(0, 0, "well-"), word(0, 0, "known")}) ==
        std::vector<std::string_view>{"well", "known"});
}

TEST_CASE("thousands of rules at random take bounded time and give rows of one width") {
  std::mt19937 random(7);
  const auto at = [&](int most) { return double(random() % uint32_t(most)); };
  for (const size_t count : {10, 100, 1000, 5000, 20'000, 20'001}) {
    for (int step : {1, 20, 100}) {
      std::vector<PageRule> rules;
      for (size_t i = 0; i < count; ++i) {
        const double x = at(1000 / step) * step, y = at(1000 / step) * step, far = at(300) + 1;
        rules.push_back(i % 2 == 0 ? level(y, x, x + far) : upright(x, y, y + far));
      }
      std::vector<PageWord> words;
      for (int i = 0; i < 500; ++i) words.push_back(word(at(1000), at(1000), "字"));
      const auto begin = std::chrono::steady_clock::now();
      const auto tables = find_ruled_tables(rules, words);
      CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(10));
      if (count > 20'000) CHECK(tables.empty());
      std::vector<int> used(words.size());
      for (const RuledTable& t : tables) {
        for (const size_t w : t.words) ++used[w];
        const Lines out = lines_of(t);
        for (const std::string& line : out) {
          CHECK(size_t(std::ranges::count(line, '\t')) < t.columns.size() - 1);
        }
      }
      CHECK(std::ranges::all_of(used, [](int n) { return n <= 1; }));
    }
  }
}

}  // namespace zhengmai
