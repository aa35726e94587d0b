// A second opinion on MATCH: random small graphs and queries, and an evaluator that tries every
// node for every variable and every relationship for every hop. It shares no code with the engine
// and knows no plan: it is slow, and right by inspection.
//
// Threads: values and pure functions.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "graph/memory/graph.h"

namespace zhengmai::oracle {

struct Node {
  std::vector<std::string> labels;
  std::optional<int> x;  // `id` is the node's place in the list
};
struct Relationship {
  std::string type;
  int start, end;
};
struct World {
  std::vector<Node> nodes;
  std::vector<Relationship> relationships;
};

struct Hop {
  std::string type;           // "" : any
  enum class Way { kOut, kIn, kBoth } way = Way::kOut;
  bool variable_length = false;
  int min = 1, max = 1;
};
struct End {
  int variable;
  std::string label;          // "" : any
  std::optional<int> x;       // {x: …}
};
struct Path {
  std::vector<End> ends;      // one more than hops
  std::vector<Hop> hops;
};
struct Condition {            // v<left>.key operator v<right>.key, or a number
  int left;
  std::string key;
  std::string comparison;     // < <= = <>
  std::optional<int> right;
  int number = 0;
};

struct Query {
  std::vector<Path> match;
  std::optional<Path> then;       // a second MATCH, whose relationships may be those of the first
  std::vector<Path> optional;     // OPTIONAL MATCH, or empty
  std::optional<Path> exists;     // WHERE [NOT] EXISTS { … }
  bool negated = false;
  std::vector<Condition> where;
  int variables = 0;              // of MATCH: v0 … ; those of OPTIONAL MATCH come after
  int all_variables = 0;
  enum class Form {
    kRows, kCount, kCountByValue, kGroupedById, kDistinctNodes, kAtLeastTwo, kDistinct, kTopK,
    kOptionalCount
  } form = Form::kRows;
};

World random_world(std::mt19937& random);
Query random_query(std::mt19937& random);
Query random_query(std::mt19937& random, Query::Form form);

Graph build(const World& world);
std::string text(const Query& query);
// Rows as text, cells joined by '|'. Sorted, but for kTopK, which has an order.
std::vector<std::string> evaluate(const World& world, const Query& query);
bool ordered(const Query& query);

}  // namespace zhengmai::oracle
