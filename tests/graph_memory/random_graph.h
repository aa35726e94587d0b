// A random property graph twice: as plain lists (the oracle) and as a builder filled with them.
#pragma once

#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "graph/memory/builder.h"

namespace zhengmai {

struct PlainNode {
  std::set<std::string> labels;
  std::map<std::string, Value> properties;
};
struct PlainRelationship {
  std::string type;
  NodeId start, end;
  std::map<std::string, Value> properties;
};

struct RandomGraph {
  std::vector<PlainNode> nodes;
  std::vector<PlainRelationship> relationships;

  struct Shape {
    uint32_t nodes = 100;
    uint32_t relationships = 300;
    int labels = 4;
    int types = 3;
    int keys = 5;
    bool mixed = true;  // any kind of value under any key; else each key has its kind
  };

  RandomGraph(uint32_t seed, const Shape& shape) : random_(seed) {
    for (uint32_t i = 0; i < shape.nodes; ++i) {
      PlainNode& node = nodes.emplace_back();
      for (uint32_t n = below(3); n > 0; --n) node.labels.insert("L" + number(shape.labels));
      node.properties = properties(shape);
    }
    for (uint32_t i = 0; i < shape.relationships; ++i) {
      // Squared, so that a few nodes have many arcs and many have none.
      const auto end = [&] { return NodeId(uint64_t{below(shape.nodes)} * below(shape.nodes) /
                                           shape.nodes); };
      relationships.push_back({"T" + number(shape.types), end(), end(), properties(shape)});
    }
  }

  GraphBuilder builder() const {
    GraphBuilder b;
    std::vector<NodeId> here;
    for (uint32_t i = 0; i < nodes.size(); ++i) here.push_back(add_node(i, b));
    for (const PlainRelationship& r : relationships) add_relationship(r, here, b);
    return b;
  }
  NodeId add_node(uint32_t i, GraphBuilder& b) const {
    const std::vector<std::string_view> labels(nodes[i].labels.begin(), nodes[i].labels.end());
    return b.add_node(labels, as_list(nodes[i].properties));
  }
  // here: the builder's node for each of ours.
  static void add_relationship(const PlainRelationship& r, const std::vector<NodeId>& here,
                               GraphBuilder& b) {
    b.add_relationship(r.type, here[r.start], here[r.end], as_list(r.properties));
  }

  uint32_t below(uint32_t n) { return n == 0 ? 0 : uint32_t(random_() % n); }

 private:
  static std::vector<Property> as_list(const std::map<std::string, Value>& properties) {
    std::vector<Property> list;
    for (const auto& [key, value] : properties) list.push_back({key, value});
    return list;
  }
  std::string number(int n) { return std::to_string(below(uint32_t(n))); }

  std::map<std::string, Value> properties(const Shape& shape) {
    std::map<std::string, Value> out;
    for (uint32_t n = below(4); n > 0; --n) {
      const uint32_t key = below(uint32_t(shape.keys));
      out.insert_or_assign("k" + std::to_string(key),
                           value(shape.mixed && below(8) == 0 ? below(6) : key % 6));
    }
    return out;
  }
  Value value(uint32_t kind) {
    switch (kind) {
      case 0: return Value::integer(int64_t(below(50)) - 25);
      case 1: return Value::floating(below(100) / 8.0);
      case 2: return Value::boolean(below(2) == 1);
      case 3: return Value::string("机构" + std::to_string(below(5)));          // a dictionary
      case 4: return Value::string("text " + std::to_string(below(1'000'000)));  // a heap
      default: return Value::list({Value::integer(below(9)), Value::string("x"), Value::null()});
    }
  }

  std::mt19937 random_;
};

}  // namespace zhengmai
