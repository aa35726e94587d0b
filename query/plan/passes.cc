#include "query/plan/passes.h"

#include <array>

namespace zhengmai::plan {

std::span<const Pass> passes() {
  static constexpr std::array<Pass, 14> kPasses = {{
      {"implied-labels", implied_labels},
      {"implied-difference", implied_difference},
      {"ordered-ends", ordered_ends},
      {"count-nodes", count_nodes},
      {"group-by-node", group_by_node},
      {"count-by-degree", count_by_degree},
      {"count-from-middle", count_from_middle},
      {"group-by-code", group_by_code},
      {"shared-properties", shared_properties},
      {"top-k", top_k},
      {"late-projection", late_projection},
      {"join-parts", join_parts},
      {"pairs-of-ends", pairs_of_ends},
      {"liveness", liveness},
  }};
  return kPasses;
}

void optimise(Plan& plan, const Graph& graph) {
  for (const Pass& pass : passes()) pass.run(plan, graph);
}

void for_each_chain(LogicalPtr& root, const std::function<void(LogicalPtr&)>& visit) {
  for (LogicalOp* op = root.get(); op; op = op->input.get()) {
    visit_inner(*op, [&](LogicalPtr& inner) { for_each_chain(inner, visit); });
  }
  visit(root);
}

}  // namespace zhengmai::plan
