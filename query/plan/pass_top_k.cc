#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// Limit(Sort(x)) and Limit(Skip(Sort(x))) → TopK(x).
void rewrite(LogicalPtr& slot) {
  auto* limit = slot->as<Limit>();
  if (!limit) return;
  LogicalOp* below = slot->input.get();
  ExprPtr skip;
  if (auto* s = below->as<Skip>()) {
    skip = s->count;
    below = below->input.get();
  }
  auto* sort = below->as<Sort>();
  if (!sort) return;
  TopK top{std::move(sort->keys), limit->count, std::move(skip)};
  LogicalPtr input = std::move(below->input);
  slot = stack(std::move(input), std::move(top));
}

}  // namespace

void top_k(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot; slot = &(*slot)->input) rewrite(*slot);
  });
}

}  // namespace zhengmai::plan
