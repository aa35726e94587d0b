// ReplacementFile: a new file that takes the place of `target` on commit, or vanishes.
//
//   ReplacementFile out("zhengmai.db/graph.image");
//   out.write(bytes);
//   out.commit();
//
// Where the file system can, it has no name until then: a process that dies leaves nothing behind, or
// for the moment between its name and the rename a file (`target.PID.…`) that the next one removes.
//
// Errors: StoreError. Threads: one; two files of one target are as good as one behind the other.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

namespace zhengmai {

class ReplacementFile {
 public:
  explicit ReplacementFile(std::filesystem::path target);
  ReplacementFile(const ReplacementFile&) = delete;
  ReplacementFile& operator=(const ReplacementFile&) = delete;
  ~ReplacementFile();

  void write(std::string_view bytes);  // behind what was written so
  void write_at(uint64_t offset, std::string_view bytes);

  // Takes the place of what was to be written: a file without a name. False: it lies on another
  // file system, or only named files can be made here.
  bool adopt(int nameless);

  // kDurable: on the disk when this returns. kPassing: after a loss of power the old file, the new one
  // or one of other bytes may be there, for a reader that can tell.
  enum class Durability : uint8_t { kDurable, kPassing };
  void commit(Durability durability = Durability::kDurable);

 private:
  void give_name();
  void sync_folder() const;

  std::filesystem::path target_, folder_;
  std::string temporary_;  // its passing name, empty while it has none
  int fd_ = -1;
};

}  // namespace zhengmai
