#include "cli/results.h"

#include <fmt/format.h>

#include "cli/console.h"
#include "query/syntax/parse.h"
#include "report/escape.h"

namespace zhengmai {
namespace {

void print_plan_node(const PlanNode& node, int depth, std::ostream& out) {
  std::string line = std::string(static_cast<size_t>(depth) * 2, ' ') + node.name;
  if (!node.detail.empty()) line += " " + node.detail;
  line += fmt::format("  [~{:.0f} rows", node.estimated_rows);
  if (node.rows) line += fmt::format(", {} rows", *node.rows);
  if (node.milliseconds) line += fmt::format(", {:.3f} ms", *node.milliseconds);
  if (node.bytes) line += fmt::format(", {} bytes", *node.bytes);
  out << line << "]\n";
  for (const PlanNode& child : node.children) print_plan_node(child, depth + 1, out);
}

std::string json_of(const PlanNode& node) {
  std::string out = "{\"operator\":";
  report::append_json_string(out, node.name);
  out += ",\"detail\":";
  report::append_json_string(out, node.detail);
  out += fmt::format(",\"estimated_rows\":{:.0f}", node.estimated_rows);
  if (node.rows) out += fmt::format(",\"rows\":{}", *node.rows);
  if (node.milliseconds) out += fmt::format(",\"milliseconds\":{:.3f}", *node.milliseconds);
  if (node.bytes) out += fmt::format(",\"bytes\":{}", *node.bytes);
  out += ",\"children\":[";
  for (size_t i = 0; i < node.children.size(); ++i) {
    out += (i > 0 ? "," : "") + json_of(node.children[i]);
  }
  return out + "]}";
}

bool is_json(report::TableFormat format) {
  return format == report::TableFormat::kJson || format == report::TableFormat::kJsonl;
}

}  // namespace

report::TableStyle style_for(bool to_stdout, bool excel) {
  report::TableStyle style;
  style.unicode = console().unicode;
  style.excel = excel;
  if (to_stdout) {
    style.terminal = console().out_is_terminal;
    style.width = console().width;
    style.colour = console().colour_out;
  }
  return style;
}

void print_plan(const Result& result, report::TableFormat format, std::ostream& out) {
  const bool profiled = result.plan->rows.has_value();
  if (is_json(format)) {
    out << "{\"plan\":" << json_of(*result.plan);
    if (profiled) {
      out << fmt::format(",\"milliseconds\":{:.3f},\"peak_bytes\":{}", result.run_ms,
                         result.peak_bytes);
    }
    out << "}\n";
    return;
  }
  print_plan_node(*result.plan, 0, out);
  if (profiled) {
    out << fmt::format("{:.3f} ms, {} bytes of memory at the peak\n", result.run_ms,
                       result.peak_bytes);
  }
}

void print_warnings(const Result& result, const std::string& query) {
  for (const Diagnostic& warning : result.warnings) {
    std::string text = "zhengmai: " + render(warning, query, console().colour_err);
    while (!text.empty() && text.back() == '\n') text.pop_back();
    print_note(text);
  }
}

Result write_query(const Engine& engine, const Graph& graph, const std::string& text,
                   const Parameters& parameters, const QueryLimits& limits,
                   report::TableFormat format, const report::TableStyle& style, std::ostream& out,
                   uint64_t* rows) {
  *rows = 0;
  if (format == report::TableFormat::kHtml) {
    Result result = engine.run(text, parameters, limits);
    report::Table table;
    table.title = "zhengmai query";
    table.columns = result.columns;
    table.cells = std::move(result.cells);
    table.graph = &graph;
    *rows = table.row_count();
    write_table(table, format, style, out);
    return result;
  }
  if (is_json(format) && parse_query(text)->mode != ast::PlanMode::kRun) {
    Result result = engine.run(text, parameters, limits);
    print_plan(result, format, out);
    return result;
  }
  const auto writer = make_row_writer(format, style, &graph, out);
  bool begun = false;
  Engine::RowSink sink;
  sink.columns = [&](std::span<const std::string> columns) {
    writer->begin(columns);
    begun = true;
  };
  sink.row = [&](std::span<const Value> row) {
    writer->row(row);
    ++*rows;
    return true;
  };
  Result result = engine.stream(text, parameters, limits, sink);
  if (begun) writer->end();
  if (result.plan) print_plan(result, format, out);
  return result;
}

}  // namespace zhengmai
