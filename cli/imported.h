// The note that a store holds an imported graph: the graph is its image, and there are no documents
// to make it again from.
//
// Errors: StoreError (74) when the note cannot be written. Threads: one thread.
#pragma once

#include <filesystem>

namespace zhengmai {

// Leaves the note in the store's folder.
void mark_imported(const std::filesystem::path& store);
// Whether the note is there.
bool is_imported(const std::filesystem::path& store);

}  // namespace zhengmai
