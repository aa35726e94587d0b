// The .tsv files of this folder as they were when the program was built (embed_tables.cmake).
//
// Shape: sorted by name, static storage. Threads: constant.
#pragma once

#include <span>
#include <string_view>

namespace zhengmai {

struct BuiltinTable {
  std::string_view name;  // agencies
  std::string_view bytes;
};

std::span<const BuiltinTable> builtin_tables();

}  // namespace zhengmai
