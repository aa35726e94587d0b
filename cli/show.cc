// zhengmai show: one document, measure or agency, with its evidence marked in the text.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "cli/app.h"
#include "cli/console.h"
#include "cli/database.h"
#include "cli/entity.h"
#include "cli/output.h"
#include "cli/results.h"
#include "cli/show.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "graph/store/store.h"
#include "report/cell.h"
#include "report/escape.h"
#include "report/marked_text.h"

namespace zhengmai {
namespace {

constexpr uint32_t kContext = 60;  // code points around a measure's text

void write_properties(const Graph& graph, NodeId node, std::ostream& out) {
  for (const KeyId key : graph.node_keys(graph.label_set_of(node))) {
    const Value value = graph.node_property(node, key);
    const std::string_view name = graph.keys().name(key);
    if (value.is_null() || name == key::kText) continue;
    std::string line(name);
    const std::string_view chinese = chinese_key(name);
    if (chinese != name) line += " " + std::string(chinese);
    line += ": ";
    report::append_visible(line, report::cell_text(value, &graph));
    out << line << '\n';
  }
}

report::MarkedStyle marked_style(bool to_stdout) {
  report::MarkedStyle style;
  style.colour = to_stdout && console().colour_out;
  return style;
}

void show_document(const Graph& graph, const Store& store, NodeId node, std::ostream& out) {
  const std::string id = report::node_key(graph, node);
  write_properties(graph, node, out);
  if (!store.find_document(id)) {
    out << "\n(cited only: its text is not in the store)\n";
    return;
  }
  out << '\n';
  write_marked(store.text(id), report::marks_of(graph, id), marked_style(true), out);
}

// The measure's own stretch of the document, with a little of what stands around it.
void show_measure(const Graph& graph, const Store& store, NodeId node, std::ostream& out) {
  write_properties(graph, node, out);
  const std::string id = report::node_key(graph, node);
  const std::string document = "doc:" + id.substr(8, id.find('/') - 8);
  if (!store.find_document(document)) {
    out << '\n' << report::text_property(graph, node, key::kText) << '\n';
    return;
  }
  std::vector<report::Mark> marks = report::marks_of(graph, document);
  const std::string own = " " + id;
  uint32_t begin = UINT32_MAX, end = 0;
  for (const report::Mark& mark : marks) {
    const bool text_of_measure =
        mark.kind == report::MarkKind::kMeasure || mark.kind == report::MarkKind::kClaim;
    if (!text_of_measure || !mark.note.ends_with(own)) continue;
    begin = std::min(begin, mark.begin);
    end = std::max(end, mark.end);
  }
  if (const auto assigned = graph.types().find(type::kAssignedTo)) {
    for (const Arc arc : graph.arcs_out(node, *assigned)) {
      const Value from = report::relationship_property(graph, arc.relationship, key::kSpanStart);
      const Value to = report::relationship_property(graph, arc.relationship, key::kSpanEnd);
      if (!from.is_integer() || !to.is_integer()) continue;
      begin = std::min(begin, static_cast<uint32_t>(from.as_integer()));
      end = std::max(end, static_cast<uint32_t>(to.as_integer()));
    }
  }
  if (begin >= end) return;
  const std::u32string text = to_utf32(store.text(document));
  const uint32_t from = begin > kContext ? begin - kContext : 0;
  const auto to = static_cast<uint32_t>(std::min<size_t>(text.size(), end + size_t{kContext}));
  std::erase_if(marks, [&](const report::Mark& m) { return m.begin < from || m.end > to; });
  for (report::Mark& mark : marks) {
    mark.begin -= from;
    mark.end -= from;
  }
  out << '\n';
  write_marked(to_utf8(std::u32string_view(text).substr(from, to - from)), marks,
               marked_style(true), out);
}

// What an agency must do, with the words that say so.
void show_agency(const Graph& graph, NodeId node, std::ostream& out) {
  write_properties(graph, node, out);
  report::Table table{"", {"措施", "角色", "原文", "位置", "内容"}, {}, &graph};
  const auto assigned = graph.types().find(type::kAssignedTo);
  if (assigned) {
    for (const Arc arc : graph.arcs_in(node, *assigned)) {
      const auto get = [&](std::string_view key) {
        return report::relationship_property(graph, arc.relationship, key);
      };
      table.add(
          {Value::string(report::node_key(graph, arc.node)), get(key::kRole), get(key::kSurface),
           Value::string(fmt::format("{}[{},{})", report::cell_text(get(key::kSource), &graph),
                                     report::cell_text(get(key::kSpanStart), &graph),
                                     report::cell_text(get(key::kSpanEnd), &graph))),
           report::property(graph, arc.node, key::kText)});
    }
  }
  out << '\n';
  write_table(table, report::TableFormat::kTable, style_for(true, false), out);
}

struct ShowOptions {
  std::string db;
  std::string id;
};

}  // namespace

void show_entity(const Graph& graph, const Store& store, const std::string& id, std::ostream& out) {
  const NodeId node = find_entity(graph, id);
  const auto is = [&](std::string_view label) {
    const auto label_id = graph.labels().find(label);
    return label_id && graph.has_label(node, *label_id);
  };
  if (is(label::kDocument)) return show_document(graph, store, node, out);
  if (is(label::kMeasure)) return show_measure(graph, store, node, out);
  if (is(label::kAgency)) return show_agency(graph, node, out);
  write_properties(graph, node, out);
  const std::string_view text = report::text_property(graph, node, key::kText);
  std::string visible;
  report::append_visible(visible, text, /*keep_newlines=*/true);
  if (!visible.empty()) out << '\n' << visible << '\n';
}

void setup_show(CLI::App& app, Commands& commands) {
  auto o = std::make_shared<ShowOptions>();
  CLI::App* command = app.add_subcommand(
      "show", "Print a document, measure or agency with its evidence marked");
  add_store_option(*command, o->db);
  command->add_option("id", o->id, "An id, a document's number, file or title, an agency's name")
      ->required()->type_name("ID");
  add_examples(*command, {"zhengmai show doc:0123456789ab", "zhengmai show agency:350000/commerce",
                          "zhengmai show 国办发〔2016〕24号", "zhengmai show 福建省商务厅"});
  command->callback([o, &commands] {
    commands.run = [o] {
      const LoadedGraph loaded = open_graph(o->db);
      const Store store = Store::open(existing_store(o->db), Store::Mode::kReadOnly);
      Output out("-");
      show_entity(loaded.graph, store, o->id, out.stream());
      out.commit();
      return 0;
    };
  });
}

}  // namespace zhengmai
