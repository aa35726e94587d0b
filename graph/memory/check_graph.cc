#include <fmt/format.h>

#include <algorithm>

#include "graph/memory/image.h"
#include "graph/memory/parts.h"
#include "graph/model/error.h"
#include "graph/model/value_codec.h"

namespace zhengmai {

namespace {

std::string check_rows(const Graph& g, TypeId type, const Rows& rows, const char* direction) {
  const auto broken = [&](const char* what) {
    return fmt::format("the {} arcs of {}: {}", direction, g.types().name(type), what);
  };
  const IdRange ids = g.relationships_of(type);
  const auto offsets = rows.offsets();
  if (offsets.empty()) return ids.size() == 0 ? "" : broken("there are none");
  if (offsets.front() != ids.begin || offsets.back() != ids.end ||
      !std::ranges::is_sorted(offsets)) {
    return broken("offsets are out of order");
  }
  for (uint32_t row = 0; row < rows.row_count(); ++row) {
    const NodeId node = rows.node_of_row(row);
    if (!rows.range().contains(node) || (row > 0 && node <= rows.node_of_row(row - 1))) {
      return broken("nodes are out of order");
    }
    const ArcView arcs = rows[node];
    for (size_t i = 0; i < arcs.size(); ++i) {
      if (arcs[i].node >= g.node_count()) return broken("an end is no node");
      if (!ids.contains(arcs[i].relationship)) return broken("a relationship is of another type");
      if (i > 0 && arcs[i].node < arcs[i - 1].node) return broken("ends are out of order");
    }
  }
  return "";
}

// Every backward arc is its relationship turned round; as many as there are relationships, and
// distinct because relationships ascend within equal ends.
std::string check_backward(const Graph& g, TypeId type) {
  std::vector<NodeId> starts(g.relationships_of(type).size());
  const RelationshipId first = g.relationships_of(type).begin;
  const Rows& out = g.rows_out(type);
  for (uint32_t row = 0; row < out.row_count(); ++row) {
    for (const Arc arc : out[out.node_of_row(row)]) {
      starts[arc.relationship - first] = out.node_of_row(row);
    }
  }
  const Rows& in = g.rows_in(type);
  for (uint32_t row = 0; row < in.row_count(); ++row) {
    const NodeId end = in.node_of_row(row);
    const ArcView arcs = in[end];
    for (size_t i = 0; i < arcs.size(); ++i) {
      const Arc arc = arcs[i];
      const bool repeated = i > 0 && arcs[i - 1].relationship >= arc.relationship;
      if (g.end_of(arc.relationship) != end || starts[arc.relationship - first] != arc.node ||
          repeated) {
        return fmt::format("backward arcs of {} differ from its forward arcs",
                           g.types().name(type));
      }
    }
  }
  return "";
}

std::string check_column(const Graph& g, const ColumnView& column) {
  const auto broken = [&](const char* what) {
    return fmt::format("the column {}: {}", g.keys().name(column.key()), what);
  };
  const auto in_heap = [&](auto offsets) {
    return std::ranges::is_sorted(offsets) && offsets.back() <= column.heap().size();
  };
  if (column.kind() == ColumnKind::kString && !column.offsets().visit(in_heap)) {
    return broken("text lies outside its heap");
  }
  const auto in_dictionary = [&](auto codes) {
    return std::ranges::all_of(codes, [&](uint32_t code) { return code < column.dictionary_size(); });
  };
  const bool coded = column.kind() == ColumnKind::kFloat && column.floats().coded();
  if ((column.kind() == ColumnKind::kDictionary && !column.codes().visit(in_dictionary)) ||
      (coded && !column.floats().codes().visit(in_dictionary))) {
    return broken("a code is not in its dictionary");
  }
  if (column.kind() == ColumnKind::kMixed) {
    try {
      column.for_each_present([&](uint32_t row) { column.get(row); });
    } catch (const StoreError& e) {
      return broken(e.what());
    }
  }
  uint32_t present = 0;
  column.for_each_present([&](uint32_t) { ++present; });
  return present == column.present_count() ? "" : broken("rows are miscounted");
}

}  // namespace

std::string check_graph(const Graph& g) {
  for (TypeId type = 0; type < g.types().size(); ++type) {
    for (const std::string& problem : {check_rows(g, type, g.rows_out(type), "forward"),
                                       check_rows(g, type, g.rows_in(type), "backward")}) {
      if (!problem.empty()) return problem;
    }
    if (std::string problem = check_backward(g, type); !problem.empty()) return problem;
  }
  for (const ColumnTable* table : {&g.parts().node_columns, &g.parts().relationship_columns}) {
    for (const ColumnView& column : table->columns) {
      if (std::string problem = check_column(g, column); !problem.empty()) return problem;
    }
  }
  return "";
}

}  // namespace zhengmai
