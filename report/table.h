// Tables: rows of Values under named columns, and the formats they are written in.
//
//   Table table{.title = "机构", .columns = {"name", "n"}, .cells = …};
//   write_table(table, TableFormat::kCsv, {}, std::cout);
//
// Or a row at a time, when the rows come from a running query:
//
//   auto writer = make_row_writer(TableFormat::kJsonl, {}, &graph, std::cout);
//   writer->begin(columns); writer->row(cells); … writer->end();
//
// Formats. table: aligned by display width (Han are two columns wide) between lines; csv: RFC 4180
// quoting, lines end in LF (CRLF with `excel`), null is an empty field and the empty string "";
// tsv: one line a row, \t \n \\ escaped; json: an array of objects; jsonl: an object a line; md: a
// Markdown table; html: a page of its own (html_page.h). XLSX holds several tables: xlsx.h.
//
// Cost: linear; `table` keeps all rows until end(), the others nothing. Errors: InputError for an
// unknown format's name. Threads: one writer, one thread.
#pragma once

#include <memory>
#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai::report {

struct Table {
  std::string title;
  std::vector<std::string> columns;
  std::vector<Value> cells;      // row by row
  const Graph* graph = nullptr;  // what nodes and relationships in cells belong to

  size_t row_count() const { return columns.empty() ? 0 : cells.size() / columns.size(); }
  const Value& at(size_t row, size_t column) const { return cells[row * columns.size() + column]; }
  std::span<const Value> row(size_t i) const {
    return std::span(cells).subspan(i * columns.size(), columns.size());
  }
  // REQUIRES: as many values as columns.
  void add(std::vector<Value> row);
};

enum class TableFormat : uint8_t { kTable, kCsv, kTsv, kJson, kJsonl, kMarkdown, kHtml };

// "table", "csv", "tsv", "json", "jsonl", "md" (or "markdown"), "html"; InputError (64) otherwise.
TableFormat parse_table_format(std::string_view name);

struct TableStyle {
  int width = 0;          // columns of the terminal; 0: as wide as it needs
  bool unicode = true;    // box drawing and "…"; otherwise ASCII
  bool colour = false;    // SGR codes for the header and for null
  bool terminal = false;  // csv, tsv: control characters are shown, not sent (tables always do)
  bool excel = false;     // csv: byte order mark, CRLF, and a guard before formulas
};

class RowWriter {
 public:
  virtual ~RowWriter() = default;
  virtual void begin(std::span<const std::string> columns) = 0;
  virtual void row(std::span<const Value> cells) = 0;
  virtual void end() = 0;
};

// `graph` may be null when no cell holds a node, relationship or path. REQUIRES: not kHtml.
std::unique_ptr<RowWriter> make_row_writer(TableFormat format, const TableStyle& style,
                                           const Graph* graph, std::ostream& out);

void write_table(const Table& table, TableFormat format, const TableStyle& style,
                 std::ostream& out);

}  // namespace zhengmai::report
