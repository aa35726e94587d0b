// The container of Word's files up to 2003, of WPS Office's, and of encrypted ones of any year
// (OLE2, [MS-CFB]): a small file system in one file.
//
//   const CompoundFile file(bytes);
//   file.stream("WordDocument")          // its bytes; nothing where there is no such stream
//
// A file is divided into sectors. A table (FAT) has the successor of each, so that a chain of
// sectors makes a stream; the directory is one, and so is a stream of mini sectors, in which
// streams below 4 KB lie by a table of their own. Found are the streams of the root alone:
// documents inside a document have streams of the same names in storages of their own.
//
// Cost: the table and the directory are copied, and a stream when it is asked for; a chain passes
// each sector once, so that nothing is larger than the file.
// Errors: InputError without the document's name, where the container is damaged.
// Threads: const access from any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "extract/read/doc_bytes.h"

namespace zhengmai {

class CompoundFile {
 public:
  // REQUIRES: `bytes` outlive it.
  explicit CompoundFile(std::string_view bytes);

  std::optional<std::string> stream(std::string_view name) const;

 private:
  // What chains run through: sectors of one size, and a table with the next one of each.
  struct Sectors {
    DocBytes area;
    size_t size = 0;
    DocBytes next;

    // The bytes of a chain, or its first ones.
    std::string chain(uint32_t first, size_t most = SIZE_MAX) const;
    // One of them; the last may be short.
    std::string_view sector(uint32_t number) const;
  };

  std::string read_table(const DocBytes& header) const;
  DocBytes entry(size_t number) const;
  std::optional<size_t> find(std::string_view name) const;

  Sectors sectors_;
  size_t smallest_ = 0;      // of the streams that do not lie in mini sectors
  uint32_t mini_table_ = 0;  // where that of the mini sectors begins
  std::string table_, directory_;
};

}  // namespace zhengmai
