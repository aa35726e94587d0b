#include "query/exec/mutation.h"

#include <set>

#include <fmt/format.h>

#include "graph/memory/builder.h"

namespace zhengmai::exec {
namespace {

// Ids of the graph that is left behind → ids of the new one; kNoId where something was deleted.
struct Renewal {
  std::vector<NodeId> nodes;
  std::vector<RelationshipId> relationships;

  Value operator()(const Value& v) const {
    switch (v.kind()) {
      case ValueKind::kNode: {
        const NodeId id = nodes[v.as_node()];
        return id == kNoId ? Value() : Value::node(id);
      }
      case ValueKind::kRelationship: {
        const RelationshipId id = relationships[v.as_relationship()];
        return id == kNoId ? Value() : Value::relationship(id);
      }
      case ValueKind::kString: return Value::string(std::string(v.as_string()));
      case ValueKind::kList: {
        List out;
        for (const Value& item : v.as_list()) out.push_back((*this)(item));
        return Value::list(std::move(out));
      }
      case ValueKind::kMap: {
        Map out;
        for (const auto& [key, item] : v.as_map()) out[key] = (*this)(item);
        return Value::map(std::move(out));
      }
      case ValueKind::kPath: {
        Path out;
        for (const NodeId id : v.as_path().nodes) out.nodes.push_back(nodes[id]);
        for (const RelationshipId id : v.as_path().relationships) {
          out.relationships.push_back(relationships[id]);
        }
        return Value::path(std::move(out));
      }
      default: return v;
    }
  }

  void renew(Batch& rows) const {
    for (Vector& column : rows.columns) {
      if (column.size() != rows.size) continue;  // not in use
      Vector renewed;
      for (size_t i = 0; i < rows.size; ++i) renewed.append_value((*this)(column.value(i)));
      column = std::move(renewed);
    }
  }
};

[[noreturn]] void fail(Context& context, SourceRange range, const std::string& message,
                       const char* type, const char* detail) {
  throw QueryError({{Severity::kError, range, message, "", type, "runtime", detail}},
                   context.run().text());
}

bool storable(const Value& v) {
  if (v.is_map() || v.is_node() || v.is_relationship() || v.is_path()) return false;
  if (!v.is_list()) return true;
  for (const Value& item : v.as_list()) {
    if (!storable(item)) return false;
  }
  return true;
}

// The properties of one new node or relationship; `map` keeps the keys alive.
std::vector<Property> properties_of(Frame& frame, Evaluator* e, SourceRange range, Value& map) {
  std::vector<Property> out;
  if (!e) return out;
  map = e->value(frame);
  if (map.is_null()) return out;
  if (!map.is_map()) {
    fail(frame.context, range, "properties are given as a map", "TypeError", "InvalidArgumentType");
  }
  for (const auto& [key, value] : map.as_map()) {
    if (!storable(value)) {
      fail(frame.context, range,
           fmt::format("property '{}' cannot hold a {}", key, kind_name(value.kind())),
           "TypeError", "InvalidPropertyType");
    }
    out.push_back({key, value});
  }
  return out;
}

EvaluatorPtr compile_optional(const plan::ExprPtr& e, Context& context) {
  return e ? compile(*e, context) : nullptr;
}

void create_nodes(Context& context, const plan::Create& create, Batch& rows, GraphBuilder& builder) {
  for (const plan::CreateNode& node : create.nodes) {
    const EvaluatorPtr properties = compile_optional(node.properties, context);
    const std::vector<std::string_view> labels(node.labels.begin(), node.labels.end());
    std::vector<NodeId> ids;
    Frame frame(context, rows);
    for (frame.row = 0; frame.row < rows.size; ++frame.row) {
      context.tick();
      Value map;
      const SourceRange range = node.properties ? node.properties->range : SourceRange{};
      ids.push_back(builder.add_node(labels, properties_of(frame, properties.get(), range, map)));
    }
    rows[node.symbol].reset(VectorType::kNode);
    rows[node.symbol].ids() = std::move(ids);
  }
}

void create_relationships(Context& context, const plan::Create& create, Batch& rows,
                          GraphBuilder& builder) {
  for (const plan::CreateRelationship& r : create.relationships) {
    const EvaluatorPtr properties = compile_optional(r.properties, context);
    const SourceRange range = r.properties ? r.properties->range : SourceRange{};
    std::vector<RelationshipId> ids;
    std::vector<uint32_t> start_scratch, end_scratch;
    const auto& starts = node_ids(context, rows[r.start], start_scratch);
    const auto& ends = node_ids(context, rows[r.end], end_scratch);
    Frame frame(context, rows);
    for (frame.row = 0; frame.row < rows.size; ++frame.row) {
      context.tick();
      if (starts[frame.row] == kNoId || ends[frame.row] == kNoId) {
        fail(context, range, "a relationship cannot begin or end at null", "SemanticError",
             "InvalidArgumentValue");
      }
      Value map;
      ids.push_back(builder.add_relationship(r.type, starts[frame.row], ends[frame.row],
                                             properties_of(frame, properties.get(), range, map)));
    }
    rows[r.symbol].reset(VectorType::kRelationship);
    rows[r.symbol].ids() = std::move(ids);
  }
}

struct Doomed {
  std::set<NodeId> nodes;
  std::set<RelationshipId> relationships;

  void add(const Value& v) {
    if (v.is_node()) nodes.insert(v.as_node());
    if (v.is_relationship()) relationships.insert(v.as_relationship());
    if (v.is_path()) {
      nodes.insert(v.as_path().nodes.begin(), v.as_path().nodes.end());
      relationships.insert(v.as_path().relationships.begin(), v.as_path().relationships.end());
    }
  }
};

Doomed doomed(Context& context, const plan::Delete& clause, const Batch& rows) {
  Doomed out;
  Frame frame(context, rows);
  for (const plan::ExprPtr& target : clause.targets) {
    const EvaluatorPtr e = compile(*target, context);
    for (frame.row = 0; frame.row < rows.size; ++frame.row) out.add(e->value(frame));
  }
  const Graph& graph = context.graph();
  for (RelationshipId r = 0; r < graph.relationship_count(); ++r) {
    if (!out.nodes.count(graph.start_of(r)) && !out.nodes.count(graph.end_of(r))) continue;
    if (out.relationships.count(r)) continue;
    if (!clause.detach) {
      fail(context, clause.targets[0]->range, "a node that has relationships cannot be deleted",
           "ConstraintVerificationFailed", "DeleteConnectedNode");
    }
    out.relationships.insert(r);
  }
  return out;
}

}  // namespace

Graph apply_create(Context& context, const plan::Create& create, Batch& rows) {
  GraphBuilder builder = GraphBuilder::from(context.graph());
  create_nodes(context, create, rows, builder);
  create_relationships(context, create, rows, builder);
  GraphBuilder::Renumbering renumbering;
  Graph graph = std::move(builder).freeze(&renumbering);
  const Renewal renewal{std::move(renumbering.nodes), std::move(renumbering.relationships)};
  renewal.renew(rows);
  return graph;
}

Graph apply_delete(Context& context, const plan::Delete& clause, Batch& rows) {
  const Doomed gone = doomed(context, clause, rows);
  const Graph& old = context.graph();
  GraphBuilder builder;
  Renewal renewal;
  for (NodeId n = 0; n < old.node_count(); ++n) {
    renewal.nodes.push_back(kNoId);
    if (gone.nodes.count(n)) continue;
    const LabelSetId set = old.label_set_of(n);
    std::vector<std::string_view> labels;
    for (const LabelId label : old.labels_of(set)) labels.push_back(old.labels().name(label));
    std::vector<Property> properties;
    for (const KeyId key : old.node_keys(set)) {
      properties.push_back({old.keys().name(key), old.node_property(n, key)});
    }
    renewal.nodes.back() = builder.add_node(labels, properties);
  }
  for (RelationshipId r = 0; r < old.relationship_count(); ++r) {
    renewal.relationships.push_back(kNoId);
    if (gone.relationships.count(r)) continue;
    const TypeId type = old.type_of(r);
    std::vector<Property> properties;
    for (const KeyId key : old.relationship_keys(type)) {
      properties.push_back({old.keys().name(key), old.relationship_property(r, key)});
    }
    renewal.relationships.back() =
        builder.add_relationship(old.types().name(type), renewal.nodes[old.start_of(r)],
                                 renewal.nodes[old.end_of(r)], properties);
  }
  GraphBuilder::Renumbering renumbering;
  Graph graph = std::move(builder).freeze(&renumbering);
  for (NodeId& id : renewal.nodes) {
    if (id != kNoId) id = renumbering.nodes[id];
  }
  for (RelationshipId& id : renewal.relationships) {
    if (id != kNoId) id = renumbering.relationships[id];
  }
  renewal.renew(rows);
  return graph;
}

}  // namespace zhengmai::exec
