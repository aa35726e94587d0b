// Reports: what people take away from the graph, as tables with a title and notes.
//
//   responsibility   one row a measure: document, section, lead, others in order, deadline,
//   evidence theme-coverage   theme × jurisdiction with counts, and who lacks what the others have
//   co-assignment    agency pairs; each agency's degree, betweenness and community
//   alignment        national measures that provinces kept, adapted, dropped, and those they added
//
//   Report ledger = make_report(graph, "responsibility", {});
//   write_report(ledger, ReportFormat::kMarkdown, std::cout);
//
// Rows come in a fixed order (jurisdiction, document, measure), so the same graph gives the same
// bytes. Every figure can be traced: the ledger gives the span of its evidence, and each table says
// in its notes what was counted.
//
// Cost: linear in the assignments; betweenness is agencies × ties. Errors: InputError for an
// unknown name (64) or a graph without policy data (65). Threads: pure functions.
#pragma once

#include <functional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "report/table.h"

namespace zhengmai::report {

enum class Language : uint8_t { kChinese, kEnglish };

struct Report {
  std::string name;   // file name without ending
  std::string title;
  std::vector<std::string> notes;
  std::vector<Table> tables;
  Language language = Language::kChinese;
};

struct ReportContext {
  Language language = Language::kChinese;
  // The decoded text of a document by its id, to quote evidence exactly; may be empty. Spans are in
  // code points of it.
  std::function<std::string(std::string_view)> source_text;
};

struct ReportName {
  std::string_view name;
  std::string_view description;
};
// All of them, in the order of `all`.
std::vector<ReportName> report_names();

// Whether `all` includes it: alignment needs derived relationships, the others measures.
bool has_data_for(const Graph& graph, std::string_view name);

Report make_report(const Graph& graph, std::string_view name, const ReportContext& context);

enum class ReportFormat : uint8_t { kMarkdown, kCsv, kTsv, kHtml, kXlsx, kJson, kTable };

// "md", "csv", "tsv", "html", "xlsx", "json" or "table"; InputError (64) otherwise.
ReportFormat parse_report_format(std::string_view name);
// With its dot: ".md" …
std::string_view file_ending(ReportFormat format);

// All tables of the report in one stream. REQUIRES: not kXlsx (xlsx.h); CSV and TSV of several
// tables are separated by an empty line, so write them one by one (write_table) to files.
void write_report(const Report& report, ReportFormat format, const TableStyle& style,
                  std::ostream& out);

}  // namespace zhengmai::report
