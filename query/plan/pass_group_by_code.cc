#include <algorithm>
#include <cstdlib>
#include <optional>

#include "query/plan/facts.h"
#include "query/plan/passes.h"

namespace zhengmai::plan {
namespace {

constexpr uint32_t kMostCodes = 256;
constexpr double kRowsAGroup = 8;      // fewer, and two groupings cost more than one
constexpr int64_t kLargestChoice = int64_t{1} << 31;  // times a count it stays within 64 bits

// Where a pattern has bound a variable, and what is certain of it.
struct Source {
  const Graph& graph;
  const LogicalOp& input;
  NodeFacts facts;
};

// The only label set that has nodes of the label.
std::optional<LabelSetId> only_label_set(const Graph& graph, const std::string& name) {
  const auto label = graph.labels().find(name);
  if (!label || graph.nodes_with(*label).size() != 1) return std::nullopt;
  return graph.label_set_of(graph.nodes_with(*label)[0].begin);
}

// The column that holds the property whatever the row.
const Column* column_of(const Expr& property, const Source& source) {
  const Symbol owner = property.arguments[0]->symbol;
  const auto key = source.graph.keys().find(property.name);
  if (!key || source.facts.optional.count(owner)) return nullptr;
  const auto label = source.facts.labels.find(owner);
  if (label != source.facts.labels.end()) {
    const auto set = only_label_set(source.graph, label->second);
    return set ? source.graph.node_column(*set, *key) : nullptr;
  }
  for (const LogicalOp* op = &source.input; op; op = op->input.get()) {
    const auto* expand = op->as<Expand>();
    if (!expand || expand->hop.relationship != owner || expand->hop.types.size() != 1) continue;
    const auto type = source.graph.types().find(expand->hop.types[0]);
    return type ? source.graph.relationship_column(*type, *key) : nullptr;
  }
  return nullptr;
}

// How many different values the expression can have; none when that is not known to be few.
std::optional<double> distinct_values(const Expr& e, const Source& source) {
  if (e.is_property_of_variable()) {
    const Column* column = column_of(e, source);
    if (!column || column->kind() != ColumnKind::kDictionary) return std::nullopt;
    return column->dictionary_size() + 1.0;
  }
  if (e.kind != ExprKind::kVariable || !source.facts.nodes.count(e.symbol)) return std::nullopt;
  const auto label = source.facts.labels.find(e.symbol);
  if (label == source.facts.labels.end()) return std::nullopt;
  const auto id = source.graph.labels().find(label->second);
  return id ? std::optional<double>(source.graph.count_with(*id)) : std::nullopt;
}

bool is_small_integer(const ExprPtr& e) {
  if (!e) return true;  // no ELSE: null, which a sum passes over
  return e->kind == ExprKind::kLiteral && e->literal.is_integer() &&
         std::abs(e->literal.as_integer()) < kLargestChoice;
}

// Reads nothing but literals, parameters and one property, and always gives the same for them.
bool depends_on(const Expr& e, ExprPtr& property) {
  if (e.is_property_of_variable()) return property && equal(e, *property);
  switch (e.kind) {
    case ExprKind::kLiteral:
    case ExprKind::kParameter: return true;
    case ExprKind::kUnary:
    case ExprKind::kBinary:
    case ExprKind::kList:
    case ExprKind::kCase:
      return std::all_of(e.arguments.begin(), e.arguments.end(),
                         [&](const ExprPtr& a) { return !a || depends_on(*a, property); });
    default: return false;
  }
}

ExprPtr first_property(const ExprPtr& e) {
  if (!e || e->is_property_of_variable()) return e;
  for (const ExprPtr& argument : e->arguments) {
    if (ExprPtr found = first_property(argument)) return found;
  }
  return nullptr;
}

// CASE … THEN integer … END.
bool is_choice(const Expr& e) {
  if (e.kind != ExprKind::kCase || !is_small_integer(e.arguments[1])) return false;
  for (size_t i = 3; i < e.arguments.size(); i += 2) {
    if (!is_small_integer(e.arguments[i])) return false;
  }
  return true;
}

// The property that all the sums depend on, and nothing else but it.
ExprPtr common_property(const Aggregate& group) {
  ExprPtr property;
  for (const AggregateCall& call : group.calls) {
    if (call.name == "count" && call.arguments.empty()) continue;
    if (call.name != "sum" || call.distinct || !is_choice(*call.arguments[0])) return nullptr;
    if (!property) property = first_property(call.arguments[0]);
    if (!depends_on(*call.arguments[0], property)) return nullptr;
  }
  return property;
}

// sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END) by a: rows are counted by a and r.role, and each
// CASE is decided once for every such pair.
void rewrite(LogicalOp& op, Plan& plan, const Graph& graph) {
  auto* group = op.as<Aggregate>();
  if (!group) return;
  const ExprPtr property = common_property(*group);
  if (!property) return;
  const Source source{graph, *op.input, node_facts(*op.input)};
  const Column* column = column_of(*property, source);
  if (!column || column->kind() != ColumnKind::kDictionary) return;
  if (column->dictionary_size() > kMostCodes) return;
  double groups = column->dictionary_size() + 1.0;
  for (const Assignment& key : group->keys) {
    const auto distinct = distinct_values(*key.value, source);
    if (!distinct) return;
    groups *= *distinct;
  }
  if (op.input->rows < kRowsAGroup * groups) return;

  const Symbol code = plan.fresh(property->name), count = plan.fresh("count");
  Aggregate fine;
  fine.keys = group->keys;
  fine.keys.push_back({code, property});
  fine.calls.push_back({count, "count", false, {}, {}});
  for (Assignment& key : group->keys) key.value = variable(key.symbol, key.value->range);
  for (AggregateCall& call : group->calls) {
    const ExprPtr times = variable(count);
    if (call.arguments.empty()) {
      call.name = "sum";
      call.arguments = {times};
      continue;
    }
    const ExprPtr choice = substitute(call.arguments[0], [&](const Expr& e) -> ExprPtr {
      return equal(e, *property) ? variable(code, e.range) : nullptr;
    });
    call.arguments = {binary(ast::BinaryOperator::kMultiply, choice, times, choice->range)};
  }
  op.input = stack(std::move(op.input), std::move(fine));
  op.input->rows = groups;
}

}  // namespace

void group_by_code(Plan& plan, const Graph& graph) {
  for_each_chain(plan.root, [&](LogicalPtr& root) {
    for (LogicalOp* op = root.get(); op; op = op->input.get()) rewrite(*op, plan, graph);
  });
}

}  // namespace zhengmai::plan
