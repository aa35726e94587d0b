#include "report/report.h"

#include <array>
#include <cassert>

#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "query/syntax/diagnostics.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/html_page.h"
#include "report/relation_reports.h"

namespace zhengmai::report {
namespace {

struct Entry {
  ReportName name;
  std::string_view needs;  // a relationship type
  Report (*make)(const Policy&, const ReportContext&);
};

constexpr std::array<Entry, 4> kReports = {{
    {{"responsibility", "each measure with its lead, other units, deadline and evidence"},
     type::kHasMeasure, responsibility_report},
    {{"theme-coverage", "themes against jurisdictions, with counts and gaps"},
     type::kHasTheme, theme_coverage_report},
    {{"co-assignment", "agency pairs; degree, betweenness and community of each agency"},
     type::kAssignedTo, co_assignment_report},
    {{"alignment", "national measures kept, adapted, dropped and added by provinces"},
     type::kDerivedFrom, alignment_report},
}};

const Entry& find_report(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Entry& entry : kReports) {
    if (entry.name.name == name) return entry;
    known.push_back(entry.name.name);
  }
  const std::string near = nearest(name, known);
  throw InputError("unknown report '" + std::string(name) + "'" +
                       (near.empty() ? "" : "; did you mean '" + near + "'?"),
                   "reports are responsibility, theme-coverage, co-assignment, alignment and all",
                   ExitCode::kUsage);
}

void write_json(const Report& report, std::ostream& out) {
  std::string text = "{\"schema\":\"zhengmai.report/1\",\"name\":";
  append_json_string(text, report.name);
  text += ",\"title\":";
  append_json_string(text, report.title);
  text += ",\"notes\":[";
  for (size_t i = 0; i < report.notes.size(); ++i) {
    if (i > 0) text += ',';
    append_json_string(text, report.notes[i]);
  }
  out << text << "],\"tables\":[";
  for (size_t i = 0; i < report.tables.size(); ++i) {
    text = i > 0 ? ",\n{\"title\":" : "\n{\"title\":";
    append_json_string(text, report.tables[i].title);
    out << text << ",\"rows\":";
    write_table(report.tables[i], TableFormat::kJson, {}, out);
    out << '}';
  }
  out << "]}\n";
}

void write_markdown(const Report& report, std::ostream& out) {
  std::string text = "# ";
  append_markdown_cell(text, report.title);
  text += '\n';
  for (const std::string& note : report.notes) {
    text += '\n';
    append_markdown_cell(text, note);
    text += '\n';
  }
  out << text;
  for (const Table& table : report.tables) {
    if (report.tables.size() > 1) {
      text = "\n## ";
      append_markdown_cell(text, table.title);
      out << text << '\n';
    }
    out << '\n';
    write_table(table, TableFormat::kMarkdown, {}, out);
  }
}

}  // namespace

std::vector<ReportName> report_names() {
  std::vector<ReportName> names;
  for (const Entry& entry : kReports) names.push_back(entry.name);
  return names;
}

bool has_data_for(const Graph& graph, std::string_view name) {
  const auto type = graph.types().find(find_report(name).needs);
  return type && graph.relationships_of(*type).size() > 0;
}

Report make_report(const Graph& graph, std::string_view name, const ReportContext& context) {
  const Entry& entry = find_report(name);
  if (!has_data_for(graph, name)) {
    throw InputError("the graph has no data for the report '" + std::string(name) + "'",
                     "it needs " + std::string(entry.needs) +
                         " relationships; build the graph from documents");
  }
  const Policy policy(graph);
  Report report = entry.make(policy, context);
  report.language = context.language;
  return report;
}

ReportFormat parse_report_format(std::string_view name) {
  if (name == "md") return ReportFormat::kMarkdown;
  if (name == "csv") return ReportFormat::kCsv;
  if (name == "tsv") return ReportFormat::kTsv;
  if (name == "html") return ReportFormat::kHtml;
  if (name == "xlsx") return ReportFormat::kXlsx;
  if (name == "json") return ReportFormat::kJson;
  if (name == "table") return ReportFormat::kTable;
  throw InputError("unknown format '" + std::string(name) + "'",
                   "reports are written as md, html, csv, tsv, xlsx, json or table",
                   ExitCode::kUsage);
}

std::string_view file_ending(ReportFormat format) {
  switch (format) {
    case ReportFormat::kMarkdown: return ".md";
    case ReportFormat::kCsv: return ".csv";
    case ReportFormat::kTsv: return ".tsv";
    case ReportFormat::kHtml: return ".html";
    case ReportFormat::kXlsx: return ".xlsx";
    case ReportFormat::kJson: return ".json";
    case ReportFormat::kTable: return ".txt";
  }
  return "";
}

void write_report(const Report& report, ReportFormat format, const TableStyle& style,
                  std::ostream& out) {
  const auto one_after_another = [&](TableFormat table_format, bool titles) {
    for (size_t i = 0; i < report.tables.size(); ++i) {
      if (i > 0) out << '\n';
      if (titles) out << report.tables[i].title << '\n';
      write_table(report.tables[i], table_format, style, out);
    }
  };
  switch (format) {
    case ReportFormat::kMarkdown: write_markdown(report, out); return;
    case ReportFormat::kCsv: one_after_another(TableFormat::kCsv, false); return;
    case ReportFormat::kTsv: one_after_another(TableFormat::kTsv, false); return;
    case ReportFormat::kTable: one_after_another(TableFormat::kTable, true); return;
    case ReportFormat::kJson: write_json(report, out); return;
    case ReportFormat::kHtml: {
      HtmlPage page;
      page.title = report.title;
      page.notes = report.notes;
      page.tables = report.tables;
      page.language = report.language == Language::kEnglish ? "en" : "zh-CN";
      write_html_page(page, out);
      return;
    }
    case ReportFormat::kXlsx: break;
  }
  assert(false && "spreadsheets are written by write_xlsx");
}

}  // namespace zhengmai::report
