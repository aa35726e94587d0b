// The parts of the command line that can be tried without a process.
#include <catch2/catch.hpp>

#include "cli/completion.h"
#include "cli/entity.h"
#include "cli/parameters.h"
#include "cli/statement.h"
#include "graph/memory/builder.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace {

TEST_CASE("a statement ends at a semicolon outside texts, names and comments") {
  const auto [text, end] = GENERATE(table<std::string, int>({
      {"RETURN 1;", 8},
      {"RETURN ';'", -1},
      {"RETURN ';';", 10},
      {"RETURN \"a\\\";\";", 13},
      {"RETURN `;`;", 10},
      {"RETURN 1 // ;\n;", 14},
      {"RETURN /* ; */ 1;", 16},
      {"RETURN 'open ;", -1},
      {"RETURN 1 /* open ;", -1},
      {"", -1},
  }));
  CAPTURE(text);
  const auto found = find_statement_end(text);
  CHECK((found ? static_cast<int>(*found) : -1) == end);
}

TEST_CASE("parameters are JSON where they read as JSON, else text") {
  Parameters p;
  for (const char* pair : {"a=2016", "b=福建省", "c=\"350000\"", "d=[1,2]", "e=true", "f=null",
                           "g=1.5", "h=", "$i=x=y", "j=}) DETACH DELETE n //"}) {
    add_parameter(p, pair);
  }
  CHECK(p["a"] == Value::integer(2016));
  CHECK(p["b"] == Value::string("福建省"));
  CHECK(p["c"] == Value::string("350000"));
  CHECK(p["d"] == Value::list({Value::integer(1), Value::integer(2)}));
  CHECK(p["e"] == Value::boolean(true));
  CHECK(p["f"].is_null());
  CHECK(p["g"] == Value::floating(1.5));
  CHECK(p["h"] == Value::string(""));
  CHECK(p["i"] == Value::string("x=y"));
  CHECK(p["j"] == Value::string("}) DETACH DELETE n //"));
  CHECK_THROWS_AS(add_parameter(p, "novalue"), InputError);
  CHECK_THROWS_AS(add_parameter(p, "=1"), InputError);
  CHECK_THROWS_AS(add_parameter(p, "k=" + std::string(500, '[') + std::string(500, ']')),
                  LimitError);
}

TEST_CASE("completion offers what may stand there, in both languages") {
  GraphBuilder builder;
  const NodeId m = builder.add_node({"Measure"}, {{"ordinal", Value::integer(1)}});
  const NodeId a = builder.add_node({"Agency"}, {{"name", Value::string("x")}});
  builder.add_relationship("ASSIGNED_TO", m, a, {{"order", Value::integer(1)}});
  const Graph graph = std::move(builder).freeze();
  using Words = std::vector<std::string>;
  CHECK(complete_word(graph, "MATCH (n:", "A") == Words{"Agency"});
  CHECK(complete_word(graph, "MATCH (n:", "措") == Words{"措施"});
  CHECK(complete_word(graph, "MATCH (n)-[:", "") == Words{"ASSIGNED_TO", "责任单位"});
  CHECK(complete_word(graph, "RETURN n.", "o") == Words{"order", "ordinal"});
  CHECK(complete_word(graph, "", "ret") == Words{"RETURN"});
  CHECK(complete_word(graph, ":", "s") == Words{"schema", "show"});
  CHECK(complete_word(graph, "MATCH (n:", "zzz").empty());
}

TEST_CASE("an entity is found by its id before any other name, and never guessed") {
  GraphBuilder builder;
  const auto add = [&](const char* label, const char* id, const char* key, const char* text) {
    builder.add_node({label}, {{"id", Value::string(id)}, {key, Value::string(text)}});
  };
  add("Document", "doc:aa", "title", "方案");
  add("Document", "doc:bb", "title", "通知");
  add("Document", "doc:cc", "title", "通知");
  add("Agency", "agency:方案", "name", "某局");
  const Graph graph = std::move(builder).freeze();
  const auto id_of = [&](const char* name) {
    const Value id = graph.node_property(find_entity(graph, name), *graph.keys().find("id"));
    return std::string(id.as_string());
  };
  CHECK(id_of("doc:aa") == "doc:aa");
  CHECK(id_of("aa") == "doc:aa");
  CHECK(id_of("某局") == "agency:方案");
  CHECK(id_of("方案") == "agency:方案");  // an id without its kind, before a title
  CHECK_THROWS_WITH(find_entity(graph, "通知"), "2 nodes are called '通知'");
  CHECK_THROWS_WITH(find_entity(graph, "通告"), "nothing in the store is called '通告'");
}

}  // namespace
}  // namespace zhengmai
