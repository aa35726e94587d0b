// Path values, put together from the nodes and relationships of a pattern.
#include "query/exec/eval_guard.h"

namespace zhengmai::exec {

using plan::Expr;

namespace {

class MakePath final : public Evaluator {
 public:
  explicit MakePath(std::vector<EvaluatorPtr> parts) : parts_(std::move(parts)) {}

  Value value(Frame& frame) override {
    Path path;
    for (size_t i = 0; i < parts_.size(); ++i) {
      const Value part = parts_[i]->value(frame);
      if (part.is_null()) return {};
      if (part.is_relationship()) {
        path.relationships.push_back(part.as_relationship());
      } else if (part.is_list()) {
        walk(frame.context.graph(), part.as_list(), path);
        ++i;  // the walk has added the far node
      } else {
        path.nodes.push_back(part.as_node());
      }
    }
    return Value::path(std::move(path));
  }

 private:
  static void walk(const Graph& graph, const List& relationships, Path& path) {
    for (const Value& v : relationships) {
      const RelationshipId r = v.as_relationship();
      const NodeId start = graph.start_of(r);
      path.relationships.push_back(r);
      path.nodes.push_back(start == path.nodes.back() ? graph.end_of(r) : start);
    }
  }

  std::vector<EvaluatorPtr> parts_;
};

}  // namespace

EvaluatorPtr Compiler::path(const Expr& e) {
  std::vector<EvaluatorPtr> parts;
  for (const plan::ExprPtr& part : e.arguments) parts.push_back(compile(*part));
  return std::make_unique<MakePath>(std::move(parts));
}

}  // namespace zhengmai::exec
