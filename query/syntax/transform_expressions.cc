#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "query/syntax/literals.h"
#include "query/syntax/transform.h"

namespace zhengmai::syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

namespace {

using P = grammar::ZhengmaiParser;

// Chains up to this long keep the shape in which they were written, so that plans read naturally.
constexpr size_t kBalanceAbove = 64;

size_t operator_type(const P::ExpressionContext* ctx) {
  return ctx->op == nullptr ? antlr4::Token::INVALID_TYPE : ctx->op->getType();
}

bool is_comparison(size_t type) {
  return type == P::EQUAL || type == P::NOT_EQUAL || type == P::LESS || type == P::LESS_EQUAL ||
         type == P::GREATER || type == P::GREATER_EQUAL;
}

BinaryOperator binary_operator(size_t type) {
  switch (type) {
    case P::OR:
      return BinaryOperator::kOr;
    case P::XOR:
      return BinaryOperator::kXor;
    case P::AND:
      return BinaryOperator::kAnd;
    case P::EQUAL:
      return BinaryOperator::kEqual;
    case P::NOT_EQUAL:
      return BinaryOperator::kNotEqual;
    case P::LESS:
      return BinaryOperator::kLess;
    case P::LESS_EQUAL:
      return BinaryOperator::kLessEqual;
    case P::GREATER:
      return BinaryOperator::kGreater;
    case P::GREATER_EQUAL:
      return BinaryOperator::kGreaterEqual;
    case P::PLUS:
      return BinaryOperator::kAdd;
    case P::MINUS:
      return BinaryOperator::kSubtract;
    case P::STAR:
      return BinaryOperator::kMultiply;
    case P::SLASH:
      return BinaryOperator::kDivide;
    case P::PERCENT:
      return BinaryOperator::kModulo;
    case P::CARET:
      return BinaryOperator::kPower;
    case P::IN:
      return BinaryOperator::kIn;
    case P::STARTS:
      return BinaryOperator::kStartsWith;
    case P::ENDS:
      return BinaryOperator::kEndsWith;
    case P::CONTAINS:
      return BinaryOperator::kContains;
    default:
      return BinaryOperator::kRegexMatch;
  }
}

// Whether the operator stands in front of its one operand.
bool is_prefix(P::ExpressionContext* ctx) {
  return dynamic_cast<antlr4::tree::TerminalNode*>(ctx->children.front()) != nullptr;
}

class Deeper {
 public:
  explicit Deeper(int& depth) : depth_(depth) { ++depth_; }
  ~Deeper() { --depth_; }
  Deeper(const Deeper&) = delete;
  Deeper& operator=(const Deeper&) = delete;

 private:
  int& depth_;
};

}  // namespace

ExpressionPtr Transformer::expression(P::ExpressionContext* ctx) {
  const Deeper deeper(depth_);
  if (depth_ > kMaxDepth) fail_too_deep(range(ctx));
  return ctx->atom() != nullptr ? atom(ctx->atom()) : operation(ctx);
}

ExpressionPtr Transformer::operation(P::ExpressionContext* ctx) {
  const size_t type = operator_type(ctx);
  if (is_comparison(type)) return comparison_chain(ctx);
  switch (type) {
    case P::AND:
    case P::OR:
    case P::XOR:
      return logical_chain(ctx, binary_operator(type));
    case P::NOT:
      return make(Unary{UnaryOperator::kNot, expression(ctx->expression(0))}, range(ctx));
    case P::IS: {
      const auto op = ctx->NOT() != nullptr ? UnaryOperator::kIsNotNull : UnaryOperator::kIsNull;
      return make(Unary{op, expression(ctx->expression(0))}, range(ctx));
    }
    case P::DOT: {
      auto* key = ctx->schemaName();
      return make(PropertyAccess{expression(ctx->expression(0)), name_text(key), range(key)},
                  range(ctx));
    }
    case P::COLON:
      return make(LabelTest{expression(ctx->expression(0)), label_or(ctx->labelOr())}, range(ctx));
    case P::LBRACKET:
      return index_or_slice(ctx);
    case P::LPAREN:
      return function_call(ctx);
    case P::LBRACE:
      return map_projection(ctx);
    case P::PLUS:
    case P::MINUS:
      if (is_prefix(ctx)) return sign(ctx);
      [[fallthrough]];
    default:
      return binary(ctx, binary_operator(type));
  }
}

// a AND b AND c … is one list: associative, and long when a program wrote it.
ExpressionPtr Transformer::logical_chain(P::ExpressionContext* ctx, BinaryOperator op) {
  const size_t type = operator_type(ctx);
  std::vector<P::ExpressionContext*> operands;
  P::ExpressionContext* left = ctx;
  while (operator_type(left) == type) {
    operands.push_back(left->expression(1));
    left = left->expression(0);
  }
  operands.push_back(left);
  std::reverse(operands.begin(), operands.end());
  std::vector<ExpressionPtr> made = expressions(operands);
  if (made.size() > kBalanceAbove) return balanced(made, 0, made.size(), op);
  ExpressionPtr out = std::move(made[0]);
  for (size_t i = 1; i < made.size(); ++i) {
    const SourceRange whole{out->range.begin, made[i]->range.end};
    out = make(Binary{op, std::move(out), std::move(made[i])}, whole);
  }
  return out;
}

ExpressionPtr Transformer::balanced(std::vector<ExpressionPtr>& operands, size_t begin, size_t end,
                                    BinaryOperator op) {
  if (end - begin == 1) return std::move(operands[begin]);
  const size_t middle = begin + (end - begin + 1) / 2;
  ExpressionPtr left = balanced(operands, begin, middle, op);
  ExpressionPtr right = balanced(operands, middle, end, op);
  const SourceRange whole{left->range.begin, right->range.end};
  return make(Binary{op, std::move(left), std::move(right)}, whole);
}

// a < b <= c means a < b AND b <= c; the middle is built twice.
ExpressionPtr Transformer::comparison_chain(P::ExpressionContext* ctx) {
  std::vector<P::ExpressionContext*> links;
  for (P::ExpressionContext* c = ctx; is_comparison(operator_type(c)); c = c->expression(0)) {
    links.push_back(c);
  }
  std::reverse(links.begin(), links.end());
  std::vector<ExpressionPtr> pairs;
  for (size_t i = 0; i < links.size(); ++i) {
    P::ExpressionContext* left = i == 0 ? links[0]->expression(0) : links[i - 1]->expression(1);
    P::ExpressionContext* right = links[i]->expression(1);
    const SourceRange pair{range(left).begin, range(right).end};
    ExpressionPtr left_value = expression(left);
    pairs.push_back(make(
        Binary{binary_operator(operator_type(links[i])), std::move(left_value), expression(right)},
        pair));
  }
  return balanced(pairs, 0, pairs.size(), BinaryOperator::kAnd);
}

ExpressionPtr Transformer::binary(P::ExpressionContext* ctx, BinaryOperator op) {
  ExpressionPtr left = expression(ctx->expression(0));
  return make(Binary{op, std::move(left), expression(ctx->expression(1))}, range(ctx));
}

// -9223372036854775808 is one literal: its digits alone are out of range.
ExpressionPtr Transformer::sign(P::ExpressionContext* ctx) {
  P::ExpressionContext* operand = ctx->expression(0);
  const bool minus = operator_type(ctx) == P::MINUS;
  if (minus && operand->atom() != nullptr && operand->atom()->literal() != nullptr) {
    const size_t type = operand->getStart()->getType();
    if (type == P::INTEGER || type == P::HEX_INTEGER || type == P::OCTAL_INTEGER ||
        type == P::FLOAT) {
      ExpressionPtr out = literal(operand->atom()->literal(), true);
      out->range = range(ctx);
      return out;
    }
  }
  const auto op = minus ? UnaryOperator::kMinus : UnaryOperator::kPlus;
  return make(Unary{op, expression(operand)}, range(ctx));
}

ExpressionPtr Transformer::index_or_slice(P::ExpressionContext* ctx) {
  ExpressionPtr subject = expression(ctx->expression(0));
  ExpressionPtr from = ctx->from == nullptr ? nullptr : expression(ctx->from);
  if (ctx->DOTS() == nullptr) {
    if (from == nullptr) {
      fail({range(ctx).end - 1, range(ctx).end}, "unexpected ']'; expected an index or a range",
           "list[0] is the first item, list[1..3] a part");
    }
    return make(Index{std::move(subject), std::move(from)}, range(ctx));
  }
  ExpressionPtr to = ctx->to == nullptr ? nullptr : expression(ctx->to);
  return make(Slice{std::move(subject), std::move(from), std::move(to)}, range(ctx));
}

ExpressionPtr Transformer::function_call(P::ExpressionContext* ctx) {
  P::ExpressionContext* callee = ctx->expression(0);
  FunctionCall out;
  out.name = function_name(callee);
  out.name_range = range(callee);
  out.distinct = ctx->DISTINCT() != nullptr;
  out.star = ctx->STAR() != nullptr;
  auto arguments = ctx->expression();
  arguments.erase(arguments.begin());
  out.arguments = expressions(arguments);
  return make(std::move(out), range(ctx));
}

std::string Transformer::function_name(P::ExpressionContext* callee) {
  std::vector<std::string> parts;
  P::ExpressionContext* at = callee;
  while (operator_type(at) == P::DOT) {
    parts.push_back(name_text(at->schemaName()));
    at = at->expression(0);
  }
  if (at->atom() == nullptr || at->atom()->name() == nullptr) {
    fail(range(callee), "only a function can be followed by (…)", "");
  }
  std::string name = name_text(at->atom()->name());
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) name += "." + *part;
  return name;
}

ExpressionPtr Transformer::map_projection(P::ExpressionContext* ctx) {
  using Item = MapProjection::Item;
  P::ExpressionContext* subject = ctx->expression(0);
  if (subject->atom() == nullptr || subject->atom()->name() == nullptr) {
    fail(range(subject), "only a variable can be projected with {…}",
         "name it first: WITH … AS x RETURN x {.key}");
  }
  MapProjection out;
  out.subject = variable(subject->atom()->name());
  for (auto* entry : ctx->projectedEntry()) {
    Item item{};
    if (entry->STAR() != nullptr) {
      item.kind = Item::Kind::kAllProperties;
    } else if (entry->DOT() != nullptr) {
      item.kind = Item::Kind::kProperty;
      item.key = name_text(entry->schemaName());
    } else if (entry->expression() != nullptr) {
      item.kind = Item::Kind::kEntry;
      item.key = name_text(entry->schemaName());
      item.value = expression(entry->expression());
    } else {
      item.kind = Item::Kind::kVariable;
      item.key = name_text(entry->name());
      item.value = make(VariableRef{variable(entry->name())}, range(entry));
    }
    out.items.push_back(std::move(item));
  }
  return make(std::move(out), range(ctx));
}

std::vector<ExpressionPtr> Transformer::expressions(
    const std::vector<P::ExpressionContext*>& list) {
  std::vector<ExpressionPtr> out;
  out.reserve(list.size());
  for (auto* item : list) out.push_back(expression(item));
  return out;
}

void Transformer::count_node(SourceRange range) {
  if (node_budget_-- == 0) fail_too_deep(range);
}

}  // namespace zhengmai::syntax
