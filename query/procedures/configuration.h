// The map that graph procedures take: which part of the graph, and the algorithm's options.
//
//   CALL graph.pageRank({labels: ['机构'], types: ['共同责任'], direction: 'both',
//                        weight: 'count', damping: 0.9})
//
// Names are those of the graph, or their Chinese aliases; left out, all labels and types count.
// Errors: EvaluationError: ArgumentError for a name that the graph does not have (with the nearest
// one), an option that the procedure does not know or a value out of its range; TypeError for
// values of wrong kinds. Threads: values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/subgraph.h"
#include "graph/model/value.h"

namespace zhengmai {

class Configuration {
 public:
  enum class Scope : uint8_t { kWholeGraph, kSubgraph };  // kSubgraph: labels, types, … are options

  // `argument`: a map or null (no options). `options`: what the procedure knows beyond the
  // subgraph's; any other key is an error. REQUIRES: the graph and `argument` outlive this.
  Configuration(const Graph& graph, const Value& argument, std::string_view procedure,
                std::vector<std::string_view> options, Scope scope = Scope::kSubgraph);

  Projection projection(Direction default_direction) const;

  double number(std::string_view option, double otherwise, double low, double high) const;
  int64_t integer(std::string_view option, int64_t otherwise, int64_t low, int64_t high) const;
  bool boolean(std::string_view option, bool otherwise) const;
  std::optional<std::string> text(std::string_view option) const;
  bool weighted() const { return find("weight") != nullptr; }

 private:
  const Value* find(std::string_view option) const;
  std::vector<std::string> names(std::string_view option) const;
  [[noreturn]] void wrong_kind(std::string_view option, std::string_view expected,
                               const Value& actual) const;

  const Graph& graph_;
  const Value& argument_;
  std::string_view procedure_;
};

// A name of one of the graph's dictionaries, from itself or its Chinese alias.
LabelId find_label(const Graph& graph, std::string_view name);
TypeId find_type(const Graph& graph, std::string_view name);
KeyId find_key(const Graph& graph, std::string_view name);

}  // namespace zhengmai
