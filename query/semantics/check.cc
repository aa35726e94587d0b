#include "query/semantics/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "query/semantics/checker.h"

namespace zhengmai {
namespace semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

namespace {

std::string_view clause_word(const Clause& clause) {
  static constexpr std::string_view kWords[] = {"MATCH",    "UNWIND", "WITH", "RETURN", "CALL",
                                                "CALL { }", "CREATE", "SET",  "DELETE", "MERGE"};
  return kWords[clause.node.index()];
}

bool writes(const Clause& clause) {
  return std::holds_alternative<CreateClause>(clause.node) ||
         std::holds_alternative<SetClause>(clause.node) ||
         std::holds_alternative<DeleteClause>(clause.node) ||
         std::holds_alternative<MergeClause>(clause.node);
}

}  // namespace

CheckedQuery Checker::run(QueryPtr tree) {
  const Columns columns = query(*tree, Scope{}, Role::kTop);
  // Said last: what else is wrong with such a query is the likelier help.
  for (const Clause* c : errors_.empty() ? unsupported_ : std::vector<const Clause*>{}) {
    error(c->range, fmt::format("{} is not supported", clause_word(*c)),
          "a scratch graph is changed by CREATE and DELETE alone: CREATE with all properties",
          "UnexpectedSyntax");
  }
  if (!errors_.empty()) throw QueryError(std::move(errors_), text_);
  for (const Variable& column : columns) checked_.columns.push_back(column.name);
  checked_.parameter_names.assign(parameters_.begin(), parameters_.end());
  checked_.query = std::move(tree);
  return std::move(checked_);
}

Checker::Columns Checker::query(Query& query, const Scope& outer, Role role) {
  if (role != Role::kTop && query.mode != PlanMode::kRun) {
    error(query.range, "EXPLAIN and PROFILE stand at the start of the query", "",
          "InvalidClauseComposition");
  }
  std::vector<Columns> parts;
  for (SingleQuery& part : query.parts) parts.push_back(single_query(part, outer, role));
  check_union(query, parts);
  return parts.empty() ? Columns{} : std::move(parts.front());
}

void Checker::check_union(const Query& query, const std::vector<Columns>& parts) {
  for (const SingleQuery& part : query.parts) {
    const auto writer = std::find_if(part.clauses.begin(), part.clauses.end(), writes);
    if (query.parts.size() == 1 || writer == part.clauses.end()) continue;
    error(writer->range,
          fmt::format("the parts of a UNION only read; they cannot {}", clause_word(*writer)), "",
          "InvalidClauseComposition");
  }
  const auto names = [](const Columns& columns) {
    std::set<std::string> out;
    for (const Variable& v : columns) out.insert(v.name);
    return out;
  };
  const auto listed = [](const Columns& columns) {
    std::string out;
    for (const Variable& v : columns) out += (out.empty() ? "" : ", ") + v.name;
    return out;
  };
  for (size_t i = 1; i < parts.size(); ++i) {
    if (names(parts[i]) == names(parts[0])) continue;
    error(query.parts[i].range,
          fmt::format("the parts of a UNION return different columns: {} and {}", listed(parts[0]),
                      listed(parts[i])),
          "give them the same names with AS", "DifferentColumnsInUnion");
  }
}

bool Checker::is_standalone_call(const SingleQuery& query, Role role) const {
  return role == Role::kTop && query.clauses.size() == 1 &&
         std::holds_alternative<CallClause>(query.clauses[0].node);
}

Checker::Columns Checker::single_query(SingleQuery& query, const Scope& outer, Role role) {
  const bool standalone = is_standalone_call(query, role);
  check_composition(query, role);
  Scope scope = role == Role::kCall ? imported(query, outer) : copied(outer);
  for (Clause& c : query.clauses) {
    if (auto* call = std::get_if<CallClause>(&c.node)) {
      standalone_ = standalone;
      visit(*call, c.range, scope);
    } else {
      clause(c, scope);
    }
  }
  Columns columns;
  if (query.clauses.empty()) return columns;
  const Clause& last = query.clauses.back();
  if (const auto* ret = std::get_if<ReturnClause>(&last.node)) {
    for (const ReturnItem& item : ret->projection.items) {
      if (item.alias) columns.push_back(*item.alias);
    }
  } else if (const auto* call = std::get_if<CallClause>(&last.node); call && standalone) {
    for (const auto& yield : call->yields) columns.push_back(yield.variable);
  }
  return columns;
}

void Checker::check_composition(const SingleQuery& query, Role role) {
  for (const Clause& c : query.clauses) {
    if (!writes(c)) continue;
    if (role != Role::kTop) {
      error(c.range, fmt::format("a subquery only reads; it cannot {}", clause_word(c)), "",
            "InvalidClauseComposition");
    } else if (!context_.may_create) {
      error(c.range, fmt::format("this graph is read-only; {} would change it", clause_word(c)),
            "CREATE works on scratch graphs: zhengmai query --scratch", "ReadOnlyGraph");
    } else if (std::holds_alternative<SetClause>(c.node) ||
               std::holds_alternative<MergeClause>(c.node)) {
      unsupported_.push_back(&c);
    }
  }
  if (query.clauses.empty()) return;
  const Clause& last = query.clauses.back();
  if (role == Role::kExists || role == Role::kCount) return;
  if (std::holds_alternative<ReturnClause>(last.node) || writes(last)) return;
  if (role == Role::kCollect) {
    error(last.range, "COLLECT { … } ends with RETURN and one column", "",
          "InvalidClauseComposition");
    return;
  }
  if (std::holds_alternative<CallClause>(last.node)) return;  // judged with its procedure
  if (std::holds_alternative<CallSubqueryClause>(last.node) && role == Role::kCall) return;
  error(last.range, fmt::format("the query ends with {}, which returns nothing", clause_word(last)),
        "end it with RETURN", "InvalidClauseComposition");
}

// CALL { WITH a, b … } sees a and b of the rows outside, and nothing else of them.
Scope Checker::imported(const SingleQuery& query, const Scope& outer) {
  if (query.clauses.empty()) return {};
  const auto* with = std::get_if<WithClause>(&query.clauses[0].node);
  return with == nullptr ? Scope{} : copied(outer);
}

// --- Work ----------------------------------------------------------------------------------------

// Thousands of variables, handed on or seen by thousands of clauses, would be work that grows with
// the square of the query's length.
void Checker::spend(size_t steps) {
  constexpr size_t kMostSteps = 5'000'000;
  steps_ += steps;
  if (steps_ <= kMostSteps) return;
  throw LimitError("too many variables are in scope in too many places of the query",
                   "hand on with WITH only what is used later, and use lists or parameters");
}

Scope Checker::copied(const Scope& scope) {
  spend(scope.size());
  return scope;
}

// --- Symbols -----------------------------------------------------------------------------------

Symbol Checker::new_symbol(std::string name, Type type) {
  checked_.symbols.push_back(SymbolInfo{std::move(name), type.kinds, false});
  item_types_.push_back(type.items);
  return static_cast<Symbol>(checked_.symbols.size()) - 1;
}

Symbol Checker::define(Variable& variable, Type type, Scope& scope) {
  variable.symbol = new_symbol(variable.name, type);
  scope[variable.name] = variable.symbol;
  return variable.symbol;
}

void Checker::use(Variable& variable, Scope& scope) {
  const auto found = scope.find(variable.name);
  if (found != scope.end()) {
    variable.symbol = found->second;
    return;
  }
  const std::string near = nearest_in(variable.name, scope);
  std::string hint;
  if (!near.empty()) {
    hint = fmt::format("did you mean '{}'?", near);
  } else if (!scope.empty() && scope.size() <= 8) {
    for (const auto& [name, symbol] : scope) hint += (hint.empty() ? "in scope: " : ", ") + name;
  }
  error(variable.range, fmt::format("unknown variable '{}'", variable.name), std::move(hint),
        "UndefinedVariable");
  define(variable, Type{}, scope);  // one report is enough
}

// --- Reporting ---------------------------------------------------------------------------------

void Checker::error(SourceRange range, std::string message, std::string hint,
                    std::string_view detail, std::string_view type) {
  Diagnostic d;
  d.range = range;
  d.message = std::move(message);
  d.hint = std::move(hint);
  d.type = type;
  d.detail = detail;
  errors_.push_back(std::move(d));
  if (errors_.size() >= kMostReported) throw QueryError(std::move(errors_), text_);
}

std::string Checker::did_you_mean(std::string_view name,
                                  const std::vector<std::string_view>& known) const {
  const std::string near = nearest(name, known);
  return near.empty() ? near : fmt::format("did you mean '{}'?", near);
}

std::string Checker::nearest_in(std::string_view name, const Scope& scope) const {
  std::vector<std::string_view> known;
  for (const auto& entry : scope) known.push_back(entry.first);
  return nearest(name, known);
}

std::string kind_words(TypeSet kinds) {
  static constexpr std::pair<TypeSet, std::string_view> kWords[] = {
      {type_set::kBoolean, "a Boolean"},   {type_set::kInteger, "an Integer"},
      {type_set::kFloat, "a Float"},       {type_set::kString, "a String"},
      {type_set::kList, "a List"},         {type_set::kMap, "a Map"},
      {type_set::kNode, "a Node"},         {type_set::kRelationship, "a Relationship"},
      {type_set::kPath, "a Path"},         {type_set::kTemporal, "a point in time"},
      {type_set::kDuration, "a Duration"},
  };
  std::vector<std::string_view> words;
  for (const auto& [kind, word] : kWords) {
    if (kinds & kind) words.push_back(word);
  }
  if (words.empty()) return "null";
  std::string out(words[0]);
  for (size_t i = 1; i < words.size(); ++i) {
    out += i + 1 == words.size() ? " or " : ", ";
    out += words[i];
  }
  return out;
}

}  // namespace semantics

CheckedQuery check_query(ast::QueryPtr query, std::string_view text, const CheckContext& context) {
  return semantics::Checker(text, context).run(std::move(query));
}

}  // namespace zhengmai
