#include "tests/differential/generate.h"

#include <fmt/format.h>

#include <random>

namespace zhengmai::testing {
namespace {

struct Edge {
  const char* type;
  const char* from;
  const char* to;
};

constexpr Edge kEdges[] = {
    {"ISSUED", "Province", "Document"},     {"HAS_MEASURE", "Document", "Measure"},
    {"ASSIGNED_TO", "Measure", "Agency"},   {"HAS_THEME", "Measure", "Theme"},
    {"CITES", "Document", "Document"},      {"BROADER", "Theme", "Theme"},
};

class Generator {
 public:
  explicit Generator(uint32_t seed) : random_(seed) {}

  QueryPair next(int number) {
    labels_.clear();
    apart_.clear();
    types_.clear();
    const std::string pattern = path(1 + below(3));
    const std::string where = condition();
    const std::string apart = fmt::format("{}", fmt::join(apart_, " AND "));
    const std::string tail = ending();
    QueryPair pair;
    pair.id = fmt::format("generated {}", number);
    pair.query = fmt::format("MATCH {} WHERE {} {}", pattern, where, tail);
    pair.kuzu = apart.empty() ? pair.query
                              : fmt::format("MATCH {} WHERE {} AND ({}) {}", pattern, apart, where,
                                            tail);
    return pair;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  bool coin() { return below(2) == 0; }
  const char* one_of(std::initializer_list<const char*> all) {
    return all.begin()[below(static_cast<int>(all.size()))];
  }

  std::string label(int i) const { return labels_[static_cast<size_t>(i)]; }
  int node() { return below(static_cast<int>(labels_.size())); }

  // (n0:A)-[r0:T]->(n1:B)…; relationships of one type are told apart for Kùzu.
  std::string path(int length) {
    labels_.push_back(kEdges[below(std::size(kEdges))].from);
    std::string out = fmt::format("(n0:{})", labels_[0]);
    for (int i = 0; i < length; ++i) {
      const std::string here = labels_.back();
      for (;;) {
        const Edge& edge = kEdges[below(std::size(kEdges))];
        const bool forward = coin();
        if (here != (forward ? edge.from : edge.to)) continue;
        labels_.push_back(forward ? edge.to : edge.from);
        out += fmt::format("{}[r{}:{}]{}(n{}:{})", forward ? "-" : "<-", i, edge.type,
                           forward ? "->" : "-", i + 1, labels_.back());
        for (size_t k = 0; k < types_.size(); ++k)
          if (types_[k] == edge.type) apart_.push_back(fmt::format("id(r{}) <> id(r{})", k, i));
        types_.push_back(edge.type);
        break;
      }
    }
    return out;
  }

  // A property that is never missing, and one that may be.
  std::string sure_number(int i) {
    if (label(i) == "Measure" && coin()) return fmt::format("n{}.ordinal", i);
    return fmt::format("n{}.id", i);
  }
  std::string any_property(int i) {
    const std::string l = label(i);
    const char* key = l == "Document"  ? one_of({"id", "title", "year"})
                      : l == "Measure" ? one_of({"id", "text", "ordinal", "weight"})
                      : l == "Agency"  ? one_of({"id", "name", "class"})
                      : l == "Theme"   ? one_of({"id", "name", "level"})
                                       : one_of({"id", "name"});
    return fmt::format("n{}.{}", i, key);
  }
  std::string text_property(int i) {
    const std::string l = label(i);
    return fmt::format("n{}.{}", i, l == "Document" ? "title" : l == "Measure" ? "text" : "name");
  }

  // Without IN, which Kùzu 0.11.3 gets wrong inside CASE (queries.txt).
  std::string plain_condition() {
    for (;;) {
      std::string text = simple_condition();
      if (text.find(" IN ") == text.npos) return text;
    }
  }
  std::string simple_condition() {
    const int i = node();
    switch (below(5)) {
      case 0: return fmt::format("{} {} {}", sure_number(i), one_of({"<", "<=", ">", ">=", "<>", "="}),
                                 below(12));
      case 1: return fmt::format("{} CONTAINS '{}'", text_property(i), one_of({"0", "冷链", "3", "主"}));
      case 2: return fmt::format("{} IS {}NULL", any_property(i), coin() ? "NOT " : "");
      case 3: return fmt::format("{} IN [{}, {}]", sure_number(i), below(10), below(10));
      default: return fmt::format("{} + {} > {}", sure_number(i), sure_number(node()), below(30));
    }
  }
  std::string condition() {
    switch (below(4)) {
      case 0: return simple_condition();
      case 1: return fmt::format("({} AND {})", simple_condition(), simple_condition());
      case 2: return fmt::format("({} OR {})", simple_condition(), simple_condition());
      default: return fmt::format("NOT ({})", simple_condition());
    }
  }

  // Without DISTINCT where another aggregate follows: Kùzu 0.11.3 loses that one (queries.txt).
  std::string aggregate(bool may_be_distinct = true) {
    const int i = node();
    switch (below(6)) {
      case 0: return "count(*)";
      case 1: return fmt::format("count({})", any_property(i));
      case 2: return fmt::format("count({}{})", may_be_distinct ? "DISTINCT " : "", any_property(i));
      case 3: return fmt::format("min({})", any_property(i));
      case 4: return fmt::format("max({})", any_property(i));
      default: return fmt::format("sum({})", sure_number(i));
    }
  }

  // An arc at a node, written outwards from it: "-[q:T]->(m:B)".
  std::string arc_at(int i) {
    for (;;) {
      const Edge& edge = kEdges[below(std::size(kEdges))];
      const bool forward = coin();
      if (label(i) != (forward ? edge.from : edge.to)) continue;
      return fmt::format("{}[q:{}]{}(m:{})", forward ? "-" : "<-", edge.type, forward ? "->" : "-",
                         forward ? edge.to : edge.from);
    }
  }
  std::string second_match(int i) {
    return fmt::format("WITH n{0}, count(*) AS c {1}MATCH (n{0}){2} RETURN n{0}.id AS x, c, "
                       "count(m.id) AS y, max(m.id) AS z", i, coin() ? "OPTIONAL " : "", arc_at(i));
  }
  std::string existing_part(int i) {
    return fmt::format("WITH DISTINCT n{0} WHERE {1}EXISTS {{ MATCH (n{0}){2} WHERE m.id < {3} }} "
                       "RETURN n{0}.id AS x", i, coin() ? "NOT " : "", arc_at(i), below(12));
  }

  std::string ending() {
    const int i = node(), last = static_cast<int>(labels_.size()) - 1;
    switch (below(12)) {
      case 0: return fmt::format("RETURN {} AS x, {} AS y", any_property(i), any_property(last));
      case 1:
        return fmt::format("RETURN DISTINCT {} AS x, {} AS y", any_property(i), any_property(0));
      case 2: return fmt::format("RETURN {} AS x, {} AS y", any_property(i), aggregate());
      case 3:
        return fmt::format("RETURN {} AS x, {} AS y, {} AS z", any_property(i),
                           aggregate(false), aggregate());
      case 4:
        return fmt::format("RETURN DISTINCT n0.id AS x, n{}.id AS y ORDER BY x{}, y LIMIT {}", last,
                           coin() ? " DESC" : "", 1 + below(9));
      case 5:
        return fmt::format("WITH {} AS k, count(*) AS c WHERE c > {} RETURN k, c", any_property(i),
                           below(6));
      case 6:
        return fmt::format("WITH DISTINCT n{0} OPTIONAL MATCH (n{0})-[q]->(m) RETURN n{0}.id, "
                           "count(q)", i);
      case 7: return second_match(i);
      case 8: return existing_part(i);
      case 9:
        return fmt::format("RETURN CASE WHEN {} THEN 'a' WHEN {} THEN 'b' ELSE 'c' END AS x, "
                           "count(*) AS y", plain_condition(), plain_condition());
      case 10:
        return fmt::format("RETURN {} AS x, size(collect({})) AS y, avg({}) AS z", any_property(i),
                           sure_number(last), sure_number(0));
      default:
        return fmt::format("WITH DISTINCT n{0} ORDER BY n{0}.id LIMIT {1} MATCH (n{0})<-[q]-(m) "
                           "RETURN n{0}.id AS x, count(*) AS y", i, 1 + below(5));
    }
  }

  std::mt19937 random_;
  std::vector<std::string> labels_, types_, apart_;
};

}  // namespace

std::vector<QueryPair> generate_queries(uint32_t seed, int count) {
  Generator generator(seed);
  std::vector<QueryPair> out;
  for (int i = 0; i < count; ++i) out.push_back(generator.next(i));
  return out;
}

}  // namespace zhengmai::testing
