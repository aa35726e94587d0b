#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <memory_resource>
#include <optional>
#include <span>

#include "graph/model/byte_buffer.h"
#include "graph/model/distinct.h"
#include "graph/model/error.h"
#include "graph/model/ids.h"
#include "graph/model/schema.h"
#include "graph/model/value_codec.h"
#include "graph/model/varint.h"
#include "graph/store/block.h"
#include "graph/store/block_form.h"

namespace zhengmai {
namespace {

constexpr size_t kLongText = 24;  // longer texts stand in their place, shorter ones in the table

// The distinct strings of a block, in the order of first use.
class StringTable {
 public:
  uint64_t index(std::string_view text) {
    if (text.empty()) return strings_.index("");  // one without memory is like a slot without text
    // Keys, types, labels and rules are the same bytes in memory again and again.
    Recent& recent = recent_[(reinterpret_cast<uintptr_t>(text.data()) >> 2) % recent_.size()];
    if (recent.text.data() != text.data() || recent.text.size() != text.size()) {
      recent = {text, strings_.index(text)};
    }
    return recent.index;
  }
  void clear() {
    strings_.clear();
    recent_.fill({});
  }
  const std::vector<std::string_view>& strings() const { return strings_.items(); }

 private:
  struct Recent {
    std::string_view text;
    uint64_t index = 0;
  };
  std::array<Recent, 256> recent_;
  Distinct<std::string_view> strings_;
};

// What a fact has in common with others: its names (labels, or type and rule), then its keys.
struct Shape {
  std::vector<std::string_view> words;
  std::vector<Form> forms;  // of the properties

  // The same bytes in memory: keys and names of facts of one kind are. Others may be equal and yet
  // not be told so.
  bool is(const Shape& other) const {
    return forms == other.forms &&
           std::ranges::equal(words, other.words, [](std::string_view a, std::string_view b) {
             return a.data() == b.data() && a.size() == b.size();
           });
  }
};

struct RecentShape {
  Shape shape;
  std::optional<uint32_t> number;
};

// Writes block after block in the memory of the one before.
class BlockWriter {
 public:
  // Valid until the next call.
  std::string_view write(const FactBlock& block) {
    clear(block.source_text());
    const std::string_view digest = std::string_view(block.document_id).substr(4);
    for (const NodeFact& node : block.nodes()) order_.push_back(&node);
    // (std::ranges::stable_partition gives a subrange, which clang 14 cannot compile.)
    const auto own = std::stable_partition(order_.begin(), order_.end(), [&](const NodeFact* node) {
      return node->id.find(digest) == std::string_view::npos;
    });
    place_.resize(order_.size());
    for (uint32_t i = 0; i < order_.size(); ++i) place_[order_[i]->index] = i;
    for (const NodeFact* node : order_) add(*node);
    for (const RelationshipFact& relationship : block.relationships()) add(relationship);

    out_.put_byte(kBlockVersion);
    out_.put_string(block.document_id);
    out_.put_string(text_);
    out_.put_number(strings_.strings().size());
    for (const std::string_view text : strings_.strings()) out_.put_string(text);
    out_.put_number(numbers_.items().size());
    for (uint64_t bits : numbers_.items()) {
      for (size_t i = 0; i < kBytesOfNumber; ++i, bits >>= 8) out_.put_byte(static_cast<char>(bits));
    }
    out_.put_number(shapes_.items().size());
    for (const std::string_view shape : shapes_.items()) out_.put_bytes(shape);
    out_.put_number(order_.size());
    out_.put_number(static_cast<uint64_t>(own - order_.begin()));
    out_.put_number(block.relationships().size());
    out_.put_bytes(body_.view());
    return out_.view();
  }

 private:
  void clear(std::string_view text) {
    text_ = text;
    order_.clear();
    strings_.clear();
    numbers_.clear();
    shapes_.clear();
    for (RecentShape& recent : recent_) recent.number.reset();
    arena_.release();
    body_.clear();
    out_.clear();
    last_begin_ = 0;
  }

  bool is_quote(const Value& value) const {
    if (!value.is_string() || value.as_string().empty()) return false;
    const std::less<const char*> before;
    const char* at = value.as_string().data();
    return !before(at, text_.data()) && before(at, text_.data() + text_.size());
  }

  Form form_of(const Property& property, std::string_view owner) const {
    const Value& value = property.value;
    switch (value.kind()) {
      case ValueKind::kString:
        if (is_quote(value)) return Form::kQuote;
        if (property.key == key::kId && value.as_string() == owner) return Form::kOwnId;
        return value.as_string().size() <= kLongText ? Form::kNamed : Form::kText;
      case ValueKind::kBoolean: return value.as_boolean() ? Form::kTrue : Form::kFalse;
      case ValueKind::kInteger: return Form::kInteger;
      case ValueKind::kFloat: return Form::kFloat;
      case ValueKind::kList:
        return std::ranges::all_of(value.as_list(), [&](const Value& v) { return is_quote(v); })
                   ? Form::kQuotes
                   : Form::kPlain;
      default: return Form::kPlain;
    }
  }

  uint32_t number_index(double number) {
    return numbers_.index(std::bit_cast<uint64_t>(number));
  }
  void put_quote(std::string_view quote) {
    body_.put_numbers({static_cast<uint64_t>(quote.data() - text_.data()), quote.size()});
  }

  void put(const Value& value, Form form) {
    switch (form) {
      case Form::kPlain:
        plain_.clear();
        encode_value(value, plain_);
        body_.put_bytes(plain_);
        return;
      case Form::kNamed: body_.put_number(strings_.index(value.as_string())); return;
      case Form::kQuote: put_quote(value.as_string()); return;
      case Form::kText: body_.put_string(value.as_string()); return;
      case Form::kInteger: body_.put_number(zigzag(value.as_integer())); return;
      case Form::kFloat: body_.put_number(number_index(value.as_float())); return;
      case Form::kQuotes:
        body_.put_number(value.as_list().size());
        for (const Value& quote : value.as_list()) put_quote(quote.as_string());
        return;
      case Form::kOwnId:
      case Form::kTrue:
      case Form::kFalse: return;
    }
  }

  // Puts the number of the fact's shape; put_values() puts what differs between facts of one shape.
  template <typename Names>
  void put_shape(const Names& names, std::span<const Property> properties,
                 std::string_view owner) {
    shape_.words.assign(names.begin(), names.end());
    shape_.forms.clear();
    size_t hash = properties.size();
    for (const Property& property : properties) {
      const Form form = form_of(property, owner);
      shape_.words.push_back(property.key);
      shape_.forms.push_back(form);
      hash = hash * 5 + static_cast<size_t>(form);
    }
    if (!names.empty()) hash += reinterpret_cast<uintptr_t>(shape_.words.front().data());
    RecentShape& recent = recent_[hash % recent_.size()];
    if (!recent.number || !recent.shape.is(shape_)) {
      recent.shape = shape_;
      recent.number = number_of_shape();
    }
    body_.put_number(*recent.number);
  }

  uint32_t number_of_shape() {
    const size_t properties = shape_.forms.size(), names = shape_.words.size() - properties;
    if (properties > kMostProperties) {
      throw LimitError(fmt::format("a fact has {} properties; the limit is {}", properties,
                                   kMostProperties));
    }
    shape_bytes_.clear();
    shape_bytes_.put_number(names);
    for (size_t i = 0; i < names; ++i) shape_bytes_.put_number(strings_.index(shape_.words[i]));
    shape_bytes_.put_number(properties);
    for (size_t i = 0; i < properties; ++i) {
      shape_bytes_.put_number(strings_.index(shape_.words[names + i]) << kFormBits |
                              static_cast<uint64_t>(shape_.forms[i]));
    }
    return shapes_.index(shape_bytes_.view(), [this](std::string_view shape) {
      char* copy = static_cast<char*>(arena_.allocate(shape.size(), 1));
      std::ranges::copy(shape, copy);
      return std::string_view(copy, shape.size());
    });
  }

  void put_values(std::span<const Property> properties) {
    for (size_t i = 0; i < properties.size(); ++i) put(properties[i].value, shape_.forms[i]);
  }

  void add(const NodeFact& node) {
    put_shape(node.labels, node.properties, node.id);
    body_.put_string(node.id);
    put_values(node.properties);
  }

  void add(const RelationshipFact& relationship) {
    const Evidence& evidence = relationship.evidence;
    put_shape(std::array{relationship.type, evidence.rule}, relationship.properties, {});
    body_.put_numbers({place_[relationship.start->index], place_[relationship.end->index],
                       zigzag(int64_t{evidence.span.begin} - last_begin_), evidence.span.size(),
                       number_index(evidence.confidence)});
    put_values(relationship.properties);
    last_begin_ = evidence.span.begin;
  }

  std::string_view text_;
  std::vector<const NodeFact*> order_;  // shared ones first
  std::vector<uint32_t> place_;         // in that order, of each node of the block
  StringTable strings_;
  Distinct<uint64_t> numbers_;  // the bits of each
  Distinct<std::string_view> shapes_;
  std::array<RecentShape, 64> recent_;
  std::pmr::monotonic_buffer_resource arena_{size_t{1} << 12};  // of the bytes of shapes
  Shape shape_;             // of the fact at hand
  ByteBuffer shape_bytes_;  // the same as it stands in the block
  std::string plain_;       // the value at hand
  ByteBuffer body_, out_;
  int64_t last_begin_ = 0;  // of the evidence of the relationship before
};

BlockWriter& writer() {
  thread_local BlockWriter kept;
  return kept;
}

}  // namespace

std::string encode_block(const FactBlock& block) { return std::string(writer().write(block)); }

EncodedDocument encode_document(const FactBlock& block) {
  const std::string_view bytes = writer().write(block);
  return {.id = block.document_id,
          .sha256 = block.content_sha256,
          .source = block.source,
          .warnings = block.warnings,
          .text_bytes = block.source_text().size(),
          .node_count = block.nodes().size(),
          .relationship_count = block.relationships().size(),
          .block_sha256 = sha256_hex(bytes),
          .packed = pack(bytes)};
}

}  // namespace zhengmai
