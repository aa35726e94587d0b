#include "query/plan/logical.h"

namespace zhengmai::plan {
namespace {

template <typename... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <typename... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

void visit_if_set(ExprPtr& e, const std::function<void(ExprPtr&)>& visit) {
  if (e) visit(e);
}

// Symbols that a hop reads (beyond what its operator reads in expressions) and writes.
void hop_reads(const Hop& hop, SymbolSet& out) {
  out.insert(hop.from);
  if (hop.into) out.insert(hop.to);
  out.insert(hop.different.begin(), hop.different.end());
  if (hop.after != ast::kUnresolved) out.insert(hop.after);
  if (hop.before != ast::kUnresolved) out.insert(hop.before);
}

void hop_writes(const Hop& hop, SymbolSet& out) {
  out.insert(hop.relationship);
  if (!hop.into) out.insert(hop.to);
}

}  // namespace

void visit_expressions(LogicalOp& op, const std::function<void(ExprPtr&)>& visit) {
  std::visit(
      Overloaded{
          [&](NodeLookup& n) { visit(n.value); },
          [&](VarExpand& n) { visit_if_set(n.step_filter, visit); },
          [&](ShortestPath& n) { visit_if_set(n.step_filter, visit); },
          [&](Filter& n) { for (ExprPtr& e : n.predicates) visit(e); },
          [&](Project& n) { for (Assignment& a : n.items) visit(a.value); },
          [&](Aggregate& n) {
            for (Assignment& a : n.keys) visit(a.value);
            for (AggregateCall& c : n.calls) {
              for (ExprPtr& e : c.arguments) visit(e);
            }
          },
          [&](TopK& n) { visit(n.limit); visit_if_set(n.skip, visit); },
          [&](Skip& n) { visit(n.count); },
          [&](Limit& n) { visit(n.count); },
          [&](Unwind& n) { visit(n.list); },
          [&](ProcedureCall& n) { for (ExprPtr& e : n.arguments) visit(e); },
          [&](Create& n) {
            for (CreateNode& c : n.nodes) visit_if_set(c.properties, visit);
            for (CreateRelationship& c : n.relationships) visit_if_set(c.properties, visit);
          },
          [&](Delete& n) { for (ExprPtr& e : n.targets) visit(e); },
          [](auto&) {},
      },
      op.node);
}

void visit_inner(LogicalOp& op, const std::function<void(LogicalPtr&)>& visit) {
  if (auto* apply = op.as<OptionalApply>()) visit(apply->inner);
  if (auto* join = op.as<NodeJoin>()) visit(join->inner);
  if (auto* apply = op.as<SubqueryApply>()) visit(apply->inner);
  if (auto* all = op.as<Union>()) {
    for (LogicalPtr& part : all->parts) visit(part);
  }
  visit_expressions(op, [&](ExprPtr& e) {
    walk(*e, [&](const Expr& x) {
      if (x.subquery) visit(x.subquery->root);
      if (x.subquery && x.subquery->detached) visit(x.subquery->detached);
    });
  });
}

double total_rows(const LogicalOp& root) {
  double rows = 0;
  for (const LogicalOp* op = &root; op; op = op->input.get()) rows += op->rows;
  return rows;
}

namespace {

// What an inner plan takes from outside: the symbols of the Argument at its foot.
void argument_symbols(const LogicalOp& root, SymbolSet& out) {
  const LogicalOp* op = &root;
  while (op->input) op = op->input.get();
  const auto* argument = op->as<Argument>();
  out.insert(argument->symbols.begin(), argument->symbols.end());
}

}  // namespace

SymbolSet reads(const LogicalOp& op) {
  SymbolSet out;
  visit_expressions(const_cast<LogicalOp&>(op),
                    [&](ExprPtr& e) { collect_free_symbols(*e, out); });
  std::visit(Overloaded{
                 [&](const Expand& n) { hop_reads(n.hop, out); },
                 [&](const PairExpand& n) { out.insert(n.first.from); },
                 [&](const VarExpand& n) { hop_reads(n.hop, out); out.erase(n.step); },
                 [&](const BoundExpand& n) {
                   if (n.from_bound) out.insert(n.hop.from);
                   if (n.hop.into) out.insert(n.hop.to);
                   out.insert(n.hop.relationship);
                   out.insert(n.hop.different.begin(), n.hop.different.end());
                 },
                 [&](const BoundVarExpand& n) {
                   hop_reads(n.hop, out);
                   out.insert(n.hop.relationship);
                 },
                 [&](const DegreeExpand& n) {
                   out.insert(n.hop.from);
                   if (n.times != ast::kUnresolved) out.insert(n.times);
                 },
                 [&](const ShortestPath& n) { hop_reads(n.hop, out); out.erase(n.step); },
                 [&](const Distinct& n) { out.insert(n.symbols.begin(), n.symbols.end()); },
                 [&](const Sort& n) { for (const SortKey& k : n.keys) out.insert(k.symbol); },
                 [&](const TopK& n) { for (const SortKey& k : n.keys) out.insert(k.symbol); },
                 [&](const OptionalApply& n) { argument_symbols(*n.inner, out); },
                 [&](const NodeJoin& n) { out.insert(n.node); },
                 [&](const SubqueryApply& n) { argument_symbols(*n.inner, out); },
                 [&](const Union& n) {
                   for (const LogicalPtr& part : n.parts) argument_symbols(*part, out);
                 },
                 [&](const Create& n) {
                   for (const CreateRelationship& c : n.relationships) {
                     out.insert(c.start);
                     out.insert(c.end);
                   }
                   for (const CreateNode& c : n.nodes) out.erase(c.symbol);
                 },
                 [](const auto&) {},
             },
             op.node);
  return out;
}

SymbolSet writes(const LogicalOp& op) {
  SymbolSet out;
  std::visit(Overloaded{
                 [&](const Argument& n) { out = n.symbols; },
                 [&](const NodeScan& n) { out.insert(n.node); },
                 [&](const NodeLookup& n) { out.insert(n.node); },
                 [&](const Expand& n) { hop_writes(n.hop, out); },
                 [&](const PairExpand& n) {
                   hop_writes(n.first, out);
                   hop_writes(n.second, out);
                 },
                 [&](const VarExpand& n) { hop_writes(n.hop, out); },
                 [&](const BoundExpand& n) {
                   if (!n.from_bound) out.insert(n.hop.from);
                   if (!n.hop.into) out.insert(n.hop.to);
                 },
                 [&](const BoundVarExpand& n) { if (!n.hop.into) out.insert(n.hop.to); },
                 [&](const DegreeExpand& n) { out.insert(n.count); },
                 [&](const ShortestPath& n) {
                   out.insert(n.hop.relationship);
                   out.insert(n.path);
                 },
                 [&](const Project& n) { for (const Assignment& a : n.items) out.insert(a.symbol); },
                 [&](const Aggregate& n) {
                   for (const Assignment& a : n.keys) out.insert(a.symbol);
                   for (const AggregateCall& c : n.calls) out.insert(c.symbol);
                 },
                 [&](const Unwind& n) { out.insert(n.symbol); },
                 [&](const OptionalApply& n) {
                   out.insert(n.introduced.begin(), n.introduced.end());
                 },
                 [&](const NodeJoin& n) {
                   out.insert(n.introduced.begin(), n.introduced.end());
                 },
                 [&](const SubqueryApply& n) {
                   out.insert(n.introduced.begin(), n.introduced.end());
                 },
                 [&](const Union& n) { out.insert(n.symbols.begin(), n.symbols.end()); },
                 [&](const ProcedureCall& n) {
                   for (const auto& yield : n.yields) out.insert(yield.second);
                 },
                 [&](const Create& n) {
                   for (const CreateNode& c : n.nodes) out.insert(c.symbol);
                   for (const CreateRelationship& c : n.relationships) out.insert(c.symbol);
                 },
                 [](const auto&) {},
             },
             op.node);
  return out;
}

}  // namespace zhengmai::plan
