#include "graph/model/fact.h"

#include <cstring>

namespace zhengmai {

std::string_view FactBlock::intern(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(arena_.allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

NodeFact& FactBlock::add_node(std::string_view id, std::initializer_list<std::string_view> labels) {
  return nodes_.emplace_back(NodeFact{id, labels, {}});
}

RelationshipFact& FactBlock::add_relationship(std::string_view id, std::string_view type,
                                              std::string_view start, std::string_view end) {
  return relationships_.emplace_back(RelationshipFact{id, type, start, end, {}});
}

}  // namespace zhengmai
