#include "report/table.h"

#include <cassert>
#include <iterator>
#include <utility>

#include "graph/model/error.h"
#include "report/html_page.h"
#include "report/row_writers.h"

namespace zhengmai::report {
namespace {

constexpr std::pair<std::string_view, TableFormat> kFormats[] = {
    {"table", TableFormat::kTable},     {"csv", TableFormat::kCsv},
    {"tsv", TableFormat::kTsv},         {"json", TableFormat::kJson},
    {"jsonl", TableFormat::kJsonl},     {"md", TableFormat::kMarkdown},
    {"markdown", TableFormat::kMarkdown}, {"html", TableFormat::kHtml},
};

}  // namespace

void Table::add(std::vector<Value> row) {
  assert(row.size() == columns.size());
  cells.insert(cells.end(), std::make_move_iterator(row.begin()),
               std::make_move_iterator(row.end()));
}

TableFormat parse_table_format(std::string_view name) {
  for (const auto& entry : kFormats) {
    if (entry.first == name) return entry.second;
  }
  throw InputError("unknown format '" + std::string(name) + "'",
                   "formats are table, csv, tsv, json, jsonl, md and html", ExitCode::kUsage);
}

std::unique_ptr<RowWriter> make_row_writer(TableFormat format, const TableStyle& style,
                                           const Graph* graph, std::ostream& out) {
  switch (format) {
    case TableFormat::kTable: return make_text_writer(style, graph, out);
    case TableFormat::kCsv: return make_csv_writer(style, graph, out);
    case TableFormat::kTsv: return make_tsv_writer(style, graph, out);
    case TableFormat::kJson: return make_json_writer(/*lines=*/false, graph, out);
    case TableFormat::kJsonl: return make_json_writer(/*lines=*/true, graph, out);
    case TableFormat::kMarkdown: return make_markdown_writer(graph, out);
    case TableFormat::kHtml: break;
  }
  assert(false && "a page is not written a row at a time");
  return nullptr;
}

void write_table(const Table& table, TableFormat format, const TableStyle& style,
                 std::ostream& out) {
  if (format == TableFormat::kHtml) {
    HtmlPage page;
    page.title = table.title;
    page.tables = {&table, 1};
    write_html_page(page, out);
    return;
  }
  const auto writer = make_row_writer(format, style, table.graph, out);
  writer->begin(table.columns);
  for (size_t i = 0; i < table.row_count(); ++i) writer->row(table.row(i));
  writer->end();
}

}  // namespace zhengmai::report
