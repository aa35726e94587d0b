// The properties that occur in a selection, each with one type that fits all its values: what
// GraphML, GEXF and CSV must declare before the data.
//
// Cost: one pass over the properties. Threads: plain data.
#pragma once

#include <string>
#include <vector>

#include "report/selection.h"

namespace zhengmai::report {

enum class PropertyType : uint8_t { kBoolean, kInteger, kFloat, kString, kStringList };

struct PropertyColumn {
  KeyId key;
  std::string name;
  PropertyType type;
};

// Of the nodes, or of the relationships, in the order of the keys' names. A key whose values differ
// in kind is kString; one with lists of strings only is kStringList; integers and floats are
// kFloat.
std::vector<PropertyColumn> node_columns(const Graph& graph, std::span<const NodeId> nodes);
std::vector<PropertyColumn> relationship_columns(const Graph& graph,
                                                 std::span<const RelationshipId> relationships);

}  // namespace zhengmai::report
