#include "query/exec/explain.h"

#include <fmt/format.h>

namespace zhengmai::exec {
namespace {

class Explainer {
 public:
  Explainer(const CompiledQuery& query, const Profile* profile)
      : names_(query.plan.symbol_names), profile_(profile) {}

  PlanNode chain(const plan::LogicalOp& root) {
    PlanNode out = node(root);
    auto& op = const_cast<plan::LogicalOp&>(root);
    std::vector<PlanNode> inner;
    plan::visit_inner(op, [&](plan::LogicalPtr& p) { inner.push_back(chain(*p)); });
    if (root.input && !root.input->as<plan::Argument>()) out.children.push_back(chain(*root.input));
    for (PlanNode& p : inner) out.children.push_back(std::move(p));
    return out;
  }

 private:
  std::string name(plan::Symbol s) const { return names_[static_cast<size_t>(s)]; }
  std::string text(const plan::ExprPtr& e) const {
    return plan::print(*e, [this](plan::Symbol s) { return name(s); });
  }
  std::string hop(const plan::Hop& h, const std::string& length = "") const {
    std::string types;
    for (const std::string& type : h.types) types += (types.empty() ? ":" : "|") + type;
    const bool anonymous = name(h.relationship).empty() || name(h.relationship)[0] == '_';
    std::string bounds;
    if (h.after != ast::kUnresolved) bounds += fmt::format(", beyond {}", shown(h.after));
    if (h.before != ast::kUnresolved) bounds += fmt::format(", short of {}", shown(h.before));
    return fmt::format("({}){}-[{}{}{}]-{}({}){}", shown(h.from),
                       h.direction == Direction::kIn ? "<" : "",
                       anonymous ? "" : name(h.relationship), types, length,
                       h.direction == Direction::kOut ? ">" : "", shown(h.to), bounds);
  }
  std::string shown(plan::Symbol s) const {
    const std::string n = s < 0 ? "" : name(s);
    return n.empty() || n[0] == '_' ? "" : n;
  }
  static std::string length(uint32_t min, std::optional<uint32_t> max) {
    return fmt::format("*{}..{}", min, max ? fmt::format("{}", *max) : "");
  }
  std::string list(const std::vector<plan::ExprPtr>& items, const char* separator) const {
    std::string out;
    for (const plan::ExprPtr& e : items) out += (out.empty() ? "" : separator) + text(e);
    return out;
  }
  std::string assignments(const std::vector<plan::Assignment>& items) const {
    std::string out;
    for (const plan::Assignment& a : items) {
      out += fmt::format("{}{} AS {}", out.empty() ? "" : ", ", text(a.value), name(a.symbol));
    }
    return out;
  }
  std::string keys(const std::vector<plan::SortKey>& keys) const {
    std::string out;
    for (const plan::SortKey& k : keys) {
      out += fmt::format("{}{}{}", out.empty() ? "" : ", ", name(k.symbol),
                         k.descending ? " DESC" : "");
    }
    return out;
  }
  std::string calls(const plan::Aggregate& a) const {
    std::string out = assignments(a.keys);
    for (const plan::AggregateCall& c : a.calls) {
      out += fmt::format("{}{}({}{}) AS {}", out.empty() ? "" : ", ", c.name,
                         c.distinct ? "DISTINCT " : "",
                         c.arguments.empty() ? "*" : list(c.arguments, ", "), name(c.symbol));
    }
    return out;
  }

  std::pair<std::string, std::string> describe(const plan::LogicalOp& op) const;

  PlanNode node(const plan::LogicalOp& op) const {
    PlanNode out;
    std::tie(out.name, out.detail) = describe(op);
    out.estimated_rows = op.rows;
    if (!profile_) return out;
    const auto it = profile_->find(&op);
    const OperatorCounts counts = it == profile_->end() ? OperatorCounts{} : it->second;
    out.rows = counts.rows;
    const auto below = op.input ? profile_->find(op.input.get()) : profile_->end();
    const double inclusive = below == profile_->end() ? counts.downstream_ms
                                                      : below->second.downstream_ms;
    out.milliseconds = std::max(0.0, inclusive - counts.downstream_ms);
    if (counts.bytes > 0) out.bytes = counts.bytes;  // not every operator counts its memory
    return out;
  }

  const std::vector<std::string>& names_;
  const Profile* profile_;
};

std::pair<std::string, std::string> Explainer::describe(const plan::LogicalOp& op) const {
  if (const auto* n = op.as<plan::NodeScan>()) {
    return {n->label.empty() ? "AllNodes" : "NodeByLabel",
            fmt::format("({}{}{})", shown(n->node), n->label.empty() ? "" : ":", n->label)};
  }
  if (const auto* n = op.as<plan::NodeLookup>()) {
    return {"NodeByIndex", fmt::format("({}:{} {{{}: {}}})", shown(n->node), n->label, n->key,
                                       text(n->value))};
  }
  if (const auto* n = op.as<plan::Expand>()) {
    return {n->hop.into ? "ExpandInto" : "Expand", hop(n->hop)};
  }
  if (const auto* n = op.as<plan::PairExpand>()) {
    return {"ExpandPairs", hop(n->first) + ", " + hop(n->second)};
  }
  if (const auto* n = op.as<plan::VarExpand>()) {
    return {"VarLengthExpand", hop(n->hop, length(n->min, n->max))};
  }
  if (const auto* n = op.as<plan::BoundExpand>()) return {"BoundRelationship", hop(n->hop)};
  if (const auto* n = op.as<plan::BoundVarExpand>()) {
    return {"BoundRelationshipList", hop(n->hop, length(n->min, n->max))};
  }
  if (const auto* n = op.as<plan::DegreeExpand>()) return {"Degree", hop(n->hop)};
  if (const auto* n = op.as<plan::ShortestPath>()) {
    return {n->all ? "AllShortestPaths" : "ShortestPath", hop(n->hop, length(n->min, n->max))};
  }
  if (const auto* n = op.as<plan::Filter>()) return {"Filter", list(n->predicates, " AND ")};
  if (const auto* n = op.as<plan::Project>()) return {"Project", assignments(n->items)};
  if (const auto* n = op.as<plan::Aggregate>()) return {"Aggregate", calls(*n)};
  if (op.as<plan::Distinct>()) return {"Distinct", ""};
  if (const auto* n = op.as<plan::Sort>()) return {"Sort", keys(n->keys)};
  if (const auto* n = op.as<plan::TopK>()) {
    return {"TopK", fmt::format("{} LIMIT {}{}", keys(n->keys), text(n->limit),
                                n->skip ? " SKIP " + text(n->skip) : "")};
  }
  if (const auto* n = op.as<plan::Skip>()) return {"Skip", text(n->count)};
  if (const auto* n = op.as<plan::Limit>()) return {"Limit", text(n->count)};
  if (const auto* n = op.as<plan::Unwind>()) {
    return {"Unwind", fmt::format("{} AS {}", text(n->list), name(n->symbol))};
  }
  if (op.as<plan::OptionalApply>()) return {"OptionalMatch", ""};
  if (const auto* n = op.as<plan::NodeJoin>()) {
    return {"JoinByNode", fmt::format("({})", shown(n->node))};
  }
  if (op.as<plan::SubqueryApply>()) return {"Subquery", ""};
  if (op.as<plan::Union>()) return {"Union", ""};
  if (const auto* n = op.as<plan::ProcedureCall>()) {
    return {"Call", fmt::format("{}({})", n->procedure, list(n->arguments, ", "))};
  }
  if (op.as<plan::Create>()) return {"Create", ""};
  if (op.as<plan::Delete>()) return {"Delete", ""};
  return {"Start", ""};
}

}  // namespace

PlanNode explain(const CompiledQuery& query, const Profile* profile) {
  return Explainer(query, profile).chain(*query.plan.root);
}

}  // namespace zhengmai::exec
