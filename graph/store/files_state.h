// What a store's files look like from outside, without opening the database.
//
//   const std::string before = files_state("zhengmai.db");
//   … later … files_state("zhengmai.db") == before      // nothing was written in between
//
// Names, inodes, sizes and times of the files that hold data: any batch, flush, compaction, copy or
// restore changes one of them. RocksDB's own diary (LOG) and lock are left out, for reading moves
// them.
//
// Cost: one listing and a stat a file. Errors: none; an empty text stands for what cannot be read,
// and says nothing. Threads: any.
#pragma once

#include <filesystem>
#include <string>

namespace zhengmai {

std::string files_state(const std::filesystem::path& store);

}  // namespace zhengmai
