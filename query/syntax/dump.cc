#include "query/syntax/dump.h"

#include <fmt/format.h>

#include "query/syntax/parse.h"

namespace zhengmai {
namespace syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

namespace {

const char* symbol(UnaryOperator op) {
  switch (op) {
    case UnaryOperator::kNot:
      return "not";
    case UnaryOperator::kMinus:
      return "neg";
    case UnaryOperator::kPlus:
      return "pos";
    case UnaryOperator::kIsNull:
      return "is-null";
    case UnaryOperator::kIsNotNull:
      return "is-not-null";
  }
  return "?";
}

const char* symbol(BinaryOperator op) {
  static constexpr const char* kSymbols[] = {
      "or", "xor", "and", "=", "<>", "<",  "<=",          ">",         ">=",       "+",
      "-",  "*",   "/",   "%", "^",  "in", "starts-with", "ends-with", "contains", "=~"};
  return kSymbols[static_cast<size_t>(op)];
}

class ExpressionDumper {
 public:
  explicit ExpressionDumper(std::string& out) : out_(out) {}

  void operator()(const Literal& e) { literal(e.value); }
  void operator()(const Parameter& e) { out_ += "$" + e.name; }
  void operator()(const VariableRef& e) { out_ += e.variable.name; }
  void operator()(const PropertyAccess& e) {
    out_ += "(. ";
    sub(e.subject);
    out_ += " " + e.key + ")";
  }
  void operator()(const LabelTest& e) {
    out_ += "(labels ";
    sub(e.subject);
    out_ += " ";
    dump_labels(out_, e.labels);
    out_ += ")";
  }
  void operator()(const Index& e) { list("index", {&e.subject, &e.index}); }
  void operator()(const Slice& e) { list("slice", {&e.subject, &e.from, &e.to}); }
  void operator()(const Unary& e) { list(symbol(e.op), {&e.operand}); }
  void operator()(const Binary& e) { list(symbol(e.op), {&e.left, &e.right}); }
  void operator()(const ListLiteral& e) {
    out_ += "[";
    for (size_t i = 0; i < e.items.size(); ++i) {
      if (i > 0) out_ += " ";
      sub(e.items[i]);
    }
    out_ += "]";
  }
  void operator()(const MapLiteral& e) {
    out_ += "{";
    for (size_t i = 0; i < e.entries.size(); ++i) {
      out_ += (i > 0 ? " " : "") + e.entries[i].first + ": ";
      sub(e.entries[i].second);
    }
    out_ += "}";
  }
  void operator()(const MapProjection& e) {
    out_ += "(project " + e.subject.name;
    for (const auto& item : e.items) {
      switch (item.kind) {
        case MapProjection::Item::Kind::kProperty:
          out_ += " ." + item.key;
          break;
        case MapProjection::Item::Kind::kAllProperties:
          out_ += " .*";
          break;
        default:
          out_ += " " + item.key + ": ";
          sub(item.value);
      }
    }
    out_ += ")";
  }
  void operator()(const Case& e) {
    out_ += "(case";
    dump_tagged(out_, "of", e.subject);
    for (const auto& [when, then] : e.branches) {
      out_ += " (";
      sub(when);
      out_ += " ";
      sub(then);
      out_ += ")";
    }
    dump_tagged(out_, "else", e.otherwise);
    out_ += ")";
  }
  void operator()(const FunctionCall& e) {
    out_ += "(call " + e.name;
    if (e.distinct) out_ += " distinct";
    if (e.star) out_ += " *";
    for (const auto& argument : e.arguments) {
      out_ += " ";
      sub(argument);
    }
    out_ += ")";
  }
  void operator()(const ListComprehension& e) {
    out_ += "(list " + e.variable.name + " ";
    sub(e.list);
    dump_tagged(out_, "where", e.where);
    dump_tagged(out_, "yield", e.projection);
    out_ += ")";
  }
  void operator()(const Quantifier& e) {
    static constexpr const char* kNames[] = {"all", "any", "none", "single"};
    out_ += fmt::format("({} {} ", kNames[static_cast<size_t>(e.kind)], e.variable.name);
    sub(e.list);
    dump_tagged(out_, "where", e.where);
    out_ += ")";
  }
  void operator()(const Reduce& e) {
    out_ += "(reduce " + e.accumulator.name + " ";
    sub(e.init);
    out_ += " " + e.variable.name + " ";
    sub(e.list);
    out_ += " ";
    sub(e.body);
    out_ += ")";
  }
  void operator()(const PatternPredicate& e) { dump_path(out_, e.pattern); }
  void operator()(const PatternComprehension& e) {
    out_ += "(paths ";
    dump_path(out_, e.pattern);
    dump_tagged(out_, "where", e.where);
    dump_tagged(out_, "yield", e.projection);
    out_ += ")";
  }
  void operator()(const SubqueryExpression& e) {
    static constexpr const char* kNames[] = {"exists", "count", "collect"};
    out_ += fmt::format("({} ", kNames[static_cast<size_t>(e.kind)]);
    dump_query(out_, *e.query);
    out_ += ")";
  }

 private:
  void sub(const ExpressionPtr& e) {
    if (e == nullptr) {
      out_ += "_";
    } else {
      dump_expression(out_, *e);
    }
  }
  void list(const char* head, std::initializer_list<const ExpressionPtr*> parts) {
    out_ += fmt::format("({}", head);
    for (const ExpressionPtr* part : parts) {
      out_ += " ";
      sub(*part);
    }
    out_ += ")";
  }
  void literal(const Value& v) {
    switch (v.kind()) {
      case ValueKind::kNull:
        out_ += "null";
        break;
      case ValueKind::kBoolean:
        out_ += v.as_boolean() ? "true" : "false";
        break;
      case ValueKind::kInteger:
        out_ += std::to_string(v.as_integer());
        break;
      case ValueKind::kFloat:
        out_ += fmt::format("{:#}", v.as_float());
        break;
      default:
        out_ += fmt::format("'{}'", v.as_string());
    }
  }

  std::string& out_;
};

}  // namespace

void dump_expression(std::string& out, const Expression& expression) {
  std::visit(ExpressionDumper(out), expression.node);
}

void dump_tagged(std::string& out, const char* tag, const ExpressionPtr& expression) {
  if (expression == nullptr) return;
  out += fmt::format(" ({} ", tag);
  dump_expression(out, *expression);
  out += ")";
}

}  // namespace syntax

std::string dump(const ast::Query& query) {
  std::string out;
  syntax::dump_query(out, query);
  return out;
}

}  // namespace zhengmai
