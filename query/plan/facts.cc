#include "query/plan/facts.h"

#include <algorithm>
#include <functional>
#include <vector>

namespace zhengmai::plan {
namespace {

void add_hop(const Hop& hop, NodeFacts& facts) {
  facts.nodes.insert({hop.from, hop.to});
  if (!hop.to_label.empty()) facts.labels.emplace(hop.to, hop.to_label);
}

void add_filter(const Filter& filter, NodeFacts& facts) {
  for (const ExprPtr& e : filter.predicates) {
    if (e->kind != ExprKind::kLabelTest) continue;
    if (e->arguments[0]->kind != ExprKind::kVariable) continue;
    if (e->labels->kind != ast::LabelExpression::Kind::kName) continue;
    facts.labels.emplace(e->arguments[0]->symbol, e->labels->name);
  }
}

// The columns of a key in all label sets that have the label; false when a set has none.
bool columns_of(const Graph& graph, const std::string& label_name, const std::string& key_name,
                std::vector<const Column*>& out) {
  const auto label = graph.labels().find(label_name);
  const auto key = graph.keys().find(key_name);
  if (!label || !key) return false;
  for (LabelSetId set = 0; set < graph.label_set_count(); ++set) {
    const auto labels = graph.labels_of(set);
    if (std::find(labels.begin(), labels.end(), *label) == labels.end()) continue;
    if (graph.nodes_of(set).size() == 0) continue;
    const Column* column = graph.node_column(set, *key);
    if (!column || !column->dense()) return false;
    out.push_back(column);
  }
  return !out.empty();
}

bool all_different(std::vector<int64_t> values) {
  if (!std::is_sorted(values.begin(), values.end())) std::sort(values.begin(), values.end());
  return std::adjacent_find(values.begin(), values.end()) == values.end();
}

// Beyond this many texts the check costs more than it can save.
constexpr size_t kMostTexts = size_t{1} << 16;

std::vector<std::string_view> texts_of(const Column& column) {
  std::vector<std::string_view> texts;
  for (uint32_t row = 0; row < column.range().size(); ++row) {
    texts.push_back(column.heap().substr(column.offsets()[row],
                                         column.offsets()[row + 1] - column.offsets()[row]));
  }
  return texts;
}

bool all_different_texts(const Column& column) {
  const uint32_t rows = column.range().size();
  if (column.kind() == ColumnKind::kDictionary) return column.dictionary_size() == rows;
  if (rows > kMostTexts) return false;
  std::vector<std::string_view> texts = texts_of(column);
  std::sort(texts.begin(), texts.end());
  return std::adjacent_find(texts.begin(), texts.end()) == texts.end();
}

}  // namespace

NodeFacts node_facts(const LogicalOp& op) {
  NodeFacts facts;
  SymbolSet renamed;  // written again above: what is known below is of another value
  for (const LogicalOp* at = &op; at; at = at->input.get()) {
    if (const auto* n = at->as<NodeScan>()) {
      facts.nodes.insert(n->node);
      if (!n->label.empty()) facts.labels.emplace(n->node, n->label);
    } else if (const auto* l = at->as<NodeLookup>()) {
      facts.nodes.insert(l->node);
      facts.labels.emplace(l->node, l->label);
    } else if (const auto* e = at->as<Expand>()) {
      add_hop(e->hop, facts);
    } else if (const auto* v = at->as<VarExpand>()) {
      add_hop(v->hop, facts);
    } else if (const auto* f = at->as<Filter>()) {
      add_filter(*f, facts);
    } else if (const auto* o = at->as<OptionalApply>()) {
      const NodeFacts inner = node_facts(*o->inner);
      facts.optional.insert(o->introduced.begin(), o->introduced.end());
      for (const Symbol s : o->introduced) {
        if (inner.nodes.count(s)) facts.nodes.insert(s);
        const auto label = inner.labels.find(s);
        if (label != inner.labels.end()) facts.labels.insert(*label);
      }
    } else if (at->as<Aggregate>() || at->as<Project>() || at->as<Union>() ||
               at->as<SubqueryApply>() || at->as<Unwind>() || at->as<ProcedureCall>()) {
      const SymbolSet own = writes(*at);
      renamed.insert(own.begin(), own.end());
      if (at->as<Union>()) break;
    }
  }
  for (const Symbol s : renamed) {
    facts.labels.erase(s);
    facts.nodes.erase(s);
  }
  return facts;
}

bool unique_property(const Graph& graph, const std::string& label, const std::string& key) {
  std::vector<const Column*> columns;
  if (!columns_of(graph, label, key, columns)) return false;
  const bool integers = std::all_of(columns.begin(), columns.end(), [](const Column* c) {
    return c->kind() == ColumnKind::kInteger;
  });
  if (integers) {
    std::vector<int64_t> values;
    for (const Column* c : columns) {
      c->integers().visit([&](auto part) { values.insert(values.end(), part.begin(), part.end()); });
    }
    return all_different(std::move(values));
  }
  if (columns.size() != 1) return false;
  const ColumnKind kind = columns[0]->kind();
  if (kind != ColumnKind::kString && kind != ColumnKind::kDictionary) return false;
  return all_different_texts(*columns[0]);
}

bool total_property(const Graph& graph, const std::string& label, const std::string& key) {
  std::vector<const Column*> columns;
  return columns_of(graph, label, key, columns);
}

bool ascending_property(const Graph& graph, const std::string& label, const std::string& key) {
  std::vector<const Column*> columns;
  if (!columns_of(graph, label, key, columns) || columns.size() != 1) return false;
  const Column& column = *columns[0];
  if (column.kind() == ColumnKind::kInteger) {
    return column.integers().visit([](auto values) {
      return std::adjacent_find(values.begin(), values.end(), std::greater_equal()) == values.end();
    });
  }
  if (column.kind() != ColumnKind::kString || column.range().size() > kMostTexts) return false;
  const std::vector<std::string_view> texts = texts_of(column);
  return std::adjacent_find(texts.begin(), texts.end(), std::greater_equal()) == texts.end();
}

bool implies_label(const Graph& graph, const Hop& hop, const std::string& label_name) {
  const auto label = graph.labels().find(label_name);
  if (!label || hop.types.empty()) return false;
  auto covered = [&](IdRange range) {
    for (LabelSetId set = 0; set < graph.label_set_count(); ++set) {
      const IdRange nodes = graph.nodes_of(set);
      if (nodes.begin >= range.end || nodes.end <= range.begin) continue;
      const auto labels = graph.labels_of(set);
      if (std::find(labels.begin(), labels.end(), *label) == labels.end()) return false;
    }
    return true;
  };
  for (const std::string& name : hop.types) {
    const auto type = graph.types().find(name);
    if (!type) continue;
    if (hop.direction != Direction::kIn && !covered(graph.end_range(*type))) return false;
    if (hop.direction != Direction::kOut && !covered(graph.start_range(*type))) return false;
  }
  return true;
}

}  // namespace zhengmai::plan
