#include "graph/load/merge.h"

#include <algorithm>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "graph/model/value_codec.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace {

constexpr std::string_view kDocumentPrefix = "doc:";
constexpr size_t kFewVariants = 4;  // of a node: looked through; further ones are looked up

std::string folded(const Value* value) {
  return value != nullptr && value->is_string() ? fold_citation(value->as_string()) : std::string();
}

// A borrowed string becomes a copy; other kinds own their bytes or have none.
Value owned(const Value& value) {
  if (value.is_string()) return Value::string(std::string(value.as_string()));
  if (!value.is_list()) return value;
  List items;
  for (const Value& item : value.as_list()) items.push_back(owned(item));
  return Value::list(std::move(items));
}

bool same(const SharedFacts::Variant& variant, const BlockNode& node) {
  return std::ranges::equal(variant.labels, node.labels) &&
         std::ranges::equal(variant.properties, node.properties,
                            [](const auto& ours, const Property& theirs) {
                              return ours.first == theirs.key && ours.second == theirs.value;
                            });
}

}  // namespace

std::string fold_citation(std::string_view text) {
  static constexpr std::u32string_view kOpen = U"〔［【（(［[", kClose = U"〕］】）)］]";
  static constexpr std::u32string_view kDropped = U" \u3000\t\n\r\u00A0“”\"「」『』《》〈〉‘’'";
  std::string out;
  for (char32_t c : to_utf32(text)) {
    if (kDropped.find(c) != std::u32string_view::npos) continue;
    if (kOpen.find(c) != std::u32string_view::npos || kClose.find(c) != std::u32string_view::npos) {
      c = U'|';
    } else if (c >= 0xFF01 && c <= 0xFF5E) {
      c -= 0xFEE0;
    }
    append_utf8(out, c);
  }
  return out;
}

uint32_t SharedFacts::node(std::string_view id) {
  const auto found = by_id_.find(id);
  if (found != by_id_.end()) return found->second;
  const auto number = uint32_t(nodes_.size());
  nodes_.push_back({std::string(id), {}});
  by_id_.emplace(nodes_.back().id, number);
  return number;
}

uint32_t SharedFacts::variant(const BlockNode& block_node) {
  const uint32_t number = node(block_node.id);
  const std::vector<uint32_t>& known = nodes_[number].variants;
  for (size_t i = 0; i < std::min(known.size(), kFewVariants); ++i) {
    if (same(variants_[known[i]], block_node)) return known[i];
  }
  Variant variant{number, {block_node.labels.begin(), block_node.labels.end()}, {}};
  for (const Property& property : block_node.properties) {
    variant.properties.emplace_back(property.key, owned(property.value));
  }
  if (known.size() >= kFewVariants) {
    std::string bytes;
    encode(variant, bytes);
    const auto found = rare_.find(bytes);
    if (found != rare_.end()) return found->second;
  }
  add_variant(std::move(variant));
  return uint32_t(variants_.size() - 1);
}

void SharedFacts::add_variant(Variant variant) {
  const auto number = uint32_t(variants_.size());
  std::vector<uint32_t>& known = nodes_[variant.node].variants;
  if (known.size() >= kFewVariants) {
    std::string bytes;
    encode(variant, bytes);
    rare_.emplace(std::move(bytes), number);
  }
  known.push_back(number);
  variants_.push_back(std::move(variant));
}

void SharedFacts::encode(const Variant& variant, std::string& out) const {
  put_varint(out, variant.node);
  put_varint(out, variant.labels.size());
  for (const std::string& label : variant.labels) put_string(out, label);
  put_varint(out, variant.properties.size());
  for (const auto& [key, value] : variant.properties) {
    put_string(out, key);
    encode_value(value, out);
  }
}

SharedFacts::Variant SharedFacts::decode_variant(std::string_view& in) {
  Variant variant;
  variant.node = uint32_t(take_varint(in));
  for (uint64_t n = take_varint(in); n > 0; --n) variant.labels.emplace_back(take_string(in));
  for (uint64_t n = take_varint(in); n > 0; --n) {
    std::string key(take_string(in));
    variant.properties.emplace_back(std::move(key), decode_value(in));
  }
  return variant;
}

uint32_t SharedFacts::between(std::string_view type, uint32_t start, uint32_t end) {
  auto of_type = between_numbers_.find(type);
  if (of_type == between_numbers_.end()) of_type = between_numbers_.try_emplace(std::string(type)).first;
  const auto [entry, is_new] =
      of_type->second.try_emplace(uint64_t{start} << 32 | end, uint32_t(between_.size()));
  if (is_new) between_.push_back({of_type->first, start, end});
  return entry->second;
}

SharedFacts::Variant SharedFacts::merge(const std::vector<uint32_t>& variants) const {
  Variant merged{variants_[variants.front()].node, {}, {}};
  for (const uint32_t number : variants) {
    for (const std::string& label : variants_[number].labels) {
      if (std::ranges::find(merged.labels, label) == merged.labels.end()) {
        merged.labels.push_back(label);
      }
    }
    for (const auto& property : variants_[number].properties) {
      if (find_value(merged.properties, property.first) == nullptr) {
        merged.properties.push_back(property);
      }
    }
  }
  return merged;
}

std::vector<std::vector<uint32_t>> SharedFacts::by_node(const FirstMet& variants) const {
  std::vector<std::vector<uint32_t>> out(nodes_.size());
  for (const uint32_t variant : variants.things()) out[variants_[variant].node].push_back(variant);
  return out;
}

void Citations::add(uint32_t document, const Value* number, const Value* title) {
  if (std::string folded_number = folded(number); !folded_number.empty()) {
    by_number_.try_emplace(std::move(folded_number), document);
  }
  if (std::string folded_title = folded(title); !folded_title.empty()) {
    by_title_.try_emplace(std::move(folded_title), document);
  }
}

uint32_t Citations::resolve(std::string_view id, const SharedFacts::Variant& merged) const {
  if (!id.starts_with(kDocumentPrefix)) return kNoId;
  std::string number = folded(find_value(merged.properties, key::kDocNumber));
  if (number.empty()) number = fold_citation(id.substr(kDocumentPrefix.size()));
  if (const auto it = by_number_.find(number); it != by_number_.end()) return it->second;
  for (const std::string& candidate :
       {folded(find_value(merged.properties, key::kTitle)), number}) {
    if (const auto it = by_title_.find(candidate); it != by_title_.end()) return it->second;
  }
  return kNoId;
}

}  // namespace zhengmai
