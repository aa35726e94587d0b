#include <fmt/format.h>

#include <utility>

#include "query/semantics/checker.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

void Checker::clause(Clause& clause, Scope& scope) {
  std::visit([&](auto& node) { visit(node, clause.range, scope); }, clause.node);
}

void Checker::visit(MatchClause& c, SourceRange, Scope& scope) {
  pattern(c.pattern, PatternUse::kMatch, scope);
  predicate(c.where, Place{&scope, Place::Aggregates::kForbidden, true}, "WHERE");
}

void Checker::visit(UnwindClause& c, SourceRange, Scope& scope) {
  const Type list = expression(*c.list, Place{&scope});
  const bool only_list = list.kinds == type_set::kList;
  if (scope.count(c.variable.name) > 0) {
    error(c.variable.range, fmt::format("variable '{}' is already bound", c.variable.name),
          "choose another name", "VariableAlreadyBound");
    return;
  }
  define(c.variable, only_list ? Type{list.items, type_set::kAny} : Type{}, scope);
}

void Checker::visit(WithClause& c, SourceRange, Scope& scope) {
  scope = projection(c.projection, true, scope, &c.where);
}

void Checker::visit(ReturnClause& c, SourceRange, Scope& scope) {
  scope = projection(c.projection, false, scope, nullptr);
}

void Checker::visit(CallSubqueryClause& c, SourceRange, Scope& scope) {
  const Columns columns = query(*c.query, scope, Role::kCall);
  for (const Variable& column : columns) {
    if (scope.count(column.name) > 0) {
      error(column.range,
            fmt::format("variable '{}' is already bound outside of the subquery", column.name),
            "return it under another name with AS", "VariableAlreadyBound");
      continue;
    }
    scope[column.name] = column.symbol;
  }
}

// --- Procedures --------------------------------------------------------------------------------

void Checker::visit(CallClause& c, SourceRange range, Scope& scope) {
  const bool standalone = std::exchange(standalone_, false);
  const ProcedureSignature* procedure = nullptr;
  std::vector<std::string_view> known;
  for (const ProcedureSignature& p : context_.procedures) {
    known.push_back(p.name);
    if (p.name == c.procedure) procedure = &p;
  }
  if (procedure == nullptr) {
    error(c.procedure_range, fmt::format("there is no procedure '{}'", c.procedure),
          did_you_mean(c.procedure, known), "ProcedureNotFound", "ProcedureError");
    for (auto& yield : c.yields) define(yield.variable, Type{}, scope);
    return;
  }
  if (c.implicit_arguments && !standalone) {
    error(c.procedure_range,
          fmt::format("inside a query the arguments of '{}' are written out", c.procedure),
          fmt::format("CALL {}(…)", c.procedure), "InvalidArgumentPassingMode");
  } else if (c.implicit_arguments) {
    implicit_arguments(c, *procedure);
  } else {
    call_arguments(c, *procedure, scope);
  }
  if (c.yield_star && !standalone) {
    error(range, "YIELD * is for a CALL that is the whole query",
          "name the fields: YIELD a, b AS c", "UnexpectedSyntax");
  }
  if (c.yield_star || (!c.has_yield && standalone)) {
    c.yields.clear();
    for (const auto& output : procedure->outputs) {
      Variable variable;
      variable.name = output.first;
      variable.range = c.procedure_range;
      c.yields.push_back({output.first, std::move(variable), c.procedure_range});
    }
    c.has_yield = true;
    c.yield_star = false;
  }
  call_yields(c, *procedure, scope);
  predicate(c.where, Place{&scope, Place::Aggregates::kForbidden, true}, "WHERE");
}

void Checker::call_arguments(CallClause& c, const ProcedureSignature& procedure, Scope& scope) {
  const size_t most = procedure.inputs.size();
  const size_t least = std::min(procedure.required_inputs, most);
  if (c.arguments.size() < least || c.arguments.size() > most) {
    error(c.procedure_range,
          fmt::format("procedure '{}' takes {} argument{}, not {}", c.procedure,
                      least == most ? std::to_string(most) : fmt::format("{} to {}", least, most),
                      most == 1 ? "" : "s", c.arguments.size()),
          "", "InvalidNumberOfArguments");
  }
  for (size_t i = 0; i < c.arguments.size(); ++i) {
    const Type type = expression(*c.arguments[i], Place{&scope});
    if (i >= most) continue;
    TypeSet wanted = procedure.inputs[i].second;
    if (wanted & type_set::kFloat) wanted |= type_set::kInteger;  // integers widen
    require(type, wanted, c.arguments[i]->range,
            fmt::format("argument '{}' of '{}'", procedure.inputs[i].first, c.procedure));
  }
}

// CALL name without parentheses takes its arguments from the parameters of the same names.
void Checker::implicit_arguments(CallClause& c, const ProcedureSignature& procedure) {
  for (size_t i = 0; i < procedure.inputs.size(); ++i) {
    const auto& input = procedure.inputs[i];
    bool given = false;
    for (const auto& parameter : context_.parameters)
      given = given || parameter.first == input.first;
    if (!given && i >= procedure.required_inputs) return;
    parameters_.insert(input.first);
    if (!given) {
      error(c.procedure_range,
            fmt::format("parameter ${} of procedure '{}' is not given", input.first, c.procedure),
            fmt::format("use --param {}=…", input.first), "MissingParameter", "ParameterMissing");
    }
    c.arguments.push_back(make(Parameter{input.first}, c.procedure_range));
  }
}

void Checker::call_yields(CallClause& c, const ProcedureSignature& procedure, Scope& scope) {
  for (auto& yield : c.yields) {
    TypeSet kinds = type_set::kAny;
    std::vector<std::string_view> known;
    bool found = false;
    for (const auto& output : procedure.outputs) {
      known.push_back(output.first);
      if (output.first != yield.field) continue;
      kinds = output.second | type_set::kNull;
      found = true;
    }
    if (!found) {
      error(yield.range, fmt::format("procedure '{}' yields no '{}'", c.procedure, yield.field),
            did_you_mean(yield.field, known), "UndefinedVariable");
    }
    if (scope.count(yield.variable.name) > 0) {
      error(yield.variable.range,
            fmt::format("variable '{}' is already bound", yield.variable.name),
            fmt::format("YIELD {} AS another_name", yield.field), "VariableAlreadyBound");
      continue;
    }
    define(yield.variable, Type{kinds, type_set::kAny}, scope);
  }
}

// --- Scratch graphs ----------------------------------------------------------------------------

void Checker::visit(CreateClause& c, SourceRange, Scope& scope) {
  pattern(c.pattern, PatternUse::kCreate, scope);
}

void Checker::visit(MergeClause& c, SourceRange, Scope& scope) {
  Pattern one;
  one.paths.push_back(std::move(c.pattern));
  pattern(one, PatternUse::kMerge, scope);
  c.pattern = std::move(one.paths.front());
}

void Checker::visit(SetClause& c, SourceRange, Scope& scope) {
  for (SetItem& item : c.items) {
    expression(*item.target, Place{&scope});
    if (item.value != nullptr) expression(*item.value, Place{&scope});
  }
}

void Checker::visit(DeleteClause& c, SourceRange, Scope& scope) {
  for (ExpressionPtr& target : c.targets) {
    const Type type = expression(*target, Place{&scope});
    require(type, type_set::kNode | type_set::kRelationship | type_set::kPath, target->range,
            "DELETE");
  }
}

}  // namespace zhengmai::semantics
