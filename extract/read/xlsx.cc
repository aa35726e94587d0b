#include "extract/read/xlsx.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/read/table_rows.h"
#include "extract/read/zip_parts.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr const char* kWorkbook = "xl/workbook.xml";
constexpr const char* kParts = "xl/_rels/workbook.xml.rels";
constexpr const char* kStrings = "xl/sharedStrings.xml";
constexpr const char* kStyles = "xl/styles.xml";
constexpr size_t kMostCells = 2'000'000;
constexpr size_t kMostText = 64u << 20;  // bytes; cells may share one string
constexpr const char* kSplit = "split the workbook";
constexpr uint32_t kMostColumns = 16'384, kMostRows = 1'048'576;

// The runs of a shared or inline string, without the readings that stand over its characters.
std::string string_of(const pugi::xml_node& node) {
  std::string out;
  for (const pugi::xml_node& part : node) {
    if (local_name(part) == "t") out += part.child_value();
    if (local_name(part) == "r") out += child_of(part, "t").child_value();
  }
  return out;
}

struct Place {
  uint32_t row = 0;
  uint32_t column = 0;
};

// "AB12" → row 12, column 28; nothing for what is no place.
std::optional<Place> place_of(std::string_view name) {
  Place place;
  size_t i = 0;
  for (; i < name.size() && name[i] >= 'A' && name[i] <= 'Z'; ++i) {
    place.column = place.column * 26 + static_cast<uint32_t>(name[i] - 'A' + 1);
    if (place.column > kMostColumns) return std::nullopt;
  }
  const auto row = number_of<uint32_t>(name.substr(i));
  if (i == 0 || !row || *row == 0 || *row > kMostRows) return std::nullopt;
  place.row = *row;
  return place;
}

enum class Shown : uint8_t { kAsKept, kPercent, kDate };

// What a number's format shows: by the number of one that is built in …
Shown shown_by(unsigned id) {
  if (id == 9 || id == 10) return Shown::kPercent;
  const bool date = (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 36) ||
                    (id >= 50 && id <= 58);
  return date ? Shown::kDate : Shown::kAsKept;
}

// … and by the letters of another.
Shown shown_by(std::string_view code) {
  bool quoted = false, bracket = false;
  for (const char c : code) {
    if (c == '"') quoted = !quoted;
    if (c == '[') bracket = true;
    if (c == ']') bracket = false;
    if (quoted || bracket) continue;
    if (c == '%') return Shown::kPercent;
    if (c == 'y' || c == 'd') return Shown::kDate;
  }
  return Shown::kAsKept;
}

// Days since 1899-12-30, or since 1904-01-01.
std::optional<std::string> date_text(double days, bool since_1904) {
  if (!(days >= 1 && days < 3'000'000)) return std::nullopt;
  using namespace std::chrono;
  const sys_days first = since_1904 ? sys_days(1904y / 1 / 1) : sys_days(1899y / 12 / 30);
  const year_month_day date(first + std::chrono::days(static_cast<int>(days)));
  return fmt::format("{}年{}月{}日", int(date.year()), unsigned(date.month()), unsigned(date.day()));
}

// A cell's text stays on the line of its row.
std::string one_line(std::string text) {
  std::ranges::replace_if(text, [](char c) { return c == '\n' || c == '\t' || c == '\r'; }, ' ');
  return text;
}

class XlsxReader {
 public:
  explicit XlsxReader(std::string_view bytes) : parts_(bytes, "XLSX") {}

  std::string read() {
    pugi::xml_document workbook;
    parts_.parse(kWorkbook, &workbook);
    read_strings();
    read_styles();
    const pugi::xml_node root = workbook.document_element();
    const std::string_view epoch = attribute_of(child_of(root, "workbookPr"), "date1904");
    since_1904_ = epoch == "1" || epoch == "true";
    const std::map<std::string, std::string> targets = read_targets();
    std::vector<pugi::xml_node> sheets;
    for (const pugi::xml_node& sheet : child_of(root, "sheets")) {
      const std::string_view state = attribute_of(sheet, "state");
      if (state.empty() || state == "visible") sheets.push_back(sheet);
    }
    for (const pugi::xml_node& sheet : sheets) {
      const auto target = targets.find(std::string(attribute_of(sheet, "id")));
      if (target == targets.end() || !parts_.has(target->second)) continue;  // a chart
      if (sheets.size() > 1) text_ += one_line(std::string(attribute_of(sheet, "name"))) + "\n";
      read_sheet(target->second);
    }
    return std::move(text_);
  }

  // Whether a cell has a text that the file does not hold.
  bool missing() const { return missing_; }

 private:
  void read_strings() {
    if (!parts_.has(kStrings)) return;
    pugi::xml_document xml;
    parts_.parse(kStrings, &xml);
    for (const pugi::xml_node& item : xml.document_element()) strings_.push_back(string_of(item));
  }

  void read_styles() {
    if (!parts_.has(kStyles)) return;
    pugi::xml_document xml;
    parts_.parse(kStyles, &xml);
    const auto id_of = [](const pugi::xml_node& node) {
      return number_of<unsigned>(attribute_of(node, "numFmtId")).value_or(0);
    };
    std::map<unsigned, Shown> own;
    for (const pugi::xml_node& format : child_of(xml.document_element(), "numFmts")) {
      own[id_of(format)] = shown_by(attribute_of(format, "formatCode"));
    }
    for (const pugi::xml_node& style : child_of(xml.document_element(), "cellXfs")) {
      const unsigned id = id_of(style);
      const Shown built_in = shown_by(id);
      const auto it = own.find(id);
      shown_.push_back(built_in == Shown::kAsKept && it != own.end() ? it->second : built_in);
    }
  }

  // Where the parts lie that the workbook names by id.
  std::map<std::string, std::string> read_targets() {
    std::map<std::string, std::string> targets;
    pugi::xml_document xml;
    parts_.parse(kParts, &xml);
    for (const pugi::xml_node& node : xml.document_element()) {
      const std::string_view target = attribute_of(node, "Target");
      targets.emplace(attribute_of(node, "Id"),
                      target.starts_with('/') ? std::string(target.substr(1))
                                              : "xl/" + std::string(target));
    }
    return targets;
  }

  using Row = std::map<uint32_t, std::string>;  // by column

  void read_sheet(const std::string& part) {
    pugi::xml_document xml;
    parts_.parse(part, &xml);
    std::map<uint32_t, Row> rows;
    uint32_t row_number = 0;
    for (const pugi::xml_node& row : child_of(xml.document_element(), "sheetData")) {
      row_number = number_of<uint32_t>(attribute_of(row, "r")).value_or(row_number + 1);
      uint32_t column = 0;
      for (const pugi::xml_node& cell : row) {
        const auto place = place_of(attribute_of(cell, "r"));
        column = place ? place->column : column + 1;
        std::string text = one_line(text_of(cell));
        if (!text.empty() && column <= kMostColumns) add(rows[row_number], column, std::move(text));
      }
    }
    for (const pugi::xml_node& merge : child_of(xml.document_element(), "mergeCells")) {
      mark_merged(attribute_of(merge, "ref"), rows);
    }
    write(rows);
  }

  void count(size_t cells) {
    cells_ += cells;
    if (cells_ > kMostCells) throw InputError(fmt::format("more than {} cells", kMostCells), kSplit);
  }

  void add(Row& row, uint32_t column, std::string text) {
    count(1);
    text_size_ += text.size();
    if (text_size_ > kMostText) throw InputError("cells with more than 64 MB of text", kSplit);
    row[column] = std::move(text);
  }

  std::string text_of(const pugi::xml_node& cell) {
    const std::string_view type = attribute_of(cell, "t");
    if (type == "inlineStr") return string_of(child_of(cell, "is"));
    const std::string_view value = child_of(cell, "v").child_value();
    if (type == "s") {
      const auto index = number_of<size_t>(value);
      if (index && *index < strings_.size()) return strings_[*index];
      missing_ = true;
      return {};
    }
    if (type == "b") return value == "1" ? "TRUE" : "FALSE";
    const auto number = number_of<double>(value);
    if (!type.empty() && type != "n") return std::string(value);
    if (!number) return std::string(value);
    const auto style = number_of<size_t>(attribute_of(cell, "s")).value_or(0);
    const Shown shown = style < shown_.size() ? shown_[style] : Shown::kAsKept;
    if (shown == Shown::kPercent) return fmt::format("{:.6g}%", *number * 100);
    if (shown == Shown::kDate) {
      if (const auto date = date_text(*number, since_1904_)) return *date;
    }
    return fmt::format("{:.12g}", *number);  // 0.1 is kept as 0.10000000000000001
  }

  // A cell merged over several rows is said of each.
  void mark_merged(std::string_view range, std::map<uint32_t, Row>& rows) {
    const size_t colon = range.find(':');
    if (colon == range.npos) return;
    const auto from = place_of(range.substr(0, colon));
    const auto to = place_of(range.substr(colon + 1));
    const auto first = from ? rows.find(from->row) : rows.end();
    if (!to || first == rows.end() || !first->second.contains(from->column)) return;
    for (auto row = std::next(first); row != rows.end() && row->first <= to->row; ++row) {
      add(row->second, from->column, kAsAbove);
    }
  }

  void write(const std::map<uint32_t, Row>& rows) {
    uint32_t left = kMostColumns;
    for (const auto& [number, row] : rows) left = std::min(left, row.begin()->first);
    for (const auto& [number, row] : rows) {
      uint32_t at = left;
      for (const auto& [column, text] : row) {
        count(column - at);
        text_.append(column - at, '\t');
        text_ += text;
        at = column;
      }
      text_ += '\n';
    }
  }

  ZipParts parts_;
  std::vector<std::string> strings_;
  std::vector<Shown> shown_;  // by style of cells
  bool since_1904_ = false;
  size_t cells_ = 0;
  size_t text_size_ = 0;  // of the cells
  bool missing_ = false;
  std::string text_;
};

}  // namespace

bool is_xlsx(std::string_view bytes) { return zip_holds(bytes, kWorkbook); }

PlainText read_xlsx(std::string_view bytes) {
  XlsxReader reader(bytes);
  const std::string text = reader.read();
  if (find_invalid_utf8(text)) throw InputError("the XLSX's text is not valid UTF-8");
  PlainText result;
  result.format = Format::kXlsx;
  result.text = to_utf32(text);
  if (reader.missing()) {
    result.warnings.emplace_back("cells are empty whose text xl/sharedStrings.xml does not have");
  }
  if (result.text.find_first_not_of(U" \t\n　") == std::u32string::npos) {
    result.warnings.emplace_back("empty document");
  }
  return result;
}

}  // namespace zhengmai
