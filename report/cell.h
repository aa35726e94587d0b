// A Value as reports write it: JSON for machines, plain text for people.
//
// JSON: numbers keep their type (1.0 is a float), what JSON cannot say (NaN, infinities) is null,
// temporal values are ISO 8601 strings, as Neo4j's APOC writes them. Nodes, relationships and paths
// are objects:
//
//   {"id":"agency:350000/commerce","labels":["Agency"],"properties":{"name":"福建省商务厅"}}
//   {"id":"…","type":"ASSIGNED_TO","start":"measure:…/3","end":"agency:…","properties":{…}}
//   {"nodes":[…],"relationships":[…]}
//
// An id is the property `id` where there is one, else the graph's own number.
//
// REQUIRES: `graph` is the graph that the value came from; it may be null only for values that
// hold no node, relationship or path. Cost: linear. Threads: pure functions.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai::report {

// The value as JSON, appended; see above for the shapes.
void append_json(std::string& out, const Value& value, const Graph* graph);

// `,"properties":{…}` of a node or relationship, nulls left out; `get` gives a key's value.
void append_json_properties(std::string& out, const Graph& graph, std::span<const KeyId> keys,
                            const std::function<Value(KeyId)>& get);

// Text for one cell: strings as they are, null as nothing, lists and maps in the query language's
// notation, nodes as (:Agency 福建省商务厅), relationships as [:ASSIGNED_TO], paths as a chain.
std::string cell_text(const Value& value, const Graph* graph);

// Text for one cell of CSV and TSV: as cell_text, but lists, maps, nodes, relationships and paths
// are JSON, so that a program can read them back.
std::string machine_text(const Value& value, const Graph* graph);

// The stable id: the property `id`, else the number in decimal.
std::string node_key(const Graph& graph, NodeId node);
std::string relationship_key(const Graph& graph, RelationshipId relationship);

// What a person calls the node: its name, title, shortened text, section title or id.
std::string node_caption(const Graph& graph, NodeId node);

// A property by name; null when the graph has no such key or the node no such property.
Value property(const Graph& graph, NodeId node, std::string_view key);
Value relationship_property(const Graph& graph, RelationshipId relationship, std::string_view key);

// The property as text, empty when absent or not a string.
std::string_view text_property(const Graph& graph, NodeId node, std::string_view key);

// The nodes of a label whose property is that text; none when the graph has no such label or key.
std::vector<NodeId> nodes_with_text(const Graph& graph, std::string_view label,
                                    std::string_view key, std::string text);

// At most `columns` columns of a terminal, with "…" where something was cut off. Never cuts a wide
// character in two.
std::string shorten(std::string_view text, int columns, std::string_view ellipsis = "…");

}  // namespace zhengmai::report
