#include "graph/store/keys.h"

#include <fmt/format.h>

#include <charconv>

#include "graph/model/ids.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

void put_strings(std::string& out, const std::vector<std::string>& strings) {
  put_varint(out, strings.size());
  for (const std::string& text : strings) put_string(out, text);
}

std::vector<std::string> take_strings(std::string_view& in) {
  const uint64_t count = take_varint(in);
  if (count > in.size()) {
    throw StoreError(ExitCode::kIoError, "damaged record: a list is longer than what is left");
  }
  std::vector<std::string> out;
  out.reserve(count);
  for (uint64_t i = 0; i < count; ++i) out.emplace_back(take_string(in));
  return out;
}

uint64_t hex_number(std::string_view digits) {
  uint64_t n = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), n, 16);
  return n;
}

}  // namespace

std::string store_key(char kind, std::string_view rest) {
  std::string key(1, kind);
  key += rest;
  return key;
}

std::string encode(const Counters& c) {
  std::string out;
  for (const uint64_t n : {c.documents, c.sources, c.nodes, c.relationships, c.text_bytes,
                           c.batches, c.stamp_low, c.stamp_high}) {
    put_varint(out, n);
  }
  return out;
}

Counters decode_counters(std::string_view bytes) {
  Counters c;
  for (uint64_t* n : {&c.documents, &c.sources, &c.nodes, &c.relationships, &c.text_bytes,
                      &c.batches, &c.stamp_low, &c.stamp_high}) {
    *n = take_varint(bytes);
  }
  return c;
}

std::string encode(const StoredDocument& d) {
  std::string out;
  put_string(out, d.record.sha256);
  put_string(out, d.block_digest);
  put_varint(out, d.record.text_bytes);
  put_varint(out, d.record.node_count);
  put_varint(out, d.record.relationship_count);
  put_strings(out, d.record.sources);
  put_strings(out, d.record.warnings);
  return out;
}

StoredDocument decode_document(std::string_view bytes) {
  StoredDocument d;
  d.record.sha256 = take_string(bytes);
  d.record.id = document_id(d.record.sha256);
  d.block_digest = take_string(bytes);
  d.record.block_digest = d.block_digest;
  d.record.text_bytes = take_varint(bytes);
  d.record.node_count = take_varint(bytes);
  d.record.relationship_count = take_varint(bytes);
  d.record.sources = take_strings(bytes);
  d.record.warnings = take_strings(bytes);
  return d;
}

std::string encode(const SourceRecord& s) {
  std::string out;
  put_string(out, s.document_id);
  put_string(out, s.sha256);
  return out;
}

SourceRecord decode_source(std::string_view bytes) {
  SourceRecord s;
  s.document_id = take_string(bytes);
  s.sha256 = take_string(bytes);
  return s;
}

void count(Counters& c, const StoredDocument& d, int sign) {
  const auto add = [sign](uint64_t& to, uint64_t n) { to += sign > 0 ? n : uint64_t(0) - n; };
  add(c.documents, 1);
  add(c.sources, d.record.sources.size());
  add(c.nodes, d.record.node_count);
  add(c.relationships, d.record.relationship_count);
  add(c.text_bytes, d.record.text_bytes);
  std::string identity = d.record.id + '\n' + d.block_digest;
  for (const std::string& source : d.record.sources) (identity += '\n') += source;
  const std::string digest = sha256_hex(identity);
  add(c.stamp_low, hex_number(std::string_view(digest).substr(0, 16)));
  add(c.stamp_high, hex_number(std::string_view(digest).substr(16, 16)));
}

std::string stamp_hex(const Counters& c) {
  return fmt::format("{:016x}{:016x}", c.stamp_high, c.stamp_low);
}

}  // namespace zhengmai
