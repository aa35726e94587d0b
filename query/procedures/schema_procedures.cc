// schema.*: what the graph has, by name, with the Chinese aliases of the built-in schema.
#include <string>
#include <utility>

#include "graph/model/schema.h"
#include "query/procedures/procedure_tables.h"

namespace zhengmai {
namespace {

using Arguments = ProcedureBody::Arguments;
using Rows = ProcedureBody::Rows;

Value name_value(std::string_view name) { return Value::borrowed(name); }

// The alias, or null where it is the name itself.
Value alias(std::string_view name, std::string_view chinese) {
  return name == chinese ? Value::null() : Value::borrowed(chinese);
}

// Rows that something has: no node carries a label that only past graphs had.
Rows labels(const Graph& graph, const Arguments&) {
  Rows rows;
  for (size_t i = 0; i < graph.labels().size(); ++i) {
    const auto id = static_cast<LabelId>(i);
    const std::string_view name = graph.labels().name(id);
    if (const uint32_t count = graph.count_with(id); count > 0)
      rows.push_back({name_value(name), alias(name, chinese_label(name)), Value::integer(count)});
  }
  return rows;
}

Rows relationship_types(const Graph& graph, const Arguments&) {
  Rows rows;
  for (size_t i = 0; i < graph.types().size(); ++i) {
    const auto id = static_cast<TypeId>(i);
    const std::string_view name = graph.types().name(id);
    if (const uint32_t count = graph.relationships_of(id).size(); count > 0)
      rows.push_back({name_value(name), alias(name, chinese_type(name)), Value::integer(count)});
  }
  return rows;
}

// How many rows of a column hold a value, and of which kinds.
struct Presence {
  int64_t count = 0;
  std::vector<bool> kinds = std::vector<bool>(16);

  void add(const Column& column) {
    for (uint32_t row = 0; row < column.range().size(); ++row) {
      if (!column.has(row)) continue;
      ++count;
      kinds[size_t(kind_of(column, row))] = true;
    }
  }
  static ValueKind kind_of(const Column& column, uint32_t row) {
    switch (column.kind()) {
      case ColumnKind::kInteger: return ValueKind::kInteger;
      case ColumnKind::kFloat: return ValueKind::kFloat;
      case ColumnKind::kBoolean: return ValueKind::kBoolean;
      case ColumnKind::kString:
      case ColumnKind::kDictionary: return ValueKind::kString;
      case ColumnKind::kMixed: return column.get(row).kind();
    }
    return ValueKind::kNull;
  }
  Value kind_names() const {
    List names;
    for (size_t i = 0; i < kinds.size(); ++i)
      if (kinds[i]) names.push_back(Value::borrowed(kind_name(static_cast<ValueKind>(i))));
    return Value::list(std::move(names));
  }
};

// One row a (label or type, property): who has it, its name, its kinds and how often it is there.
Rows properties(const Graph& graph, const Arguments&) {
  Rows rows;
  const auto emit = [&](std::string_view owner, const char* of, KeyId key, const Presence& p) {
    const std::string_view name = graph.keys().name(key);
    if (p.count > 0)
      rows.push_back({name_value(owner), Value::borrowed(of), name_value(name),
                      alias(name, chinese_key(name)), p.kind_names(), Value::integer(p.count)});
  };
  for (size_t l = 0; l < graph.labels().size(); ++l) {
    const auto label = static_cast<LabelId>(l);
    for (size_t k = 0; k < graph.keys().size(); ++k) {
      const auto key = static_cast<KeyId>(k);
      Presence presence;
      for (uint16_t set = 0; set < graph.label_set_count(); ++set)
        for (const LabelId other : graph.labels_of(set))
          if (other == label)
            if (const Column* column = graph.node_column(set, key)) presence.add(*column);
      emit(graph.labels().name(label), "node", key, presence);
    }
  }
  for (size_t t = 0; t < graph.types().size(); ++t) {
    const auto type = static_cast<TypeId>(t);
    for (const KeyId key : graph.relationship_keys(type)) {
      Presence presence;
      if (const Column* column = graph.relationship_column(type, key)) presence.add(*column);
      emit(graph.types().name(type), "relationship", key, presence);
    }
  }
  return rows;
}

}  // namespace

std::vector<Procedure> schema_procedures() {
  return {
      {"schema.labels",
       {},
       {{"label", "STRING"}, {"chinese", "STRING?"}, {"nodes", "INTEGER"}},
       labels,
       "The labels of the graph, their Chinese names and how many nodes have them",
       0},
      {"schema.properties",
       {},
       {{"owner", "STRING"}, {"of", "STRING"}, {"property", "STRING"}, {"chinese", "STRING?"},
        {"kinds", "LIST? OF STRING"}, {"count", "INTEGER"}},
       properties,
       "The properties of each label and relationship type, their kinds and how often they occur",
       0},
      {"schema.relationshipTypes",
       {},
       {{"type", "STRING"}, {"chinese", "STRING?"}, {"relationships", "INTEGER"}},
       relationship_types,
       "The relationship types of the graph, their Chinese names and how many there are",
       0},
  };
}

}  // namespace zhengmai
