#include <algorithm>

#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

// Below a TopK only what it sorts by is computed; the rest waits for the rows that remain.
void rewrite(LogicalPtr& slot) {
  auto* top = slot->as<TopK>();
  if (!top) return;
  SymbolSet needed;
  for (const SortKey& key : top->keys) needed.insert(key.symbol);
  std::vector<Assignment> late;  // in the order of computing
  for (LogicalOp* op = slot->input.get(); op->as<Project>(); op = op->input.get()) {
    std::vector<Assignment> here, early;
    for (Assignment& item : op->as<Project>()->items) {
      (needed.count(item.symbol) ? early : here).push_back(std::move(item));
    }
    for (const Assignment& item : early) collect_free_symbols(*item.value, needed);
    op->as<Project>()->items = std::move(early);
    late.insert(late.begin(), std::make_move_iterator(here.begin()),
                std::make_move_iterator(here.end()));
  }
  if (late.empty()) return;
  // One level a projection is enough: an item may read one of a projection below it.
  std::vector<Project> levels;
  SymbolSet written;
  for (Assignment& item : late) {
    const SymbolSet read = free_symbols(*item.value);
    const bool depends = std::any_of(read.begin(), read.end(),
                                     [&](Symbol s) { return written.count(s) > 0; });
    if (levels.empty() || depends) {
      levels.emplace_back();
      written.clear();
    }
    written.insert(item.symbol);
    levels.back().items.push_back(std::move(item));
  }
  for (Project& level : levels) slot = stack(std::move(slot), std::move(level));
}

}  // namespace

void late_projection(Plan& plan, const Graph&) {
  for_each_chain(plan.root, [](LogicalPtr& root) {
    for (LogicalPtr* slot = &root; *slot;) {
      LogicalOp* below = (*slot)->input.get();
      rewrite(*slot);
      // Go on below what was there before.
      while (*slot && (*slot)->input.get() != below) slot = &(*slot)->input;
      if (*slot) slot = &(*slot)->input;
    }
  });
}

}  // namespace zhengmai::plan
