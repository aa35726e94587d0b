// variable.key and label tests.
#include "query/exec/eval_guard.h"
#include "query/exec/property_reader.h"
#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;

namespace {

class PropertyOf final : public Evaluator {
 public:
  PropertyOf(const Expr& e, EvaluatorPtr subject, const Graph& graph)
      : key_(e.name), range_(e.range), subject_(std::move(subject)), reader_(graph, e.name) {}

  Value value(Frame& frame) override { return of(frame, subject_->value(frame)); }

  void column(Frame& frame, Vector& out) override {
    const Vector* subjects = subject_->existing_column(frame);
    if (!subjects) {
      subject_->column(frame, scratch_);
      subjects = &scratch_;
    }
    if (subjects->type() == VectorType::kNode) return reader_.nodes(subjects->ids(), out);
    if (subjects->type() == VectorType::kRelationship) {
      return reader_.relationships(subjects->ids(), out);
    }
    out.reset(VectorType::kValue);
    for (size_t i = 0; i < frame.batch->size; ++i) {
      out.values().push_back(of(frame, subjects->value(i)));
    }
  }

 private:
  Value of(Frame& frame, const Value& subject) {
    if (subject.is_node()) return reader_.of_node(subject.as_node());
    if (subject.is_relationship()) return reader_.of_relationship(subject.as_relationship());
    return guarded(frame, range_,
                   [&] { return zhengmai::property(frame.context.graph(), subject, key_); });
  }

  std::string key_;
  SourceRange range_;
  EvaluatorPtr subject_;
  PropertyReader reader_;
  Vector scratch_;
};

// A label expression over one graph, decided once a label set.
class LabelMatcher {
 public:
  LabelMatcher(const Graph& graph, const ast::LabelExpression& labels) : graph_(graph) {
    for (LabelSetId set = 0; set < graph.label_set_count(); ++set) {
      verdicts_.push_back(holds(labels, graph.labels_of(set)));
    }
  }
  bool matches(NodeId node) {
    if (!range_.contains(node)) {
      const LabelSetId set = graph_.label_set_of(node);
      range_ = graph_.nodes_of(set);
      verdict_ = verdicts_[set];
    }
    return verdict_;
  }

 private:
  bool holds(const ast::LabelExpression& e, std::span<const LabelId> labels) const {
    using Kind = ast::LabelExpression::Kind;
    switch (e.kind) {
      case Kind::kWildcard: return !labels.empty();
      case Kind::kNot: return !holds(e.operands[0], labels);
      case Kind::kAnd:
        for (const auto& operand : e.operands) {
          if (!holds(operand, labels)) return false;
        }
        return true;
      case Kind::kOr:
        for (const auto& operand : e.operands) {
          if (holds(operand, labels)) return true;
        }
        return false;
      case Kind::kName: break;
    }
    for (const LabelId label : labels) {
      if (graph_.labels().name(label) == e.name) return true;
    }
    return false;
  }

  const Graph& graph_;
  std::vector<char> verdicts_;
  IdRange range_;
  bool verdict_ = false;
};

// A type expression `r:T`, on relationships.
bool type_matches(const ast::LabelExpression& e, std::string_view type) {
  using Kind = ast::LabelExpression::Kind;
  switch (e.kind) {
    case Kind::kName: return e.name == type;
    case Kind::kWildcard: return true;
    case Kind::kNot: return !type_matches(e.operands[0], type);
    case Kind::kAnd:
    case Kind::kOr: break;
  }
  for (const auto& operand : e.operands) {
    if (type_matches(operand, type) == (e.kind == Kind::kOr)) return e.kind == Kind::kOr;
  }
  return e.kind == Kind::kAnd;
}

class HasLabels final : public Evaluator {
 public:
  HasLabels(const Expr& e, EvaluatorPtr subject, const Graph& graph)
      : labels_(*e.labels), range_(e.range), subject_(std::move(subject)),
        matcher_(graph, *e.labels) {}

  Value value(Frame& frame) override { return to_value(test(frame, subject_->value(frame))); }

  void column(Frame& frame, Vector& out) override {
    const Vector* subjects = subject_->existing_column(frame);
    if (!subjects) {
      subject_->column(frame, scratch_);
      subjects = &scratch_;
    }
    out.reset(VectorType::kBoolean);
    std::vector<Ternary>& result = out.booleans();
    result.reserve(frame.batch->size);
    if (subjects->type() == VectorType::kNode) {
      for (const NodeId id : subjects->ids()) {
        result.push_back(id == kNoId ? Ternary::kNull : to_ternary(matcher_.matches(id)));
      }
      return;
    }
    for (size_t i = 0; i < frame.batch->size; ++i) {
      result.push_back(test(frame, subjects->value(i)));
    }
  }

 private:
  Ternary test(Frame& frame, const Value& subject) {
    if (subject.is_null()) return Ternary::kNull;
    if (subject.is_node()) return to_ternary(matcher_.matches(subject.as_node()));
    if (subject.is_relationship()) {
      const Graph& graph = frame.context.graph();
      return to_ternary(type_matches(
          labels_, graph.types().name(graph.type_of(subject.as_relationship()))));
    }
    return guarded(frame, range_, [&]() -> Ternary {
      throw_wrong_kind("a label test", "a node or a relationship", subject);
    });
  }

  ast::LabelExpression labels_;
  SourceRange range_;
  EvaluatorPtr subject_;
  LabelMatcher matcher_;
  Vector scratch_;
};

}  // namespace

EvaluatorPtr Compiler::property(const Expr& e) {
  return std::make_unique<PropertyOf>(e, compile(*e.arguments[0]), context_.graph());
}

EvaluatorPtr Compiler::label_test(const Expr& e) {
  return std::make_unique<HasLabels>(e, compile(*e.arguments[0]), context_.graph());
}

}  // namespace zhengmai::exec
