// Imports say of every field what the header made of it, however files are cut, and name the line
// of what is wrong.
#include "graph/memory/import.h"

#include <catch2/catch.hpp>
#include <fstream>
#include <map>
#include <random>

#include "graph/memory/import_field.h"
#include "graph/model/error.h"
#include "tests/temporary_folder.h"

using namespace zhengmai;
using test::TemporaryFolder;

namespace {

struct Imported {
  Graph graph;
  ImportReport report;
};

Imported import(const std::vector<std::string>& nodes, const std::vector<std::string>& relationships,
                ImportOptions options = {}) {
  for (const std::string& source : nodes) options.nodes.push_back(parse_import_source(source));
  for (const std::string& source : relationships) {
    options.relationships.push_back(parse_import_source(source));
  }
  GraphBuilder builder;
  const ImportReport report = import_csv(options, builder);
  return {std::move(builder).freeze(), report};
}

std::string error_of(const std::vector<std::string>& nodes,
                     const std::vector<std::string>& relationships = {}) {
  try {
    import(nodes, relationships);
  } catch (const InputError& e) {
    return e.what();
  }
  return "no error";
}

Value get(const Graph& g, NodeId node, const char* key) {
  const auto id = g.keys().find(key);
  return id ? g.node_property(node, *id) : Value();
}

NodeId find(const Graph& g, const char* label, const Value& id, const char* key = "id") {
  const auto found = g.find_nodes(*g.labels().find(label), *g.keys().find(key), id);
  REQUIRE(found.size() == 1);
  return found[0];
}

std::vector<std::vector<std::string>> rows_of(const CsvFile& file, uint64_t chunk) {
  std::vector<std::vector<std::string>> rows;
  const auto begins = file.split(0, chunk, {});
  for (size_t i = 0; i + 1 < begins.size(); ++i) {
    CsvReader reader(file, begins[i], begins[i + 1], {});
    std::vector<CsvField> fields;
    while (reader.next(fields)) {
      auto& row = rows.emplace_back();
      for (const CsvField& field : fields) row.emplace_back(field.text);
    }
  }
  return rows;
}

}  // namespace

TEST_CASE("every type of column is imported as what it is") {
  const TemporaryFolder folder;
  const auto nodes = folder.write(
      "n.csv",
      "\xEF\xBB\xBFid:ID(A){id-type: long},name,big:long,small:byte,share:double,open:boolean,"
      "day:date,at:datetime,for:duration,tags:string[],counts:int[],skip:IGNORE,:LABEL\r\n"
      "7,\"某省,\"\"商务\"\"厅\",-9000000000,-128,2.5e3,TRUE,2016-04-21,2016-04-21T08:30+08:00,"
      "P1Y2M3DT4.5S,a;b,1;2;3,x,Agency;Lead\r\n"
      "8,,,,,,,,,,,,\r\n"
      "9,\"\",1,1,1,false,,,,,,,Agency\r\n");
  const Imported in = import({nodes}, {});
  const Graph& g = in.graph;
  CHECK(in.report.nodes == 3);
  const NodeId n = find(g, "Agency", Value::integer(7));
  CHECK(g.has_label(n, *g.labels().find("Lead")));
  CHECK(get(g, n, "name") == Value::string("某省,\"商务\"厅"));
  CHECK(get(g, n, "big") == Value::integer(-9'000'000'000));
  CHECK(get(g, n, "small") == Value::integer(-128));
  CHECK(get(g, n, "share") == Value::floating(2500));
  CHECK(get(g, n, "open") == Value::boolean(true));
  CHECK(get(g, n, "day") == Value::date({16'912}));
  CHECK(get(g, n, "at") == Value::datetime({{16'912 * 86'400 + 30'600, 0}, 28'800, ""}));
  CHECK(get(g, n, "for") == Value::duration({14, 3, 4, 500'000'000}));
  CHECK(get(g, n, "tags") == Value::list({Value::string("a"), Value::string("b")}));
  CHECK(get(g, n, "counts") ==
        Value::list({Value::integer(1), Value::integer(2), Value::integer(3)}));
  CHECK_FALSE(g.keys().find("skip"));
  CHECK(get(g, find(g, "Agency", Value::integer(9)), "name") == Value::string(""));
  // A row of empty fields is a node without labels that has its id and nothing else.
  REQUIRE(g.label_set_count() == 3);
  CHECK(get(g, 0, "id") == Value::integer(8));
  CHECK(get(g, 0, "name").is_null());
}

TEST_CASE("relationships join the nodes of the groups they name") {
  const TemporaryFolder folder;
  const auto measures = folder.write("m.csv", ":ID(M),text\n1,甲\n2,乙\n");
  const auto agencies = folder.write("a.csv", "code:ID(A),name\n1,商务厅\nx,财政厅\n");
  const auto header = folder.write("h.csv", ":START_ID(M),:END_ID(A),order:int,:TYPE\n");
  const auto part1 = folder.write("r1.csv", "1,x,1,ASSIGNED_TO\n1,1,2,ASSIGNED_TO\n");
  const auto part2 = folder.write("r2.csv", "2,x,,LED_BY\n\n");
  const Imported in = import({"Measure=" + measures, "Agency:Office=" + agencies},
                             {header + "," + part1 + "," + part2});
  const Graph& g = in.graph;
  CHECK(in.report.relationships == 3);
  const NodeId m1 = find(g, "Measure", Value::string("1"));
  const NodeId x = find(g, "Office", Value::string("x"), "code");
  const TypeId assigned = *g.types().find("ASSIGNED_TO");
  REQUIRE(g.out_degree(m1, assigned) == 2);
  REQUIRE(g.in_degree(x) == 2);
  for (const Arc arc : g.arcs_out(m1, assigned)) {
    CHECK(g.relationship_property(arc.relationship, *g.keys().find("order")) ==
          Value::integer(arc.node == x ? 1 : 2));
  }
}

TEST_CASE("what is wrong is named by file and line") {
  const TemporaryFolder folder;
  const auto good = folder.write("good.csv", "id:ID\n1\n2\n");
  const auto is_at = [](const std::string& error, const std::string& file, int line,
                        const char* problem) {
    INFO(error);
    CHECK(error.find(file + ":" + std::to_string(line) + ": ") != std::string::npos);
    CHECK(error.find(problem) != std::string::npos);
  };
  struct Case {
    const char* text;
    int line;
    const char* problem;
  };
  const Case bad_nodes[] = {
      {"id:ID,n:int\n1,2\n\"a\nb\",x\n", 3, "n is x, expected an integer of 32 bits"},
      {"id:ID,n:byte\n1,128\n", 2, "expected an integer from -128 to 127"},
      {"id:ID,n:int\n1\n", 2, "there are 1 fields, but 2 in the header"},
      {"id:ID\na\nb\na\n", 4, "was given to another node before"},
      {"id:ID\n\"a\n", 2, "never closed"},
      {"id:ID\na\"b\n", 2, "a quote inside a field"},
      {"id:ID\n\"a\"b\n", 2, "text after the closing quote"},
      {"id:ID,d:date\na,2016-02-30\n", 2, "expected a date"},
      {"id:ID,d:datetime\na,2016-02-03T10:00+25:00\n", 2, "expected a date and time"},
      {"id:ID,d:duration\na,P\n", 2, "expected a duration"},
      {"id:ID,b:boolean\na,yes\n", 2, "expected true or false"},
      {"id:ID,l:int[]\na,1;b\n", 2, "l is b"},
      {"id:ID,name\na,\xff\n", 2, "not valid UTF-8"},
      {"id:ID,name\n\"\",x\n", 2, "the id is empty"},
      {"id:ID{id-type: long},name\n1x,x\n", 2, "the id 1x is not an integer"},
      {"id:ID,n:number\n", 1, "column 2 (n:number): the type number is not known"},
      {"id:ID,:ID\n", 1, "two columns are named id"},
      {"a:ID,b:ID\n", 1, "several ID columns"},
      {"id:ID,:START_ID\n", 1, "belong to relationships"},
      {"id:ID{colour: red}\n", 1, "the option colour is not known"},
      {"id:ID{id-type: date}\n", 1, "an id cannot be a date"},
      {"id:ID,:string\n", 1, "a property has no name"},
      {"", 1, "the file is empty"},
  };
  for (const Case& c : bad_nodes) {
    const auto file = folder.write("bad.csv", c.text);
    is_at(error_of({"A=" + file}), file, c.line, c.problem);
  }
  const Case bad_relationships[] = {
      {":START_ID,:END_ID\n1,2\n1,9\n", 3, "no node has the id 9"},
      {":START_ID,:END_ID\n1,\n", 2, "the id of an end is empty"},
      {":START_ID,:END_ID(X)\n1,2\n", 1, "no nodes have ids of group X"},
      {":START_ID,name\n1,2\n", 1, "one START_ID and one END_ID"},
      {":START_ID,:END_ID,id:ID\n", 1, "belong to nodes"},
  };
  for (const Case& c : bad_relationships) {
    const auto file = folder.write("bad.csv", c.text);
    is_at(error_of({"A=" + good}, {"T=" + file}), file, c.line, c.problem);
  }
  const auto untyped = folder.write("bad.csv", ":START_ID,:END_ID\n1,2\n");
  is_at(error_of({"A=" + good}, {untyped}), untyped, 2, "has no type");
  CHECK(error_of({"A=/no/such/file.csv"}).find("No such file") != std::string::npos);
  CHECK_THROWS_AS(parse_import_source("Label="), InputError);
}

TEST_CASE("bad rows are left out when that is asked for") {
  const TemporaryFolder folder;
  const auto nodes = folder.write("n.csv", "id:ID{id-type: long},name\n1,a\n2,b\n1,c\n3,d\n");
  const auto arcs = folder.write("r.csv", ":START_ID,:END_ID,n:int\n1,9,1\n1,3,2\n9,1,3\n");
  ImportOptions options;
  options.skip_duplicate_nodes = true;
  options.skip_bad_relationships = true;
  const Imported in = import({"A=" + nodes}, {"T=" + arcs}, options);
  CHECK(in.report.nodes == 3);
  CHECK(in.report.skipped_nodes == 1);
  CHECK(in.report.relationships == 1);
  CHECK(in.report.skipped_relationships == 2);
  CHECK(get(in.graph, find(in.graph, "A", Value::integer(1)), "name") == Value::string("a"));
  CHECK(get(in.graph, find(in.graph, "A", Value::integer(3)), "name") == Value::string("d"));
  CHECK(in.graph.end_of(0) == find(in.graph, "A", Value::integer(3)));
  CHECK(in.graph.relationship_property(0, *in.graph.keys().find("n")) == Value::integer(2));
}

TEST_CASE("a file cut anywhere gives the same rows") {
  const TemporaryFolder folder;
  std::mt19937 random(5);
  std::string text;
  std::vector<std::vector<std::string>> expected;
  for (int i = 0; i < 300; ++i) {
    auto& row = expected.emplace_back();
    for (int f = 0; f < 3; ++f) {
      std::string field;
      for (unsigned n = random() % 6; n > 0; --n) {
        field += std::vector<std::string>{"a", "省", ",", "\"", "\n", "\r\n", " "}[random() % 7];
      }
      if (f == 0 && field.empty()) field = "x";  // or the row could be an empty line
      row.push_back(field);
      std::string quoted = "\"";
      for (const char c : field) quoted += c == '"' ? "\"\"" : std::string(1, c);
      const bool plain = field.find_first_of(",\"\r\n") == std::string::npos && random() % 2;
      text += (f ? "," : "") + (plain ? field : quoted + "\"");
    }
    text += random() % 2 ? "\n" : "\r\n";
  }
  const CsvFile file(folder.write("f.csv", text));
  for (const uint64_t size : {uint64_t{1}, uint64_t{7}, uint64_t{50}, uint64_t{1000}, uint64_t{1} << 30}) {
    REQUIRE(rows_of(file, size) == expected);
  }
}

TEST_CASE("a large import finds every id, whatever their spread") {
  const TemporaryFolder folder;
  for (const int64_t step : {int64_t{1}, int64_t{1'000'000'007}}) {
    for (const bool integers : {true, false}) {
      std::string nodes = std::string("id:ID") + (integers ? "{id-type: long}" : "") + ",n:int\n";
      std::string arcs = ":START_ID,:END_ID\n";
      constexpr int kNodes = 20'000;
      for (int64_t i = 0; i < kNodes; ++i) {
        nodes += std::to_string(i * step) + "," + std::to_string(i) + "\n";
        arcs += std::to_string(i * step) + "," + std::to_string((i * 7 + 1) % kNodes * step) + "\n";
      }
      const Imported in =
          import({"A=" + folder.write("n.csv", nodes)}, {"T=" + folder.write("r.csv", arcs)});
      const Graph& g = in.graph;
      REQUIRE(g.relationship_count() == kNodes);
      for (RelationshipId r = 0; r < kNodes; ++r) {
        const int64_t start = get(g, g.start_of(r), "n").as_integer();
        REQUIRE(get(g, g.end_of(r), "n") == Value::integer((start * 7 + 1) % kNodes));
      }
    }
  }
}

TEST_CASE("dates and durations are read as ISO 8601 writes them") {
  const auto read = [](FieldType type, const char* text) { return parse_field(type, text); };
  CHECK(read(FieldType::kDate, "1970-01-01") == Value::date({0}));
  CHECK(read(FieldType::kDate, "2000-02-29") == Value::date({11'016}));
  CHECK(read(FieldType::kDate, "1969-12-31") == Value::date({-1}));
  CHECK(read(FieldType::kLocalTime, "23:59:59.000000001") ==
        Value::local_time({86'399'000'000'001}));
  CHECK(read(FieldType::kTime, "08:00Z") == Value::time({28'800'000'000'000, 0}));
  CHECK(read(FieldType::kTime, "08:00-0930") == Value::time({28'800'000'000'000, -34'200}));
  CHECK(read(FieldType::kLocalDateTime, "1970-01-02T00:00:01.5") ==
        Value::local_datetime({86'401, 500'000'000}));
  CHECK(read(FieldType::kDuration, "P2W") == Value::duration({0, 14, 0, 0}));
  CHECK(read(FieldType::kDuration, "-PT1.5S") == Value::duration({0, 0, -2, 500'000'000}));
  CHECK(read(FieldType::kDuration, "PT1H2M") == Value::duration({0, 0, 3720, 0}));
  for (const char* bad : {"", "P", "PT", "1Y", "P1H", "PT1Y", "P1", "P1.5D", "PT1.H"}) {
    INFO(bad);
    CHECK_FALSE(read(FieldType::kDuration, bad));
  }
  for (const char* bad : {"", "2016", "2016-13-01", "2016-00-01", "2015-02-29", "2016-1-1", "2016-01-01T"}) {
    INFO(bad);
    CHECK_FALSE(read(FieldType::kDate, bad));
  }
}
