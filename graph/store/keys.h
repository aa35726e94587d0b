// Keys and small records of the store. FORMAT.md is the reference; change both together.
//
//   m format       → major, rule set          m counters → Counters
//   d <doc id>     → DocumentRecord           s <source> → doc id, sha256
//   f <doc id>     → packed block of facts and text (block.h)
//
// One letter in front keeps each kind contiguous.
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "graph/store/store.h"

namespace zhengmai {

inline constexpr char kMetaKey = 'm';
inline constexpr char kDocumentKey = 'd';
inline constexpr char kSourceKey = 's';
inline constexpr char kFactsKey = 'f';

// The letter and the rest: a key as RocksDB sees it.
std::string store_key(char kind, std::string_view rest);

// What must hold between the records: counted up and down in every batch, recounted by `check`.
struct Counters {
  uint64_t documents = 0;
  uint64_t sources = 0;
  uint64_t nodes = 0;
  uint64_t relationships = 0;
  uint64_t text_bytes = 0;
  uint64_t batches = 0;
  // Sums, modulo 2^64, of two digests of each document's (id, block, sources): the same set gives
  // the same sums in whatever order it was built.
  uint64_t stamp_low = 0;
  uint64_t stamp_high = 0;

  friend bool operator==(const Counters&, const Counters&) = default;
};

// A document as the store keeps it: the public record and the digest of its block.
struct StoredDocument {
  DocumentRecord record;
  std::string block_digest;
};

// The record's bytes, as FORMAT.md describes them.
std::string encode(const Counters& counters);
std::string encode(const StoredDocument& document);
std::string encode(const SourceRecord& source);
// Throw StoreError when damaged.
Counters decode_counters(std::string_view bytes);
StoredDocument decode_document(std::string_view bytes);
SourceRecord decode_source(std::string_view bytes);

// Adds (sign +1) or takes away (-1) a document with its sources.
void count(Counters& counters, const StoredDocument& document, int sign);
// 32 hex digits.
std::string stamp_hex(const Counters& counters);

}  // namespace zhengmai
