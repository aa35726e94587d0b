// Queries that the planner rewrites, beside forms of them that it leaves alone: same rows.
#include <algorithm>
#include <catch2/catch.hpp>
#include <random>

#include "graph/memory/builder.h"
#include "query/exec/engine.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

// Enough relationships for threads and for grouping by codes; short and long rows, none, several
// between the same two nodes, loops, roles that are missing.
Graph large_graph() {
  std::mt19937 random(7);
  const auto below = [&](uint32_t n) { return static_cast<uint32_t>(random() % n); };
  GraphBuilder builder;
  std::vector<NodeId> agencies, measures, documents, themes, offices;
  for (int i = 0; i < 50; ++i) {
    agencies.push_back(builder.add_node({"Agency"}, {{"id", Value::integer(i * 3)},
                                                     {"year", Value::integer(2010 + i % 7)}}));
  }
  for (int i = 0; i < 51; ++i) {
    offices.push_back(builder.add_node({"Office"}, {{"id", Value::integer(i)}}));
  }
  for (int i = 0; i < 60; ++i) {  // a tree: three below each, and one theme below two
    themes.push_back(builder.add_node({"Theme"}, {{"id", Value::integer(i)}}));
    if (i > 0) builder.add_relationship("PARENT", themes.back(), themes[(uint32_t(i) - 1) / 3], {});
    if (i == 17) builder.add_relationship("PARENT", themes.back(), themes[1], {});
  }
  for (int i = 0; i < 20000; ++i) {
    const Value text = i % 5 > 0 ? Value::string("措施" + std::to_string(i)) : Value();
    measures.push_back(builder.add_node({"Measure"}, {{"id", Value::integer(i)}, {"text", text}}));
    builder.add_relationship("HELD_BY", measures.back(), offices[below(50)], {});
    for (uint32_t k = below(5); k > 0; --k) {
      builder.add_relationship("ABOUT", measures.back(), themes[below(60)],
                               {{"weight", Value::integer(below(9))}});
    }
    const uint32_t arcs = i % 100 == 0 ? 40 : below(7);
    for (uint32_t k = 0; k < arcs; ++k) {
      std::vector<Property> properties;
      const uint32_t role = below(4);
      if (role < 3) {
        properties.push_back({"role", Value::borrowed(role == 0 ? "lead" : role == 1 ? "support"
                                                                                     : "other")});
      }
      builder.add_relationship("ASSIGNED_TO", measures.back(), agencies[below(49)], properties);
    }
  }
  for (int i = 0; i < 900; ++i) {
    documents.push_back(builder.add_node({"Document"}, {{"id", Value::integer(i)}}));
    for (uint32_t k = below(30); k > 0; --k) {
      builder.add_relationship("CONTAINS", documents.back(), measures[below(20000)], {});
    }
    builder.add_relationship("CITES", documents.back(), documents[below(uint32_t(i + 1))], {});
  }
  return std::move(builder).freeze();
}

std::string rows_of(const Graph& graph, const Engine& engine, const std::string& query) {
  const Result result = engine.run(query);
  std::string rows;
  for (size_t i = 0; i < result.row_count(); ++i) {
    for (const Value& v : result.row(i)) rows += to_text(v, graph) + "|";
    rows += "\n";
  }
  return rows;
}

bool has(const PlanNode& plan, std::string_view name) {
  return plan.name == name || std::any_of(plan.children.begin(), plan.children.end(),
                                          [&](const PlanNode& child) { return has(child, name); });
}

bool plan_has(const Engine& engine, const std::string& query, std::string_view name) {
  return has(*engine.run("EXPLAIN " + query).plan, name);
}

TEST_CASE("rewritten queries give the rows of their plain forms") {
  const Graph graph = large_graph();
  const Engine engine(graph);
  struct Case {
    const char* what;
    const char* rewritten;
    const char* plain;
    const char* uses = "";  // an operator that the first form must have, and the second must not
  };
  const std::vector<Case> cases = {
      {"ends beyond a node",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(:Measure)-[:ASSIGNED_TO]->(b:Agency) WHERE a.id < b.id "
       "RETURN a.id AS x, b.id AS y, count(*) AS n ORDER BY x, y",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(:Measure)-[:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id + 0 < b.id RETURN a.id AS x, b.id AS y, count(*) AS n ORDER BY x, y"},
      {"ends short of a node, row by row",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure)-[:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id > b.id AND m.id % 100 < 2 RETURN m.id, a.id, b.id ORDER BY m.id, a.id, b.id",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure)-[:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id > b.id + 0 AND m.id % 100 < 2 RETURN m.id, a.id, b.id ORDER BY m.id, a.id, b.id"},
      {"pairs of a node's ends",
       "MATCH (m:Measure) WITH m MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id < b.id RETURN m.id AS x, a.id AS y, b.id AS z ORDER BY x, y, z",
       "MATCH (m:Measure) WITH m MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id < b.id + 0 RETURN m.id AS x, a.id AS y, b.id AS z ORDER BY x, y, z",
       "ExpandPairs"},
      {"pairs with what their relationships say",
       "MATCH (m:Measure) WITH m MATCH (m)-[r:ASSIGNED_TO]->(a:Agency), "
       "(m)-[s:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id < b.id RETURN r.role AS x, s.role AS y, count(*) AS n, sum(m.id + a.id - b.id) "
       "ORDER BY x, y",
       "MATCH (m:Measure) WITH m MATCH (m)-[r:ASSIGNED_TO]->(a:Agency), "
       "(m)-[s:ASSIGNED_TO]->(b:Agency) "
       "WHERE a.id < b.id + 0 RETURN r.role AS x, s.role AS y, count(*) AS n, "
       "sum(m.id + a.id - b.id) ORDER BY x, y",
       "ExpandPairs"},
      {"pairs of nodes that have hundreds of arcs",
       "MATCH (a:Agency) WITH a MATCH (a)<-[:ASSIGNED_TO]-(m:Measure), (a)<-[:ASSIGNED_TO]-(n:Measure) "
       "WHERE m.id > n.id AND a.id < 20 RETURN a.id AS x, count(*), sum(m.id - n.id) ORDER BY x",
       "MATCH (a:Agency) WITH a MATCH (a)<-[:ASSIGNED_TO]-(m:Measure), (a)<-[:ASSIGNED_TO]-(n:Measure) "
       "WHERE m.id + 0 > n.id AND a.id < 20 RETURN a.id AS x, count(*), sum(m.id - n.id) "
       "ORDER BY x",
       "ExpandPairs"},
      {"between two nodes",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure)-[:ASSIGNED_TO]->(b:Agency), "
       "(m)-[:ASSIGNED_TO]->(c:Agency) WHERE a.id < b.id AND b.id < c.id AND m.id % 100 = 1 "
       "RETURN a.id, b.id, c.id, count(*) AS n ORDER BY a.id, b.id, c.id",
       "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure)-[:ASSIGNED_TO]->(b:Agency), "
       "(m)-[:ASSIGNED_TO]->(c:Agency) WHERE a.id + 0 < b.id AND b.id + 0 < c.id AND "
       "m.id % 100 = 1 RETURN a.id, b.id, c.id, count(*) AS n ORDER BY a.id, b.id, c.id"},
      {"against the arrows and both ways",
       "MATCH (d:Document)-[:CITES]-(e:Document) WHERE d.id < e.id RETURN d.id, e.id, count(*) "
       "ORDER BY d.id, e.id",
       "MATCH (d:Document)-[:CITES]-(e:Document) WHERE d.id + 0 < e.id RETURN d.id, e.id, count(*) "
       "ORDER BY d.id, e.id"},
      {"paths counted from their middle",
       "MATCH (:Document)-[:CONTAINS]->(:Measure)-[:ASSIGNED_TO]->(:Agency) RETURN count(*)",
       "MATCH (:Document)-[:CONTAINS]->(:Measure)-[:ASSIGNED_TO]->(:Agency) RETURN sum(1)"},
      {"paths through a node that has no way on",
       "MATCH (:Document)-[:CITES]->(:Document)-[:CONTAINS]->(:Measure) RETURN count(*)",
       "MATCH (:Document)-[:CITES]->(:Document)-[:CONTAINS]->(:Measure) RETURN sum(1)"},
      {"paths of several types counted from their middle",
       "MATCH (:Measure)<-[:CONTAINS]-(:Document)-[:CITES|ASSIGNED_TO]->() RETURN count(*)",
       "MATCH (:Measure)<-[:CONTAINS]-(:Document)-[:CITES|ASSIGNED_TO]->() RETURN sum(1)"},
      {"degrees, zero included, of nodes that lie apart",
       "MATCH (m:Measure) WHERE m.id % 3 = 0 OPTIONAL MATCH (m)<-[:CONTAINS]-(d) "
       "RETURN m.id % 5 AS x, count(d) AS n ORDER BY x",
       "MATCH (m:Measure) WHERE m.id % 3 = 0 OPTIONAL MATCH (m)<-[:CONTAINS]-(d) "
       "RETURN m.id % 5 AS x, sum(CASE WHEN d IS NULL THEN 0 ELSE 1 END) AS n ORDER BY x"},
      {"degrees of several types, of nodes that have none and of null",
       "OPTIONAL MATCH (m:Measure {id: -1}) OPTIONAL MATCH (m)-[:ASSIGNED_TO|CONTAINS]->(a) "
       "RETURN count(a)",
       "OPTIONAL MATCH (m:Measure {id: -1}) OPTIONAL MATCH (m)-[:ASSIGNED_TO|CONTAINS]->(a) "
       "RETURN sum(CASE WHEN a IS NULL THEN 0 ELSE 1 END)"},
      {"choices by code, a node a group",
       "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(:Measure) RETURN a.id AS x, "
       "sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END) AS l, "
       "sum(CASE r.role WHEN 'support' THEN 2 WHEN 'other' THEN -1 END) AS s, count(*) AS n, "
       "sum(CASE WHEN r.role IS NULL THEN 1 ELSE 0 END) AS none",
       "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(:Measure) RETURN a.id AS x, "
       "sum(CASE WHEN toString(r.role) = 'lead' THEN 1 ELSE 0 END) AS l, "
       "sum(CASE toString(r.role) WHEN 'support' THEN 2 WHEN 'other' THEN -1 END) AS s, "
       "count(*) AS n, sum(CASE WHEN toString(r.role) IS NULL THEN 1 ELSE 0 END) AS none"},
      {"choices by code, no groups",
       "MATCH (:Agency)<-[r:ASSIGNED_TO]-() RETURN "
       "sum(CASE WHEN r.role IN ['lead', 'other'] THEN 3 ELSE 0 END) AS l",
       "MATCH (:Agency)<-[r:ASSIGNED_TO]-() RETURN "
       "sum(CASE WHEN toString(r.role) IN ['lead', 'other'] THEN 3 ELSE 0 END) AS l"},
      {"choices by code, no rows",
       "MATCH (a:Agency {id: 147})<-[r:ASSIGNED_TO]-() RETURN "
       "sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END) AS l",
       "MATCH (a:Agency {id: 147})<-[r:ASSIGNED_TO]-() RETURN "
       "sum(CASE WHEN toString(r.role) = 'lead' THEN 1 ELSE 0 END) AS l"},
      {"groups that are few of all that there might be",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN m.id AS x, a.id AS y, count(*) AS n "
       "ORDER BY x, y",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN toInteger(toString(m.id)) AS x, "
       "toInteger(toString(a.id)) AS y, count(*) AS n ORDER BY x, y"},
      {"parts that meet in a theme, several ways to some",
       "MATCH (o:Office {id: 9})<-[:HELD_BY]-(m:Measure)-[:ABOUT]->(t:Theme)-[:PARENT*0..2]->"
       "(:Theme {id: 0}) RETURN t.id AS x, count(*) AS n, sum(m.id) ORDER BY x",
       "MATCH (o:Office {id: 9})<-[:HELD_BY]-(m:Measure)-[:ABOUT]->(t:Theme) WITH m, t "
       "MATCH (t)-[:PARENT*0..2]->(r:Theme) WHERE r.id = 0 "
       "RETURN t.id AS x, count(*) AS n, sum(m.id) ORDER BY x",
       "JoinByNode"},
      {"parts of which more is wanted than where they meet",
       "MATCH (o:Office {id: 9})<-[:HELD_BY]-(m:Measure)-[s:ABOUT]->(t:Theme), "
       "p = (t)-[r:PARENT*0..2]->(u:Theme {id: 1}) WHERE t.id <> 4 "
       "RETURN o.id AS x, s.weight AS w, size(r) AS y, u.id AS z, count(*), sum(length(p) + t.id) "
       "ORDER BY x, w, y",
       "MATCH (o:Office {id: 9})<-[:HELD_BY]-(m:Measure)-[s:ABOUT]->(t:Theme) "
       "WITH o, m, s, t MATCH p = (t)-[r:PARENT*0..2]->(u:Theme) WHERE t.id <> 4 AND u.id = 1 "
       "RETURN o.id AS x, s.weight AS w, size(r) AS y, u.id AS z, count(*), sum(length(p) + t.id) "
       "ORDER BY x, w, y",
       "JoinByNode"},
      {"parts that do not meet",
       "MATCH (o:Office {id: 50})<-[:HELD_BY]-(m:Measure)-[:ABOUT]->(t:Theme)-[:PARENT*0..2]->"
       "(:Theme {id: 0}) RETURN count(t)",
       "MATCH (o:Office {id: 50})<-[:HELD_BY]-(m:Measure)-[:ABOUT]->(t:Theme) WITH m, t "
       "MATCH (t)-[:PARENT*0..2]->(r:Theme) WHERE r.id = 0 RETURN count(t)"},
      {"distinct nodes, relationships and codes of few groups",
       "MATCH (m:Measure)-[r:ASSIGNED_TO]->(a:Agency) RETURN a.id AS x, count(DISTINCT m) AS n, "
       "count(DISTINCT r) AS o, count(DISTINCT r.role) AS p ORDER BY x",
       "MATCH (m:Measure)-[r:ASSIGNED_TO]->(a:Agency) RETURN a.id AS x, "
       "size(collect(DISTINCT m.id)) AS n, count(*) AS o, count(DISTINCT toString(r.role)) AS p "
       "ORDER BY x"},
      {"distinct nodes of more groups than have a bit for each",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN m.id AS x, count(DISTINCT a) AS n "
       "ORDER BY x",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN m.id AS x, "
       "size(collect(DISTINCT a.id)) AS n ORDER BY x"},
      {"texts side by side, some missing",
       "MATCH (m:Measure) RETURN m.text CONTAINS '12' AS found, count(*), sum(m.id) ORDER BY found",
       "MATCH (m:Measure) RETURN toString(m.text) CONTAINS '12' AS found, count(*), sum(m.id) "
       "ORDER BY found"},
      {"texts here and there, some missing",
       "MATCH (m:Measure) WHERE m.id % 3 = 1 "
       "RETURN m.text CONTAINS '施12' AS found, count(*), sum(m.id) ORDER BY found",
       "MATCH (m:Measure) WHERE m.id % 3 = 1 "
       "RETURN toString(m.text) CONTAINS '施12' AS found, count(*), sum(m.id) ORDER BY found"},
      {"groups by integers",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN a.year AS y, count(*) AS n ORDER BY y",
       "MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency) RETURN toInteger(toString(a.year)) AS y, count(*) AS n "
       "ORDER BY y"},
  };
  for (const Case& c : cases) {
    INFO(c.what << ": " << c.rewritten);
    if (*c.uses) {
      CHECK(plan_has(engine, c.rewritten, c.uses));
      CHECK(!plan_has(engine, c.plain, c.uses));
    }
    const std::string rows = rows_of(graph, engine, c.rewritten);
    CHECK(!rows.empty());
    CHECK(rows == rows_of(graph, engine, c.plain));
  }
}

}  // namespace
}  // namespace zhengmai
