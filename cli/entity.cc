#include "cli/entity.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "query/syntax/diagnostics.h"
#include "report/cell.h"
#include "report/policy.h"

namespace zhengmai {
namespace {

constexpr size_t kNamed = 5;  // candidates that a message lists
constexpr size_t kMostCompared = 100'000;  // names; more take longer than a slip of the keyboard is worth

// Where a name may stand, the most exact first. An id may lack the kind before its colon.
struct Place {
  std::string_view label;
  std::string_view key;
  std::string_view prefix = "";
};

constexpr Place kPlaces[] = {
    {label::kDocument, key::kId, "doc:"},         {label::kMeasure, key::kId, "measure:"},
    {label::kAgency, key::kId, "agency:"},        {label::kDocument, key::kDocNumber},
    {label::kDocument, key::kFile},               {label::kAgency, key::kName},
    {label::kDocument, key::kTitle},              {label::kJurisdiction, key::kName},
    {label::kTheme, key::kName},
};

std::vector<NodeId> nodes_with_id(const Graph& graph, const std::string& id) {
  for (size_t i = 0; i < graph.labels().size(); ++i) {
    const std::string_view label = graph.labels().name(static_cast<LabelId>(i));
    auto found = report::nodes_with_text(graph, label, key::kId, id);
    if (!found.empty()) return found;
  }
  return {};
}

[[noreturn]] void fail_unknown(const Graph& graph, const std::string& name) {
  std::vector<std::string> known;
  for (const Place& place : kPlaces) {
    const auto label = graph.labels().find(place.label);
    if (!label) continue;
    size_t nodes = 0;
    for (const IdRange range : graph.nodes_with(*label)) nodes += range.end - range.begin;
    if (nodes + known.size() > kMostCompared) continue;
    for (const IdRange range : graph.nodes_with(*label)) {
      for (NodeId n = range.begin; n < range.end; ++n) {
        if (place.key == key::kId) known.push_back(report::node_key(graph, n));
        else known.emplace_back(report::text_property(graph, n, place.key));
      }
    }
  }
  const std::string near = nearest(name, {known.begin(), known.end()});
  throw InputError("nothing in the store is called '" + name + "'",
                   near.empty() ? "ids: zhengmai query \"MATCH (d:Document) RETURN d.id, d.title\""
                                : "did you mean '" + near + "'?",
                   ExitCode::kNoInput);
}

[[noreturn]] void fail_ambiguous(const Graph& graph, const std::string& name,
                                 const std::vector<NodeId>& found) {
  std::string ids;
  for (size_t i = 0; i < std::min(found.size(), kNamed); ++i) {
    ids += (i == 0 ? "" : ", ") + report::node_key(graph, found[i]);
  }
  if (found.size() > kNamed) ids += ", …";
  throw InputError(fmt::format("{} nodes are called '{}'", found.size(), name),
                   "name one by its id: " + ids, ExitCode::kNoInput);
}

}  // namespace

NodeId find_entity(const Graph& graph, const std::string& name) {
  std::vector<NodeId> found = nodes_with_id(graph, name);
  for (const Place& place : kPlaces) {
    if (!found.empty()) break;
    found = report::nodes_with_text(graph, place.label, place.key, std::string(place.prefix) + name);
  }
  if (found.empty()) fail_unknown(graph, name);
  if (found.size() > 1) fail_ambiguous(graph, name, found);
  return found.front();
}

}  // namespace zhengmai
