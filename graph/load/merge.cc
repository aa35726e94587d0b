#include "graph/load/merge.h"

#include <algorithm>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr std::string_view kDocumentPrefix = "doc:";

const Value* find(const std::vector<Property>& properties, std::string_view key) {
  for (const Property& property : properties) {
    if (property.key == key) return &property.value;
  }
  return nullptr;
}

const Value* find(const MergedNode& node, std::string_view key) {
  for (const auto& [name, value] : node.properties) {
    if (name == key) return &value;
  }
  return nullptr;
}

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

MergedNode& SharedNodes::add(const BlockNode& node) {
  auto found = nodes_.find(node.id);
  if (found == nodes_.end()) found = nodes_.try_emplace(std::string(node.id)).first;
  MergedNode& merged = found->second;
  if (merged.id.empty()) merged.id = found->first;
  for (const std::string_view label : node.labels) {
    if (std::ranges::find(merged.labels, label) == merged.labels.end()) {
      merged.labels.emplace_back(label);
    }
  }
  for (const Property& property : node.properties) {
    if (find(merged, property.key) == nullptr) {
      merged.properties.emplace_back(property.key, owned(property.value));
    }
  }
  return merged;
}

void SharedNodes::add_document(const BlockNode& node, NodeId document) {
  // try_emplace: of two documents with one number, the one with the smallest id is meant.
  if (std::string number = folded(find(node.properties, key::kDocNumber)); !number.empty()) {
    by_number_.try_emplace(std::move(number), document);
  }
  if (std::string title = folded(find(node.properties, key::kTitle)); !title.empty()) {
    by_title_.try_emplace(std::move(title), document);
  }
}

NodeId SharedNodes::resolve(const MergedNode& node) const {
  if (!node.id.starts_with(kDocumentPrefix)) return kNoId;
  std::string number = folded(find(node, key::kDocNumber));
  if (number.empty()) number = fold_citation(node.id.substr(kDocumentPrefix.size()));
  if (const auto it = by_number_.find(number); it != by_number_.end()) return it->second;
  for (const std::string& candidate : {folded(find(node, key::kTitle)), number}) {
    if (const auto it = by_title_.find(candidate); it != by_title_.end()) return it->second;
  }
  return kNoId;
}

std::vector<const MergedNode*> SharedNodes::nodes() const {
  std::vector<const MergedNode*> out;
  out.reserve(nodes_.size());
  for (const auto& [id, node] : nodes_) out.push_back(&node);
  std::ranges::sort(out, {}, [](const MergedNode* node) { return std::string_view(node->id); });
  return out;
}

}  // namespace zhengmai
