// Any text as CSV files of nodes and of relationships → a graph that keeps its rules, or an Error.
// The two files are what stands before and after the first line "--".
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "graph/memory/image.h"
#include "graph/memory/import.h"
#include "graph/model/error.h"

namespace {

// A file without a folder: mapped by its path under /proc.
class MemoryFile {
 public:
  explicit MemoryFile(std::string_view text) : fd_(memfd_create("fuzz", MFD_CLOEXEC)) {
    if (write(fd_, text.data(), text.size()) != ssize_t(text.size())) std::abort();
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { close(fd_); }
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const size_t cut = text.find("\n--\n");
  const bool both = cut != std::string_view::npos;
  const MemoryFile nodes(text.substr(0, both ? cut + 1 : text.size()));
  const MemoryFile relationships(both ? text.substr(cut + 4) : "");
  zhengmai::ImportOptions options;
  options.nodes.push_back({{"A"}, {nodes.path()}});
  if (both) options.relationships.push_back({{"T"}, {relationships.path()}});
  options.skip_duplicate_nodes = size % 2 == 0;
  options.skip_bad_relationships = size % 3 == 0;
  try {
    zhengmai::GraphBuilder builder;
    const auto report = zhengmai::import_csv(options, builder);
    const zhengmai::Graph graph = std::move(builder).freeze();
    if (!zhengmai::check_graph(graph).empty() || graph.node_count() != report.nodes ||
        graph.relationship_count() != report.relationships) {
      std::abort();
    }
  } catch (const zhengmai::Error&) {
  }
  return 0;
}
