#include <catch2/catch.hpp>

#include "graph/memory/builder.h"
#include "tests/query_plan/plan_text.h"

namespace zhengmai::plan {
namespace {

// Agencies with unique ids and names, shared classes; measures with texts; arcs between them.
Graph policy_graph() {
  GraphBuilder builder;
  std::vector<NodeId> agencies, measures;
  for (int i = 0; i < 6; ++i) {
    agencies.push_back(builder.add_node(
        {"Agency"}, {{"id", Value::integer(i)},
                     {"name", Value::string("agency " + std::to_string(i))},
                     {"class", Value::string(i % 2 ? "trade" : "finance")}}));
  }
  for (int i = 0; i < 60; ++i) {
    measures.push_back(builder.add_node({"Measure"}, {{"id", Value::integer(i)}}));
    builder.add_relationship("ASSIGNED_TO", measures[i], agencies[i % 6],
                             {{"role", Value::borrowed(i % 3 ? "support" : "lead")}});
    builder.add_relationship("ASSIGNED_TO", measures[i], agencies[(i + 1) % 6], {});
  }
  for (int i = 0; i < 3; ++i) {
    const NodeId d = builder.add_node({"Document"}, {{"id", Value::integer(i)}});
    for (int k = 0; k < 20; ++k) builder.add_relationship("HAS", d, measures[i * 20 + k], {});
  }
  return std::move(builder).freeze();
}

struct Case {
  const char* what;
  const char* query;
  const char* before;
  const char* after;
};

using PassFunction = void (*)(Plan&, const Graph&);

void check(const std::vector<PassFunction>& first, PassFunction pass,
           const std::vector<Case>& cases, const Graph& graph = policy_graph()) {
  for (const Case& c : cases) {
    INFO(c.what << ": " << c.query);
    Plan plan = plan_of(c.query, graph);
    for (const PassFunction earlier : first) earlier(plan, graph);
    CHECK(plan_text(plan) == c.before);
    pass(plan, graph);
    CHECK(plan_text(plan) == c.after);
  }
}

TEST_CASE("a MATCH starts where the fewest rows are") {
  const Graph graph = policy_graph();
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"MATCH (m:Measure)-[:ASSIGNED_TO]->(a:Agency {id: 3}) RETURN m",
       "Lookup(a:Agency.id) > Expand(a<-m) > Filter(m:Measure)"},
      {"MATCH (m:Measure)<-[:HAS]-(d:Document) RETURN m",
       "Scan(d:Document) > Expand(d->m) > Filter(m:Measure)"},
      {"MATCH (x:Agency {id: 1}), (a:Agency) WHERE a.class = x.class RETURN a",
       "Lookup(x:Agency.id) > Lookup(a:Agency.class)"},
      {"MATCH (a:Agency)<-[:ASSIGNED_TO]-(m) WHERE a.name CONTAINS '3' RETURN m",
       "Scan(a:Agency) > Filter(a.name CONTAINS '3') > Expand(a<-m)"},
      {"MATCH (m)-[:ASSIGNED_TO]->(m) RETURN m", "Scan(m:) > Into(m->m)"},
  };
  for (const auto& [query, plan] : cases) {
    INFO(query);
    CHECK(plan_text(plan_of(query, graph)) == plan);
  }
}

TEST_CASE("implied-labels drops tests of what a relationship always leads to") {
  check({}, implied_labels,
        {{"all ends are measures", "MATCH (d:Document)-[:HAS]->(m:Measure) RETURN m",
          "Scan(d:Document) > Expand(d->m) > Filter(m:Measure)", "Scan(d:Document) > Expand(d->m)"},
         {"no type: anything may follow", "MATCH (d:Document)-->(m:Measure) RETURN m",
          "Scan(d:Document) > Expand(d->m) > Filter(m:Measure)",
          "Scan(d:Document) > Expand(d->m) > Filter(m:Measure)"},
         {"another label is a real test",
          "MATCH (m:Measure {id: 3})-[:ASSIGNED_TO]->(x:Measure) RETURN x",
          "Lookup(m:Measure.id) > Expand(m->x) > Filter(x:Measure)",
          "Lookup(m:Measure.id) > Expand(m->x) > Filter(x:Measure)"}});
}

TEST_CASE("implied-difference drops comparisons that a condition makes needless") {
  check({}, implied_difference,
        {{"by a property in order",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b) WHERE a.id < b.id RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b different) > Filter(a.id < b.id)",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b) > Filter(a.id < b.id)"},
         {"equal ends may be one relationship",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b) WHERE a.id <= b.id RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b different) > Filter(a.id <= b.id)",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b different) > Filter(a.id <= b.id)"}});
}

TEST_CASE("ordered-ends looks for ends on one side of a bound node only") {
  check({implied_labels, implied_difference}, ordered_ends,
        {{"beyond it",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b:Agency) WHERE a.id < b.id "
          "RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b) > Filter(a.id < b.id)",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b after a)"},
         {"short of it; what else is asked stays",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b:Agency) "
          "WHERE a.id > b.id AND a.class <> b.class RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b) > Filter(a.id > b.id, a.class <> b.class)",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b before a) > Filter(a.class <> b.class)"},
         {"not by values that do not ascend",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m)-[:ASSIGNED_TO]->(b:Agency) "
          "WHERE a.class < b.class RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b) > Filter(a.class < b.class)",
          "Scan(a:Agency) > Expand(a<-m) > Expand(m->b) > Filter(a.class < b.class)"},
         {"not between nodes of different labels",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure) WHERE a.id < m.id RETURN m",
          "Scan(a:Agency) > Expand(a<-m) > Filter(a.id < m.id)",
          "Scan(a:Agency) > Expand(a<-m) > Filter(a.id < m.id)"}});
}

TEST_CASE("count-nodes counts nodes and rows where that is the same") {
  check({}, count_nodes,
        {{"a unique property", "MATCH (a:Agency) RETURN count(DISTINCT a.id)",
          "Scan(a:Agency) > Aggregate(; count(DISTINCT a.id))",
          "Scan(a:Agency) > Aggregate(; count(DISTINCT a))"},
         {"a shared property", "MATCH (a:Agency) RETURN count(DISTINCT a.class)",
          "Scan(a:Agency) > Aggregate(; count(DISTINCT a.class))",
          "Scan(a:Agency) > Aggregate(; count(DISTINCT a.class))"},
         {"a property that all have", "MATCH (a:Agency) RETURN count(a.class)",
          "Scan(a:Agency) > Aggregate(; count(a.class))", "Scan(a:Agency) > Aggregate(; count(*))"},
         {"a property that none has", "MATCH (a:Agency) RETURN count(a.none)",
          "Scan(a:Agency) > Aggregate(; count(a.none))",
          "Scan(a:Agency) > Aggregate(; count(a.none))"}});
}

TEST_CASE("group-by-node reads properties once a group") {
  check({implied_labels}, group_by_node,
        {{"a unique key among them", "MATCH (a:Agency) RETURN a.class, a.id, count(*)",
          "Scan(a:Agency) > Aggregate(a.class, a.id; count(*))",
          "Scan(a:Agency) > Aggregate(a; count(*)) > Project(a.class, a.id)"},
         {"shared values stay keys", "MATCH (a:Agency) RETURN a.class, count(*)",
          "Scan(a:Agency) > Aggregate(a.class; count(*))",
          "Scan(a:Agency) > Aggregate(a.class; count(*))"},
         {"a node that may be null stays as it is",
          "MATCH (d:Document) OPTIONAL MATCH (d)-[:NONE]->(a:Agency) RETURN a.id, count(*)",
          "Scan(d:Document) > Optional(Expand(d->a)) > Aggregate(a.id; count(*))",
          "Scan(d:Document) > Optional(Expand(d->a)) > Aggregate(a.id; count(*))"}});
}

TEST_CASE("count-by-degree adds degrees up instead of walking") {
  check({implied_labels, count_nodes}, count_by_degree,
        {{"the last hop", "MATCH (d:Document)-[:HAS]->(m:Measure) RETURN d, count(*)",
          "Scan(d:Document) > Expand(d->m) > Aggregate(d; count(*))",
          "Scan(d:Document) > Degree(d->m) > Aggregate(d; sum(degree))"},
         {"an optional hop",
          "MATCH (d:Document) OPTIONAL MATCH (d)-[:HAS]->(m:Measure) RETURN d, count(m)",
          "Scan(d:Document) > Optional(Expand(d->m)) > Aggregate(d; count(m))",
          "Scan(d:Document) > Degree(d->m optional) > Aggregate(d; sum(degree))"},
         {"not when the far node is looked at",
          "MATCH (d:Document)-[:HAS]->(m:Measure) RETURN m.id, count(*)",
          "Scan(d:Document) > Expand(d->m) > Aggregate(m.id; count(*))",
          "Scan(d:Document) > Expand(d->m) > Aggregate(m.id; count(*))"},
         {"not when loops would count twice", "MATCH (d:Document)-[:HAS]-(m) RETURN count(*)",
          "Scan(d:Document) > Expand(d--m) > Aggregate(; count(*))",
          "Scan(d:Document) > Expand(d--m) > Aggregate(; count(*))"}});
}

TEST_CASE("count-from-middle counts paths of two hops at the node between them") {
  check({implied_labels, count_nodes, count_by_degree}, count_from_middle,
        {{"two hops on",
          "MATCH (d:Document)-[:HAS]->(m:Measure)-[:ASSIGNED_TO]->(a) RETURN count(*)",
          "Scan(d:Document) > Expand(d->m) > Degree(m->a) > Aggregate(; sum(degree))",
          "Scan(m:Measure) > Degree(m<-d) > Degree(m->a times degree) > Aggregate(; sum(degree))"},
         {"not when the first node is looked at",
          "MATCH (d:Document)-[:HAS]->(m:Measure)-[:ASSIGNED_TO]->(a) RETURN d.id, count(*)",
          "Scan(d:Document) > Expand(d->m) > Degree(m->a) > Aggregate(d.id; sum(degree))",
          "Scan(d:Document) > Expand(d->m) > Degree(m->a) > Aggregate(d.id; sum(degree))"}});
}

TEST_CASE("group-by-code decides a CASE once for each value of a property") {
  const char* const by_role =
      "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(m) RETURN "
      "sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END), count(*)";
  const char* const by_id =
      "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(m) RETURN sum(CASE WHEN a.id = 3 THEN 1 ELSE 0 END)";
  const char* const by_many =
      "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(m) RETURN a, "
      "sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END)";
  const char* const no_integer =
      "MATCH (a:Agency)<-[r:ASSIGNED_TO]-(m) RETURN sum(CASE WHEN r.role = 'lead' THEN 0.5 END)";
  check({implied_labels}, group_by_code,
        {{"a property of two values", by_role,
          "Scan(a:Agency) > Expand(a<-m) > "
          "Aggregate(; sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END) count(*))",
          "Scan(a:Agency) > Expand(a<-m) > Aggregate(r.role; count(*)) > "
          "Aggregate(; sum(CASE WHEN role = 'lead' THEN 1 ELSE 0 END * count) sum(count))"},
         {"not by numbers", by_id,
          "Scan(a:Agency) > Expand(a<-m) > Aggregate(; sum(CASE WHEN a.id = 3 THEN 1 ELSE 0 END))",
          "Scan(a:Agency) > Expand(a<-m) > Aggregate(; sum(CASE WHEN a.id = 3 THEN 1 ELSE 0 END))"},
         {"not when the groups would be as many as the rows", by_many,
          "Scan(a:Agency) > Expand(a<-m) > "
          "Aggregate(a; sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END))",
          "Scan(a:Agency) > Expand(a<-m) > "
          "Aggregate(a; sum(CASE WHEN r.role = 'lead' THEN 1 ELSE 0 END))"},
         {"not floats, whose sums may round", no_integer,
          "Scan(a:Agency) > Expand(a<-m) > Aggregate(; sum(CASE WHEN r.role = 'lead' THEN 0.5 END))",
          "Scan(a:Agency) > Expand(a<-m) > "
          "Aggregate(; sum(CASE WHEN r.role = 'lead' THEN 0.5 END))"}});
}

TEST_CASE("shared-properties reads a property once for all its uses") {
  check({}, shared_properties,
        {{"two sums over one property",
          "MATCH (a:Agency) RETURN sum(a.id) AS s, max(a.id) AS m, min(a.class) AS c",
          "Scan(a:Agency) > Aggregate(; sum(a.id) max(a.id) min(a.class))",
          "Scan(a:Agency) > Project(a.id) > Aggregate(; sum(id) max(id) min(a.class))"},
         {"one use stays where it is", "MATCH (a:Agency) RETURN sum(a.id) AS s",
          "Scan(a:Agency) > Aggregate(; sum(a.id))", "Scan(a:Agency) > Aggregate(; sum(a.id))"}});
}

TEST_CASE("top-k joins ORDER BY, SKIP and LIMIT") {
  check({}, top_k,
        {{"limit", "MATCH (a:Agency) RETURN a.id AS x ORDER BY x LIMIT 2",
          "Scan(a:Agency) > Project(a.id) > Sort(x) > Limit(2)",
          "Scan(a:Agency) > Project(a.id) > TopK(x)"},
         {"skip and limit", "MATCH (a:Agency) RETURN a.id AS x ORDER BY x SKIP 1 LIMIT 2",
          "Scan(a:Agency) > Project(a.id) > Sort(x) > Skip(1) > Limit(2)",
          "Scan(a:Agency) > Project(a.id) > TopK(x)"},
         {"no order, no top", "MATCH (a:Agency) RETURN a.id AS x LIMIT 2",
          "Scan(a:Agency) > Project(a.id) > Limit(2)",
          "Scan(a:Agency) > Project(a.id) > Limit(2)"}});
}

TEST_CASE("late-projection computes what is not sorted by after the TopK") {
  check({top_k}, late_projection,
        {{"a name beside the key", "MATCH (a:Agency) RETURN a.name, a.id AS x ORDER BY x LIMIT 2",
          "Scan(a:Agency) > Project(a.name, a.id) > TopK(x)",
          "Scan(a:Agency) > Project(a.id) > TopK(x) > Project(a.name)"},
         {"a chain of two projections",
          "MATCH (a:Agency) WITH a.id AS i, a.name AS n RETURN n, i + 1 AS x ORDER BY x LIMIT 2",
          "Scan(a:Agency) > Project(a.id, a.name) > Project(i + 1) > TopK(x)",
          "Scan(a:Agency) > Project(a.id) > Project(i + 1) > TopK(x) > Project(a.name)"}});
}

// Measures of forty agencies about twenty themes of two fields.
Graph theme_graph() {
  GraphBuilder builder;
  std::vector<NodeId> agencies, fields, themes;
  const auto add = [&](const char* label, int i) {
    return builder.add_node({label}, {{"id", Value::integer(i)}});
  };
  for (int i = 0; i < 40; ++i) agencies.push_back(add("Agency", i));
  for (int i = 0; i < 2; ++i) fields.push_back(add("Field", i));
  for (int i = 0; i < 20; ++i) {
    themes.push_back(add("Theme", i));
    builder.add_relationship("IN", themes.back(), fields[i % 2], {});
  }
  for (int i = 0; i < 8000; ++i) {
    const NodeId measure = add("Measure", i);
    builder.add_relationship("ASSIGNED_TO", measure, agencies[i % 40], {});
    builder.add_relationship("ABOUT", measure, themes[i % 20], {});
  }
  return std::move(builder).freeze();
}

TEST_CASE("join-parts makes what has nothing to do with a row once") {
  check({implied_labels}, join_parts,
        {{"themes of a field, measures of an agency",
          "MATCH (a:Agency {id: 3})<-[:ASSIGNED_TO]-(m)-[:ABOUT]->(t)-[:IN]->(f:Field {id: 1}) "
          "RETURN m",
          "Lookup(a:Agency.id) > Lookup(f:Field.id) > Expand(f<-t) > Expand(a<-m) > Into(m->t)",
          "Lookup(a:Agency.id) > Expand(a<-m) > Expand(m->t) > "
          "Join(t: Lookup(f:Field.id) > Expand(f<-t))"},
         {"conditions stay with their part",
          "MATCH (a:Agency {id: 3})<-[:ASSIGNED_TO]-(m)-[:ABOUT]->(t)-[:IN]->(f:Field {id: 1}) "
          "WHERE t.id <> 7 AND m.id <> 3 RETURN m",
          "Lookup(a:Agency.id) > Lookup(f:Field.id) > Expand(f<-t) > Filter(t.id <> 7) > "
          "Expand(a<-m) > Filter(m.id <> 3) > Into(m->t)",
          "Lookup(a:Agency.id) > Expand(a<-m) > Filter(m.id <> 3) > Expand(m->t) > "
          "Join(t: Lookup(f:Field.id) > Expand(f<-t) > Filter(t.id <> 7))"},
         {"not where one reads the other",
          "MATCH (a:Agency {id: 3})<-[:ASSIGNED_TO]-(m)-[:ABOUT]->(t)-[:IN]->(f:Field {id: 1}) "
          "WHERE t.id > a.id RETURN m",
          "Lookup(a:Agency.id) > Lookup(f:Field.id) > Expand(f<-t) > Filter(t.id > a.id) > "
          "Expand(a<-m) > Into(m->t)",
          "Lookup(a:Agency.id) > Lookup(f:Field.id) > Expand(f<-t) > Filter(t.id > a.id) > "
          "Expand(a<-m) > Into(m->t)"},
         {"not a single theme",
          "MATCH (a:Agency {id: 3})<-[:ASSIGNED_TO]-(m)-[:ABOUT]->(t:Theme {id: 1}) RETURN m",
          "Lookup(a:Agency.id) > Lookup(t:Theme.id) > Expand(a<-m) > Into(m->t)",
          "Lookup(a:Agency.id) > Lookup(t:Theme.id) > Expand(a<-m) > Into(m->t)"}},
        theme_graph());
}

TEST_CASE("pairs-of-ends walks over the pairs of a node's arcs") {
  check({implied_labels, implied_difference, ordered_ends}, pairs_of_ends,
        {{"beyond the first end",
          "MATCH (m:Measure {id: 3}), (m)-[:ASSIGNED_TO]->(a:Agency), (m)-[:ASSIGNED_TO]->(b:Agency) "
          "WHERE a.id < b.id RETURN a, b",
          "Lookup(m:Measure.id) > Expand(m->a) > Expand(m->b after a)",
          "Lookup(m:Measure.id) > Pairs(m->a, m->b after a)"},
         {"short of it, against the arrows",
          "MATCH (a:Agency {id: 3}), (a)<-[:ASSIGNED_TO]-(m:Measure), (a)<-[:ASSIGNED_TO]-(n:Measure) "
          "WHERE m.id > n.id RETURN m, n",
          "Lookup(a:Agency.id) > Expand(a<-m) > Expand(a<-n before m)",
          "Lookup(a:Agency.id) > Pairs(a<-m, a<-n before m)"},
         {"a third end has a bound of its own",
          "MATCH (m:Measure {id: 3}), (m)-[:ASSIGNED_TO]->(a:Agency), (m)-[:ASSIGNED_TO]->(b:Agency), "
          "(m)-[:ASSIGNED_TO]->(c:Agency) WHERE a.id < b.id AND b.id < c.id RETURN a, b, c",
          "Lookup(m:Measure.id) > Expand(m->a) > Expand(m->b after a) > Expand(m->c different after b)",
          "Lookup(m:Measure.id) > Pairs(m->a, m->b after a) > Expand(m->c different after b)"},
         {"not from two nodes",
          "MATCH (a:Agency)<-[:ASSIGNED_TO]-(m:Measure), (d:Document)-[:HAS]->(m) RETURN a, d",
          "Scan(d:Document) > Expand(d->m) > Expand(m->a)",
          "Scan(d:Document) > Expand(d->m) > Expand(m->a)"},
         {"not where all pairs are wanted",
          "MATCH (m:Measure {id: 3}), (m)-[:ASSIGNED_TO]->(a:Agency), (m)-[:ASSIGNED_TO]->(b:Agency) "
          "RETURN a, b",
          "Lookup(m:Measure.id) > Expand(m->a) > Expand(m->b different)",
          "Lookup(m:Measure.id) > Expand(m->a) > Expand(m->b different)"}});
}

TEST_CASE("liveness drops what nobody reads") {
  const Graph graph = policy_graph();
  Plan plan = plan_of("MATCH (a:Agency)<-[r:ASSIGNED_TO]-(m) WITH a, a.name AS n RETURN a.id", graph);
  liveness(plan, graph);
  CHECK(plan_text(plan) ==
        "Scan(a:Agency) > Expand(a<-m) > Project() > Project(a.id)");
  const LogicalOp* expand = plan.root->input->input.get();
  CHECK(expand->live.size() == 1);  // a, but neither r nor m
}

TEST_CASE("passes run by name, in one order") {
  std::string names;
  for (const Pass& pass : passes()) names += std::string(pass.name) + " ";
  CHECK(names ==
        "implied-labels implied-difference ordered-ends count-nodes group-by-node count-by-degree "
        "count-from-middle group-by-code shared-properties top-k late-projection "
        "join-parts pairs-of-ends liveness ");
}

}  // namespace
}  // namespace zhengmai::plan
