// zhengmai stats: what the store holds.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/app.h"
#include "cli/database.h"
#include "cli/output.h"
#include "cli/results.h"
#include "graph/model/schema.h"
#include "graph/store/store.h"
#include "report/escape.h"

namespace zhengmai {
namespace {

struct StatsOptions {
  std::string db;
  bool json = false;
};

struct Line {
  std::string kind;     // "total", "label", "type", "memory"
  std::string name;
  std::string chinese;
  uint64_t count;
};

// Labels and types in the schema's order, then those of imports by name.
std::vector<Line> count_graph(const Graph& graph) {
  std::vector<Line> lines = {{"total", "nodes", "节点", graph.node_count()},
                             {"total", "relationships", "关系", graph.relationship_count()}};
  const auto add = [&](const char* kind, std::string_view name, std::string_view chinese,
                       uint64_t count) {
    if (count > 0) lines.push_back({kind, std::string(name), std::string(chinese), count});
  };
  for (const SchemaName& label : schema_labels()) {
    const auto id = graph.labels().find(label.name);
    if (id) add("label", label.name, label.chinese, graph.count_with(*id));
  }
  for (size_t i = 0; i < graph.labels().size(); ++i) {
    const std::string_view name = graph.labels().name(static_cast<LabelId>(i));
    if (canonical_label(name).empty()) add("label", name, "", graph.count_with(LabelId(i)));
  }
  for (const SchemaName& type : schema_types()) {
    const auto id = graph.types().find(type.name);
    if (id) add("type", type.name, type.chinese, graph.relationships_of(*id).size());
  }
  for (size_t i = 0; i < graph.types().size(); ++i) {
    const std::string_view name = graph.types().name(static_cast<TypeId>(i));
    if (canonical_type(name).empty())
      add("type", name, "", graph.relationships_of(TypeId(i)).size());
  }
  return lines;
}

void write_json(const std::vector<Line>& lines, const StoreTotals& totals, std::ostream& out) {
  std::string text = fmt::format(
      "{{\"schema\":\"zhengmai.stats/1\",\"documents\":{},\"sources\":{},\"text_bytes\":{},"
      "\"stamp\":\"{}\"", totals.documents, totals.sources, totals.text_bytes, totals.stamp);
  std::string kind;
  for (const Line& line : lines) {
    if (line.kind != kind) {
      text += kind.empty() ? "" : "}";
      kind = line.kind;
      text += fmt::format(",\"{}s\":{{", kind);
    } else {
      text += ',';
    }
    report::append_json_string(text, line.name);
    text += fmt::format(":{}", line.count);
  }
  out << text << "}}\n";
}

int run_stats(const StatsOptions& options) {
  const std::string path = existing_store(options.db);
  StoreTotals totals;
  {
    const Store store = Store::open(path, Store::Mode::kReadOnly);
    totals = store.totals();
  }
  const LoadedGraph loaded = open_graph(options.db);
  const std::vector<Line> lines = count_graph(loaded.graph);
  Output out("-");
  if (options.json) {
    write_json(lines, totals, out.stream());
  } else {
    report::Table table{"", {"name", "中文", "count"}, {}, nullptr};
    const auto add = [&](const std::string& name, const std::string& chinese, uint64_t count) {
      table.add({Value::string(name), Value::string(chinese),
                 Value::integer(static_cast<int64_t>(count))});
    };
    add("documents", "文件", totals.documents);
    add("sources", "来源", totals.sources);
    add("text bytes", "原文字节", totals.text_bytes);
    for (const Line& line : lines) {
      const bool label = line.kind == "label";
      add(label ? "(:" + line.name + ")" : line.kind == "type" ? "[:" + line.name + "]" : line.name,
          line.chinese, line.count);
    }
    write_table(table, report::TableFormat::kTable, style_for(true, false), out.stream());
  }
  out.commit();
  return 0;
}

}  // namespace

void setup_stats(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<StatsOptions>();
  CLI::App* command = app.add_subcommand("stats", "Count what the store holds");
  add_store_option(*command, o->db);
  command->add_flag("--json", o->json, "As JSON");
  add_examples(*command, {"zhengmai stats", "zhengmai stats -d my.db --json | jq .labels"});
  command->callback([o, &commands] { commands.run = [o] { return run_stats(*o); }; });
}

}  // namespace zhengmai
