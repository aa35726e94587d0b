#include "graph/model/fact.h"

#include <cstring>

#include "graph/model/schema.h"

namespace zhengmai {
namespace {

// Few nodes have more: the arena does not take back what growing leaves behind.
constexpr size_t kUsualOfNode = 10;

}  // namespace

void FactBlock::set_source_text(std::string utf8) {
  source_text_ = std::move(utf8);
  cut_.index(source_text_);
}

std::string_view FactBlock::intern(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

NodeFact& FactBlock::add_node(std::string_view id, std::initializer_list<std::string_view> labels) {
  NodeFact& node = nodes_.emplace_back(
      NodeFact{id, static_cast<uint32_t>(nodes_.size()), {labels, &arena_},
               std::pmr::vector<Property>(&arena_)});
  node.properties.reserve(kUsualOfNode);
  return node;
}

RelationshipFact& FactBlock::add_relationship(std::string_view id, std::string_view type,
                                              const NodeFact& start, const NodeFact& end,
                                              const Evidence& evidence) {
  return relationships_.emplace_back(RelationshipFact{id, type, &start, &end, evidence,
                                                      std::pmr::vector<Property>(&arena_)});
}

std::vector<Property> FactBlock::properties_of(const RelationshipFact& relationship) const {
  const Evidence& evidence = relationship.evidence;
  std::vector<Property> out = {
      {key::kSource, Value::borrowed(document_id)},
      {key::kSpanStart, Value::integer(evidence.span.begin)},
      {key::kSpanEnd, Value::integer(evidence.span.end)},
      {key::kSurface, Value::borrowed(cut(evidence.span))},
      {key::kRule, Value::borrowed(evidence.rule)},
      {key::kConfidence, Value::floating(evidence.confidence)},
  };
  out.insert(out.end(), relationship.properties.begin(), relationship.properties.end());
  return out;
}

}  // namespace zhengmai
