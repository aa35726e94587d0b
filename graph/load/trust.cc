#include "graph/load/trust.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <fstream>
#include <system_error>

#include "graph/memory/image.h"
#include "graph/model/error.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

fs::path note_of(const fs::path& image) { return image.string() + ".verified"; }

fs::path stamp_note_of(const fs::path& store) { return store / "graph.stamp"; }

// Whole or not at all: readers may come at any time.
void write_note(const fs::path& note, const std::string& text) {
  const fs::path temporary = note.string() + ".tmp";
  std::ofstream(temporary, std::ios::binary) << text;
  std::error_code ignored;
  fs::rename(temporary, note, ignored);
}

std::string read_note(const fs::path& note) {
  std::ifstream in(note, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string fingerprint(const fs::path& image) {
  struct stat info {};
  if (stat(image.c_str(), &info) != 0) return {};
  return fmt::format("{} {} {}.{:09} {}.{:09}\n", info.st_ino, info.st_size, info.st_mtim.tv_sec,
                     info.st_mtim.tv_nsec, info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
}

}  // namespace

void note_verified(const fs::path& image) { write_note(note_of(image), fingerprint(image)); }

std::string reason_for_distrust(const fs::path& image) {
  const std::string noted = read_note(note_of(image));
  if (!noted.empty() && noted == fingerprint(image)) return {};
  try {
    std::string fault = verify_image(image);
    if (fault.empty()) note_verified(image);
    return fault;
  } catch (const StoreError& error) {
    return error.what();
  }
}

std::string noted_stamp(const fs::path& store, const std::string& state) {
  const std::string note = read_note(stamp_note_of(store));
  const size_t line = note.find('\n');
  if (state.empty() || line == std::string::npos) return {};
  return note.compare(line + 1, std::string::npos, state) == 0 ? note.substr(0, line)
                                                               : std::string();
}

void note_stamp(const fs::path& store, const std::string& state, const std::string& stamp) {
  if (!state.empty()) write_note(stamp_note_of(store), stamp + "\n" + state);
}

}  // namespace zhengmai
