#include "tests/query_plan/plan_text.h"

#include <fmt/format.h>

#include "query/plan/lowering.h"
#include "query/syntax/parse.h"

namespace zhengmai::plan {
namespace {

class Writer {
 public:
  explicit Writer(const std::vector<std::string>& names) : names_(names) {}

  std::string chain(const LogicalOp& root) const {
    if (!root.input) return "";
    const std::string below = chain(*root.input);
    return (below.empty() ? "" : below + " > ") + one(root);
  }

 private:
  std::string name(Symbol s) const {
    const std::string& n = names_[static_cast<size_t>(s)];
    return n[0] == '_' ? "" : n;
  }
  std::string text(const ExprPtr& e) const {
    return print(*e, [this](Symbol s) { return name(s); });
  }
  std::string list(const std::vector<ExprPtr>& items) const {
    std::string out;
    for (const ExprPtr& e : items) out += (out.empty() ? "" : ", ") + text(e);
    return out;
  }
  std::string hop(const Hop& h) const {
    return fmt::format("{}{}{}{}{}{}", name(h.from),
                       h.direction == Direction::kIn    ? "<-"
                       : h.direction == Direction::kOut ? "->"
                                                        : "--",
                       name(h.to), h.different.empty() ? "" : " different",
                       h.after < 0 ? "" : " after " + name(h.after),
                       h.before < 0 ? "" : " before " + name(h.before));
  }
  std::string keys(const std::vector<SortKey>& keys) const {
    std::string out;
    for (const SortKey& k : keys) out += (out.empty() ? "" : ", ") + name(k.symbol);
    return out;
  }
  std::string group(const Aggregate& a) const {
    std::string out;
    for (const Assignment& k : a.keys) out += (out.empty() ? "" : ", ") + text(k.value);
    out += ";";
    for (const AggregateCall& c : a.calls) {
      out += fmt::format(" {}({}{})", c.name, c.distinct ? "DISTINCT " : "",
                         c.arguments.empty() ? "*" : list(c.arguments));
    }
    return out;
  }
  std::string items(const Project& p) const {
    std::string out;
    for (const Assignment& a : p.items) out += (out.empty() ? "" : ", ") + text(a.value);
    return out;
  }

  std::string one(const LogicalOp& op) const {
    if (const auto* n = op.as<NodeScan>()) return fmt::format("Scan({}:{})", name(n->node), n->label);
    if (const auto* n = op.as<NodeLookup>()) {
      return fmt::format("Lookup({}:{}.{})", name(n->node), n->label, n->key);
    }
    if (const auto* n = op.as<Expand>()) {
      return fmt::format("{}({})", n->hop.into ? "Into" : "Expand", hop(n->hop));
    }
    if (const auto* n = op.as<PairExpand>()) {
      return fmt::format("Pairs({}, {})", hop(n->first), hop(n->second));
    }
    if (const auto* n = op.as<DegreeExpand>()) {
      return fmt::format("Degree({}{}{})", hop(n->hop), n->optional ? " optional" : "",
                         n->times < 0 ? "" : " times " + name(n->times));
    }
    if (const auto* n = op.as<Filter>()) return "Filter(" + list(n->predicates) + ")";
    if (const auto* n = op.as<Project>()) return "Project(" + items(*n) + ")";
    if (const auto* n = op.as<Aggregate>()) return "Aggregate(" + group(*n) + ")";
    if (const auto* n = op.as<Sort>()) return "Sort(" + keys(n->keys) + ")";
    if (const auto* n = op.as<TopK>()) return "TopK(" + keys(n->keys) + ")";
    if (const auto* n = op.as<Limit>()) return "Limit(" + text(n->count) + ")";
    if (const auto* n = op.as<Skip>()) return "Skip(" + text(n->count) + ")";
    if (const auto* n = op.as<NodeJoin>()) {
      return fmt::format("Join({}: {})", name(n->node), chain(*n->inner));
    }
    if (const auto* n = op.as<OptionalApply>()) return "Optional(" + chain(*n->inner) + ")";
    return "?";
  }

  const std::vector<std::string>& names_;
};

}  // namespace

Plan plan_of(std::string_view query, const Graph& graph) {
  const CheckedQuery checked = check_query(parse_query(query), query, CheckContext{});
  Lowering lowering(checked, graph, query, false);
  Plan plan;
  plan.root = lowering.query(*checked.query, stack(nullptr, Argument{}), plan.result);
  plan.symbol_names = lowering.take_names();
  return plan;
}

std::string plan_text(const Plan& plan) { return Writer(plan.symbol_names).chain(*plan.root); }

}  // namespace zhengmai::plan
