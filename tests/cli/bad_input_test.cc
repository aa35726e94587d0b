// What a user gets wrong, and what the program answers: message, hint, exit code. Nothing of it
// goes to stdout.
#include <catch2/catch.hpp>

#include <filesystem>

#include "program.h"

namespace zhengmai::cli_test {
namespace {

struct Case {
  std::vector<std::string> words;
  std::string message;  // part of stderr
  int status;
};

void check(const Case& c) {
  const Outcome outcome = run(c.words);
  CAPTURE(c.words, outcome.err, outcome.out);
  CHECK(outcome.err.find(c.message) != std::string::npos);
  CHECK(outcome.status == c.status);
  CHECK(outcome.out.empty());
}

TEST_CASE("mistakes on the command line are named, with the nearest known word") {
  for (const Case& c : std::vector<Case>{
           {{}, "zhengmai: error: no command given", 64},
           {{"biuld"}, "unknown command 'biuld'; did you mean 'build'?", 64},
           {{"--dbb", "x"}, "unknown option '--dbb'; did you mean '--db'?", 64},
           {{"stats", "--dbb", "x"}, "unknown option '--dbb'; did you mean '--db'?", 64},
           {{"stats", "--db"}, "option --db needs a value", 64},
           {{"build", "-j", "99", "."}, "--jobs: 99 is not in 1..64", 64},
           {{"build"}, "build needs PATH", 64},
           {{"query"}, "no query given", 64},
           {{"query", "-f", "xml", "RETURN 1"}, "--format: 'xml' is not one of table, csv", 64},
           {{"query", "--param", "x", "RETURN 1"}, "--param 'x' is not name=value", 64},
           {{"report"}, "no report named", 64},
           {{"export", "-f", "csv", "-d", sample_store()}, "CSV is several files", 64},
           {{"report", "-d", sample_store(), "responsibilty"},
            "unknown report 'responsibilty'; did you mean 'responsibility'?",
            64},
           {{"export", "-d", sample_store(), "-f", "dot", "--view", "agencies", "--query",
             "RETURN 1"},
            "--view and --query exclude each other",
            64},
       }) {
    check(c);
  }
}

TEST_CASE("missing and unfit files and stores are named with their exit code") {
  write_file("a-file", "x");
  write_file("foreign/thing", "x");
  std::filesystem::create_directories(work_folder() + "/empty");
  for (const Case& c : std::vector<Case>{
           {{"build", "nope"}, "input not found: nope", 66},
           {{"build", "-d", "x.db", "empty"}, "no supported documents in empty", 66},
           {{"query", "-d", "nope.db", "RETURN 1"}, "no store at 'nope.db'", 66},
           {{"stats"}, "no store at 'zhengmai.db'", 66},
           {{"query", "-d", "a-file", "RETURN 1"}, "'a-file' is a file", 73},
           {{"build", "-d", "a-file", "a-file"}, "a-file is a file", 73},
           {{"build", "-d", "no/such/x.db", "a-file"}, "cannot create no/such/x.db", 73},
           {{"build", "-d", "foreign", "a-file"}, "foreign is not empty and not a zhengmai database",
            73},
           {{"query", "--file", "nope", "-d", sample_store()}, "input not found: 'nope'", 66},
           {{"query", "--params", "nope", "-d", sample_store(), "RETURN 1"}, "input not found", 66},
           {{"query", "--params", "a-file", "-d", sample_store(), "RETURN 1"},
            "'a-file' is not JSON",
            65},
           {{"query", "-d", sample_store(), "-o", "a-file", "RETURN 1"}, "'a-file' exists", 73},
           {{"query", "-d", sample_store(), "-o", "/dev/full", "RETURN 1"},
            "write error on '/dev/full': No space left on device",
            74},
           {{"eval", "--gold", "nope", "a-file"}, "no folder of annotations at 'nope'", 66},
           {{"restore", "-d", "new.db", "empty"}, "no backup in 'empty'", 66},
           {{"show", "-d", sample_store(), "doc:none"}, "nothing in the store is called", 66},
           {{"remove", "-d", sample_store(), "doc:none"}, "no document or source 'doc:none'", 66},
           {{"import", "-d", "i.db", "--nodes", "A=nope.csv"}, "nope.csv", 66},
           {{"report", "-d", sample_store(), "--spec", "a-file"},
            "'a-file' is not JSON: line 1",
            78},
       }) {
    check(c);
  }
}

TEST_CASE("wrong queries are answered with place, caret and hint") {
  const auto query = [](const std::string& text) {
    return std::vector<std::string>{"query", "-d", sample_store(), text};
  };
  std::string deep = "RETURN ";
  for (int i = 0; i < 300; ++i) deep += '(';
  for (const Case& c : std::vector<Case>{
           {query("MATCH (n RETURN n"), "zhengmai: error: line 1, column 10: ", 65},
           {query("MATCH (措施:Measure) RETURN b.name"),
            "column 27: unknown variable 'b'\n"
            "  MATCH (措施:Measure) RETURN b.name\n"
            "                              ^",
            65},
           {query("RETURN $year"), "parameter 'year' is missing", 64},
           {query("RETURN 1/0"), "divided by zero", 65},
           {query("RETURN 'abc"), "column 8", 65},
           {query("CREATE (n)"), "read-only", 65},
           {query("RETURN 'a' =~ '('"), "zhengmai: error:", 65},
           {query(deep), "zhengmai: error:", 79},
           {query("RETURN \xFF"), "UTF-8", 65},
           {{"query", "-d", sample_store(), "--timeout", "0.05",
             "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN count(*)"},
            "ran longer than its limit", 79},
       }) {
    check(c);
  }
}

TEST_CASE("every independent error has its caret under its own column, beside Chinese text too") {
  const Outcome outcome = run({"query", "-d", sample_store(),
                               "MATCH (措施:措施) WHERE 措拖.序号 = 1 RETURN 求和(措施.序号), 长度"});
  CHECK(outcome.status == 65);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("line 1, column 21: unknown variable '措拖'") != std::string::npos);
  CHECK(outcome.err.find("\n  MATCH (措施:措施) WHERE 措拖.序号 = 1 RETURN 求和(措施.序号), 长度\n"
                         "                          ^^^^\n") != std::string::npos);
  CHECK(outcome.err.find("line 1, column 38: ") != std::string::npos);
  CHECK(outcome.err.find("\n                                               ^^^^") !=
        std::string::npos);
  CHECK(outcome.err.find("line 1, column 49: unknown variable '长度'") != std::string::npos);
}

TEST_CASE("unknown names in a query are a warning, and the answer is empty") {
  const Outcome outcome = run({"query", "-d", sample_store(), "-f", "jsonl",
                               "MATCH (n:Mesure) RETURN n"});
  CHECK(outcome.status == 0);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("no label 'Mesure'") != std::string::npos);
  CHECK(outcome.err.find("did you mean 'Measure'?") != std::string::npos);
}

TEST_CASE("a document that cannot be read does not stop the others") {
  write_file("mixed/a.txt", "标题\n\n一、发展。\n加快发展。（商务部负责）\n");
  write_file("mixed/b.txt", std::string("\x00\x01\x02\xFF\xFE binary", 12));
  write_file("mixed/c.docx", "not a zip");
  const Outcome outcome = run({"build", "-d", "mixed.db", "mixed"});
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  CHECK(outcome.err.find("b.txt") != std::string::npos);
  CHECK(outcome.err.find("c.docx") != std::string::npos);
  CHECK(outcome.err.find("1 added") != std::string::npos);
  CHECK(outcome.err.find("2 failed") != std::string::npos);
}

TEST_CASE("a missing graphviz is said, with what to do") {
  const Outcome outcome = run({"export", "-d", sample_store(), "-f", "svg", "--view", "agencies",
                               "-o", "none.svg"}, "", {"PATH=/nonexistent"});
  CHECK(outcome.status == 69);
  CHECK(outcome.err.find("not found") != std::string::npos);
  CHECK(outcome.err.find("apt install graphviz") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(work_folder() + "/none.svg"));
}

}  // namespace
}  // namespace zhengmai::cli_test
