#include "graph/store/block.h"

#include <fmt/format.h>
#include <lz4.h>
#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <bit>

#include "graph/model/error.h"
#include "graph/model/schema.h"
#include "graph/model/value_codec.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

// LZ4 makes at most 255 bytes of one: a damaged size must not take all memory.
constexpr uint64_t kMostPacked = 255;

[[noreturn]] void damaged(const char* what) {
  throw StoreError(ExitCode::kIoError, std::string("damaged block of facts: ") + what,
                   "run 'zhengmai check'; 'zhengmai restore' brings back a backup");
}

}  // namespace

// LZ4: Zstandard of level 1 makes blocks an eighth smaller and takes 2.6 times as long.
std::string digest_of_block(std::string_view block) {
  const XXH128_hash_t hash = XXH3_128bits(block.data(), block.size());
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

std::string pack(std::string_view block) {
  if (block.size() > LZ4_MAX_INPUT_SIZE) {
    throw LimitError("a document and its facts are larger than 2 GB", "split the document");
  }
  thread_local std::vector<char> room;
  const auto size = static_cast<int>(block.size());
  room.resize(std::max(room.size(), static_cast<size_t>(LZ4_compressBound(size))));
  const int packed =
      LZ4_compress_default(block.data(), room.data(), size, static_cast<int>(room.size()));
  if (packed <= 0) throw Error(ExitCode::kInternal, "LZ4 cannot compress a block");
  std::string out;
  put_varint(out, block.size());
  return out.append(room.data(), static_cast<size_t>(packed));
}

void unpack(std::string_view packed, std::string& block) {
  const uint64_t size = take_varint(packed);
  if (size > std::min(packed.size() * kMostPacked, uint64_t{LZ4_MAX_INPUT_SIZE})) {
    damaged("its size cannot be");
  }
  block.resize(size);
  const int got = LZ4_decompress_safe(packed.data(), block.data(), static_cast<int>(packed.size()),
                                      static_cast<int>(size));
  if (got < 0 || static_cast<uint64_t>(got) != size) damaged("it cannot be decompressed");
}

BlockReader::BlockReader(std::string_view bytes) : rest_(bytes) {
  if (rest_.empty() || rest_[0] != kBlockVersion) damaged("unknown version");
  rest_.remove_prefix(1);
  document_id_ = take_string(rest_);
  text_ = take_string(rest_);
  cut_.index(text_);
  const uint64_t strings = take_varint(rest_);
  if (strings > rest_.size()) damaged("more strings than bytes");
  strings_.reserve(strings);
  for (uint64_t i = 0; i < strings; ++i) strings_.push_back(take_string(rest_));
  const uint64_t numbers = take_varint(rest_);
  if (numbers > rest_.size() / kBytesOfNumber) damaged("more numbers than bytes");
  numbers_ = rest_.substr(0, numbers * kBytesOfNumber);
  rest_.remove_prefix(numbers_.size());
  const uint64_t shapes = take_varint(rest_);
  if (shapes > rest_.size()) damaged("more shapes than bytes");
  for (uint64_t i = 0; i < shapes; ++i) shapes_.push_back(take_shape());
  const uint64_t nodes = take_varint(rest_), shared = take_varint(rest_),
                 relationships = take_varint(rest_);
  if (nodes > rest_.size() || shared > nodes || relationships > rest_.size()) {
    damaged("more facts than bytes");
  }
  nodes_ = uint32_t(nodes);
  shared_ = uint32_t(shared);
  relationships_ = uint32_t(relationships);
}

std::string_view BlockReader::string_at(uint64_t index) const {
  if (index >= strings_.size()) damaged("a string that is not in its table");
  return strings_[index];
}

const BlockReader::Shape& BlockReader::shape_at(uint64_t index) const {
  if (index >= shapes_.size()) damaged("a shape that is not in its table");
  return shapes_[index];
}

double BlockReader::number_at(uint64_t index) const {
  if (index >= numbers_.size() / kBytesOfNumber) damaged("a number that is not in its table");
  uint64_t bits = 0;
  for (size_t i = kBytesOfNumber; i-- > 0;) {
    bits = bits << 8 | static_cast<unsigned char>(numbers_[index * kBytesOfNumber + i]);
  }
  return std::bit_cast<double>(bits);
}

BlockReader::Shape BlockReader::take_shape() {
  Shape shape;
  const uint64_t names = take_varint(rest_);
  if (names > rest_.size()) damaged("more names than bytes");
  for (uint64_t i = 0; i < names; ++i) shape.names.push_back(string_at(take_varint(rest_)));
  const uint64_t properties = take_varint(rest_);
  if (properties > std::min(kMostProperties, rest_.size())) damaged("too many properties");
  for (uint64_t i = 0; i < properties; ++i) {
    const uint64_t word = take_varint(rest_);
    shape.properties.push_back({string_at(word >> kFormBits),
                                static_cast<Form>(word & ((1u << kFormBits) - 1))});
  }
  return shape;
}

std::string_view BlockReader::take_quote() {
  const uint64_t begin = take_varint(rest_), size = take_varint(rest_);
  if (begin > text_.size() || size > text_.size() - begin) damaged("a quotation beyond the text");
  return text_.substr(begin, size);
}

Value BlockReader::take_quotes() {
  const uint64_t count = take_varint(rest_);
  if (count > rest_.size()) damaged("more quotations than bytes");
  List quotes;
  quotes.reserve(count);
  for (uint64_t i = 0; i < count; ++i) quotes.push_back(Value::borrowed(take_quote()));
  return Value::list(std::move(quotes));
}

Value BlockReader::take_value(Form form, std::string_view id) {
  switch (form) {
    case Form::kPlain: return decode_value(rest_, Strings::kBorrowed);
    case Form::kNamed: return Value::borrowed(string_at(take_varint(rest_)));
    case Form::kQuote: return Value::borrowed(take_quote());
    case Form::kOwnId: return Value::borrowed(id);
    case Form::kText: return Value::borrowed(take_string(rest_));
    case Form::kTrue: return Value::boolean(true);
    case Form::kFalse: return Value::boolean(false);
    case Form::kInteger: return Value::integer(unzigzag(take_varint(rest_)));
    case Form::kFloat: return Value::floating(number_at(take_varint(rest_)));
    case Form::kQuotes: return take_quotes();
  }
  damaged("a property of an unknown form");
}

void BlockReader::read_evidence(std::string_view rule, std::vector<Property>& out) {
  const int64_t begin = last_begin_ + unzigzag(take_varint(rest_));
  const uint64_t size = take_varint(rest_);
  if (begin < 0 || begin > cut_.size() || size > cut_.size() - static_cast<uint64_t>(begin)) {
    damaged("evidence beyond the text");
  }
  last_begin_ = begin;
  const Span span{static_cast<uint32_t>(begin), static_cast<uint32_t>(begin + size)};
  out.push_back({key::kSource, Value::borrowed(document_id_)});
  out.push_back({key::kSpanStart, Value::integer(span.begin)});
  out.push_back({key::kSpanEnd, Value::integer(span.end)});
  out.push_back({key::kSurface, Value::borrowed(cut_(span))});
  out.push_back({key::kRule, Value::borrowed(rule)});
  out.push_back({key::kConfidence, Value::floating(number_at(take_varint(rest_)))});
}

void BlockReader::read_properties(const Shape& shape, std::string_view id,
                                  std::vector<Property>& out) {
  for (const auto& [key, form] : shape.properties) out.push_back({key, take_value(form, id)});
}

bool BlockReader::next_node(BlockNode& node) {
  if (nodes_read_ == nodes_) return false;
  ++nodes_read_;
  const Shape& shape = shape_at(take_varint(rest_));
  node.id = take_string(rest_);
  node.labels = shape.names;
  node.properties.clear();
  read_properties(shape, node.id, node.properties);
  return true;
}

bool BlockReader::next_relationship(BlockRelationship& relationship) {
  if (relationships_read_ == relationships_) {
    if (!rest_.empty()) damaged("bytes behind the last relationship");
    return false;
  }
  ++relationships_read_;
  const Shape& shape = shape_at(take_varint(rest_));
  if (shape.names.size() != kNamesOfRelationship) damaged("a relationship without type and rule");
  relationship.type = shape.names[0];
  const uint64_t start = take_varint(rest_), end = take_varint(rest_);
  if (start >= nodes_ || end >= nodes_) damaged("a relationship without its nodes");
  relationship.start = uint32_t(start);
  relationship.end = uint32_t(end);
  relationship.properties.clear();
  read_evidence(shape.names[1], relationship.properties);
  read_properties(shape, {}, relationship.properties);
  return true;
}

}  // namespace zhengmai
