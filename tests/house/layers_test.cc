// The house keeps its order: arrows only go down, public headers explain themselves, and what the
// project promises about its files is true. Each test reads the tree, so a broken promise fails
// with the file and the line.
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace fs = std::filesystem;

namespace {

const fs::path kRoot = ZHENGMAI_SOURCE_DIR;

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream in(path);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::vector<fs::path> sources(std::initializer_list<const char*> folders) {
  std::vector<fs::path> out;
  for (const char* folder : folders) {
    if (!fs::exists(kRoot / folder)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(kRoot / folder)) {
      const auto ending = entry.path().extension();
      if (ending == ".h" || ending == ".cc") out.push_back(fs::relative(entry.path(), kRoot));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Layers {
  std::map<std::string, std::set<std::string>> below;        // room → rooms it may include
  std::map<std::string, std::set<std::string>> third_party;  // header prefix → rooms
};

std::set<std::string> words(const std::string& text) {
  std::istringstream in(text);
  std::set<std::string> out;
  for (std::string word; in >> word;) out.insert(word);
  return out;
}

Layers read_layers() {
  Layers layers;
  for (const std::string& line : read_lines(kRoot / "tests/house/layers.txt")) {
    const size_t colon = line.find(": ") != std::string::npos ? line.find(": ") : line.find(':');
    if (line.empty() || line[0] == '#' || colon == std::string::npos) continue;
    const std::string name = line.substr(0, colon);
    const std::set<std::string> rest = words(line.substr(colon + 1));
    if (name.rfind("third-party ", 0) == 0) {
      layers.third_party[name.substr(12)] = rest;
      continue;
    }
    std::set<std::string>& below = layers.below[name];
    below.insert(name);
    for (const std::string& room : rest) {
      REQUIRE(layers.below.count(room));  // rooms stand in order, from the bottom up
      below.insert(layers.below[room].begin(), layers.below[room].end());
    }
  }
  return layers;
}

// "graph/store/block.h" → "graph/store"; "cli/repl/line.h" → "cli".
std::string room_of(const std::string& file, const Layers& layers) {
  for (std::string room = fs::path(file).parent_path().string(); !room.empty();
       room = fs::path(room).parent_path().string()) {
    if (layers.below.count(room)) return room;
  }
  return {};
}

struct Include {
  std::string file;
  size_t line;
  std::string target;
};

std::vector<Include> includes_of(const fs::path& file) {
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::vector<Include> out;
  const auto lines = read_lines(kRoot / file);
  for (size_t i = 0; i < lines.size(); ++i) {
    std::smatch match;
    if (std::regex_search(lines[i], match, pattern)) out.push_back({file.string(), i + 1, match[1]});
  }
  return out;
}

}  // namespace

TEST_CASE("arrows between rooms only go down") {
  const Layers layers = read_layers();
  size_t arrows = 0;
  for (const fs::path& file : sources({"extract", "graph", "query", "grammar", "report", "cli"})) {
    const std::string from = room_of(file.string(), layers);
    INFO(file << " lies in no room of tests/house/layers.txt");
    CHECK(!from.empty());
    if (from.empty()) continue;
    for (const Include& include : includes_of(file)) {
      const std::string to = room_of(include.target, layers);
      if (to.empty() || !fs::exists(kRoot / include.target)) continue;
      ++arrows;
      INFO(include.file << ":" << include.line << " includes " << include.target);
      CHECK(layers.below.at(from).count(to) == 1);
    }
  }
  CHECK(arrows > 100);  // the test looked at something
}

TEST_CASE("third-party headers stay in the room that owns them") {
  const Layers layers = read_layers();
  for (const fs::path& file : sources({"extract", "graph", "query", "report", "cli"})) {
    for (const Include& include : includes_of(file)) {
      for (const auto& [prefix, rooms] : layers.third_party) {
        if (include.target.rfind(prefix, 0) != 0) continue;
        INFO(include.file << ":" << include.line << " includes " << include.target);
        CHECK(rooms.count(room_of(include.file, layers)) == 1);
      }
    }
  }
}

TEST_CASE("every header opens with a comment that explains it") {
  for (const fs::path& file : sources({"extract", "graph", "query", "report", "cli"})) {
    if (file.extension() != ".h") continue;
    const auto lines = read_lines(kRoot / file);
    size_t comment = 0;
    while (comment < lines.size() && lines[comment].rfind("//", 0) == 0) ++comment;
    INFO(file << " opens with " << comment << " lines of comment");
    CHECK(comment >= 1);
  }
}

// A run of declarations without a blank line between them shares the comment above it; a function
// may also be explained by name in the comment that opens the header, and is when it is the only one
// or one of two there; accessors explain themselves.
TEST_CASE("public functions are documented") {
  static const std::regex declaration(
      R"(^\s*(?:virtual |static |friend |inline |constexpr |explicit |template.*> )*[A-Za-z_][\w:<>,&*\s\[\]]*[\s&*>][a-z_]\w*\([^;{]*(?:;|,)?$)");
  size_t functions = 0;
  std::vector<std::string> bare;
  for (const fs::path& file : sources({"extract", "graph", "query", "report", "cli"})) {
    if (file.extension() != ".h") continue;
    bool commented = false, hidden = false;
    const size_t before = bare.size(), functions_before = functions;
    const auto lines = read_lines(kRoot / file);
    std::string opening;
    for (size_t i = 0; i < lines.size() && lines[i].rfind("//", 0) == 0; ++i) opening += lines[i];
    for (size_t i = 0; i < lines.size(); ++i) {
      const std::string& line = lines[i];
      const size_t first = line.find_first_not_of(' ');
      if (first == std::string::npos) {
        commented = false;
      } else if (line.compare(first, 2, "//") == 0) {
        commented = true;
      } else if (line.find("private:") != std::string::npos) {
        hidden = true;
      } else if (line.find("public:") != std::string::npos || line.rfind("};", 0) == 0) {
        hidden = false;
      } else if (!hidden && std::regex_search(line, declaration) &&
                 line.find(" override") == std::string::npos &&
                 line.find("= de") == std::string::npos && line.find("return ") == std::string::npos &&
                 line.find("operator") == std::string::npos) {
        ++functions;
        std::smatch name;
        std::regex_search(line, name, std::regex(R"(([a-z_]\w*)\()"));
        const bool explained = commented || line.find("//") != std::string::npos ||
                               opening.find(name[1].str()) != std::string::npos ||
                               line.find("() const;") != std::string::npos;
        if (!explained) {
          bare.push_back(file.string() + ":" + std::to_string(i + 1) + line);
        }
      }
    }
    if (functions - functions_before <= 2) bare.resize(before);
  }
  std::string list;
  for (const std::string& line : bare) list += "\n  " + line;
  INFO("without a comment:" << list);
  CHECK(functions > 200);
  CHECK(double(bare.size()) <= 0.12 * double(functions));
}

TEST_CASE("files stay small enough to read in one sitting") {
  for (const fs::path& file : sources({"extract", "graph", "query", "report", "cli", "tests"})) {
    const size_t lines = read_lines(kRoot / file).size();
    INFO(file << " has " << lines << " lines; the house allows 600");
    CHECK(lines <= 600);
  }
}

TEST_CASE("no file holds an open end") {
  const std::regex open_end(std::string("\\b(TO") + "DO|FIX" + "ME|XX" + "X)\\b");
  for (const fs::path& file : sources({"extract", "graph", "query", "report", "cli", "tests"})) {
    const auto lines = read_lines(kRoot / file);
    for (size_t i = 0; i < lines.size(); ++i) {
      INFO(file << ":" << i + 1);
      CHECK_FALSE(std::regex_search(lines[i], open_end));
    }
  }
}
