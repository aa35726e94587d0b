// Agencies that answer for measures together: pairs, and each agency's place in the network.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "graph/memory/algorithms.h"
#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/co_assignment.h"
#include "report/relation_reports.h"

namespace zhengmai::report {
namespace {

double rounded(double d) { return std::round(d * 10000) / 10000; }

struct Network {
  CoAssignment data;
  std::vector<double> degrees;
  std::vector<double> weighted_degrees;
  std::vector<double> betweenness;
  std::vector<uint32_t> communities;
};

Network measure_network(const Graph& graph) {
  Network out;
  out.data = co_assignment(graph);
  std::vector<NodeId> nodes;
  for (const AgencyTally& tally : out.data.agencies) nodes.push_back(tally.agency);
  std::vector<Subgraph::Edge> edges;
  for (const AgencyPair& pair : out.data.pairs) {
    edges.push_back({pair.a, pair.b, static_cast<double>(pair.measures)});
  }
  const Subgraph subgraph(std::move(nodes), edges, /*directed=*/false);
  out.degrees = degree(subgraph);
  out.weighted_degrees = degree(subgraph, /*weighted=*/true);
  BetweennessOptions options;
  options.normalised = true;
  out.betweenness = zhengmai::betweenness(subgraph, options);
  out.communities = zhengmai::communities(subgraph);
  return out;
}

std::string place_of(const Policy& policy, NodeId agency, bool en) {
  const std::string code(text_property(policy.graph(), agency, key::kJurisdiction));
  const auto node = policy.jurisdiction(code);
  return node ? policy.name_of(*node, en) : code;
}

Table agencies_table(const Policy& policy, const Network& network, bool en) {
  Table table;
  table.title = pick(en, "机构在网络中的位置", "Agencies");
  table.columns =
      en ? std::vector<std::string>{"Agency", "Jurisdiction",    "Class",       "Measures", "Leads",
                                    "Degree", "Weighted degree", "Betweenness", "Community"}
         : std::vector<std::string>{"机构", "地区",   "职能类", "措施数", "牵头数",
                                    "度",   "加权度", "介数",   "社群"};
  std::vector<size_t> order(network.data.agencies.size());
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return network.data.agencies[a].measures > network.data.agencies[b].measures;
  });
  for (const size_t i : order) {
    const AgencyTally& tally = network.data.agencies[i];
    table.add({Value::string(policy.name_of(tally.agency)),
               Value::string(place_of(policy, tally.agency, en)),
               property(policy.graph(), tally.agency, key::kClass), Value::integer(tally.measures),
               Value::integer(tally.leads),
               Value::integer(static_cast<int64_t>(network.degrees[i])),
               Value::integer(static_cast<int64_t>(network.weighted_degrees[i])),
               Value::floating(rounded(network.betweenness[i])),
               Value::integer(int64_t{network.communities[i]} + 1)});
  }
  return table;
}

Table pairs_table(const Policy& policy, const Network& network, bool en) {
  Table table;
  table.title = pick(en, "共同责任的机构对", "Pairs");
  table.columns = en ? std::vector<std::string>{"Agency A", "Agency B", "Shared measures",
                                                "Share of A", "Share of B", "Jaccard"}
                     : std::vector<std::string>{"机构甲", "机构乙", "共同措施数", "占甲", "占乙",
                                                "杰卡德系数"};
  std::vector<AgencyPair> pairs = network.data.pairs;
  std::stable_sort(pairs.begin(), pairs.end(), [](const AgencyPair& a, const AgencyPair& b) {
    return a.measures > b.measures;
  });
  for (const AgencyPair& pair : pairs) {
    const AgencyTally& a = network.data.agencies[pair.a];
    const AgencyTally& b = network.data.agencies[pair.b];
    const double shared = pair.measures;
    table.add({Value::string(policy.name_of(a.agency)), Value::string(policy.name_of(b.agency)),
               Value::integer(pair.measures), Value::floating(rounded(shared / a.measures)),
               Value::floating(rounded(shared / b.measures)),
               Value::floating(rounded(shared / (a.measures + b.measures - shared)))});
  }
  return table;
}

// Across places: functions (classes) instead of offices, each measure counted once a pair.
Table classes_table(const Policy& policy, bool en) {
  std::map<std::string, std::string> names;
  std::map<std::pair<std::string, std::string>, int64_t> pairs;
  for (const MeasureRow& row : policy.measures()) {
    std::set<std::string> classes;
    for (const Assignment& a : policy.assignments(row.measure)) {
      const std::string id(text_property(policy.graph(), a.agency, key::kClass));
      if (id.empty()) continue;
      classes.insert(id);
      for (const NodeId node : policy.out(a.agency, type::kHasClass)) {
        names[id] = policy.name_of(node, en);
      }
    }
    for (auto a = classes.begin(); a != classes.end(); ++a) {
      for (auto b = std::next(a); b != classes.end(); ++b) ++pairs[{*a, *b}];
    }
  }
  std::vector<std::pair<std::pair<std::string, std::string>, int64_t>> rows(pairs.begin(),
                                                                            pairs.end());
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  const auto name = [&](const std::string& id) {
    const auto found = names.find(id);
    return Value::string(found == names.end() ? id : found->second);
  };
  Table table;
  table.title = pick(en, "职能之间（跨地区）", "Functions, across places");
  table.columns = en ? std::vector<std::string>{"Function A", "Function B", "Shared measures"}
                     : std::vector<std::string>{"职能甲", "职能乙", "共同措施数"};
  for (const auto& row : rows) {
    table.add({name(row.first.first), name(row.first.second), Value::integer(row.second)});
  }
  return table;
}

}  // namespace

Report co_assignment_report(const Policy& policy, const ReportContext& context) {
  const bool en = context.language == Language::kEnglish;
  const Network network = measure_network(policy.graph());
  Report report;
  report.name = "co-assignment";
  report.title = pick(en, "共同责任网络", "Co-assignment network");
  report.notes.push_back(
      en ? fmt::format("{} agencies, {} pairs. Two agencies are tied by every measure that names "
                       "both. Betweenness is normalised and ignores weights; communities are by "
                       "modularity, weighted.", network.data.agencies.size(),
                       network.data.pairs.size())
         : fmt::format("{} 个机构，{} 对。同一措施的责任单位两两相连；介数为归一化、不计权值，"
                       "社群按加权模块度划分。", network.data.agencies.size(),
                       network.data.pairs.size()));
  report.tables.push_back(agencies_table(policy, network, en));
  report.tables.push_back(pairs_table(policy, network, en));
  report.tables.push_back(classes_table(policy, en));
  return report;
}

}  // namespace zhengmai::report
