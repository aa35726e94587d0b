#include "tests/query_exec/oracle.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include <fmt/format.h>

#include "graph/memory/builder.h"

namespace zhengmai::oracle {
namespace {

int below(std::mt19937& random, int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); }
bool chance(std::mt19937& random, int percent) { return below(random, 100) < percent; }

using Binding = std::vector<int>;  // by variable; -1: not bound
using Found = std::function<void(const Binding&, const std::set<int>&)>;

class Matcher {
 public:
  explicit Matcher(const World& world) : world_(world) {}

  // All ways to bind the paths, relationships different throughout.
  void match(const std::vector<Path>& paths, size_t path, const Binding& binding,
             const std::set<int>& used, const Found& found) const {
    if (path == paths.size()) return found(binding, used);
    for (int node = 0; node < int(world_.nodes.size()); ++node) {
      Binding next = binding;
      if (!bind(paths[path].ends[0], node, next)) continue;
      walk(paths, path, 0, node, next, used, found);
    }
  }

 private:
  bool bind(const End& end, int node, Binding& binding) const {
    const Node& n = world_.nodes[node];
    if (binding[end.variable] != -1 && binding[end.variable] != node) return false;
    if (!end.label.empty() &&
        std::find(n.labels.begin(), n.labels.end(), end.label) == n.labels.end()) {
      return false;
    }
    if (end.x && n.x != end.x) return false;
    binding[end.variable] = node;
    return true;
  }

  void walk(const std::vector<Path>& paths, size_t path, size_t hop, int node,
            const Binding& binding, const std::set<int>& used, const Found& found) const {
    const Path& p = paths[path];
    if (hop == p.hops.size()) return match(paths, path + 1, binding, used, found);
    auto arrive = [&](int at, const std::set<int>& now_used) {
      Binding next = binding;
      if (bind(p.ends[hop + 1], at, next)) {
        walk(paths, path, hop + 1, at, next, now_used, found);
      }
    };
    const Hop& h = p.hops[hop];
    trails(h, node, h.variable_length ? h.min : 1, h.variable_length ? h.max : 1, used, arrive);
  }

  void trails(const Hop& hop, int node, int min, int max, const std::set<int>& used,
              const std::function<void(int, const std::set<int>&)>& arrive) const {
    if (min <= 0) arrive(node, used);
    if (max <= 0) return;
    for (int r = 0; r < int(world_.relationships.size()); ++r) {
      const Relationship& rel = world_.relationships[r];
      if (used.count(r) || (!hop.type.empty() && rel.type != hop.type)) continue;
      std::set<int> now_used = used;
      now_used.insert(r);
      if (rel.start == node && hop.way != Hop::Way::kIn) {
        trails(hop, rel.end, min - 1, max - 1, now_used, arrive);
      }
      const bool loop_met = rel.start == rel.end && hop.way == Hop::Way::kBoth;
      if (rel.end == node && hop.way != Hop::Way::kOut && !loop_met) {
        trails(hop, rel.start, min - 1, max - 1, now_used, arrive);
      }
    }
  }

  const World& world_;
};

std::string value_text(const World& world, int node) {
  if (node < 0 || !world.nodes[node].x) return "null";
  return std::to_string(*world.nodes[node].x);
}

std::optional<int> value(const World& world, int node, const std::string& key) {
  return key == "id" ? node : world.nodes[node].x;
}

bool holds(const World& world, const Condition& c, const Binding& b) {
  const auto left = value(world, b[c.left], c.key);
  const auto right = c.right ? value(world, b[*c.right], c.key) : std::optional<int>(c.number);
  if (!left || !right) return false;
  if (c.comparison == "<") return *left < *right;
  if (c.comparison == "<=") return *left <= *right;
  if (c.comparison == "=") return *left == *right;
  return *left != *right;
}

// The bindings of MATCH … WHERE …, then those of OPTIONAL MATCH.
std::vector<Binding> bindings(const World& world, const Query& q) {
  const Matcher matcher(world);
  std::vector<Binding> out;
  matcher.match(q.match, 0, Binding(q.all_variables + 4, -1), {},
                [&](const Binding& b, const std::set<int>&) {
    for (const Condition& c : q.where) {
      if (!holds(world, c, b)) return;
    }
    if (q.exists) {
      bool any = false;
      matcher.match({*q.exists}, 0, b, {}, [&](const Binding&, const std::set<int>&) {
        any = true;
      });
      if (any == q.negated) return;
    }
    if (q.then) {
      matcher.match({*q.then}, 0, b, {},
                    [&](const Binding& more, const std::set<int>&) { out.push_back(more); });
      return;
    }
    if (q.optional.empty()) return out.push_back(b);
    const size_t before = out.size();
    matcher.match(q.optional, 0, b, {},
                  [&](const Binding& more, const std::set<int>&) { out.push_back(more); });
    if (out.size() == before) out.push_back(b);
  });
  return out;
}

// Counts by key, as rows.
std::vector<std::string> counted(const std::map<std::string, int>& groups) {
  std::vector<std::string> rows;
  for (const auto& [key, n] : groups) rows.push_back(key + "|" + std::to_string(n));
  return rows;
}

std::vector<std::string> top(const std::vector<Binding>& all) {
  std::map<std::pair<int, int>, int> groups;
  for (const Binding& b : all) ++groups[{b[0], b[1]}];
  std::vector<std::pair<int, std::pair<int, int>>> sorted;
  for (const auto& [pair, n] : groups) sorted.push_back({-n, pair});
  std::sort(sorted.begin(), sorted.end());
  std::vector<std::string> rows;
  for (size_t i = 0; i < sorted.size() && i < 3; ++i) {
    const auto& [n, pair] = sorted[i];
    rows.push_back(fmt::format("{}|{}|{}", pair.first, pair.second, -n));
  }
  return rows;
}

}  // namespace

std::vector<std::string> evaluate(const World& world, const Query& q) {
  const std::vector<Binding> all = bindings(world, q);
  std::vector<std::string> rows;
  std::map<std::string, int> groups;
  std::map<int, std::set<int>> values;
  switch (q.form) {
    case Query::Form::kRows:
      for (const Binding& b : all) rows.push_back(fmt::format("{}|{}", b[0], b[1]));
      break;
    case Query::Form::kCount: rows.push_back(std::to_string(all.size())); break;
    case Query::Form::kCountByValue:
      for (const Binding& b : all) ++groups[value_text(world, b[1])];
      rows = counted(groups);
      break;
    case Query::Form::kGroupedById:
      for (const Binding& b : all) {
        std::set<int>& seen = values[b[0]];
        if (world.nodes[b[1]].x) seen.insert(*world.nodes[b[1]].x);
      }
      for (const auto& [node, seen] : values) {
        rows.push_back(fmt::format("{}|{}|{}", node, value_text(world, node), seen.size()));
      }
      break;
    case Query::Form::kDistinctNodes:
      for (const Binding& b : all) values[b[0]].insert(b[1]);
      for (const auto& [node, seen] : values) rows.push_back(fmt::format("{}|{}", node, seen.size()));
      break;
    case Query::Form::kAtLeastTwo:
      for (const Binding& b : all) ++groups[fmt::format("{}|{}", b[0], b[1])];
      std::erase_if(groups, [](const auto& group) { return group.second < 2; });
      rows = counted(groups);
      break;
    case Query::Form::kDistinct:
      for (const Binding& b : all) {
        groups[value_text(world, b[0]) + "|" + value_text(world, b[1])] = 1;
      }
      for (const auto& [key, n] : groups) rows.push_back(key);
      break;
    case Query::Form::kTopK: return top(all);
    case Query::Form::kOptionalCount:
      for (const Binding& b : all) groups[std::to_string(b[0])] += b[q.all_variables - 1] >= 0;
      rows = counted(groups);
      break;
  }
  std::sort(rows.begin(), rows.end());
  return rows;
}

bool ordered(const Query& q) { return q.form == Query::Form::kTopK; }

Graph build(const World& world) {
  GraphBuilder builder;
  std::vector<NodeId> ids;
  for (size_t i = 0; i < world.nodes.size(); ++i) {
    const Node& n = world.nodes[i];
    const std::vector<std::string_view> labels(n.labels.begin(), n.labels.end());
    std::vector<Property> properties = {{"id", Value::integer(int64_t(i))}};
    if (n.x) properties.push_back({"x", Value::integer(*n.x)});
    ids.push_back(builder.add_node(labels, properties));
  }
  for (const Relationship& r : world.relationships) {
    builder.add_relationship(r.type, ids[r.start], ids[r.end], {});
  }
  return std::move(builder).freeze();
}

World random_world(std::mt19937& random) {
  World world;
  const int nodes = 2 + below(random, 6);
  const bool one_label = chance(random, 40);  // as in most graphs; ids ascend with the nodes then
  for (int i = 0; i < nodes; ++i) {
    Node n;
    if (chance(random, 60)) n.labels.push_back("A");
    if (one_label ? n.labels.empty() : chance(random, 40)) n.labels.push_back("B");
    if (chance(random, 80)) n.x = below(random, 3);
    world.nodes.push_back(std::move(n));
  }
  const int relationships = 3 + below(random, 9);
  for (int i = 0; i < relationships; ++i) {
    world.relationships.push_back(
        {chance(random, 60) ? "R" : "S", below(random, nodes), below(random, nodes)});
  }
  return world;
}

namespace {

End random_end(std::mt19937& random, int variable) {
  End end{variable, "", {}};
  if (chance(random, 25)) end.label = chance(random, 60) ? "A" : "B";
  if (chance(random, 5)) end.x = below(random, 3);
  return end;
}

Hop random_hop(std::mt19937& random) {
  Hop hop;
  if (chance(random, 70)) hop.type = chance(random, 60) ? "R" : "S";
  hop.way = static_cast<Hop::Way>(below(random, 3));
  if (chance(random, 15)) {
    hop.variable_length = true;
    hop.min = below(random, 3);
    hop.max = hop.min + below(random, 2);
  }
  return hop;
}

// Variables are new, or now and then one that is bound already.
Path random_path(std::mt19937& random, int& variables, std::optional<int> start, int hops) {
  Path path;
  path.ends.push_back(random_end(random, start ? *start : variables++));
  for (int i = 0; i < hops; ++i) {
    path.hops.push_back(random_hop(random));
    const bool again = variables > 1 && chance(random, 15);
    path.ends.push_back(random_end(random, again ? below(random, variables) : variables++));
  }
  return path;
}

// Ends of one node in the order of their ids: (v1:A)<-[:R]-(v0)-[:R]->(v2:A) WHERE v1.id < v2.id.
void add_pair(std::mt19937& random, Query& q) {
  const int middle = below(random, q.variables);
  const std::string label = chance(random, 50) ? "A" : "B";
  Hop hop = random_hop(random);
  hop.variable_length = false;
  Hop back = hop;
  back.way = hop.way == Hop::Way::kOut  ? Hop::Way::kIn
             : hop.way == Hop::Way::kIn ? Hop::Way::kOut
                                        : hop.way;
  const int first = q.variables++, second = q.variables++;
  q.match.push_back({{{first, label, {}}, {middle, "", {}}, {second, label, {}}}, {back, hop}});
  const bool ascending = chance(random, 50);
  q.where.push_back({ascending ? first : second, "id", "<", ascending ? second : first});
}

Condition random_condition(std::mt19937& random, int variables) {
  static const char* const kComparisons[] = {"<", "<=", "=", "<>"};
  Condition c{below(random, variables), chance(random, 50) ? "id" : "x",
              kComparisons[below(random, 4)], {}, below(random, 4)};
  if (chance(random, 60)) c.right = below(random, variables);
  return c;
}

std::string end_text(const End& end) {
  std::string out = fmt::format("(v{}", end.variable);
  if (!end.label.empty()) out += ":" + end.label;
  if (end.x) out += fmt::format(" {{x: {}}}", *end.x);
  return out + ")";
}

std::string path_text(const Path& path) {
  std::string out = end_text(path.ends[0]);
  for (size_t i = 0; i < path.hops.size(); ++i) {
    const Hop& h = path.hops[i];
    std::string inside = h.type.empty() ? "" : ":" + h.type;
    if (h.variable_length) inside += fmt::format("*{}..{}", h.min, h.max);
    out += fmt::format("{}-[{}]-{}", h.way == Hop::Way::kIn ? "<" : "", inside,
                       h.way == Hop::Way::kOut ? ">" : "");
    out += end_text(path.ends[i + 1]);
  }
  return out;
}

std::string paths_text(const std::vector<Path>& paths) {
  std::string out;
  for (const Path& path : paths) out += (out.empty() ? "" : ", ") + path_text(path);
  return out;
}

const char* return_text(const Query& q) {
  switch (q.form) {
    case Query::Form::kRows: return "v0.id, v1.id";
    case Query::Form::kCount: return "count(*)";
    case Query::Form::kCountByValue: return "v1.x, count(*)";
    case Query::Form::kGroupedById: return "v0.id, v0.x, count(DISTINCT v1.x)";
    case Query::Form::kDistinctNodes: return "v0.id, count(DISTINCT v1)";
    case Query::Form::kAtLeastTwo: break;
    case Query::Form::kDistinct: return "DISTINCT v0.x, v1.x";
    case Query::Form::kTopK:
      return "v0.id AS a, v1.id AS b, count(*) AS c ORDER BY c DESC, a, b LIMIT 3";
    case Query::Form::kOptionalCount: break;
  }
  return "";
}

}  // namespace

Query random_query(std::mt19937& random) {
  return random_query(random, static_cast<Query::Form>(below(random, 9)));
}

Query random_query(std::mt19937& random, Query::Form form) {
  Query q;
  q.form = form;
  q.match.push_back(random_path(random, q.variables, {}, 1 + below(random, 3)));
  if (chance(random, 25)) {
    q.match.push_back(random_path(random, q.variables, below(random, q.variables), 1));
  }
  if (q.variables < 2) q.match.push_back(random_path(random, q.variables, {}, 0));
  if (chance(random, 20)) add_pair(random, q);
  const int conditions = below(random, 2);
  for (int i = 0; i < conditions; ++i) q.where.push_back(random_condition(random, q.variables));
  q.all_variables = q.variables;
  if (chance(random, 30)) {
    q.negated = chance(random, 50);
    int variables = q.variables;
    q.exists = random_path(random, variables, below(random, q.variables), 1 + below(random, 2));
    q.all_variables = std::max(q.all_variables, variables);
  }
  if (q.form == Query::Form::kOptionalCount) {
    // One hop to a variable of its own; its count is what is asked for.
    Path path;
    path.ends.push_back(random_end(random, below(random, q.variables)));
    path.hops.push_back(random_hop(random));
    path.ends.push_back(random_end(random, q.all_variables++));
    q.optional.push_back(std::move(path));
  } else if (chance(random, 15)) {
    int variables = q.all_variables;
    q.then = random_path(random, variables, below(random, q.variables), 1);
    q.all_variables = variables;
  }
  return q;
}

std::string text(const Query& q) {
  std::string out = "MATCH " + paths_text(q.match);
  std::vector<std::string> conditions;
  for (const Condition& c : q.where) {
    conditions.push_back(fmt::format(
        "v{}.{} {} {}", c.left, c.key, c.comparison,
        c.right ? fmt::format("v{}.{}", *c.right, c.key) : std::to_string(c.number)));
  }
  if (q.exists) {
    conditions.push_back(
        fmt::format("{}EXISTS {{ MATCH {} }}", q.negated ? "NOT " : "", path_text(*q.exists)));
  }
  for (size_t i = 0; i < conditions.size(); ++i) out += (i == 0 ? " WHERE " : " AND ") + conditions[i];
  if (!q.optional.empty()) {
    out += fmt::format(" OPTIONAL MATCH {} RETURN v0.id, count(v{})", paths_text(q.optional),
                       q.all_variables - 1);
    return out;
  }
  if (q.then) out += " MATCH " + path_text(*q.then);
  if (q.form == Query::Form::kAtLeastTwo) {
    return out + " WITH v0, v1, count(*) AS n WHERE n > 1 RETURN v0.id, v1.id, n";
  }
  return out + " RETURN " + return_text(q);
}

}  // namespace zhengmai::oracle
