#include "report/views.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/memory/builder.h"
#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/co_assignment.h"

namespace zhengmai::report {
namespace {

constexpr std::string_view kMeasures = "measures";
constexpr std::string_view kPlaceName = "jurisdiction_name";

[[noreturn]] void fail_empty(std::string_view what) {
  throw InputError("the graph holds no " + std::string(what) + " to draw",
                   "build it from documents first: zhengmai build PATH");
}

void finish(View& view, GraphBuilder&& builder) {
  view.own = std::make_unique<const Graph>(std::move(builder).freeze());
  view.selection = select_all(*view.own);
}

// The name of a jurisdiction by its code: "350000" → 福建省.
std::map<std::string, std::string> place_names(const Graph& graph) {
  std::map<std::string, std::string> names;
  const auto label = graph.labels().find(label::kJurisdiction);
  if (!label) return names;
  for (const IdRange range : graph.nodes_with(*label)) {
    for (NodeId node = range.begin; node < range.end; ++node) {
      const std::string id = node_key(graph, node);
      names[id.substr(id.find(':') + 1)] = text_property(graph, node, key::kName);
    }
  }
  return names;
}

// For each agency its `ties` strongest pairs (ties in strength: the earlier pair).
std::vector<AgencyPair> strongest(const CoAssignment& network, uint32_t ties) {
  std::vector<size_t> order(network.pairs.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t x, size_t y) {
    return network.pairs[x].measures > network.pairs[y].measures;
  });
  std::vector<uint32_t> used(network.agencies.size(), 0);
  std::vector<bool> keep(network.pairs.size(), false);
  for (const size_t i : order) {
    const AgencyPair& pair = network.pairs[i];
    keep[i] = used[pair.a] < ties || used[pair.b] < ties;
    if (!keep[i]) continue;
    ++used[pair.a];
    ++used[pair.b];
  }
  std::vector<AgencyPair> out;
  for (size_t i = 0; i < keep.size(); ++i) {
    if (keep[i]) out.push_back(network.pairs[i]);
  }
  return out;
}

View agencies_view(const Graph& graph, const ViewOptions& options) {
  const CoAssignment network = co_assignment(graph);
  if (network.agencies.empty()) fail_empty("responsible agencies");
  const std::map<std::string, std::string> places = place_names(graph);
  GraphBuilder builder;
  std::vector<NodeId> ids;
  for (const AgencyTally& tally : network.agencies) {
    const std::string code(text_property(graph, tally.agency, key::kJurisdiction));
    const auto place = places.find(code);
    ids.push_back(builder.add_node(
        {label::kAgency},
        {{key::kId, Value::string(node_key(graph, tally.agency))},
         {key::kName, Value::string(node_caption(graph, tally.agency))},
         {key::kClass, property(graph, tally.agency, key::kClass)},
         {key::kJurisdiction, Value::string(code)},
         {kPlaceName, Value::string(place == places.end() ? code : place->second)},
         {kMeasures, Value::integer(tally.measures)}}));
  }
  const std::vector<AgencyPair> pairs =
      options.ties > 0 ? strongest(network, options.ties) : network.pairs;
  for (const AgencyPair& pair : pairs) {
    builder.add_relationship(type::kCoAssigned, ids[pair.a], ids[pair.b],
                             {{key::kCount, Value::integer(pair.measures)}});
  }
  View view;
  finish(view, std::move(builder));
  view.style = {.title = "共同责任网络：同一措施的责任单位",
                .size_key = std::string(kMeasures),
                .weight_key = std::string(key::kCount),
                .group_key = std::string(kPlaceName),
                .layout = Layout::kNetwork,
                .directed = false,
                .relationship_labels = false};
  if (pairs.size() < network.pairs.size()) {
    view.notice = fmt::format("showing {} of {} ties: each agency's {} strongest", pairs.size(),
                              network.pairs.size(), options.ties);
  }
  return view;
}

// (jurisdiction, theme) → measures, counting a measure once.
std::map<std::pair<NodeId, NodeId>, uint32_t> theme_counts(const Graph& graph) {
  std::map<std::pair<NodeId, NodeId>, uint32_t> counts;
  const auto adopts = graph.types().find(type::kAdopts);
  const auto has_theme = graph.types().find(type::kHasTheme);
  if (!adopts || !has_theme) return counts;
  const IdRange range = graph.relationships_of(*adopts);
  for (RelationshipId id = range.begin; id < range.end; ++id) {
    std::set<NodeId> themes;
    for (const Arc arc : graph.arcs_out(graph.end_of(id), *has_theme)) themes.insert(arc.node);
    for (const NodeId theme : themes) ++counts[{graph.start_of(id), theme}];
  }
  return counts;
}

View themes_view(const Graph& graph) {
  const auto counts = theme_counts(graph);
  if (counts.empty()) fail_empty("themes of measures");
  std::map<NodeId, uint32_t> totals;
  for (const auto& entry : counts) {
    totals[entry.first.first] += entry.second;
    totals[entry.first.second] += entry.second;
  }
  GraphBuilder builder;
  std::map<NodeId, NodeId> ids;
  const auto jurisdiction = graph.labels().find(label::kJurisdiction);
  for (const auto& entry : totals) {
    const bool place = jurisdiction && graph.has_label(entry.first, *jurisdiction);
    ids[entry.first] = builder.add_node(
        {place ? label::kJurisdiction : label::kTheme},
        {{key::kId, Value::string(node_key(graph, entry.first))},
         {key::kName, Value::string(node_caption(graph, entry.first))},
         {kMeasures, Value::integer(entry.second)}});
  }
  for (const auto& entry : counts) {
    builder.add_relationship(type::kHasTheme, ids[entry.first.first], ids[entry.first.second],
                             {{key::kCount, Value::integer(entry.second)}});
  }
  View view;
  finish(view, std::move(builder));
  view.style = {.title = "各地政策措施涉及的主题",
                .size_key = std::string(kMeasures),
                .weight_key = std::string(key::kCount),
                .group_key = {},
                // In layers this is a strip of a hundred lines; by forces, shared themes lie in the
                // middle and those of one place beside it.
                .layout = Layout::kNetwork,
                .directed = true,
                .relationship_labels = false};
  return view;
}

NodeId find_document(const Graph& graph, const std::string& wanted) {
  const auto label = graph.labels().find(label::kDocument);
  const auto parts = graph.types().find(type::kHasMeasure);
  std::vector<NodeId> documents;  // of the corpus: cited ones have no measures
  if (label) {
    for (const IdRange range : graph.nodes_with(*label)) {
      for (NodeId node = range.begin; node < range.end; ++node) {
        const bool named =
            !wanted.empty() && (node_key(graph, node) == wanted ||
                                text_property(graph, node, key::kDocNumber) == wanted);
        if (named) return node;
        const Value in_corpus = property(graph, node, key::kInCorpus);
        if (!(in_corpus.is_boolean() && !in_corpus.as_boolean())) documents.push_back(node);
      }
    }
  }
  if (!wanted.empty()) {
    throw InputError("no document '" + wanted + "'",
                     "zhengmai query \"MATCH (d:Document) RETURN d.id, d.title\"",
                     ExitCode::kNoInput);
  }
  if (documents.empty() || !parts) fail_empty("document");
  if (documents.size() > 1) {
    throw InputError(fmt::format("which of the {} documents?", documents.size()),
                     "name one with --id, for example --id " + node_key(graph, documents.front()),
                     ExitCode::kUsage);
  }
  return documents.front();
}

View document_view(const Graph& graph, const ViewOptions& options) {
  const NodeId document = find_document(graph, options.document);
  std::set<NodeId> nodes = {document};
  std::set<RelationshipId> relationships;
  std::vector<NodeId> queue = {document};
  for (size_t i = 0; i < queue.size(); ++i) {
    for (const std::string_view name : {type::kHasSection, type::kHasMeasure, type::kAssignedTo}) {
      const auto type = graph.types().find(name);
      if (!type) continue;
      for (const Arc arc : graph.arcs_out(queue[i], *type)) {
        relationships.insert(arc.relationship);
        if (nodes.insert(arc.node).second) queue.push_back(arc.node);
      }
    }
  }
  View view;
  view.selection.graph = &graph;
  view.selection.nodes.assign(nodes.begin(), nodes.end());
  view.selection.relationships.assign(relationships.begin(), relationships.end());
  view.style = {.title = std::string(text_property(graph, document, key::kTitle)),
                .size_key = {},
                .weight_key = {},
                .group_key = {},
                .layout = Layout::kLayered,
                .directed = true,
                .relationship_labels = false};
  return view;
}

}  // namespace

View make_view(const Graph& graph, std::string_view name, const ViewOptions& options) {
  if (name == "agencies") return agencies_view(graph, options);
  if (name == "themes") return themes_view(graph);
  if (name == "document") return document_view(graph, options);
  throw InputError("unknown view '" + std::string(name) + "'",
                   "views are agencies, themes and document", ExitCode::kUsage);
}

}  // namespace zhengmai::report
