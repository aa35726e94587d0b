// The built program, run as a user runs it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <regex>
#include <sstream>

#include "program.h"

namespace zhengmai::cli_test {
namespace {

namespace fs = std::filesystem;

size_t count_lines(const std::string& text) {
  return static_cast<size_t>(std::count(text.begin(), text.end(), '\n'));
}

TEST_CASE("every command explains itself on stdout, with an example") {
  for (const char* command : {"build", "extract", "query", "repl", "export", "report", "show",
                              "stats", "check", "remove", "backup", "restore", "import", "eval"}) {
    const Outcome outcome = run({command, "--help"});
    CAPTURE(command);
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    CHECK(outcome.out.find("Examples:\n  ") != std::string::npos);
    CHECK(outcome.out.find("zhengmai " + std::string(command)) != std::string::npos);
  }
}

TEST_CASE("the version names the program, its libraries and the store's format") {
  const Outcome outcome = run({"--version"});
  CHECK(outcome.status == 0);
  CHECK(std::regex_match(outcome.out,
                         std::regex("zhengmai [0-9.]+\nstore format [0-9]+\nRocksDB [0-9.]+\n"
                                    "Boost [0-9.]+\nANTLR [0-9.]+\n")));
}

TEST_CASE("each format of a query gives the same rows") {
  const std::string query = "MATCH (d:Document) RETURN d.id AS id, d.title AS title ORDER BY id";
  const auto formatted = [&](const char* format) {
    const Outcome outcome = run({"query", "-d", sample_store(), "-f", format, query});
    CHECK(outcome.status == 0);
    CHECK(outcome.err.empty());
    return outcome.out;
  };
  const auto json = nlohmann::json::parse(formatted("json"));
  CHECK(json.size() >= 5);
  CHECK(count_lines(formatted("jsonl")) == json.size());
  CHECK(count_lines(formatted("csv")) == json.size() + 1);
  CHECK(count_lines(formatted("tsv")) == json.size() + 1);
  CHECK(count_lines(formatted("md")) == json.size() + 2);
  CHECK(count_lines(formatted("table")) == json.size() + 4);
  CHECK(formatted("html").starts_with("<!DOCTYPE html>"));
}

TEST_CASE("a plan is a tree for the eye and one JSON value for programs") {
  const auto plan = [&](const char* mode, const char* format) {
    const Outcome outcome =
        run({"query", "-d", sample_store(), "-f", format,
             std::string(mode) + " MATCH (m:Measure) RETURN m.id AS id ORDER BY id"});
    CHECK(outcome.status == 0);
    return outcome.out;
  };
  const std::string tree = plan("PROFILE", "csv");
  CHECK(tree.find("Sort id  [~") != std::string::npos);
  CHECK(tree.find("\n  Project ") != std::string::npos);
  CHECK(tree.find(" of memory at the peak\n") != std::string::npos);
  const auto explained = nlohmann::json::parse(plan("EXPLAIN", "json"));
  CHECK(explained["plan"]["operator"] == "Sort");
  CHECK_FALSE(explained["plan"].contains("rows"));
  const auto profiled = nlohmann::json::parse(plan("PROFILE", "jsonl"));
  CHECK(profiled["plan"]["rows"].get<int>() > 0);
  CHECK(profiled["plan"]["bytes"].get<int>() > 0);
  CHECK(profiled["plan"]["children"][0]["operator"] == "Project");
  CHECK(profiled["peak_bytes"].get<int>() > 0);
}

TEST_CASE("English and Chinese names ask the same question") {
  const auto rows = [](const std::string& query) {
    return run({"query", "-d", sample_store(), "-f", "csv", query}).out;
  };
  const std::string english = rows(
      "MATCH (p:Province)-[:ADOPTS]->(m:Measure)-[:ASSIGNED_TO]->(a:Agency {class:'commerce'}) "
      "RETURN p.name AS p, count(m) AS n ORDER BY n DESC, p");
  CHECK(english == rows("MATCH (p:省份)-[:出台措施]->(m:措施)-[:责任单位]->(a:机构 {职能类:'commerce'}) "
                        "RETURN p.名称 AS p, count(m) AS n ORDER BY n DESC, p"));
  CHECK(count_lines(english) >= 4);
}

TEST_CASE("queries come from arguments, files and pipes, with parameters that stay data") {
  const std::string text = "UNWIND $list AS x RETURN x, $s AS s;";
  const std::string expected =
      "x,s\n1,\"}) DETACH DELETE n, \"\"x\"\"\"\n2,\"}) DETACH DELETE n, \"\"x\"\"\"\n";
  const std::string file = write_file("q.zm", text + "\n");
  const std::string parameters =
      write_file("p.json", R"({"list":[9],"s":"}) DETACH DELETE n, \"x\""})");
  const std::vector<std::string> common = {"query", "-d", sample_store(), "-f", "csv",
                                           "--params", parameters, "-p", "list=[1,2]"};
  const auto with = [&](std::vector<std::string> more, const std::string& input = "") {
    more.insert(more.begin(), common.begin(), common.end());
    return run(more, input).out;
  };
  CHECK(with({text}) == expected);
  CHECK(with({"--file", file}) == expected);
  CHECK(with({"-"}, text) == expected);
}

TEST_CASE("a second build changes nothing, and order and threads do not matter") {
  const std::string documents = std::string(ZHENGMAI_SOURCE_DIR) + "/samples/documents";
  const Outcome again = run({"build", "-d", sample_store(), documents});
  CHECK(again.status == 0);
  CHECK(again.err.find("0 added, 0 updated, 5 unchanged") != std::string::npos);
  std::vector<std::string> files;
  for (const auto& entry : fs::directory_iterator(documents))
    files.push_back(entry.path().string());
  std::sort(files.rbegin(), files.rend());
  std::vector<std::string> words = {"build", "-q", "-j", "3", "-d", "reversed.db"};
  words.insert(words.end(), files.begin(), files.end());
  REQUIRE(run(words).status == 0);
  for (const char* format : {"jsonl", "nt", "graphml"}) {
    CHECK(run({"export", "-f", format, "-d", sample_store()}).out ==
          run({"export", "-f", format, "-d", "reversed.db"}).out);
  }
}

TEST_CASE("extraction is a pure function of its input") {
  const std::string documents = std::string(ZHENGMAI_SOURCE_DIR) + "/samples/documents";
  const Outcome one = run({"extract", "-j", "1", documents});
  const Outcome many = run({"extract", "-j", "4", documents});
  CHECK(one.status == 0);
  CHECK(one.out == many.out);
  size_t relationships = 0;
  std::istringstream in(one.out);
  for (std::string line; std::getline(in, line);) {
    const auto json = nlohmann::json::parse(line);
    if (json["type"] != "relationship") continue;
    ++relationships;
    CHECK(json["start"]["id"].is_string());
    CHECK(json["end"]["labels"].is_array());
  }
  CHECK(relationships > 100);
  const std::string line = R"({"id":"a.txt","text":"标题\n\n一、发展。\n加快发展。（商务部负责）\n"})";
  CHECK(run({"extract", "-"}, line + "\n").out == run({"extract", "-"}, "\n" + line).out);
  const Outcome broken = run({"extract", "-"}, "{\n" + line + "\n");
  CHECK(broken.status == 1);
  CHECK(broken.out == run({"extract", "-"}, line).out);
}

TEST_CASE("a vanished file is dropped with --prune only, and a removed document is gone") {
  write_file("docs/a.txt", "标题一\n\n一、发展。\n加快发展。（商务部负责）\n");
  write_file("docs/b.txt", "标题二\n\n一、发展。\n加快建设。（财政部负责）\n");
  REQUIRE(run({"build", "-d", "p.db", "docs"}).status == 0);
  fs::remove(work_folder() + "/docs/b.txt");
  CHECK(run({"build", "--dry-run", "--prune", "-d", "p.db", "docs"}).out ==
        "unchanged\tdocs/a.txt\nremoved\tdocs/b.txt\n");
  CHECK(run({"build", "-d", "p.db", "docs"}).err.find("holds 2 documents") != std::string::npos);
  const std::string pruned = run({"build", "--prune", "-d", "p.db", "docs"}).err;
  CHECK(pruned.find("1 removed") != std::string::npos);
  CHECK(pruned.find("docs/b.txt: removed, -") != std::string::npos);
  CHECK(run({"remove", "-d", "p.db", "docs/a.txt"}).err == "1 document removed, 0 left\n");
  CHECK(run({"query", "-d", "p.db", "-f", "csv", "MATCH (m:Measure) RETURN count(*) AS n"}).out ==
        "n\n0\n");
}

TEST_CASE("a build names the documents that changed, and at most ten of a kind") {
  const std::string text = "标题\n\n一、发展。\n加快发展。（商务部负责）\n";
  write_file("named/a.txt", text);
  REQUIRE(run({"build", "-d", "n.db", "named"}).status == 0);
  write_file("named/b.txt", text);
  CHECK(run({"build", "-d", "n.db", "named"})
            .err.starts_with("named/b.txt: same content as named/a.txt, linked\n"));
  write_file("named/b.txt", text + "加快建设。（财政部负责）\n");
  CHECK(run({"build", "-d", "n.db", "named"}).err.starts_with("named/b.txt: updated, -0 +"));
  write_file("named/b.txt", text + "加快改革。（财政部负责）\n");
  const std::string again = run({"build", "-d", "n.db", "named"}).err;
  CHECK(again.starts_with("named/b.txt: updated, -"));
  CHECK(again.find("updated, -0") == std::string::npos);
  for (int i = 0; i < 12; ++i) write_file("named/copy" + std::to_string(i) + ".txt", text);
  const std::string many = run({"build", "-d", "n.db", "named"}).err;
  CHECK(many.find("… and 2 more\n0 added") != std::string::npos);
  CHECK(run({"build", "-q", "--again", "-d", "n.db", "named"}).err.empty());
}

TEST_CASE("outputs are whole or not there, and replaced only by force") {
  const std::string path = write_file("kept.csv", "old");
  CHECK(run({"query", "-d", sample_store(), "-o", "kept.csv", "RETURN 1"}).status == 73);
  CHECK(run({"query", "-d", sample_store(), "--force", "-o", "kept.csv", "RETURN 1/0"}).status ==
        65);
  CHECK(read_file(path) == "old");
  CHECK(run({"query", "-d", sample_store(), "--force", "-f", "csv", "-o", "kept.csv",
             "RETURN 1 AS x"}).status == 0);
  CHECK(read_file(path) == "x\n1\n");
}

TEST_CASE("what export writes as CSV, import reads back") {
  REQUIRE(run({"export", "-d", sample_store(), "-f", "csv", "-o", "csv"}).status == 0);
  const Outcome imported = run({"import", "-d", "again.db", "--from", "csv"});
  CAPTURE(imported.err);
  REQUIRE(imported.status == 0);
  for (const char* query :
       {"MATCH (n) RETURN labels(n) AS l, count(*) AS n ORDER BY l",
        "MATCH ()-[r]->() RETURN type(r) AS t, count(*) AS n ORDER BY t",
        "MATCH (m:Measure)-[r:ASSIGNED_TO]->(a) RETURN m.id, m.text, r.order, r.surface, a.id "
        "ORDER BY m.id, r.order"}) {
    CAPTURE(query);
    CHECK(run({"query", "-d", sample_store(), "-f", "csv", query}).out ==
          run({"query", "-d", "again.db", "-f", "csv", query}).out);
  }
  const Outcome mixed = run({"build", "-d", "again.db", std::string(ZHENGMAI_SOURCE_DIR) +
                                                            "/samples/documents"});
  CHECK(mixed.status == 73);
}

TEST_CASE("backup and restore give the same graph") {
  REQUIRE(run({"backup", "-d", sample_store(), "saved"}).status == 0);
  REQUIRE(run({"restore", "-d", "restored.db", "saved"}).status == 0);
  CHECK(run({"check", "-d", "restored.db"}).status == 0);
  CHECK(run({"export", "-f", "jsonl", "-d", sample_store()}).out ==
        run({"export", "-f", "jsonl", "-d", "restored.db"}).out);
}

TEST_CASE("reports are written in every format, and a specification makes one's own") {
  for (const char* format : {"md", "html", "csv", "tsv", "xlsx", "json", "table"}) {
    const Outcome outcome = run({"report", "-d", sample_store(), "all", "-f", format, "-o",
                                 std::string("out-") + format});
    CAPTURE(format, outcome.err);
    CHECK(outcome.status == 0);
  }
  CHECK(fs::exists(work_folder() + "/out-xlsx/responsibility.xlsx"));
  const std::string spec = write_file("spec.json", R"({"name":"mine","title":"题","query":
    "MATCH (d:Document) WHERE d.in_corpus RETURN count(d) AS n, $x AS x","columns":{"x":"参数","n":"数"},
    "parameters":{"x":1}})");
  CHECK(run({"report", "-d", sample_store(), "--spec", spec, "-f", "csv", "-p", "x=7"})
            .out.starts_with("参数,数\n7,"));
  const std::string bad = write_file("bad.json", R"({"name":"mine","qurey":"RETURN 1"})");
  const Outcome outcome = run({"report", "-d", sample_store(), "--spec", bad});
  CHECK(outcome.status == 78);
  CHECK(outcome.err.find("unknown key 'qurey'; did you mean 'query'?") != std::string::npos);
}

TEST_CASE("stats and check have JSON with a schema") {
  const auto stats = nlohmann::json::parse(run({"stats", "--json", "-d", sample_store()}).out);
  CHECK(stats["schema"] == "zhengmai.stats/1");
  CHECK(stats["documents"] == 5);
  CHECK(stats["types"]["ASSIGNED_TO"] > 100);
  const auto check = nlohmann::json::parse(run({"check", "--json", "-d", sample_store()}).out);
  CHECK(check["problems"].empty());
}

TEST_CASE("check finds a damaged image, and the next query makes it again") {
  CHECK(run({"build", "-d", "image.db", ZHENGMAI_SOURCE_DIR "/samples/documents"}).status == 0);
  const std::string count = "MATCH (n) RETURN count(n)";
  const std::string before = run({"query", "-d", "image.db", count}).out;
  const std::string path = work_folder() + "/image.db/graph.image";
  std::string bytes = read_file(path);
  bytes[bytes.size() / 2] = char(bytes[bytes.size() / 2] ^ 4);
  write_file("image.db/graph.image", bytes);
  const Outcome found = run({"check", "-d", "image.db"});
  CHECK(found.status == 1);
  CHECK_THAT(found.out, Catch::Contains("graph.image"));
  CHECK(run({"query", "-d", "image.db", count}).out == before);
  CHECK(run({"check", "-d", "image.db"}).status == 0);
}

TEST_CASE("show marks the evidence of a document, a measure and an agency") {
  const std::string id = nlohmann::json::parse(
      run({"query", "-d", sample_store(), "-f", "json",
           "MATCH (d:Document)-[*1..2]->(:Measure)-[:ASSIGNED_TO]->(a) RETURN d.id AS d, a.id AS a "
           "LIMIT 1"}).out)[0]["d"];
  const Outcome document = run({"show", "-d", sample_store(), id});
  CAPTURE(id, document.err);
  CHECK(document.status == 0);
  CHECK(document.out.find("⟦") != std::string::npos);
  CHECK(document.out.find("责任单位 → ") != std::string::npos);
  CHECK(document.out.find('\x1b') == std::string::npos);
  const Outcome measure = run({"show", "-d", sample_store(), "measure:" + id.substr(4) + "/1"});
  CHECK(measure.status == 0);
  CHECK(measure.out.find("⟦") != std::string::npos);
}

TEST_CASE("show takes the name that a person has at hand") {
  const auto shown = [](const std::string& name) {
    return run({"show", "-d", sample_store(), name});
  };
  const Outcome agency = shown("agency:350000/commerce");
  REQUIRE(agency.status == 0);
  CHECK(shown("350000/commerce").out == agency.out);
  CHECK(shown("福建省商务厅").out == agency.out);
  const Outcome unknown = shown("福建省商务厅长");
  CHECK(unknown.status == 66);
  CHECK_THAT(unknown.err, Catch::Contains("did you mean '福建省商务厅'?"));
}

TEST_CASE("the REPL answers a pipe, goes on after mistakes, and takes several lines") {
  const Outcome outcome = run({"repl", "-d", sample_store()},
                              ":format csv\nRETURN 1\n AS x;\nRETURN b;\n:fromat\n"
                              "RETURN 2 AS y; RETURN ';' AS z;\n:param p=5\nRETURN $p AS p");
  CHECK(outcome.out == "x\n1\ny\n2\nz\n;\n$p = 5\np\n5\n");
  CHECK(outcome.err.find("unknown variable 'b'") != std::string::npos);
  CHECK(outcome.err.find("unknown command ':fromat'; did you mean ':format'?") !=
        std::string::npos);
  CHECK(outcome.status == 0);
}

TEST_CASE("tables are ASCII where the locale is not UTF-8") {
  const Outcome outcome =
      run({"query", "-d", sample_store(), "RETURN '省' AS x"}, "", {"LC_ALL=C"});
  CHECK(outcome.out == "+----+\n| x  |\n+----+\n| 省 |\n+----+\n");
}

TEST_CASE("documents that nobody tuned to keep their figures") {
  const auto batch = GENERATE(as<std::string>{}, "first", "second", "third", "fourth", "fifth",
                              "sixth", "seventh");
  const std::string folder = ZHENGMAI_SOURCE_DIR "/tests/unseen/" + batch;
  const Outcome outcome = run({"eval", "--json", "--gold", folder, folder});
  REQUIRE(outcome.status == 0);
  nlohmann::json all;
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) all = nlohmann::json::parse(line);
  INFO(all.dump());
  CHECK(all["f1"].get<double>() >= 0.98);
  CHECK(all["governed"].get<double>() >= 0.98);
  CHECK(all["linked"].get<double>() >= 0.92);
  CHECK(all["role"].get<double>() >= 0.98);
  CHECK(all["evidence"].get<double>() == 1.0);
}

TEST_CASE("the score agrees with the annotators' own program to the third decimal") {
  const fs::path shared = fs::path(ZHENGMAI_SOURCE_DIR) / "../shared";
  if (!fs::exists(shared / "eval/score.py")) {
    std::cout << "skipped: no annotated documents beside the project\n";
    return;
  }
  const Outcome ours = run({"eval", "--gold", (shared / "domain/gold").string(),
                            (shared / "seeds").string()});
  CHECK(ours.status == 0);
  const std::string command = "python3 " + (shared / "eval/score.py").string() + " --tool " +
                              ZHENGMAI_PROGRAM + " --docs " + (shared / "seeds").string() +
                              " --gold " + (shared / "domain/gold").string() + " > " +
                              work_folder() + "/score.txt";
  REQUIRE(std::system(command.c_str()) == 0);
  // Duties in running text, targets and named things are counted here alone.
  const std::string figures = std::regex_replace(
      ours.out, std::regex("  (prose|pilots|programmes|targets) [^\n]*"), "");
  CHECK(figures != ours.out);
  CHECK(figures == read_file(work_folder() + "/score.txt"));
}

}  // namespace
}  // namespace zhengmai::cli_test
