#include "query/plan/facts.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// What the expansion below certainly leads to needs no test.
void rewrite(LogicalPtr& slot, const Graph& graph) {
  auto* filter = slot->as<Filter>();
  if (!filter) return;
  const auto* expand = slot->input->as<Expand>();
  if (!expand || expand->hop.into) return;
  std::erase_if(filter->predicates, [&](const ExprPtr& e) {
    return e->kind == ExprKind::kLabelTest && e->arguments[0]->is_variable(expand->hop.to) &&
           e->labels->kind == ast::LabelExpression::Kind::kName &&
           implies_label(graph, expand->hop, e->labels->name);
  });
  if (filter->predicates.empty()) {
    LogicalPtr input = std::move(slot->input);
    slot = std::move(input);
  }
}

// A label that was tested away is still known: facts are kept in the hop.
void note(LogicalPtr& slot, const Graph& graph) {
  auto* filter = slot->as<Filter>();
  if (!filter) return;
  auto* expand = slot->input->as<Expand>();
  if (!expand) return;
  for (const ExprPtr& e : filter->predicates) {
    if (e->kind == ExprKind::kLabelTest && e->arguments[0]->is_variable(expand->hop.to) &&
        e->labels->kind == ast::LabelExpression::Kind::kName &&
        implies_label(graph, expand->hop, e->labels->name)) {
      expand->hop.to_label = e->labels->name;
    }
  }
}

}  // namespace

void implied_labels(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot; slot = &(*slot)->input) {
      note(*slot, graph);
      rewrite(*slot, graph);
    }
  });
}

}  // namespace zhengmai::plan
