// What the writer and the reader of blocks agree on. Internal to graph/store; FORMAT.md, "The block of
// facts", has the layout.
#pragma once

#include <cstddef>
#include <cstdint>

namespace zhengmai {

inline constexpr char kBlockVersion = 3;

// How the value of a property stands in a block; the low four bits of a property in a shape.
enum class Form : uint8_t {
  kPlain = 0,    // bytes of value_codec.h
  kNamed = 1,    // an index into the table of strings
  kQuote = 2,    // a stretch of the text: first byte, bytes
  kOwnId = 3,    // the id of the node; nothing follows
  kText = 4,     // a string
  kTrue = 5,     // nothing follows
  kFalse = 6,    // nothing follows
  kInteger = 7,  // zigzag
  kFloat = 8,    // an index into the table of numbers
  kQuotes = 9,   // a list of stretches of the text: how many, and each
};
inline constexpr int kFormBits = 4;
inline constexpr size_t kBytesOfNumber = 8;  // IEEE 754 binary64, little-endian

inline constexpr uint64_t kNamesOfRelationship = 2;  // its type, the rule of its evidence
// Of one shape: facts have two dozen at most, and a damaged block must not take all memory.
inline constexpr uint64_t kMostProperties = 1000;

}  // namespace zhengmai
