// Whether an image may be mapped without reading it: it was verified once, and the file system says
// that it has not changed since.
//
// The note lies beside the image: inode, size, and the times of the last change of content and of
// status, which any write, copy or rename moves. Bits that rot under an unchanged file are found by
// `zhengmai check`, which reads everything.
//
// Cost: one stat and one small read when trusted; one pass over the image otherwise.
// Errors: none; an image that cannot be verified is not trusted. Threads: any.
#pragma once

#include <filesystem>
#include <string>

namespace zhengmai {

// Notes that the image was verified, or written by this process, just now. Best effort: without
// the note the next open verifies again.
void note_verified(const std::filesystem::path& image);

// Empty when the image may be mapped, else what is wrong with it.
std::string reason_for_distrust(const std::filesystem::path& image);

// The stamp that was noted for a store whose files looked like `state` (graph/store/files_state.h),
// or "": with it an image is known to be current without opening the database.
std::string noted_stamp(const std::filesystem::path& store, const std::string& state);
// Best effort, like note_verified.
void note_stamp(const std::filesystem::path& store, const std::string& state,
                const std::string& stamp);

}  // namespace zhengmai
