// Reads one property of many nodes or relationships, column by column of the graph.
//
//   PropertyReader reader(graph, "name");
//   reader.nodes(ids, out);      // out: integers, floats, codes of a dictionary, or Values
//
// Cost: a load per row where all ids share a label set (or type); else a search per row.
// Threads: one object a thread (it keeps the last column that it looked into).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "query/exec/batch.h"

namespace zhengmai::exec {

class PropertyReader {
 public:
  // `key`: a stored key, or an alias of the schema that the graph does not use itself.
  PropertyReader(const Graph& graph, const std::string& key);

  Value of_node(NodeId node);
  Value of_relationship(RelationshipId relationship);
  // Null ids give nulls.
  void nodes(std::span<const NodeId> ids, Vector& out);
  void relationships(std::span<const RelationshipId> ids, Vector& out);

  // The column that holds the property of all of `ids`; nullptr when there is none or several.
  const Column* column_of_nodes(std::span<const NodeId> ids);

 private:
  // The label set (or type) looked at last: its ids and its column.
  struct Place {
    IdRange range;
    const Column* column = nullptr;
  };
  const Place& place_of_node(NodeId node);
  const Place& place_of_relationship(RelationshipId relationship);
  template <typename PlaceOf>
  void read(std::span<const uint32_t> ids, PlaceOf place_of, Vector& out);
  static void read_column(const Column& column, std::span<const uint32_t> ids, Vector& out);

  const Graph& graph_;
  std::optional<KeyId> key_;
  Place node_place_, relationship_place_;
};

}  // namespace zhengmai::exec
