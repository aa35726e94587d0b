#include "query/plan/lowering.h"

#include <algorithm>

#include <fmt/format.h>

namespace zhengmai::plan {

Lowering::Lowering(const CheckedQuery& checked, const Graph& graph, std::string_view text,
                   bool may_create)
    : checked_(checked), estimator_(graph), text_(text), may_create_(may_create) {
  for (const SymbolInfo& symbol : checked.symbols) names_.push_back(symbol.name);
}

Symbol Lowering::fresh(std::string name) {
  names_.push_back(std::move(name));
  return static_cast<Symbol>(names_.size() - 1);
}

Symbol Lowering::symbol_of(const std::optional<ast::Variable>& variable, std::string_view kind) {
  if (variable && variable->symbol != ast::kUnresolved) return variable->symbol;
  return fresh(fmt::format("_{}{}", kind, names_.size()));
}

LogicalPtr Lowering::argument() const { return stack(nullptr, Argument{scope_}); }

namespace {

void plan_reads(LogicalOp& root, SymbolSet& out) {
  for (LogicalOp* op = &root; op; op = op->input.get()) {
    const SymbolSet own = reads(*op);
    out.insert(own.begin(), own.end());
    visit_inner(*op, [&](LogicalPtr& inner) { plan_reads(*inner, out); });
  }
}

}  // namespace

SymbolSet Lowering::narrow_argument(LogicalOp& root, SymbolSet used) const {
  plan_reads(root, used);
  LogicalOp* foot = &root;
  while (foot->input) foot = foot->input.get();
  SymbolSet& symbols = foot->as<Argument>()->symbols;
  for (auto it = symbols.begin(); it != symbols.end();) {
    it = used.count(*it) ? std::next(it) : symbols.erase(it);
  }
  return symbols;
}

LogicalPtr Lowering::query(const ast::Query& query, LogicalPtr input,
                           std::vector<Symbol>& result) {
  if (query.parts.size() == 1) return single(query.parts[0], std::move(input), result);
  const SymbolSet outside = scope_;
  Union all;
  std::vector<std::string> first_names;
  for (const ast::SingleQuery& part : query.parts) {
    scope_ = outside;
    std::vector<Symbol> columns;
    all.parts.push_back(single(part, argument(), columns));
    if (all.columns.empty()) {
      for (const Symbol s : columns) {
        first_names.push_back(names_[s]);
        all.symbols.push_back(s);
      }
    } else {
      // The parts name the same columns, perhaps in another order.
      std::vector<Symbol> sorted;
      for (const std::string& name : first_names) {
        const auto it = std::find_if(columns.begin(), columns.end(),
                                     [&](Symbol s) { return names_[s] == name; });
        if (it != columns.end()) sorted.push_back(*it);
      }
      if (sorted.size() == columns.size()) columns = sorted;
    }
    narrow_argument(*all.parts.back(), SymbolSet(columns.begin(), columns.end()));
    all.columns.push_back(std::move(columns));
  }
  scope_ = outside;
  scope_.insert(all.symbols.begin(), all.symbols.end());
  result = all.symbols;
  LogicalPtr plan = stack(std::move(input), std::move(all));
  if (!query.union_all) plan = stack(std::move(plan), Distinct{result});
  return plan;
}

LogicalPtr Lowering::single(const ast::SingleQuery& query, LogicalPtr input,
                            std::vector<Symbol>& result) {
  LogicalPtr plan = std::move(input);
  for (const ast::Clause& c : query.clauses) plan = clause(c, std::move(plan), result);
  return plan;
}

LogicalPtr Lowering::clause(const ast::Clause& c, LogicalPtr input, std::vector<Symbol>& result) {
  if (const auto* match_clause = std::get_if<ast::MatchClause>(&c.node)) {
    return match(*match_clause, std::move(input));
  }
  if (const auto* unwind = std::get_if<ast::UnwindClause>(&c.node)) {
    ExprPtr list = expression(*unwind->list);
    scope_.insert(unwind->variable.symbol);
    return stack(std::move(input), Unwind{unwind->variable.symbol, std::move(list)});
  }
  if (const auto* with = std::get_if<ast::WithClause>(&c.node)) {
    std::vector<Symbol> outputs;
    LogicalPtr plan = projection(with->projection, std::move(input), outputs);
    scope_.insert(outputs.begin(), outputs.end());
    plan = filter(std::move(plan), with->where);
    scope_ = SymbolSet(outputs.begin(), outputs.end());
    return plan;
  }
  if (const auto* ret = std::get_if<ast::ReturnClause>(&c.node)) {
    result.clear();
    LogicalPtr plan = projection(ret->projection, std::move(input), result);
    scope_.insert(result.begin(), result.end());
    return plan;
  }
  if (const auto* procedure = std::get_if<ast::CallClause>(&c.node)) {
    LogicalPtr plan = call(*procedure, c.range, std::move(input));
    result.clear();
    for (const auto& yield : plan->as<ProcedureCall>()->yields) result.push_back(yield.second);
    return filter(std::move(plan), procedure->where);
  }
  if (const auto* sub = std::get_if<ast::CallSubqueryClause>(&c.node)) {
    return call_subquery(*sub, std::move(input));
  }
  if (!may_create_) {
    throw QueryError({{Severity::kError, c.range, "this graph is read-only: the query changes it",
                       "CREATE works on scratch graphs: zhengmai query --scratch", "SyntaxError",
                       "compile time", "ReadOnlyGraph"}},
                     text_);
  }
  creates_ = true;
  if (const auto* create_clause = std::get_if<ast::CreateClause>(&c.node)) {
    return create(*create_clause, std::move(input));
  }
  if (const auto* remove = std::get_if<ast::DeleteClause>(&c.node)) {
    Delete out;
    out.detach = remove->detach;
    for (const auto& target : remove->targets) out.targets.push_back(expression(*target));
    return stack(std::move(input), std::move(out));
  }
  throw Error(ExitCode::kInternal, "a clause that the checker refuses reached the planner");
}

LogicalPtr Lowering::filter(LogicalPtr input, const ast::ExpressionPtr& where) {
  if (!where) return input;
  Filter out;
  split_conjunction(expression(*where), out.predicates);
  if (out.predicates.empty()) return input;
  return stack(std::move(input), std::move(out));
}

LogicalPtr Lowering::match(const ast::MatchClause& clause, LogicalPtr input) {
  std::vector<const ast::PathPattern*> paths;
  for (const ast::PathPattern& path : clause.pattern.paths) paths.push_back(&path);
  if (!clause.optional) return plan_patterns(paths, clause.where, std::move(input));
  const SymbolSet before = scope_;
  OptionalApply apply;
  apply.inner = plan_patterns(paths, clause.where, argument());
  SymbolSet kept;
  for (const Symbol s : scope_) {
    if (!before.count(s)) {
      apply.introduced.push_back(s);
      kept.insert(s);
    }
  }
  narrow_argument(*apply.inner, kept);
  apply.row = fresh("row");
  return stack(std::move(input), std::move(apply));
}

LogicalPtr Lowering::call_subquery(const ast::CallSubqueryClause& clause, LogicalPtr input) {
  const SymbolSet before = scope_;
  SubqueryApply apply;
  apply.inner = query(*clause.query, argument(), apply.introduced);
  apply.unit = apply.introduced.empty();
  narrow_argument(*apply.inner, SymbolSet(apply.introduced.begin(), apply.introduced.end()));
  scope_ = before;
  scope_.insert(apply.introduced.begin(), apply.introduced.end());
  return stack(std::move(input), std::move(apply));
}

LogicalPtr Lowering::call(const ast::CallClause& clause, SourceRange range, LogicalPtr input) {
  ProcedureCall out;
  out.procedure = clause.procedure;
  out.implicit_arguments = clause.implicit_arguments;
  out.range = range;
  for (const auto& argument : clause.arguments) out.arguments.push_back(expression(*argument));
  for (const auto& yield : clause.yields) {
    out.yields.emplace_back(yield.field, yield.variable.symbol);
    scope_.insert(yield.variable.symbol);
  }
  return stack(std::move(input), std::move(out));
}

namespace {

// True when the expression reads something that `create` is about to make.
bool reads_created(const ExprPtr& e, const Create& create) {
  if (!e) return false;
  const SymbolSet read = free_symbols(*e);
  for (const CreateNode& n : create.nodes) {
    if (read.count(n.symbol)) return true;
  }
  for (const CreateRelationship& r : create.relationships) {
    if (read.count(r.symbol)) return true;
  }
  return false;
}

}  // namespace

// One operator a clause, but for properties that read what the same clause creates: those need it
// to exist, so the clause is cut there.
LogicalPtr Lowering::create(const ast::CreateClause& clause, LogicalPtr plan) {
  Create out;
  auto cut_before = [&](const ExprPtr& properties) {
    if (!reads_created(properties, out)) return;
    plan = stack(std::move(plan), std::move(out));
    out = Create();
  };
  for (const ast::PathPattern& path : clause.pattern.paths) {
    std::vector<Symbol> nodes;
    for (const ast::NodePattern& node : path.nodes) {
      const Symbol symbol = symbol_of(node.variable, "node");
      nodes.push_back(symbol);
      if (in_scope(symbol)) continue;
      CreateNode made{symbol, {}, optional_expression(node.properties)};
      if (node.labels) collect_label_names(*node.labels, made.labels);
      cut_before(made.properties);
      out.nodes.push_back(std::move(made));
      scope_.insert(symbol);
    }
    for (size_t i = 0; i < path.relationships.size(); ++i) {
      const ast::RelationshipPattern& r = path.relationships[i];
      const bool left = r.direction == ast::ArrowDirection::kLeft;
      CreateRelationship made{symbol_of(r.variable, "relationship"), nodes[left ? i + 1 : i],
                              nodes[left ? i : i + 1], r.types.empty() ? "" : r.types[0],
                              optional_expression(r.properties)};
      cut_before(made.properties);
      scope_.insert(made.symbol);
      out.relationships.push_back(std::move(made));
    }
  }
  return stack(std::move(plan), std::move(out));
}

}  // namespace zhengmai::plan
