// What a user is told when the store's disk fails: a read-only medium, no permission, damage, a full
// disk, too few open files, Ctrl-C. The faults are crash_shim.cc's, so that root meets them too.
#include <sys/resource.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "graph/store/store.h"
#include "program.h"

namespace zhengmai::cli_test {
namespace {

namespace fs = std::filesystem;

const std::string kSamples = std::string(ZHENGMAI_SOURCE_DIR) + "/samples/documents";
constexpr const char* kCount = "MATCH (n)-[r]->() RETURN count(n), max(id(r))";

// A copy of the store of the samples, as `name` in the folder that programs run in; with its tables
// on disk and not only a log.
void make_store(const std::string& name) {
  const fs::path store = work_folder() + "/" + name;
  fs::remove_all(store);
  fs::copy(sample_store(), store, fs::copy_options::recursive);
  REQUIRE(run({"build", "-d", name, kSamples}).status == 0);
}

Outcome run_with(const std::string& fault, const std::vector<std::string>& words) {
  return run(words, "", {std::string("LD_PRELOAD=") + CRASH_SHIM, "ZM_FAULT=" + fault});
}

Outcome ask(const std::string& store, const std::string& fault = "none:1:eio") {
  return run_with(fault, {"query", "-d", store, "-f", "csv", kCount});
}

void check_told(const Outcome& outcome, int status, const std::string& message) {
  CAPTURE(outcome.err, outcome.out);
  CHECK(outcome.status == status);
  CHECK_THAT(outcome.err, Catch::Contains(message));
  CHECK(outcome.out.empty());
}

// Sixty documents of one measure each.
void write_documents(const std::string& folder) {
  for (int i = 0; i < 60; ++i) {
    const std::string number = std::to_string(i);
    write_file(folder + "/" + number + ".txt",
               "第" + number + "号通知\n\n一、发展。\n加快发展第" + number + "项。（商务部负责）\n");
  }
}

std::vector<fs::path> files_with_ending(const std::string& folder, const std::string& ending) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(work_folder() + "/" + folder)) {
    if (entry.path().extension() == ending) found.push_back(entry.path());
  }
  return found;
}

// What the programs run meanwhile may have: open files (RLIMIT_NOFILE), bytes of memory (RLIMIT_AS).
class Limit {
 public:
  Limit(int resource, rlim_t most) : resource_(resource) {
    REQUIRE(getrlimit(resource_, &before_) == 0);
    const rlimit low{most, before_.rlim_max};
    REQUIRE(setrlimit(resource_, &low) == 0);
  }
  ~Limit() { setrlimit(resource_, &before_); }

 private:
  int resource_;
  rlimit before_{};
};

TEST_CASE("a store on a read-only medium answers, and a build says why it writes nothing") {
  make_store("medium.db");
  const std::string read_only = "change:1:erofs+:medium.db";
  const std::string expected = ask("medium.db").out;
  CHECK(ask("medium.db", read_only).out == expected);
  fs::remove(work_folder() + "/medium.db/graph.image");
  const Outcome without_image = ask("medium.db", read_only);
  CHECK(without_image.out == expected);
  CHECK_THAT(without_image.err, Catch::Contains("Read-only file system"));

  const Outcome same = run_with(read_only, {"build", "-d", "medium.db", kSamples});
  CHECK_THAT(same.err, Catch::Contains("medium.db cannot be written; opened read-only") &&
                           Catch::Contains("5 unchanged"));
  CHECK(same.status == 0);
  write_file("new/a.txt", "新通知\n\n一、发展。\n加快发展。（商务部负责）\n");
  check_told(run_with(read_only, {"build", "-d", "medium.db", "new"}), 77, "open read-only");
  check_told(run_with(read_only, {"build", "-d", "medium.db/new.db", "new"}), 77,
             "cannot create medium.db/new.db: Read-only file system");
}

TEST_CASE("a store that may not be read says so, whatever the command") {
  make_store("closed.db");
  const std::string closed = "reach:1:eacces+:closed.db/";
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"query", "-d", "closed.db", kCount},
           {"stats", "-d", "closed.db"},
           {"check", "-d", "closed.db"},
           {"export", "-d", "closed.db", "-f", "graphml"},
           {"build", "-d", "closed.db", kSamples},
           {"remove", "-d", "closed.db", "doc:1"}}) {
    CAPTURE(words);
    check_told(run_with(closed, words), 77, "closed.db: permission denied");
  }
}

TEST_CASE("a store in use names the process that writes, and answers questions meanwhile") {
  make_store("used.db");
  const Store held = Store::open(work_folder() + "/used.db", Store::Mode::kReadWrite);
  for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
           {"build", "-d", "used.db", kSamples}, {"remove", "-d", "used.db", "doc:1"}}) {
    CAPTURE(words);
    check_told(run(words), 75, "used.db is in use by process " + std::to_string(getpid()));
  }
  CHECK(ask("used.db").status == 0);
}

TEST_CASE("a store without CURRENT or its manifest is called damaged, with the way back") {
  for (const std::string missing : {"CURRENT", "MANIFEST"}) {
    make_store("damaged.db");
    for (const auto& entry : fs::directory_iterator(work_folder() + "/damaged.db/facts")) {
      if (entry.path().filename().string().starts_with(missing)) fs::remove(entry.path());
    }
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"query", "-d", "damaged.db", kCount}, {"build", "-d", "damaged.db", kSamples}}) {
      CAPTURE(words, missing);
      const Outcome outcome = run(words);
      check_told(outcome, 74, "database damaged");
      CHECK_THAT(outcome.err, Catch::Contains(missing) && Catch::Contains("zhengmai restore"));
    }
  }
}

TEST_CASE("a flipped byte in a table is named with its file") {
  make_store("flipped.db");
  const auto tables = files_with_ending("flipped.db/facts", ".sst");
  REQUIRE_FALSE(tables.empty());
  for (const fs::path& table : tables) {
    std::string bytes = read_file(table);
    bytes[bytes.size() / 3] = char(bytes[bytes.size() / 3] ^ 0x40);
    write_file("flipped.db/facts/" + table.filename().string(), bytes);
  }
  fs::remove(work_folder() + "/flipped.db/graph.image");
  const Outcome outcome = ask("flipped.db");
  check_told(outcome, 74, "database damaged");
  CHECK_THAT(outcome.err, Catch::Contains(".sst") && Catch::Contains("zhengmai check"));
}

TEST_CASE("a disk that cannot be read is an I/O error") {
  make_store("unreadable.db");
  fs::remove(work_folder() + "/unreadable.db/graph.image");
  check_told(ask("unreadable.db", "read:1:eio+"), 74, "Input/output error");
}

TEST_CASE("pages of the image that cannot be read end every command in a message") {
  make_store("pages.db");
  const std::string expected = ask("pages.db").out;
  const std::string folder = work_folder() + "/pages-csv";
  int refused = 0;
  for (int eighth = 0; eighth < 8; ++eighth) {
    const std::string fault = "map:" + std::to_string(eighth) + ":eio:graph.image";
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"query", "-d", "pages.db", "-f", "csv", kCount},
             {"query", "-d", "pages.db", "-f", "csv", "MATCH (m:Measure) RETURN m.text"},
             {"report", "-d", "pages.db", "-f", "csv", "responsibility"},
             {"export", "-d", "pages.db", "-f", "csv", "--force", "-o", folder},
             {"show", "-d", "pages.db", "商务部"},
             {"check", "-d", "pages.db"}}) {
      CAPTURE(words, fault);
      const Outcome whole = run(words), broken = run_with(fault, words);
      CAPTURE(broken.err);
      if (broken.status == whole.status) {
        CHECK(broken.out == whole.out);  // it did not need what cannot be read
        continue;
      }
      CHECK(broken.status == 74);
      CHECK_THAT(broken.err, Catch::Contains("graph.image"));
      ++refused;
    }
  }
  CHECK(refused > 20);
  // Nothing was made worse.
  CHECK(ask("pages.db").out == expected);
}

TEST_CASE("a disk that fills up during a build says so, and the build goes on when there is room") {
  write_documents("many");
  for (const int at : {5, 40}) {
    fs::remove_all(work_folder() + "/full.db");
    CAPTURE(at);
    check_told(run_with("write:" + std::to_string(at) + ":enospc+",
                        {"build", "-j", "1", "-d", "full.db", "many"}),
               74, "disk full");
    const Outcome rest = run({"build", "-d", "full.db", "many"});
    CHECK_THAT(rest.err, Catch::Contains("full.db now holds 60 documents"));
    CHECK(run({"check", "-d", "full.db"}).status == 0);
  }
}

TEST_CASE("too few open files are an error with the remedy, or enough") {
  make_store("limited.db");
  fs::remove(work_folder() + "/limited.db/graph.image");
  int refused = 0;
  for (rlim_t files = 4; files <= 24; ++files) {
    for (const std::vector<std::string>& words : std::vector<std::vector<std::string>>{
             {"stats", "-d", "limited.db"}, {"build", "-d", "limited.db", "--no-image", kSamples}}) {
      const Outcome outcome = [&] {
        const Limit limit(RLIMIT_NOFILE, files);
        return run(words);
      }();
      CAPTURE(words, files, outcome.err);
      constexpr int kNotStarted = 127;  // by the dynamic loader, before anything is ours
      if (outcome.status == 0 || outcome.status == kNotStarted) continue;
      ++refused;
      CHECK(outcome.status == 74);
      CHECK_THAT(outcome.err, Catch::Contains("too many open files", Catch::CaseSensitive::No) &&
                                  Catch::Contains("ulimit -n"));
    }
  }
  CHECK(refused > 0);
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)  // these need room of their own
TEST_CASE("a document that memory does not hold fails, and the others are read") {
  std::string page = "<html><body>";
  for (int i = 0; i < 1'900'000; ++i) page += "<p>甲";
  write_file("large/a.html", page);
  write_file("large/b.txt", "新通知\n\n一、发展。\n加快发展。（商务部负责）\n");
  const Outcome outcome = [] {
    const Limit limit(RLIMIT_AS, 600u << 20);
    return run({"build", "-j", "1", "-d", "large.db", "large"});
  }();
  CAPTURE(outcome.err);
  CHECK(outcome.status == 1);
  CHECK_THAT(outcome.err, Catch::Contains("error: large/a.html: not enough memory to read it") &&
                              Catch::Contains("1 added") && Catch::Contains("1 failed"));
}
#endif

TEST_CASE("Ctrl-C commits what is done and says how to go on") {
  write_documents("many");
  fs::remove_all(work_folder() + "/stopped.db");
  const Outcome stopped =
      run_with("write:40:int", {"build", "-j", "1", "-d", "stopped.db", "many"});
  check_told(stopped, 130, "documents committed; run the same command again to continue");
  const Outcome rest = run({"build", "-d", "stopped.db", "many"});
  CAPTURE(stopped.err, rest.err);
  CHECK(rest.status == 0);
  CHECK_THAT(rest.err, Catch::Contains("stopped.db now holds 60 documents"));
  CHECK_THAT(rest.err, !Catch::Contains("60 added") && !Catch::Contains(" 0 unchanged"));
}

}  // namespace
}  // namespace zhengmai::cli_test
