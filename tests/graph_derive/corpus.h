// Graphs of documents for tests of graph/derive, made from a short description.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/derive/derive.h"
#include "graph/memory/builder.h"
#include "graph/model/schema.h"

namespace zhengmai::derive_test {

struct MeasureSpec {
  std::string id;  // measure:<doc>/<n>
  std::string text;
  std::vector<std::string> agencies;
  std::vector<std::string> themes;
  bool duplicate = false;
};

struct DocumentSpec {
  std::string id;
  std::string title;
  int place;
  std::string implements;  // id
  std::vector<MeasureSpec> measures;
};

// A graph of documents, added in any order; ids are what the expectations name.
class Corpus {
 public:
  explicit Corpus(std::vector<DocumentSpec> documents,
                  std::vector<std::string> more_agencies = {},
                  std::map<std::string, std::string> functions = {}) {
    for (const std::string& agency : more_agencies) this->agency(agency);
    for (const auto& [id, list] : functions) {
      node(label::kAgencyClass, "class:" + id, {{key::kFunctions, Value::string(list)}});
    }
    for (const DocumentSpec& d : documents) {
      node(label::kDocument, d.id, {{key::kTitle, Value::string(d.title)},
                                    {key::kJurisdiction, Value::string(std::to_string(d.place))}});
      for (const MeasureSpec& m : d.measures) add(m);
    }
    for (const DocumentSpec& d : documents) {
      if (!d.implements.empty()) {
        builder_.add_relationship(type::kImplements, nodes_.at(d.id), nodes_.at(d.implements), {});
      }
    }
    graph = std::move(builder_).freeze();
  }

  std::string id(NodeId node) const {
    return std::string(graph.node_property(node, *graph.keys().find("id")).as_string());
  }

  std::vector<std::string> lines(std::string_view type, const DeriveOptions& options = {}) const {
    std::vector<std::string> out;
    for (const DerivedRelationship& r : derive(graph, options)) {
      if (r.type() != type) continue;
      out.push_back(fmt::format("{} {} {:.3f}", id(r.start), id(r.end), r.score) +
                    (r.kind().empty() ? "" : " " + std::string(r.kind())) +
                    (r.count == 0 ? "" : " " + std::to_string(r.count)));
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  Graph graph;

 private:
  NodeId node(std::string_view label, const std::string& id, std::vector<Property> properties) {
    properties.push_back({key::kId, Value::string(id)});
    const std::string_view labels[] = {label};
    const auto [entry, added] = nodes_.emplace(id, 0);
    if (added) entry->second = builder_.add_node(labels, properties);
    return entry->second;
  }

  // agency:<place>/<class>
  NodeId agency(const std::string& id) {
    const size_t slash = id.find('/');
    return node(label::kAgency, id,
                {{key::kJurisdiction, Value::string(id.substr(7, slash - 7))},
                 {key::kClass, Value::string(id.substr(slash + 1))}});
  }

  void add(const MeasureSpec& m) {
    std::vector<Property> properties{
        {key::kText, Value::string(m.text)},
        {key::kOrdinal, Value::integer(std::stoi(m.id.substr(m.id.find('/') + 1)))}};
    if (m.duplicate) properties.push_back({key::kDuplicateOf, Value::string("measure:x/1")});
    const NodeId measure = node(label::kMeasure, m.id, properties);
    for (const std::string& a : m.agencies) {
      builder_.add_relationship(type::kAssignedTo, measure, agency(a), {});
    }
    for (const std::string& t : m.themes) {
      builder_.add_relationship(type::kHasTheme, measure, node(label::kTheme, t, {}), {});
    }
  }

  GraphBuilder builder_;
  std::map<std::string, NodeId> nodes_;
};

}  // namespace zhengmai::derive_test
