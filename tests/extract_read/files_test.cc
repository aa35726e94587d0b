#include "extract/read/files.h"

#include <catch2/catch.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::TemporaryFolder;

std::vector<std::string> names(const FoundFiles& found, const TemporaryFolder& folder) {
  std::vector<std::string> out;
  const size_t prefix = folder.path().string().size() + 1;
  for (const std::string& path : found.paths) out.push_back(path.substr(prefix));
  return out;
}

template <typename F>
std::string message_of(F&& f) {
  try {
    f();
    return "";
  } catch (const InputError& e) {
    return e.what();
  }
}

}  // namespace

TEST_CASE("folders are walked in byte order and only supported endings are taken") {
  const TemporaryFolder folder;
  for (const char* name : {"b.txt", "a/z.md", "a.html", "B.TXT", "a/b/c.docx", "x.exe", "README",
                           ".hidden.txt", ".git/a.txt", "福建.pdf"}) {
    folder.write(name, "x");
  }
  const FoundFiles found = find_files({folder.path().string()});
  CHECK(names(found, folder) == std::vector<std::string>{"B.TXT", "a.html", "a/b/c.docx", "a/z.md",
                                                         "b.txt", "福建.pdf"});
  CHECK(found.notices.empty());
  // Arguments keep their order; a file named itself is taken whatever its ending, and only once.
  const FoundFiles named = find_files({folder / "x.exe", folder / "b.txt", folder.path().string()});
  CHECK(names(named, folder)[0] == "x.exe");
  CHECK(names(named, folder)[1] == "b.txt");
  CHECK(named.paths.size() == 7);
}

TEST_CASE("links are skipped unless asked for, loops end, devices are never opened") {
  const TemporaryFolder folder;
  folder.write("docs/a.txt", "x");
  folder.write("secret/b.txt", "x");
  REQUIRE(symlink(folder.path().c_str(), (folder / "docs/loop").c_str()) == 0);
  REQUIRE(symlink((folder / "secret/b.txt").c_str(), (folder / "docs/link.txt").c_str()) == 0);
  REQUIRE(symlink("/nowhere", (folder / "docs/dangling.txt").c_str()) == 0);
  REQUIRE(mkfifo((folder / "docs/pipe.txt").c_str(), 0600) == 0);

  const FoundFiles found = find_files({folder / "docs"});
  CHECK(names(found, folder) == std::vector<std::string>{"docs/a.txt"});
  std::vector<std::string> notices;
  for (const FileNotice& n : found.notices) notices.push_back(n.message);
  CHECK(notices == std::vector<std::string>{"symbolic link skipped (use --follow)",
                                            "symbolic link skipped (use --follow)",
                                            "symbolic link skipped (use --follow)",
                                            "not a regular file, skipped"});
  CHECK(found.notices.back().failure);
  CHECK_FALSE(found.notices.front().failure);

  FileOptions follow;
  follow.follow_links = true;
  const FoundFiles all = find_files({folder / "docs"}, follow);
  CHECK(names(all, folder) ==
        std::vector<std::string>{"docs/a.txt", "docs/link.txt", "docs/loop/secret/b.txt"});
  CHECK(all.notices.size() == 2);  // the dangling link and the pipe
}

TEST_CASE("documents of a folder that are of kinds not read are counted, other files are not") {
  const TemporaryFolder folder;
  for (const char* name : {"a.txt", "b.xls", "sub/c.XLS", "sub/扫描.jpg", "queries.cypher", ".d.zip"}) {
    folder.write(name, "x");
  }
  const FoundFiles found = find_files({folder.path().string(), folder / "b.xls"});
  CHECK(names(found, folder) == std::vector<std::string>{"a.txt", "b.xls"});
  REQUIRE(found.notices.size() == 1);
  CHECK(found.notices[0].path == folder.path().string());
  CHECK(found.notices[0].message == "not read: 1 .jpg, 2 .xls; convert them (pictures need OCR)");
  CHECK_FALSE(found.notices[0].failure);
  try {
    find_files({folder / "sub"});
    FAIL("expected an error");
  } catch (const InputError& e) {
    CHECK_THAT(e.what(), Contains("no supported documents"));
    CHECK(e.hint() == "it has 1 .jpg, 1 .xls: convert them (pictures need OCR)");
  }
}

TEST_CASE("inputs that are not there are errors") {
  const TemporaryFolder folder;
  CHECK(message_of([&] { find_files({folder / "absent"}); }) ==
        "input not found: " + (folder / "absent").string());
  CHECK_THAT(message_of([&] { find_files({folder.path().string()}); }),
             Contains("no supported documents in ") &&
                 Contains("(looked for txt, md, html, doc, wps, docx, xlsx, pdf, ofd)"));
}

TEST_CASE("reading a file keeps to its limits") {
  const TemporaryFolder folder;
  const std::string path = folder.write("a.txt", "省商务厅");
  CHECK(read_file(path) == "省商务厅");
  FileOptions small;
  small.max_file_size = 4;
  CHECK(message_of([&] { read_file(path, small); }) ==
        path + ": 12 bytes exceeds --max-file-size 4 bytes");
  const std::string huge = folder.write("huge.txt", "");
  REQUIRE(truncate(huge.c_str(), off_t(1) << 30) == 0);
  CHECK(message_of([&] { read_file(huge); }) == huge + ": 1.0 GB exceeds --max-file-size 64 MB");
  CHECK_THAT(message_of([&] { read_file(folder / "absent"); }), Contains("no such file"));
  CHECK_THAT(message_of([&] { read_file(folder.path().string()); }),
             Contains("not a regular file"));
  REQUIRE(mkfifo((folder / "pipe").c_str(), 0600) == 0);
  CHECK_THAT(message_of([&] { read_file(folder / "pipe"); }), Contains("not a regular file"));
  if (geteuid() != 0) {  // root may read anything
    chmod(path.c_str(), 0);
    CHECK(message_of([&] { read_file(path); }) == path + ": permission denied");
  }
}

}  // namespace zhengmai
