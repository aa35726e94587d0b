// Lists, maps, indexes, slices and map projections.
#include "query/exec/eval_guard.h"
#include "query/values/operators.h"

namespace zhengmai::exec {

using plan::Expr;
using plan::ExprKind;

namespace {

class MakeList final : public Evaluator {
 public:
  explicit MakeList(std::vector<EvaluatorPtr> items) : items_(std::move(items)) {}
  Value value(Frame& frame) override {
    List out;
    out.reserve(items_.size());
    for (const EvaluatorPtr& item : items_) out.push_back(item->value(frame));
    return Value::list(std::move(out));
  }

 private:
  std::vector<EvaluatorPtr> items_;
};

class MakeMap final : public Evaluator {
 public:
  MakeMap(std::vector<std::string> keys, std::vector<EvaluatorPtr> values)
      : keys_(std::move(keys)), values_(std::move(values)) {}
  Value value(Frame& frame) override {
    Map out;
    for (size_t i = 0; i < keys_.size(); ++i) out[keys_[i]] = values_[i]->value(frame);
    return Value::map(std::move(out));
  }

 private:
  std::vector<std::string> keys_;
  std::vector<EvaluatorPtr> values_;
};

// subject {.a, .*, b: e}; a null value stands for .*.
class ProjectMap final : public Evaluator {
 public:
  ProjectMap(std::vector<std::string> keys, EvaluatorPtr subject, std::vector<EvaluatorPtr> values)
      : keys_(std::move(keys)), subject_(std::move(subject)), values_(std::move(values)) {}

  Value value(Frame& frame) override {
    const Value subject = subject_->value(frame);
    if (subject.is_null()) return {};
    Map out;
    for (size_t i = 0; i < keys_.size(); ++i) {
      if (values_[i]) {
        out[keys_[i]] = values_[i]->value(frame);
      } else {
        add_all(frame.context.graph(), subject, out);
      }
    }
    return Value::map(std::move(out));
  }

 private:
  static void add_all(const Graph& graph, const Value& subject, Map& out) {
    auto put = [&](KeyId key, Value v) {
      if (!v.is_null()) out[std::string(graph.keys().name(key))] = std::move(v);
    };
    if (subject.is_node()) {
      const NodeId node = subject.as_node();
      for (const KeyId key : graph.node_keys(graph.label_set_of(node))) {
        put(key, graph.node_property(node, key));
      }
    } else if (subject.is_relationship()) {
      const RelationshipId r = subject.as_relationship();
      for (const KeyId key : graph.relationship_keys(graph.type_of(r))) {
        put(key, graph.relationship_property(r, key));
      }
    } else if (subject.is_map()) {
      for (const auto& entry : subject.as_map()) out[entry.first] = entry.second;
    }
  }

  std::vector<std::string> keys_;
  EvaluatorPtr subject_;
  std::vector<EvaluatorPtr> values_;
};

class ElementOf final : public Evaluator {
 public:
  ElementOf(SourceRange range, EvaluatorPtr subject, EvaluatorPtr index)
      : range_(range), subject_(std::move(subject)), index_(std::move(index)) {}
  Value value(Frame& frame) override {
    const Value subject = subject_->value(frame);
    const Value index = index_->value(frame);
    return guarded(frame, range_, [&] { return element(frame.context.graph(), subject, index); });
  }

 private:
  SourceRange range_;
  EvaluatorPtr subject_, index_;
};

class SliceOf final : public Evaluator {
 public:
  SliceOf(SourceRange range, EvaluatorPtr subject, EvaluatorPtr from, EvaluatorPtr to)
      : range_(range), subject_(std::move(subject)), from_(std::move(from)), to_(std::move(to)) {}
  Value value(Frame& frame) override {
    const Value subject = subject_->value(frame);
    Value from, to;
    if (from_) from = from_->value(frame);
    if (to_) to = to_->value(frame);
    return guarded(frame, range_, [&] {
      return slice(subject, from_ ? &from : nullptr, to_ ? &to : nullptr);
    });
  }

 private:
  SourceRange range_;
  EvaluatorPtr subject_, from_, to_;
};

}  // namespace

EvaluatorPtr Compiler::container(const Expr& e) {
  if (e.kind == ExprKind::kIndex) {
    return std::make_unique<ElementOf>(e.range, compile(*e.arguments[0]), compile(*e.arguments[1]));
  }
  if (e.kind == ExprKind::kSlice) {
    return std::make_unique<SliceOf>(e.range, compile(*e.arguments[0]),
                                     compile_optional(e.arguments[1]),
                                     compile_optional(e.arguments[2]));
  }
  const size_t first = e.kind == ExprKind::kMapProjection ? 1 : 0;
  std::vector<EvaluatorPtr> parts;
  for (size_t i = first; i < e.arguments.size(); ++i) {
    parts.push_back(compile_optional(e.arguments[i]));
  }
  if (e.kind == ExprKind::kList) return std::make_unique<MakeList>(std::move(parts));
  if (e.kind == ExprKind::kMap) return std::make_unique<MakeMap>(e.names, std::move(parts));
  return std::make_unique<ProjectMap>(e.names, compile(*e.arguments[0]), std::move(parts));
}

}  // namespace zhengmai::exec
