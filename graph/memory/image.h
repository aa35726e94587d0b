// The saved image of a graph: a file that is mapped, not parsed, when a store is opened.
//
//   save_image(graph, "zhengmai.db/graph.image", stamp);
//   Graph graph = map_image("zhengmai.db/graph.image", stamp);   // StoreError: rebuild and save
//
// The file is the graph's own memory (layout.h) with checksums and a stamp: up to 64 bytes by which
// the caller tells which state of the store it was made from. An image is a cache. It is never
// repaired: whatever is wrong with it, it is refused and made again.
//
// Cost: save writes the bytes of Graph::footprint() once; map reads the header and the directory
// (some kilobytes, whatever the size of the graph), and the kernel reads the rest as it is touched.
// Errors: StoreError. A mapped file must not be overwritten in place by others while it is in use;
// save_image never does (it renames a new file into place, and old mappings stay whole).
// Threads: any, on different paths.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "graph/memory/graph.h"

namespace zhengmai {

// Writes a temporary file beside `file`, forces it to disk and renames it: after a crash there is
// the old image or the new one. REQUIRES: stamp.size() <= 64.
void save_image(const Graph& graph, const std::filesystem::path& file, std::string_view stamp);

// Refuses files that are missing, cut short, of another version or byte order, whose header or
// directory fails its checksum, or whose stamp is not `stamp`. Contents are not read: see verify.
Graph map_image(const std::filesystem::path& file, std::string_view stamp);

// What is wrong with an image, contents included, or "" when it is whole: every checksum, and then
// what check_graph finds. Cost: reads all of it. Errors: StoreError as for map_image.
std::string verify_image(const std::filesystem::path& file);

// The first broken rule of a graph (ids out of range, rows out of order, forward and backward arcs
// that differ, text outside its heap), or "". Cost: linear.
std::string check_graph(const Graph& graph);

}  // namespace zhengmai
