#include "graph/model/fact.h"

#include <cstring>

namespace zhengmai {
namespace {

// Few facts have more: the arena does not take back what growing leaves behind.
constexpr size_t kUsualProperties = 10;

}  // namespace

std::string_view FactBlock::intern(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

NodeFact& FactBlock::add_node(std::string_view id, std::initializer_list<std::string_view> labels) {
  NodeFact& node = nodes_.emplace_back(
      NodeFact{id, {labels, &arena_}, std::pmr::vector<Property>(&arena_)});
  node.properties.reserve(kUsualProperties);
  return node;
}

RelationshipFact& FactBlock::add_relationship(std::string_view id, std::string_view type,
                                              std::string_view start, std::string_view end) {
  RelationshipFact& relationship = relationships_.emplace_back(
      RelationshipFact{id, type, start, end, std::pmr::vector<Property>(&arena_)});
  relationship.properties.reserve(kUsualProperties);
  return relationship;
}

}  // namespace zhengmai
