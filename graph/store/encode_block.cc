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

// The same bytes in memory: keys and names of facts of one kind are. Others may be equal and yet not
// be told so.
bool is_same(std::string_view a, std::string_view b) {
  return a.data() == b.data() && a.size() == b.size();
}

// What a fact has in common with others: its names (labels, or type and rule), and its keys.
struct Shape {
  std::vector<std::string_view> names;
  std::vector<std::string_view> keys;
  std::vector<Form> forms;  // of the values of the keys
  std::optional<uint32_t> number;  // in the block at hand

  bool is(std::span<const std::string_view> other_names, std::span<const Property> properties,
          std::span<const Form> other_forms) const {
    return std::ranges::equal(names, other_names, is_same) &&
           std::ranges::equal(keys, properties, is_same, {}, &Property::key) &&
           std::ranges::equal(forms, other_forms);
  }
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
    for (Shape& recent : recent_) recent.number.reset();
    arena_.release();
    body_.clear();
    out_.clear();
    last_begin_ = 0;
  }

  bool is_quote(std::string_view words) const {
    const std::less<const char*> before;
    return !words.empty() && !before(words.data(), text_.data()) &&
           before(words.data(), text_.data() + text_.size());
  }

  Form form_of(const Property& property, std::string_view owner) const {
    const Value& value = property.value;
    switch (value.kind()) {
      case ValueKind::kString: {
        const std::string_view words = value.as_string();
        if (is_quote(words)) return Form::kQuote;
        if (property.key == key::kId && words == owner) return Form::kOwnId;
        return words.size() <= kLongText ? Form::kNamed : Form::kText;
      }
      case ValueKind::kBoolean: return value.as_boolean() ? Form::kTrue : Form::kFalse;
      case ValueKind::kInteger: return Form::kInteger;
      case ValueKind::kFloat: return Form::kFloat;
      case ValueKind::kList:
        return std::ranges::all_of(value.as_list(), [&](const Value& v) {
                 return v.is_string() && is_quote(v.as_string());
               }) ? Form::kQuotes : Form::kPlain;
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
  void put_shape(std::span<const std::string_view> names, std::span<const Property> properties,
                 std::string_view owner) {
    forms_.resize(properties.size());
    size_t hash = names.empty() ? 0 : reinterpret_cast<uintptr_t>(names.front().data());
    for (size_t i = 0; i < properties.size(); ++i) {
      forms_[i] = form_of(properties[i], owner);
      hash = hash * 5 + static_cast<size_t>(forms_[i]);
    }
    Shape& recent = recent_[hash % recent_.size()];
    if (!recent.number || !recent.is(names, properties, forms_)) {
      recent.names.assign(names.begin(), names.end());
      recent.keys.clear();
      for (const Property& property : properties) recent.keys.push_back(property.key);
      recent.forms = forms_;
      recent.number = number_of(recent);
    }
    body_.put_number(*recent.number);
  }

  uint32_t number_of(const Shape& shape) {
    if (shape.keys.size() > kMostProperties) {
      throw LimitError(fmt::format("a fact has {} properties; the limit is {}", shape.keys.size(),
                                   kMostProperties));
    }
    shape_bytes_.clear();
    shape_bytes_.put_number(shape.names.size());
    for (const std::string_view name : shape.names) shape_bytes_.put_number(strings_.index(name));
    shape_bytes_.put_number(shape.keys.size());
    for (size_t i = 0; i < shape.keys.size(); ++i) {
      shape_bytes_.put_number(strings_.index(shape.keys[i]) << kFormBits |
                              static_cast<uint64_t>(shape.forms[i]));
    }
    return shapes_.index(shape_bytes_.view(), [this](std::string_view shape) {
      char* copy = static_cast<char*>(arena_.allocate(shape.size(), 1));
      std::ranges::copy(shape, copy);
      return std::string_view(copy, shape.size());
    });
  }

  void put_values(std::span<const Property> properties) {
    for (size_t i = 0; i < properties.size(); ++i) put(properties[i].value, forms_[i]);
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
  std::array<Shape, 64> recent_;
  std::pmr::monotonic_buffer_resource arena_{size_t{1} << 12};  // of the bytes of shapes
  std::vector<Form> forms_;  // of the fact at hand
  ByteBuffer shape_bytes_;   // of its shape, as they stand in the block
  std::string plain_;        // the value at hand
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
          .block_digest = digest_of_block(bytes),
          .packed = pack(bytes)};
}

}  // namespace zhengmai
