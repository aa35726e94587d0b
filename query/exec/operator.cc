#include "query/exec/operator.h"

#include <fmt/format.h>

namespace zhengmai::exec {

std::vector<Symbol> carried(const plan::LogicalOp& op) {
  const plan::SymbolSet own = plan::writes(op);
  std::vector<Symbol> out;
  for (const Symbol s : op.live) {
    if (!own.count(s)) out.push_back(s);
  }
  return out;
}

Batch single_row(size_t symbols) {
  Batch batch(symbols);
  batch.size = 1;
  return batch;
}

namespace {

[[noreturn]] void wrong_kind(Context& context, const char* expected, const Value& actual) {
  throw QueryError({{Severity::kError, {}, fmt::format("a pattern expects {}, not a {}", expected,
                                                       kind_name(actual.kind())),
                     "", "TypeError", "runtime", "InvalidArgumentType"}},
                   context.run().text());
}

}  // namespace

const std::vector<uint32_t>& node_ids(Context& context, const Vector& column,
                                      std::vector<uint32_t>& scratch) {
  if (column.type() == VectorType::kNode) return column.ids();
  scratch.clear();
  for (size_t i = 0; i < column.size(); ++i) {
    const Value v = column.value(i);
    if (!v.is_null() && !v.is_node()) wrong_kind(context, "a node", v);
    scratch.push_back(v.is_null() ? kNoId : v.as_node());
  }
  return scratch;
}

const std::vector<uint32_t>& relationship_ids(Context& context, const Vector& column,
                                              std::vector<uint32_t>& scratch) {
  if (column.type() == VectorType::kRelationship) return column.ids();
  scratch.clear();
  for (size_t i = 0; i < column.size(); ++i) {
    const Value v = column.value(i);
    if (!v.is_null() && !v.is_relationship()) wrong_kind(context, "a relationship", v);
    scratch.push_back(v.is_null() ? kNoId : v.as_relationship());
  }
  return scratch;
}

}  // namespace zhengmai::exec
