#include "graph/memory/image.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cassert>

#include "graph/memory/crc32c.h"
#include "graph/memory/parts.h"
#include "graph/memory/replacement_file.h"
#include "graph/model/error.h"

namespace zhengmai {

namespace {

std::string_view part_bytes(const Graph::Parts& parts, size_t p) {
  const PartRecord& record = parts.header().parts[p];
  return {parts.buffer.data() + record.offset, record.size};
}

std::string_view as_bytes(const LayoutHeader& header) {
  return {reinterpret_cast<const char*>(&header), sizeof header};
}

uint32_t checksum_of(LayoutHeader header) {
  header.checksum = 0;
  return crc32c(as_bytes(header));
}

// The checksum of a part, which may be larger than memory.
uint32_t checksum_of_part(const Graph::Parts& parts, size_t p) {
  constexpr size_t kStep = size_t{256} << 20;
  const std::string_view bytes = part_bytes(parts, p);
  uint32_t checksum = 0;
  for (size_t at = 0; at < bytes.size(); at += kStep) {
    checksum = crc32c(bytes.substr(at, kStep), checksum);
    if (bytes.size() >= kStep) parts.buffer.forget();
  }
  return checksum;
}

// Whether nothing was written between the parts, which no checksum covers.
bool gaps_are_blank(const Graph::Parts& parts) {
  uint64_t end = sizeof(LayoutHeader);
  const auto blank_until = [&](uint64_t begin) {
    const char* const data = parts.buffer.data();
    return std::all_of(data + std::min(end, begin), data + begin, [](char c) { return c == 0; });
  };
  for (const PartRecord& record : parts.header().parts) {
    if (!blank_until(record.offset)) return false;
    end = record.offset + record.size;
  }
  return blank_until(parts.buffer.size());
}

// A file without a name that no earlier save gave one.
bool is_unsaved_file(const Buffer& buffer) {
  struct stat status {};
  return buffer.nameless_file() >= 0 && fstat(buffer.nameless_file(), &status) == 0 &&
         status.st_nlink == 0;
}

[[noreturn]] void refuse(const std::filesystem::path& file, const std::string& why) {
  throw StoreError(ExitCode::kIoError, fmt::format("{} cannot be used: {}", file.string(), why),
                   "it is rebuilt from the store");
}

// Opens what is whole as far as header and directory go, whatever its stamp.
Buffer open_checked(const std::filesystem::path& file) {
  Buffer buffer = Buffer::map(file);
  if (buffer.size() < sizeof(LayoutHeader)) refuse(file, "it is cut short");
  const auto& header = *reinterpret_cast<const LayoutHeader*>(buffer.data());
  if (header.magic != kLayoutMagic) refuse(file, "it is not the image of a graph");
  if (header.version != kLayoutVersion || header.byte_order != kByteOrderMark) {
    refuse(file, "another version or kind of machine wrote it");
  }
  if (header.checksum != checksum_of(header)) refuse(file, "its header is damaged");
  if (header.file_size != buffer.size()) refuse(file, "it is cut short or has been added to");
  for (size_t p = 0; p < kDirectoryParts; ++p) {
    const PartRecord& record = header.parts[p];
    if (record.offset > buffer.size() || record.size > buffer.size() - record.offset ||
        crc32c({buffer.data() + record.offset, record.size}) != record.checksum) {
      refuse(file, "its directory is damaged");
    }
  }
  return buffer;
}

}  // namespace

void save_image(const Graph& graph, const std::filesystem::path& file, std::string_view stamp) {
  assert(stamp.size() <= kMaxStamp);
  const Graph::Parts& parts = graph.parts();
  LayoutHeader header = parts.header();
  header.stamp = {};
  header.stamp_size = uint32_t(stamp.size());
  std::ranges::copy(stamp, header.stamp.begin());
  for (size_t p = 0; p < kPartCount; ++p) {
    header.parts[p].checksum = checksum_of_part(parts, p);
  }
  header.checksum = checksum_of(header);
  ReplacementFile out(file);
  if (is_unsaved_file(parts.buffer) && out.adopt(parts.buffer.nameless_file())) {
    // The graph's own memory becomes the image: only the header differs.
    out.write_at(0, as_bytes(header));
  } else {
    out.write(as_bytes(header));
    out.write({parts.buffer.data() + sizeof header, parts.buffer.size() - sizeof header});
  }
  out.commit();
  parts.buffer.forget();
}

Graph map_image(const std::filesystem::path& file, std::string_view stamp) {
  Buffer buffer = open_checked(file);
  const auto& header = *reinterpret_cast<const LayoutHeader*>(buffer.data());
  if (std::string_view(header.stamp.data(), std::min<size_t>(header.stamp_size, kMaxStamp)) !=
      stamp) {
    refuse(file, "it was made from another state of the store");
  }
  return Graph(std::make_unique<const Graph::Parts>(std::move(buffer)));
}

std::string verify_image(const std::filesystem::path& file) {
  const Graph graph(std::make_unique<const Graph::Parts>(open_checked(file)));
  for (size_t p = kDirectoryParts; p < kPartCount; ++p) {
    if (checksum_of_part(graph.parts(), p) != graph.parts().header().parts[p].checksum) {
      return fmt::format("part {} of {} is damaged", p, file.string());
    }
  }
  if (!gaps_are_blank(graph.parts())) return fmt::format("{} is damaged between parts", file.string());
  return check_graph(graph);
}

}  // namespace zhengmai
