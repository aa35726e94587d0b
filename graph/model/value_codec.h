// Values as bytes: what the store keeps of a property and what a mixed column holds.
//
//   std::string out;
//   encode_value(Value::list({Value::integer(7), Value::string("福建")}), out);
//   std::string_view in = out;
//   Value v = decode_value(in);  // in is now empty
//
// A value is one head byte and what its kind needs. The low four bits of the head are the ValueKind;
// the high four are a number n when n < 15, and 15 when the varint n - 15 follows (varint.h).
//
//   kind           n                    then
//   Null           0                    –
//   Boolean        0 false, 1 true      –
//   Integer        zigzag(value)        –
//   Float          0                    8 bytes: IEEE 754 binary64, little-endian; NaN is 7ff8…0
//   String         bytes                the bytes (UTF-8, not checked here)
//   List           items                each item, a value
//   Map            entries              each entry: bytes of the key (varint, UTF-8), a value;
//                                       keys strictly ascending by byte
//   Date           zigzag(days)         –
//   LocalTime      nanos                –
//   Time           nanos                signed varint offset_seconds
//   LocalDateTime  zigzag(seconds)      varint nanos
//   DateTime       zigzag(seconds)      varint nanos, signed varint offset_seconds,
//                                       bytes of the zone (varint, may be 0)
//   Duration       zigzag(months)       signed varints days and seconds, varint nanos
//
// zigzag folds 0, -1, 1, -2 … to 0, 1, 2, 3 …; a signed varint is the varint of the zigzag.
// Equal values have equal bytes and the reverse. Nodes, relationships and paths are ids of one
// graph, so they have no encoding.
//
// Errors: encode_value throws InputError on a node, relationship or path, and LimitError when lists
// nest deeper than kMaxValueDepth; decode_value throws StoreError (kIoError) on damage and never
// reads past its input, nor allocates more than a small multiple of it.
// Cost: linear. Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "graph/model/value.h"

namespace zhengmai {

inline constexpr int kMaxValueDepth = 200;

// Who owns the bytes of decoded strings: the value, or (borrowed) the input, which must then
// outlive every copy. Borrowing reaches into lists and maps; map keys are always copies.
enum class Strings : uint8_t { kOwned, kBorrowed };

void encode_value(const Value& value, std::string& out);

// Takes one value off the front of `in`.
Value decode_value(std::string_view& in, Strings strings = Strings::kOwned);

}  // namespace zhengmai
