// The layout of a graph in memory and, byte for byte, in its saved image: a header, then parts.
//
// A part is an array of one element type; its element kind, in the order of the enumeration below,
// is what Part's comments say. Records refer to elements of other parts by index, never by address,
// so a mapped file is a graph. Numbers are in the machine's byte order (the header says which) and
// every part starts at a multiple of 64 bytes. Padding is zero: equal graphs have equal bytes.
//
// Changing anything here means raising kLayoutVersion. An image is a cache: a reader that does not
// know a version rebuilds from the store.
#pragma once

#include <array>
#include <cstdint>

#include "graph/memory/graph.h"

namespace zhengmai {

inline constexpr std::array<char, 8> kLayoutMagic = {'Z', 'M', 'G', 'R', 'A', 'P', 'H', '\n'};
inline constexpr uint32_t kLayoutVersion = 2;
inline constexpr uint32_t kByteOrderMark = 0x01020304;
inline constexpr uint64_t kPartAlignment = 64;
inline constexpr size_t kMaxStamp = 64;

enum class Part : uint32_t {
  // Directory: small, checked whenever an image is opened.
  kLabelNameOffsets,     // uint32_t, labels + 1: into kLabelNames
  kLabelNames,           // char
  kTypeNameOffsets,      // uint32_t, types + 1
  kTypeNames,            // char
  kKeyNameOffsets,       // uint32_t, keys + 1
  kKeyNames,             // char
  kSetBegin,             // uint32_t, label sets + 1: first node of each
  kSetLabelBegin,        // uint32_t, label sets + 1: into kSetLabels
  kSetLabels,            // LabelId, sorted within a set
  kLabelRangeBegin,      // uint32_t, labels + 1: into kLabelRanges
  kLabelRanges,          // IdRange: the nodes of each label set that has the label
  kTypeBegin,            // uint32_t, types + 1: first relationship of each
  kRows,                 // RowsRecord, 2 a type: forward at 2t, backward at 2t + 1
  kNodeColumnBegin,      // uint32_t, label sets + 1: into kNodeColumns
  kNodeColumns,          // ColumnRecord, sorted by key within a label set
  kRelationshipColumnBegin,  // uint32_t, types + 1
  kRelationshipColumns,      // ColumnRecord, sorted by key within a type
  // Contents: large, checked on request.
  kEnds,                 // NodeId by relationship
  kBackwardStarts,       // NodeId, by (type, end, start, relationship)
  kBackwardRelationships,  // RelationshipId, same order
  kRowWords,             // uint32_t: offsets of rows, and the nodes of sparse rows
  kCells,                // arrays of columns, each at a multiple of 8 bytes: numbers, codes, offsets
  kBytes,                // char: text, encoded values
};
inline constexpr size_t kPartCount = size_t(Part::kBytes) + 1;
inline constexpr size_t kDirectoryParts = size_t(Part::kEnds);

struct PartRecord {
  uint64_t offset;    // bytes from the start of the image
  uint64_t size;      // bytes
  uint32_t checksum;  // CRC-32C; 0 in a graph that was not saved
  uint32_t reserved;
};

struct LayoutHeader {
  std::array<char, 8> magic;
  uint32_t version;
  uint32_t byte_order;
  uint64_t file_size;
  uint32_t node_count;
  uint32_t relationship_count;
  uint32_t stamp_size;
  uint32_t checksum;  // CRC-32C of the header with this field 0
  std::array<char, kMaxStamp> stamp;
  std::array<PartRecord, kPartCount> parts;
};

// One direction of one type. Offsets are positions in kEnds (forward) or kBackwardStarts.
struct RowsRecord {
  IdRange range;
  uint32_t row_count;  // dense: range.size(); sparse: the nodes that have arcs
  uint32_t sparse;     // 1: row_count node ids precede the offsets in kRowWords
  uint64_t words;      // index into kRowWords: [nodes,] offsets (row_count + 1)
};

enum ColumnFlags : uint8_t {
  kColumnDense = 1,      // every row is present; no presence data
  kColumnSparse = 2,     // kMixed only: `count` rows are present, listed at `presence`
  kColumnAscending = 4,  // kInteger, dense, each row greater than the one before
  kColumnIndexed = 8,    // at `index` lie `count` entries (index.h)
  kColumnCoded = 16,     // kFloat: codes at `data`, doubles at `dictionary`
};

// Widths are bytes an element, the fewest that hold the column's largest: a policy graph is mostly
// small numbers, and its image a third smaller for it.
struct ColumnRecord {
  KeyId key;
  uint8_t kind;          // ColumnKind
  uint8_t flags;         // ColumnFlags
  IdRange range;
  uint32_t count;            // rows that are present
  uint32_t dictionary_size;  // kDictionary, coded kFloat: entries
  uint8_t width;             // of an integer (two's complement), float, boolean or code
  uint8_t offset_width;      // of an offset into the heap: 4 or 8
  uint16_t reserved;
  // The following are bytes from the start of kCells.
  uint64_t presence;   // not dense: uint64_t, one bit a row; sparse: uint32_t, the rows
  uint64_t data;       // numbers or codes, one a row; kString, kMixed: offsets, one more
  uint64_t dictionary; // kDictionary: offsets, dictionary_size + 1; coded: doubles, ascending by bits
  uint64_t index;      // uint64_t
  // These are of kBytes: text of strings, of dictionary entries, or encoded values.
  uint64_t heap;
  uint64_t heap_size;
};

static_assert(sizeof(RowsRecord) == 24 && sizeof(ColumnRecord) == 72 && sizeof(PartRecord) == 24);

}  // namespace zhengmai
