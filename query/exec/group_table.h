// Groups rows by the values of some columns, in the order of first appearance.
//
//   GroupTable table(memory, keys);
//   table.find(columns, rows, groups);      // groups[i] is row i's group; new ones are appended
//   table.key(k, 0, table.size(), out);     // the groups' values of key k
//
// A key is one 64-bit number a row: an id, a code, an integer, or the number of an interned Value.
// Where the numbers lie densely enough a group is found by indexing an array, else by hashing.
// Values are the same when they are equivalent (null is null, 1 is 1.0).
//
// Cost: a few nanoseconds a row; eight bytes a key and group, and up to 32 MiB for the array.
// Errors: LimitError when the memory budget is used up. Threads: one thread.
#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "query/exec/batch.h"
#include "query/exec/huge_pages.h"
#include "query/exec/memory_account.h"
#include "query/exec/place_index.h"

namespace zhengmai::exec {

class GroupTable {
 public:
  // `memory` outlives the table; its owner clears it together with the table.
  GroupTable(MemoryAccount& memory, size_t keys);
  GroupTable(const GroupTable&) = delete;
  GroupTable& operator=(const GroupTable&) = delete;

  size_t size() const { return size_; }
  void find(std::span<const Vector* const> columns, size_t rows, std::vector<uint32_t>& groups);
  // Key k of the groups begin … end - 1.
  void key(size_t k, size_t begin, size_t end, Vector& out) const;
  void clear();

 private:
  // How one key column is coded as numbers.
  struct Coding {
    bool known = false;
    VectorType type = VectorType::kValue;
    const Column* dictionary = nullptr;
    std::unordered_map<Value, uint32_t, EquivalenceHash, Equivalence> numbers;  // kValue
    std::vector<Value> values;                                                  // kValue, by number
    uint64_t low = UINT64_MAX, high = 0;  // the array's domain; empty at first
  };

  void agree_on_coding(size_t k, const Vector& column);
  void encode(size_t k, const Vector& column, size_t rows);
  bool find_plain(std::span<const Vector* const> columns, size_t rows,
                  std::vector<uint32_t>& groups);
  template <typename T>
  bool add_places(const T* values, uint64_t shift, size_t k, size_t rows, uint32_t* places) const;
  void intern(Coding& coding, const Vector& column, size_t rows, std::vector<uint64_t>& out);
  void become_values(size_t k);
  Value decode(const Coding& coding, uint64_t number) const;
  void widen(size_t k, const std::vector<uint64_t>& numbers);
  bool index_by_array();
  void rebuild();
  bool combine(const std::vector<std::vector<uint64_t>>& numbers, size_t rows,
               std::vector<uint32_t>& places) const;
  void find_by_hash(size_t rows, std::vector<uint32_t>& groups);
  uint32_t add_group(size_t row);
  void count_groups(size_t added);
  void weigh();
  uint64_t hash_row(const uint64_t* numbers) const;
  void grow_hash();

  // Integers are shifted by it, so that the order of unsigned numbers is theirs.
  static constexpr uint64_t kSign = uint64_t{1} << 63;
  static constexpr uint32_t kEmpty = UINT32_MAX;
  static constexpr uint64_t kArrayLimit = uint64_t{1} << 23;

  MemoryAccount& memory_;
  size_t keys_;
  size_t size_ = 0;
  std::vector<Coding> codings_;
  std::vector<std::vector<uint64_t>> row_numbers_;    // of the batch at hand, by key
  std::vector<std::vector<uint64_t>> group_numbers_;  // by key
  bool array_ = true;
  bool stale_ = false;  // the index does not match the domains or the groups
  PlaceIndex places_;                                // array_: groups by combined number
  std::vector<uint32_t, HugePages<uint32_t>> hash_;  // else: groups, open addressing
  std::vector<uint32_t> fresh_;  // rows of the batch at hand that began a group
  int64_t weighed_bytes_ = 0;    // what the account knows of
};

}  // namespace zhengmai::exec
