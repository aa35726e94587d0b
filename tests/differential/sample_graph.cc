#include "tests/differential/sample_graph.h"

#include <fmt/format.h>

#include <map>
#include <random>

#include "graph/memory/builder.h"

namespace zhengmai::testing {
namespace {

class Maker {
 public:
  explicit Maker(uint32_t seed) : random_(seed) {}

  SampleGraph make() {
    nodes("Province", "name STRING", 6, [&](int i) { return Row{{"name", text("省份", i % 4)}}; });
    nodes("Document", "title STRING, year INT64", 25, [&](int i) {
      return Row{{"title", text("意见", i)}, {"year", maybe(Value::integer(2018 + below(6)))}};
    });
    nodes("Measure", "text STRING, ordinal INT64, weight DOUBLE", 90, [&](int i) {
      return Row{{"text", text(i % 3 == 0 ? "建设冷链" : "推进改革", i)},
                 {"ordinal", Value::integer(below(12))},
                 {"weight", maybe(Value::floating(below(40) / 8.0 - 1))}};
    });
    nodes("Agency", "name STRING, class INT64", 14, [&](int i) {
      return Row{{"name", text("机构", i)}, {"class", maybe(Value::integer(below(4)))}};
    });
    nodes("Theme", "name STRING, level INT64", 10, [&](int i) {
      return Row{{"name", text("主题", i)}, {"level", Value::integer(i < 3 ? 1 : 2)}};
    });
    relationships("ISSUED", "Province", "Document", "", 25);
    relationships("HAS_MEASURE", "Document", "Measure", "", 90);
    relationships("ASSIGNED_TO", "Measure", "Agency", "role STRING, position INT64", 160);
    relationships("HAS_THEME", "Measure", "Theme", "", 110);
    relationships("CITES", "Document", "Document", "", 30);
    relationships("BROADER", "Theme", "Theme", "", 9);
    return {std::move(builder_).freeze(), std::move(schema_), std::move(tables_)};
  }

 private:
  using Row = std::vector<std::pair<std::string, Value>>;

  int below(int n) { return static_cast<int>(random_() % static_cast<uint32_t>(n)); }
  Value maybe(Value v) { return below(5) == 0 ? Value::null() : v; }
  Value text(const char* word, int i) { return Value::string(fmt::format("{}{:02}", word, i)); }

  static std::string cell(const Value& v) {
    if (v.is_null()) return "";
    if (v.is_integer()) return std::to_string(v.as_integer());
    return v.is_float() ? fmt::format("{}", v.as_float()) : std::string(v.as_string());
  }

  static std::vector<Property> properties(const Row& row) {
    std::vector<Property> out;
    for (const auto& [key, value] : row)
      if (!value.is_null()) out.push_back({key, value});
    return out;
  }

  template <typename MakeRow>
  void nodes(const std::string& label, const std::string& columns, int count, MakeRow make_row) {
    schema_ += fmt::format("CREATE NODE TABLE {}(id INT64 PRIMARY KEY, {})\n", label, columns);
    std::string csv = "id," + columns + "\n";
    for (int i = 0; i < count; ++i) {
      Row row = make_row(i);
      row.insert(row.begin(), {"id", Value::integer(i)});
      const std::string_view labels[] = {label};
      ids_[label].push_back(builder_.add_node(labels, properties(row)));
      for (size_t c = 0; c < row.size(); ++c) csv += (c > 0 ? "," : "") + cell(row[c].second);
      csv += "\n";
    }
    tables_.emplace_back(label, csv);
  }

  // A measure belongs to one document; other pairs are any, each at most once.
  void relationships(const std::string& type, const std::string& from, const std::string& to,
                     const std::string& columns, int count) {
    schema_ += fmt::format("CREATE REL TABLE {}(FROM {} TO {}{}{})\n", type, from, to,
                           columns.empty() ? "" : ", ", columns);
    std::string csv = "from,to" + (columns.empty() ? "" : "," + columns) + "\n";
    std::map<std::pair<int, int>, bool> seen;
    for (int i = 0; i < count; ++i) {
      const bool owned = type == "HAS_MEASURE" || type == "ISSUED";
      const int a = below(static_cast<int>(ids_[from].size()));
      const int b = owned ? i : below(static_cast<int>(ids_[to].size()));
      if (std::exchange(seen[{a, b}], true)) continue;
      Row row;
      if (!columns.empty()) {
        const char* role = below(2) == 0 ? "lead" : "support";
        row = {{"role", maybe(Value::string(role))}, {"position", Value::integer(below(5) + 1)}};
      }
      builder_.add_relationship(type, ids_[from][a], ids_[to][b], properties(row));
      csv += fmt::format("{},{}", a, b);
      for (const auto& [key, value] : row) csv += "," + cell(value);
      csv += "\n";
    }
    tables_.emplace_back(type, csv);
  }

  std::mt19937 random_;
  GraphBuilder builder_;
  std::map<std::string, std::vector<NodeId>> ids_;
  std::string schema_;
  std::vector<std::pair<std::string, std::string>> tables_;
};

}  // namespace

SampleGraph make_sample_graph(uint32_t seed) { return Maker(seed).make(); }

}  // namespace zhengmai::testing
