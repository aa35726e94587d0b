#include <algorithm>

#include "query/plan/facts.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// Keys a.id, a.name where a.id is unique: one group a node. The node is the key, and its
// properties are read once a group instead of once a row.
void rewrite(LogicalPtr& slot, const Graph& graph) {
  auto* group = slot->as<Aggregate>();
  if (!group) return;
  const NodeFacts facts = node_facts(*slot->input);
  SymbolSet by_node;
  for (const Assignment& key : group->keys) {
    if (!key.value->is_property_of_variable()) continue;
    const Symbol node = key.value->arguments[0]->symbol;
    const auto label = facts.labels.find(node);
    if (label == facts.labels.end() || facts.optional.count(node)) continue;
    if (unique_property(graph, label->second, key.value->name)) by_node.insert(node);
  }
  if (by_node.empty()) return;
  Project after;
  std::vector<Assignment> keys;
  for (const Symbol node : by_node) keys.push_back({node, variable(node)});
  for (Assignment& key : group->keys) {
    const bool determined = key.value->is_property_of_variable() &&
                            by_node.count(key.value->arguments[0]->symbol);
    if (determined) {
      after.items.push_back(std::move(key));
    } else if (!(key.value->kind == ExprKind::kVariable && key.symbol == key.value->symbol &&
                 by_node.count(key.symbol))) {
      keys.push_back(std::move(key));
    }
  }
  group->keys = std::move(keys);
  slot = stack(std::move(slot), std::move(after));
}

// count(DISTINCT a.id) where a.id is unique counts nodes; count(a.id) where every a has one counts
// rows with an a.
void simplify(LogicalOp& op, const Graph& graph) {
  auto* group = op.as<Aggregate>();
  if (!group) return;
  const NodeFacts facts = node_facts(*op.input);
  for (AggregateCall& call : group->calls) {
    if (call.name != "count" || call.arguments.empty()) continue;
    ExprPtr& argument = call.arguments[0];
    if (argument->is_property_of_variable()) {
      const Symbol node = argument->arguments[0]->symbol;
      const auto label = facts.labels.find(node);
      if (label == facts.labels.end()) continue;
      const bool sound = call.distinct ? unique_property(graph, label->second, argument->name)
                                       : total_property(graph, label->second, argument->name);
      if (sound) argument = argument->arguments[0];
    }
    if (!call.distinct && argument->kind == ExprKind::kVariable &&
        facts.nodes.count(argument->symbol) && !facts.optional.count(argument->symbol)) {
      call.arguments.clear();
    }
  }
}

}  // namespace

void count_nodes(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) simplify(*op, graph);
  });
}

void group_by_node(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot; slot = &(*slot)->input) rewrite(*slot, graph);
  });
}

}  // namespace zhengmai::plan
