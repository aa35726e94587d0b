// KeyIndex: from a property's value to the rows of a column that hold it.
//
// An index is an array of 64-bit entries, hash << 32 | row, ascending: rows of one hash lie
// together, and a look-up is a binary search followed by a comparison of the values found. It is
// cheap to build, indifferent to repeated values, and the same on every machine, so it is saved.
// The hash is the CRC-32C of the text, or of the value's bytes (value_codec.h) for other kinds,
// where a float with an integral value hashes as that integer.
//
// Cost: build, linear plus a radix sort; find, log n. Threads: pure functions.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "graph/memory/column_view.h"

namespace zhengmai {

// How find_nodes compares: numbers by their number, the rest by Value's ==.
bool same_key(const Value& a, const Value& b);

// read: told from time to time how many bytes of the column were read since.
std::vector<uint64_t> build_index(const ColumnView& column,
                                  const std::function<void(uint64_t)>& read = {});

// Appends column.range().begin + row for every row that holds `value`, ascending.
void find_by_index(const ColumnView& column, std::span<const uint64_t> index, const Value& value,
                   std::vector<NodeId>& out);
void find_by_scan(const ColumnView& column, const Value& value, std::vector<NodeId>& out);
// REQUIRES: column.ascending().
void find_by_order(const ColumnView& column, const Value& value, std::vector<NodeId>& out);

}  // namespace zhengmai
