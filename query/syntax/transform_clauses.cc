#include <fmt/format.h>

#include <utility>

#include "query/syntax/transform.h"

namespace zhengmai::syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

QueryPtr Transformer::query(P::QueryContext* ctx) {
  QueryPtr out = union_query(ctx->unionQuery());
  if (ctx->EXPLAIN() != nullptr) out->mode = PlanMode::kExplain;
  if (ctx->PROFILE() != nullptr) out->mode = PlanMode::kProfile;
  return out;
}

QueryPtr Transformer::union_query(P::UnionQueryContext* ctx) {
  auto out = std::make_unique<Query>();
  out->range = range(ctx);
  for (auto* part : ctx->singleQuery()) out->parts.push_back(single_query(part));
  const auto links = ctx->unionLink();
  for (size_t i = 0; i < links.size(); ++i) {
    const bool all = links[i]->ALL() != nullptr;
    if (i > 0 && all != out->union_all) {
      fail(range(links[i]), "UNION and UNION ALL cannot be mixed in one query",
           "put one of them into CALL { … }", "InvalidClauseComposition");
    }
    out->union_all = all;
  }
  return out;
}

SingleQuery Transformer::single_query(P::SingleQueryContext* ctx) {
  SingleQuery out;
  out.range = range(ctx);
  for (auto* c : ctx->clause()) out.clauses.push_back(clause(c));
  if (auto* last = ctx->returnClause()) {
    Clause returning;
    returning.range = range(last);
    returning.node = ReturnClause{projection(last->projection())};
    out.clauses.push_back(std::move(returning));
  }
  return out;
}

Clause Transformer::clause(P::ClauseContext* ctx) {
  Clause out;
  out.range = range(ctx);
  if (auto* match = ctx->matchClause()) {
    out.node = match_clause(match);
  } else if (auto* unwind = ctx->unwindClause()) {
    out.node = UnwindClause{expression(unwind->expression()), variable(unwind->name())};
  } else if (auto* with = ctx->withClause()) {
    Projection items = projection(with->projection());
    out.node = WithClause{std::move(items), where(with->where())};
  } else if (auto* call = ctx->callClause()) {
    out.node = call_clause(call);
  } else if (auto* sub = ctx->subqueryClause()) {
    out.node = CallSubqueryClause{union_query(sub->unionQuery())};
  } else if (auto* create = ctx->createClause()) {
    out.node = CreateClause{pattern(create->pattern())};
  } else if (auto* merge = ctx->mergeClause()) {
    out.node = MergeClause{path_pattern(merge->pathPattern())};
  } else if (auto* set = ctx->setClause()) {
    out.node = set_clause(set);
  } else {
    out.node = delete_clause(ctx->deleteClause());
  }
  return out;
}

MatchClause Transformer::match_clause(P::MatchClauseContext* ctx) {
  MatchClause out;
  out.optional = ctx->OPTIONAL() != nullptr;
  out.pattern = pattern(ctx->pattern());
  out.where = where(ctx->where());
  return out;
}

CallClause Transformer::call_clause(P::CallClauseContext* ctx) {
  CallClause out;
  out.procedure = dotted_name(ctx->dottedName());
  out.procedure_range = range(ctx->dottedName());
  if (auto* arguments = ctx->arguments()) {
    out.arguments = expressions(arguments->expression());
  } else {
    out.implicit_arguments = true;
  }
  if (auto* yield = ctx->yieldPart()) yield_part(yield, out);
  return out;
}

void Transformer::yield_part(P::YieldPartContext* ctx, CallClause& call) {
  call.has_yield = true;
  call.yield_star = ctx->STAR() != nullptr;
  for (auto* item : ctx->yieldItem()) {
    CallClause::Yield yield;
    yield.field = name_text(item->name(0));
    yield.variable = variable(item->name(item->AS() != nullptr ? 1 : 0));
    yield.range = range(item);
    call.yields.push_back(std::move(yield));
  }
  call.where = where(ctx->where());
}

SetClause Transformer::set_clause(P::SetClauseContext* ctx) {
  SetClause out;
  for (auto* item : ctx->setItem()) out.items.push_back(set_item(item));
  return out;
}

SetItem Transformer::set_item(P::SetItemContext* ctx) {
  SetItem out;
  out.target = make(VariableRef{variable(ctx->name())}, range(ctx->name()));
  if (!ctx->COLON().empty()) {
    out.kind = SetItem::Kind::kLabels;
    for (auto* label : ctx->schemaName()) out.labels.push_back(name_text(label));
    return out;
  }
  out.kind = ctx->PLUS_EQUAL() != nullptr ? SetItem::Kind::kMerge
             : ctx->schemaName().empty()  ? SetItem::Kind::kReplace
                                          : SetItem::Kind::kProperty;
  if (ctx->schemaName().size() > 1) {
    fail(range(ctx), "a property of a node or relationship is set, not a property of its value",
         "SET n.key = value");
  }
  for (auto* key : ctx->schemaName()) {
    const SourceRange whole{out.target->range.begin, range(key).end};
    out.target = make(PropertyAccess{std::move(out.target), name_text(key), range(key)}, whole);
  }
  out.value = expression(ctx->expression());
  return out;
}

DeleteClause Transformer::delete_clause(P::DeleteClauseContext* ctx) {
  DeleteClause out;
  out.detach = ctx->DETACH() != nullptr;
  out.targets = expressions(ctx->expression());
  return out;
}

Projection Transformer::projection(P::ProjectionContext* ctx) {
  Projection out;
  out.range = range(ctx);
  out.distinct = ctx->DISTINCT() != nullptr;
  auto* items = ctx->projectionItems();
  out.star = items->star != nullptr;
  for (auto* item : items->projectionItem()) out.items.push_back(projection_item(item));
  if (auto* order = ctx->orderPart()) {
    for (auto* item : order->sortItem()) {
      const bool descending = item->DESC() != nullptr || item->DESCENDING() != nullptr;
      out.order_by.push_back(SortItem{expression(item->expression()), descending});
    }
  }
  if (auto* skip = ctx->skipPart()) out.skip = expression(skip->expression());
  if (auto* limit = ctx->limitPart()) out.limit = expression(limit->expression());
  return out;
}

ReturnItem Transformer::projection_item(P::ProjectionItemContext* ctx) {
  ReturnItem out;
  out.range = range(ctx);
  out.expression = expression(ctx->expression());
  out.text = std::string(source_.slice(range(ctx->expression())));
  if (auto* alias = ctx->name()) out.alias = variable(alias);
  return out;
}

ExpressionPtr Transformer::where(P::WhereContext* ctx) {
  return ctx == nullptr ? nullptr : expression(ctx->expression());
}

}  // namespace zhengmai::syntax
