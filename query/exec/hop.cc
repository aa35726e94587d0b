#include "query/exec/hop.h"

namespace zhengmai::exec {

std::vector<RowsOfType> rows_of_hop(const Graph& graph, const plan::Hop& hop) {
  std::vector<TypeId> types;
  if (hop.types.empty()) {
    for (size_t t = 0; t < graph.types().size(); ++t) types.push_back(static_cast<TypeId>(t));
  }
  for (const std::string& name : hop.types) {
    if (const auto type = graph.types().find(name)) types.push_back(*type);
  }
  std::vector<RowsOfType> out;
  if (hop.direction != Direction::kIn) {
    for (const TypeId type : types) out.push_back({&graph.rows_out(type), type, false});
  }
  if (hop.direction != Direction::kOut) {
    const bool both = hop.direction == Direction::kBoth;
    for (const TypeId type : types) out.push_back({&graph.rows_in(type), type, both});
  }
  return out;
}

TypeFilter::TypeFilter(const Graph& graph, const std::vector<std::string>& types)
    : all_(types.empty()) {
  for (const std::string& name : types) {
    if (const auto type = graph.types().find(name)) {
      ranges_.push_back(graph.relationships_of(*type));
    }
  }
}

bool TypeFilter::passes(RelationshipId relationship) const {
  if (all_) return true;
  return std::any_of(ranges_.begin(), ranges_.end(),
                     [&](IdRange range) { return range.contains(relationship); });
}

void Exclusion::load(const Batch& batch, size_t row) {
  ids_.clear();
  for (const Symbol s : symbols_) {
    const Vector& column = batch[s];
    if (column.type() == VectorType::kRelationship) {
      if (column.ids()[row] != kNoId) ids_.push_back(column.ids()[row]);
      continue;
    }
    const Value v = column.value(row);
    if (v.is_relationship()) ids_.push_back(v.as_relationship());
    if (!v.is_list()) continue;
    for (const Value& item : v.as_list()) {
      if (item.is_relationship()) ids_.push_back(item.as_relationship());
    }
  }
}

}  // namespace zhengmai::exec
