#include "extract/read/docx.h"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "extract/read/docx_numbers.h"
#include "extract/read/table_rows.h"
#include "extract/read/zip_parts.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr const char* kPart = "word/document.xml";
constexpr const char* kNumbering = "word/numbering.xml";
constexpr const char* kStyles = "word/styles.xml";

bool is_skipped(std::string_view name) {
  return name == "rPr" || name == "sectPr" || name == "tblPr" || name == "trPr" || name == "tcPr" ||
         name == "del" || name == "moveFrom" || name == "instrText" || name == "Fallback";
}

// Walks the tree without recursion (files decide how deep it is) and writes text as it goes.
class TextWriter {
 public:
  explicit TextWriter(DocxNumbers* numbers) : numbers_(*numbers) {}

  std::string text;

  void walk(const pugi::xml_node& root) {
    pugi::xml_node node = root;
    while (true) {
      if (enter(node) && node.first_child()) {
        node = node.first_child();
        continue;
      }
      leave(node);
      while (node != root && !node.next_sibling()) {
        node = node.parent();
        leave(node);
      }
      if (node == root) return;
      node = node.next_sibling();
    }
  }

 private:
  static constexpr int kDeepestBox = 4;  // text boxes inside text boxes

  // False: skip what is inside.
  bool enter(const pugi::xml_node& node) {
    const std::string_view name = local_name(node);
    if (name == "t") {
      text += node.child_value();
      return false;
    }
    if (name == "pPr") {
      text += numbers_.next(node);
      return false;
    }
    if (name == "txbxContent") {
      boxes_.push_back(node);
      return false;
    }
    if (name == "tab" || name == "ptab") {
      text += cell_depth_ > 0 ? ' ' : '\t';
    } else if (name == "br" || name == "cr") {
      text += cell_depth_ > 0 ? ' ' : '\n';
    } else if (name == "noBreakHyphen") {
      text += '-';
    } else if (name == "tc") {
      const bool continues = cell_depth_++ == 0 && begin_cell(node);
      cell_text_ = text.size();
      if (continues) return false;
    } else if (name == "tr" && cell_depth_ == 0) {
      rows_.begin_row();
      // A row may begin further to the right.
      const pugi::xml_node before = child_of(child_of(node, "trPr"), "gridBefore");
      const uint32_t columns = number_of<uint32_t>(attribute_of(before, "val")).value_or(0);
      if (columns > 0) rows_.begin_cell(&text, columns, 1);
    }
    return !is_skipped(name);
  }

  void leave(const pugi::xml_node& node) {
    const std::string_view name = local_name(node);
    if (name == "p") {
      end_line();
      walk_boxes();
    } else if (name == "tc") {
      --cell_depth_;
      while (text.size() > cell_text_ && text.back() == ' ') text.pop_back();
    } else if (name == "tr" && cell_depth_ == 0) {
      text += '\n';
    }
  }

  // Whether the cell is merged with the one above it: then that is all it says.
  bool begin_cell(const pugi::xml_node& cell) {
    const pugi::xml_node properties = child_of(cell, "tcPr");
    const auto columns = number_of<uint32_t>(attribute_of(child_of(properties, "gridSpan"), "val"));
    rows_.begin_cell(&text, columns.value_or(1), 1);
    const pugi::xml_node merge = child_of(properties, "vMerge");
    const bool continues = merge && attribute_of(merge, "val") != "restart";
    if (continues) text += kAsAbove;
    return continues;
  }

  // Paragraphs of one cell stay on the row's line.
  void end_line() {
    if (cell_depth_ == 0) {
      text += '\n';
    } else if (text.size() > cell_text_) {
      text += ' ';
    }
  }

  void walk_boxes() {
    if (boxes_.empty() || box_depth_ == kDeepestBox) return;
    std::vector<pugi::xml_node> boxes;
    boxes.swap(boxes_);
    ++box_depth_;
    for (const pugi::xml_node& box : boxes) {
      for (const pugi::xml_node& child : box) walk(child);
    }
    --box_depth_;
  }

  DocxNumbers& numbers_;
  int cell_depth_ = 0;  // of table cells: tables nest
  TableRows rows_;
  int box_depth_ = 0;
  size_t cell_text_ = 0;
  std::vector<pugi::xml_node> boxes_;  // found in the paragraph at hand
};

}  // namespace

bool is_docx(std::string_view bytes) { return zip_holds(bytes, kPart); }

PlainText read_docx(std::string_view bytes) {
  ZipParts parts(bytes, "DOCX");
  pugi::xml_document document, numbering, styles;
  parts.parse(kPart, &document);
  if (parts.has(kNumbering)) parts.parse(kNumbering, &numbering);
  if (parts.has(kStyles)) parts.parse(kStyles, &styles);
  DocxNumbers numbers(numbering.document_element(), styles.document_element());
  TextWriter writer(&numbers);
  writer.walk(document.document_element());
  PlainText result;
  result.format = Format::kDocx;
  if (const auto bad = find_invalid_utf8(writer.text)) {
    throw InputError(fmt::format("word/document.xml: text is not valid UTF-8 (byte {})", *bad));
  }
  result.text = to_utf32(writer.text);
  if (numbers.missing()) {
    result.warnings.emplace_back("numbers of lists that the file does not define are missing");
  }
  if (result.text.find_first_not_of(U" \t\n　") == std::u32string::npos) {
    result.warnings.emplace_back("empty document");
  }
  return result;
}

}  // namespace zhengmai
