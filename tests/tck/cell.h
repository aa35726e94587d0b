// Values as the TCK writes them: (:A {x: 1}), [:T], <(:A)-[:T]->(:B)>, 'text', 1.0, NaN.
//
// What a scenario expects is parsed into a Cell, what the engine gave is converted to one, and both
// are compared by their canonical text, so neither depends on how the engine prints.
// Errors: std::runtime_error for text that is no value. Threads: values.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/model/value.h"

namespace zhengmai::tck {

struct Cell {
  enum class Kind : uint8_t {
    kNull,
    kBoolean,
    kInteger,
    kFloat,
    kString,
    kList,
    kMap,
    kNode,
    kRelationship,
    kPath
  };
  Kind kind = Kind::kNull;
  bool boolean = false;  // kBoolean; of a relationship in a path: points to the right
  int64_t integer = 0;
  double floating = 0;
  std::string text;
  std::vector<Cell> items;              // of a list; of a path: node, relationship, node …
  std::map<std::string, Cell> entries;  // of a map; properties of a node or relationship
  std::vector<std::string> labels;      // of a node, sorted; the type of a relationship
};

Cell parse_cell(std::string_view text);
Cell to_cell(const Value& value, const Graph& graph);

// REQUIRES: no node, relationship or path in it.
Value to_value(const Cell& cell);

// Equal texts mean equal values. `any_list_order`: lists are compared as bags.
std::string canonical(const Cell& cell, bool any_list_order);

}  // namespace zhengmai::tck
