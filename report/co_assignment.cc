#include "report/co_assignment.h"

#include <algorithm>
#include <map>

#include "graph/model/schema.h"
#include "report/cell.h"

namespace zhengmai::report {

CoAssignment co_assignment(const Graph& graph) {
  CoAssignment out;
  const auto assigned = graph.types().find(type::kAssignedTo);
  const auto measures = graph.labels().find(label::kMeasure);
  if (!assigned || !measures) return out;
  std::map<NodeId, AgencyTally> tallies;
  std::map<std::pair<NodeId, NodeId>, uint32_t> together;
  for (const IdRange range : graph.nodes_with(*measures)) {
    for (NodeId measure = range.begin; measure < range.end; ++measure) {
      std::map<NodeId, bool> listed;  // agency → leads
      for (const Arc arc : graph.arcs_out(measure, *assigned)) {
        const Value role = relationship_property(graph, arc.relationship, key::kRole);
        listed[arc.node] |= role.is_string() && role.as_string() == "lead";
      }
      for (auto a = listed.begin(); a != listed.end(); ++a) {
        AgencyTally& tally = tallies[a->first];
        tally.agency = a->first;
        ++tally.measures;
        tally.leads += a->second;
        for (auto b = std::next(a); b != listed.end(); ++b) ++together[{a->first, b->first}];
      }
    }
  }
  std::map<NodeId, uint32_t> index;
  for (const auto& entry : tallies) {
    index[entry.first] = static_cast<uint32_t>(out.agencies.size());
    out.agencies.push_back(entry.second);
  }
  for (const auto& entry : together) {
    out.pairs.push_back({index[entry.first.first], index[entry.first.second], entry.second});
  }
  return out;
}

}  // namespace zhengmai::report
