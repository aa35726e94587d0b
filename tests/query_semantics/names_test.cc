#include <catch2/catch.hpp>

#include "tests/query_semantics/checking.h"

using namespace zhengmai;  // NOLINT: a test

namespace {

CheckContext policy_graph() {
  CheckContext context;
  context.labels = {"Measure", "Agency"};
  context.types = {"ASSIGNED_TO"};
  context.keys = {"name", "ordinal", "number"};
  return context;
}

}  // namespace

TEST_CASE("Chinese aliases become the stored names") {
  const CheckedQuery q = check_text(
      "MATCH (m:措施)-[r:责任单位]->(a:机构 {名称: 'x'}) WHERE m:!机构 RETURN a.名称, a {.名称}",
      policy_graph());
  CHECK(dump(*q.query) ==
        "(match (m:Measure)-[r:ASSIGNED_TO]->(a:Agency (props {name: 'x'})) "
        "(where (labels m !Agency))) "
        "(return (as (. a name) a.名称) (as (project a 名称: (. a name)) a {.名称}))");
  CHECK(q.warnings.empty());
  CHECK(q.columns[0] == "a.名称");
}

TEST_CASE("a name that the graph itself uses is left as it is") {
  CheckContext context = policy_graph();
  context.labels.push_back("措施");
  context.keys.push_back("名称");
  const CheckedQuery q = check_text("MATCH (m:措施) RETURN m.名称 AS n", context);
  CHECK(dump(*q.query) == "(match (m:措施)) (return (as (. m 名称) n))");
}

TEST_CASE("keys of what may be a map are left as written") {
  CheckContext context = policy_graph();
  context.parameters.emplace_back("rows", type_set::kList);
  const CheckedQuery q = check_text(
      "WITH {名称: 1} AS m UNWIND $rows AS x MATCH (n) RETURN m.名称 AS a, x.名称 AS b, n.名称 AS c",
      context);
  const std::string tree = dump(*q.query);
  CHECK(tree.find("(. m 名称)") != std::string::npos);
  CHECK(tree.find("(. x 名称)") != std::string::npos);
  CHECK(tree.find("(. n name)") != std::string::npos);
}

TEST_CASE("unknown names are warnings, once each, with the nearest known one") {
  const CheckedQuery q = check_text(
      "MATCH (m:Mesure)-[:ASIGNED_TO]->(n:Mesure {nmae: 1}), (o:措失) RETURN m.foo, m.foo AS g",
      policy_graph());
  std::vector<std::string> shown;
  for (const Diagnostic& d : q.warnings) {
    CHECK(d.severity == Severity::kWarning);
    shown.push_back(d.message + "; " + d.hint);
  }
  CHECK(shown == std::vector<std::string>{
                     "no label 'Mesure' in this graph; did you mean 'Measure'?",
                     "no relationship type 'ASIGNED_TO' in this graph; did you mean 'ASSIGNED_TO'?",
                     "no label '措失' in this graph; did you mean '措施'?",
                     "no property 'nmae' in this graph; did you mean 'name'?",
                     "no property 'foo' in this graph; "});
}

TEST_CASE("a variable named like a label, without one, is probably a slip") {
  const auto warnings = [](const char* text) {
    std::string out;
    for (const Diagnostic& d : check_text(text, policy_graph()).warnings) {
      out += d.message + "; " + d.hint;
    }
    return out;
  };
  CHECK(warnings("MATCH (Measure) RETURN Measure") ==
        "'Measure' is a new variable here, for any node; the label is written :Measure");
  CHECK(warnings("MATCH (m)-[责任单位]->(a) RETURN m") ==
        "'责任单位' is a new variable here, for any relationship; the relationship type is written "
        ":责任单位");
  CHECK(warnings("MATCH (措施:措施)-[:责任单位]->(a) RETURN 措施").empty());
}

TEST_CASE("without a graph nothing is unknown") {
  CHECK(check_text("MATCH (m:Foo)-[:BAR]->() RETURN m.baz").warnings.empty());
}
