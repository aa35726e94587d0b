#include "extract/read/pdf_tables.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <pugixml.hpp>

#include "extract/read/affine.h"
#include "extract/read/zip_parts.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr double kThin = 3;           // a filled rectangle below is a line
constexpr int kMaxDepth = 64;         // of groups
constexpr size_t kMaxRules = 20'001;  // of a page: one more than ruled_tables.h takes
constexpr size_t kPagesAtOnce = 16;
constexpr size_t kMaxPages = 512;  // that are asked for
constexpr size_t kMinPieces = 5;   // of a page that may hold a table
constexpr std::string_view kMarks[] = {"。", "，", "；", "：", "！", "、", "（", "）", "〕"};
constexpr size_t kMaxPiece = 12;  // characters

// Numbers with blanks or commas between.
class Numbers {
 public:
  explicit Numbers(std::string_view text) : text_(text) {}

  std::optional<double> next() {
    skip_blanks();
    double value = 0;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    text_.remove_prefix(size_t(end - text_.data()));
    return value;
  }
  // The letter of a command; nothing when there is a number or the end.
  std::optional<char> command() {
    skip_blanks();
    if (text_.empty() || !((text_.front() | 0x20) >= 'a' && (text_.front() | 0x20) <= 'z'))
      return std::nullopt;
    const char c = text_.front();
    text_.remove_prefix(1);
    return c;
  }
  bool done() {
    skip_blanks();
    return text_.empty();
  }

 private:
  void skip_blanks() {
    const size_t used = text_.find_first_not_of(" \t\r\n,");
    text_.remove_prefix(std::min(used, text_.size()));
  }
  std::string_view text_;
};

Transform parse_transform(std::string_view text) {
  constexpr std::string_view kMatrix = "matrix(";
  Transform out;
  if (!text.starts_with(kMatrix)) return out;
  Numbers numbers(text.substr(kMatrix.size()));
  for (double* value : {&out.a, &out.b, &out.c, &out.d, &out.e, &out.f}) {
    const auto number = numbers.next();
    if (!number) return {};
    *value = *number;
  }
  return out;
}

// How something is painted: `stroke` or `fill`, as an attribute of its own or in the style.
std::string_view paint(const pugi::xml_node& node, std::string_view what) {
  std::string_view style = attribute_of(node, "style");
  while (!style.empty()) {
    const size_t end = std::min(style.find(';'), style.size());
    const std::string_view item = style.substr(0, end);
    if (item.starts_with(what) && item.substr(what.size()).starts_with(':'))
      return item.substr(what.size() + 1);
    style.remove_prefix(std::min(end + 1, style.size()));
  }
  return attribute_of(node, what);
}

bool shows(std::string_view paint) {
  return !paint.empty() && paint != "none" && paint != "white" && paint != "rgb(100%,100%,100%)" &&
         paint != "rgb(100%, 100%, 100%)" && paint != "#ffffff" && paint != "#FFFFFF";
}

// The stretches of a path that hang together; curves end one, since no side of a table is bent.
std::vector<std::vector<Point>> parse_path(std::string_view d, const Transform& transform) {
  std::vector<std::vector<Point>> out;
  Numbers numbers(d);
  const auto point = [&]() -> std::optional<Point> {
    const auto x = numbers.next();
    const auto y = x ? numbers.next() : std::nullopt;
    if (!y) return std::nullopt;
    return transform.apply({*x, *y});
  };
  for (auto command = numbers.command(); command; command = numbers.command()) {
    if (*command == 'Z' || *command == 'z') {
      if (!out.empty() && out.back().size() > 1) out.back().push_back(Point(out.back().front()));
      continue;
    }
    if (*command == 'C') {
      if (!numbers.next() || !numbers.next() || !numbers.next() || !numbers.next()) return out;
      const auto end = point();
      if (!end) return out;
      out.push_back({*end});
      continue;
    }
    if (*command != 'M' && *command != 'L') return out;
    const auto next = point();
    if (!next) return out;
    if (*command == 'M' || out.empty()) out.emplace_back();
    out.back().push_back(*next);
  }
  return out;
}

class RuleReader {
 public:
  explicit RuleReader(std::vector<PageRule>* out) : out_(out) {}

  void read(const pugi::xml_node& node, const Transform& outer, int depth) {
    if (depth > kMaxDepth) return;
    for (const pugi::xml_node& child : node.children()) {
      if (out_->size() >= kMaxRules) return;
      const std::string_view name = local_name(child);
      if (name == "g") {
        read(child, parse_transform(attribute_of(child, "transform")).then(outer), depth + 1);
      } else if (name == "path") {
        add(child, parse_transform(attribute_of(child, "transform")).then(outer));
      } else if (name == "rect") {
        add_rectangle(child, parse_transform(attribute_of(child, "transform")).then(outer));
      }
    }
  }

 private:
  void add(const pugi::xml_node& path, const Transform& transform) {
    const bool stroked = shows(paint(path, "stroke"));
    const bool filled = shows(paint(path, "fill"));
    if (!stroked && !filled) return;
    for (const auto& points : parse_path(attribute_of(path, "d"), transform)) {
      if (stroked) add_sides(points);
      if (filled) add_thin(points);
    }
  }

  void add_rectangle(const pugi::xml_node& node, const Transform& t) {
    std::array<double, 4> v{};
    size_t i = 0;
    for (const std::string_view name : {"x", "y", "width", "height"}) {
      v[i++] = Numbers(attribute_of(node, name)).next().value_or(0);
    }
    const auto [x, y, wide, high] = v;
    const std::vector<Point> points{t.apply({x, y}), t.apply({x + wide, y}), t.apply({x + wide, y + high}),
                                    t.apply({x, y + high}), t.apply({x, y})};
    if (shows(paint(node, "stroke"))) add_sides(points);
    if (shows(paint(node, "fill"))) add_thin(points);
  }

  void add_sides(const std::vector<Point>& points) {
    for (size_t i = 1; i < points.size() && out_->size() < kMaxRules; ++i) {
      out_->push_back({points[i - 1].x, points[i - 1].y, points[i].x, points[i].y});
    }
  }

  // The line along the middle of a thin rectangle.
  void add_thin(const std::vector<Point>& points) {
    if (points.size() < 4 || points.size() > 7 || out_->size() >= kMaxRules) return;
    const auto [left, right] = std::ranges::minmax(points, {}, &Point::x);
    const auto [top, bottom] = std::ranges::minmax(points, {}, &Point::y);
    const double x = (left.x + right.x) / 2;
    const double y = (top.y + bottom.y) / 2;
    const double wide = right.x - left.x;
    const double high = bottom.y - top.y;
    if (high <= kThin && wide > high) out_->push_back({left.x, y, right.x, y});
    if (wide <= kThin && high > wide) out_->push_back({x, top.y, x, bottom.y});
  }

  std::vector<PageRule>* out_;
};

bool load(std::string_view xml, pugi::xml_document* out) {
  return bool(out->load_buffer(xml.data(), xml.size(), pugi::parse_default, pugi::encoding_utf8));
}

void collect_words(const pugi::xml_node& node, std::vector<PageWord>* out, int depth) {
  for (const pugi::xml_node& child : node.children()) {
    if (local_name(child) == "word") {
      const auto value = [&](std::string_view name) {
        return Numbers(attribute_of(child, name)).next().value_or(-1e6);  // outside of any table
      };
      out->push_back(
          {{value("xMin"), value("yMin"), value("xMax"), value("yMax")}, child.text().get()});
    } else if (depth < kMaxDepth) {
      collect_words(child, out, depth + 1);
    }
  }
}

// Whether the lines of a page look like scattered cells: see with_ruled_tables().
bool may_hold_table(std::string_view page) {
  size_t pieces = 0;
  while (!page.empty() && pieces < kMinPieces) {
    const size_t end = std::min(page.find('\n'), page.size());
    std::string_view line = page.substr(0, end);
    page.remove_prefix(std::min(end + 1, page.size()));
    size_t here = 0;
    const bool alone = line.find(' ') == line.npos;
    while (!line.empty()) {
      const size_t blank = std::min(line.find(' '), line.size());
      const std::string_view piece = line.substr(0, blank);
      line.remove_prefix(std::min(blank + 1, line.size()));
      const auto letters = size_t(std::ranges::count_if(
          piece, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
      const bool marked = std::ranges::any_of(
          kMarks, [&](std::string_view mark) { return piece.find(mark) != piece.npos; });
      if (letters > kMaxPiece || marked) {
        here = 0;
        break;
      }
      // Between others, numbers and single characters are parts of a date or of a spaced word.
      const bool han = piece.size() > letters;
      if (alone || (han && letters > 1)) ++here;
    }
    pieces += here;
  }
  return pieces >= kMinPieces;
}

struct Page {
  std::string_view text;
  std::vector<PageWord> words;
  std::vector<std::string_view> found;  // the words in the text
  std::vector<RuledTable> tables;
};

// Asks for the pages from `first` to before `last` (from 0) and finds their tables.
void find_tables(size_t first, size_t last, const PageOutput& words, const PageOutput& rules,
                 std::vector<Page>* pages) {
  const auto lines = parse_page_rules(rules(first + 1, last));
  if (lines.size() != last - first) return;
  if (std::ranges::all_of(lines, [](const auto& page) { return page.empty(); })) return;
  auto placed = parse_page_words(words(first + 1, last));
  if (placed.size() != last - first) return;
  for (size_t i = 0; i < lines.size(); ++i) {
    Page& page = (*pages)[first + i];
    page.words = std::move(placed[i]);
    auto found = find_words(page.text, page.words);
    if (!found) continue;
    page.found = std::move(*found);
    page.tables = find_ruled_tables(lines[i], page.words);
  }
}

// Whether the words that `chosen` tells say no more than which page it is.
template <typename Chosen>
bool only_page_number(const Page& page, const RuledTable& table, const Chosen& chosen) {
  for (size_t w = 0; w < page.words.size(); ++w) {
    if (std::ranges::binary_search(table.words, w) || !chosen(page.words[w].box)) continue;
    std::string_view text = page.words[w].text;
    while (!text.empty()) {
      const char c = text.front();
      const bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
      size_t used = is_ascii(c) && !letter ? 1 : 0;
      for (const std::string_view part : {"—", "–", "－", "·", "第", "页", "共"}) {
        if (text.starts_with(part)) used = part.size();
      }
      if (used == 0) return false;
      text.remove_prefix(used);
    }
  }
  return true;
}

// Makes the first table of a page go on with the last one of the page before, when nothing stands
// between.
void join_pages(Page* before, Page* page) {
  if (before->tables.empty() || page->tables.empty()) return;
  RuledTable& above = before->tables.back();
  RuledTable& below = page->tables.front();
  if (only_page_number(*before, above,
                       [&](const PageBox& box) { return box.top > above.box.top; }) &&
      only_page_number(*page, below, [&](const PageBox& box) { return box.top < below.box.top; })) {
    continue_table(&above, &below);
  }
}

}  // namespace

std::vector<std::vector<PageWord>> parse_page_words(std::string_view xhtml) {
  pugi::xml_document xml;
  std::vector<std::vector<PageWord>> out;
  if (!load(xhtml, &xml)) return out;
  const pugi::xml_node body = child_of(child_of(xml, "html"), "body");
  for (const pugi::xml_node& page : child_of(body, "doc").children()) {
    if (local_name(page) != "page") continue;
    out.emplace_back();
    collect_words(page, &out.back(), 0);
  }
  return out;
}

std::vector<std::vector<PageRule>> parse_page_rules(std::string_view svg) {
  pugi::xml_document xml;
  std::vector<std::vector<PageRule>> out;
  if (!load(svg, &xml)) return out;
  const pugi::xml_node root = child_of(xml, "svg");
  const auto add = [&](const pugi::xml_node& page) {
    out.emplace_back();
    RuleReader(&out.back()).read(page, {}, 0);
  };
  if (const pugi::xml_node pages = child_of(root, "pageSet")) {
    for (const pugi::xml_node& page : pages.children()) {
      if (local_name(page) == "page") add(page);
    }
  } else if (root) {
    add(root);
  }
  return out;
}

std::string with_ruled_tables(std::string_view text, const PageOutput& words,
                              const PageOutput& rules) {
  std::vector<Page> pages;
  for (size_t at = 0; at < text.size();) {
    const size_t end = std::min(text.find('\f', at), text.size() - 1) + 1;
    pages.emplace_back();
    pages.back().text = text.substr(at, end - at);
    at = end;
  }
  // A table's last rows may stand on a page with little else.
  std::vector<char> asked(pages.size());
  bool before = false;
  for (size_t i = 0; i < pages.size(); ++i) {
    const bool may = may_hold_table(pages[i].text);
    asked[i] = may || before;
    before = may;
  }
  size_t used = 0;
  for (size_t first = 0; first < pages.size() && used < kMaxPages; ++first) {
    size_t last = first;
    while (last < pages.size() && last - first < kPagesAtOnce && asked[last] != 0) ++last;
    if (last == first) continue;
    find_tables(first, last, words, rules, &pages);
    used += last - first;
    first = last - 1;
  }
  std::string out;
  out.reserve(text.size());
  for (size_t i = pages.size(); i-- > 1;) join_pages(&pages[i - 1], &pages[i]);
  for (const Page& page : pages) {
    out += page.tables.empty() ? std::string(page.text)
                               : with_tables(page.text, page.found, page.tables);
  }
  return out;
}

}  // namespace zhengmai
