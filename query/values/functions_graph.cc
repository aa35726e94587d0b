// Functions over nodes, relationships and paths.
#include <string>

#include "query/values/error.h"
#include "query/values/function_tables.h"

namespace zhengmai {
namespace {

constexpr std::string_view kEntity = "a node or a relationship";

Value id(const FunctionContext&, Arguments args) {
  if (args[0].is_node()) return Value::integer(args[0].as_node());
  if (args[0].is_relationship()) return Value::integer(args[0].as_relationship());
  throw_wrong_kind("id()", kEntity, args[0]);
}

Value element_id(const FunctionContext& context, Arguments args) {
  if (!args[0].is_node() && !args[0].is_relationship())
    throw_wrong_kind("elementId()", kEntity, args[0]);
  return Value::string(std::to_string(id(context, args).as_integer()));
}

Value labels(const FunctionContext& context, Arguments args) {
  if (!args[0].is_node()) throw_wrong_kind("labels()", "a node", args[0]);
  const Graph& graph = context.graph;
  List names;
  for (const LabelId label : graph.labels_of(graph.label_set_of(args[0].as_node())))
    names.push_back(Value::borrowed(graph.labels().name(label)));
  return Value::list(std::move(names));
}

Value type(const FunctionContext& context, Arguments args) {
  if (!args[0].is_relationship()) throw_wrong_kind("type()", "a relationship", args[0]);
  const Graph& graph = context.graph;
  return Value::borrowed(graph.types().name(graph.type_of(args[0].as_relationship())));
}

// Calls use(key, value) for each property of a node, relationship or map, in key order.
template <typename Use>
void for_each_property(const Graph& graph, const Value& v, std::string_view caller, Use use) {
  if (v.is_map()) {
    for (const auto& [key, value] : v.as_map()) use(std::string_view(key), value);
  } else if (v.is_node()) {
    for (const KeyId key : graph.node_keys(graph.label_set_of(v.as_node())))
      if (Value p = graph.node_property(v.as_node(), key); !p.is_null())
        use(graph.keys().name(key), p);
  } else if (v.is_relationship()) {
    for (const KeyId key : graph.relationship_keys(graph.type_of(v.as_relationship())))
      if (Value p = graph.relationship_property(v.as_relationship(), key); !p.is_null())
        use(graph.keys().name(key), p);
  } else {
    throw_wrong_kind(caller, "a node, a relationship or a map", v);
  }
}

Value keys(const FunctionContext& context, Arguments args) {
  List names;
  for_each_property(context.graph, args[0], "keys()", [&](std::string_view key, const Value&) {
    names.push_back(Value::string(std::string(key)));
  });
  return Value::list(std::move(names));
}

Value properties(const FunctionContext& context, Arguments args) {
  if (args[0].is_map()) return args[0];
  Map map;
  for_each_property(context.graph, args[0], "properties()",
                    [&](std::string_view key, const Value& value) { map.emplace(key, value); });
  return Value::map(std::move(map));
}

Value start_node(const FunctionContext& context, Arguments args) {
  if (!args[0].is_relationship()) throw_wrong_kind("startNode()", "a relationship", args[0]);
  return Value::node(context.graph.start_of(args[0].as_relationship()));
}

Value end_node(const FunctionContext& context, Arguments args) {
  if (!args[0].is_relationship()) throw_wrong_kind("endNode()", "a relationship", args[0]);
  return Value::node(context.graph.end_of(args[0].as_relationship()));
}

Value nodes(const FunctionContext&, Arguments args) {
  if (!args[0].is_path()) throw_wrong_kind("nodes()", "a path", args[0]);
  List out;
  for (const NodeId n : args[0].as_path().nodes) out.push_back(Value::node(n));
  return Value::list(std::move(out));
}

Value relationships(const FunctionContext&, Arguments args) {
  if (!args[0].is_path()) throw_wrong_kind("relationships()", "a path", args[0]);
  List out;
  for (const RelationshipId r : args[0].as_path().relationships)
    out.push_back(Value::relationship(r));
  return Value::list(std::move(out));
}

Value length(const FunctionContext&, Arguments args) {
  if (!args[0].is_path()) throw_wrong_kind("length()", "a path", args[0]);
  return Value::integer(static_cast<int64_t>(args[0].as_path().relationships.size()));
}

constexpr Function kTable[] = {
    {"elementId", 1, 1, true, true, element_id},
    {"endNode", 1, 1, true, true, end_node},
    {"id", 1, 1, true, true, id},
    {"keys", 1, 1, true, true, keys},
    {"labels", 1, 1, true, true, labels},
    {"length", 1, 1, true, true, length},
    {"nodes", 1, 1, true, true, nodes},
    {"properties", 1, 1, true, true, properties},
    {"relationships", 1, 1, true, true, relationships},
    {"rels", 1, 1, true, true, relationships},
    {"startNode", 1, 1, true, true, start_node},
    {"type", 1, 1, true, true, type},
};

}  // namespace

std::span<const Function> graph_functions() { return kTable; }

}  // namespace zhengmai
