// Theme × jurisdiction: how many measures of each place touch each theme, and the gaps.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/relation_reports.h"

namespace zhengmai::report {
namespace {

constexpr std::string_view kCountry = "100000";

struct Coverage {
  std::vector<NodeId> places;                             // by code, the country first
  std::map<NodeId, std::map<NodeId, int64_t>> measures;   // theme → place → count
};

Coverage count(const Policy& policy) {
  Coverage out;
  std::set<NodeId> places;
  for (const MeasureRow& row : policy.measures()) {
    if (!row.jurisdiction) continue;
    places.insert(*row.jurisdiction);
    for (const NodeId theme : policy.out(row.measure, type::kHasTheme)) {
      ++out.measures[theme][*row.jurisdiction];
    }
  }
  out.places.assign(places.begin(), places.end());
  std::sort(out.places.begin(), out.places.end(), [&](NodeId a, NodeId b) {
    return policy.code_of(a) < policy.code_of(b);
  });
  return out;
}

// Themes in the order of their codes, so that sub-themes stand under one another.
std::vector<NodeId> ordered_themes(const Policy& policy, const Coverage& coverage) {
  std::vector<NodeId> themes;
  for (const auto& entry : coverage.measures) themes.push_back(entry.first);
  const auto key_of = [&](NodeId theme) {
    return std::pair(cell_text(property(policy.graph(), theme, key::kCode), &policy.graph()),
                     node_key(policy.graph(), theme));
  };
  std::sort(themes.begin(), themes.end(),
            [&](NodeId a, NodeId b) { return key_of(a) < key_of(b); });
  return themes;
}

std::string parent_name(const Policy& policy, NodeId theme, bool en) {
  const std::vector<NodeId> parents = policy.out(theme, type::kBroader);
  return parents.empty() ? "" : policy.name_of(parents.front(), en);
}

Table matrix(const Policy& policy, const Coverage& coverage, const std::vector<NodeId>& themes,
             bool en) {
  Table table;
  table.title = pick(en, "主题覆盖", "Theme coverage");
  table.columns = en ? std::vector<std::string>{"Group", "Theme"}
                     : std::vector<std::string>{"大类", "主题"};
  for (const NodeId place : coverage.places) table.columns.push_back(policy.name_of(place, en));
  for (const std::string& name :
       {pick(en, "合计", "Total"), pick(en, "覆盖地区数", "Places"), pick(en, "空缺", "Gaps")}) {
    table.columns.push_back(name);
  }
  for (const NodeId theme : themes) {
    const auto& by_place = coverage.measures.at(theme);
    std::vector<Value> row = {Value::string(parent_name(policy, theme, en)),
                              Value::string(policy.name_of(theme, en))};
    int64_t total = 0;
    std::string gaps;
    for (const NodeId place : coverage.places) {
      const auto found = by_place.find(place);
      const int64_t n = found == by_place.end() ? 0 : found->second;
      total += n;
      row.push_back(Value::integer(n));
      if (n == 0) gaps += (gaps.empty() ? "" : "、") + policy.name_of(place, en);
    }
    row.push_back(Value::integer(total));
    row.push_back(Value::integer(static_cast<int64_t>(by_place.size())));
    row.push_back(gaps.empty() ? Value() : Value::string(gaps));
    table.add(std::move(row));
  }
  return table;
}

// For each place: what the country has and it lacks (dropped), what it has and the country lacks.
Table differences(const Policy& policy, const Coverage& coverage,
                  const std::vector<NodeId>& themes, NodeId country, bool en) {
  Table table;
  table.title = pick(en, "与国家文件相比", "Against the national documents");
  table.columns = en ? std::vector<std::string>{"Jurisdiction", "Theme", "Difference",
                                                "National measures", "Local measures"}
                     : std::vector<std::string>{"地区", "主题", "差异", "国家措施数", "地方措施数"};
  for (const NodeId place : coverage.places) {
    if (place == country) continue;
    for (const NodeId theme : themes) {
      const auto& by_place = coverage.measures.at(theme);
      const auto count_in = [&](NodeId where) {
        const auto found = by_place.find(where);
        return found == by_place.end() ? int64_t{0} : found->second;
      };
      const int64_t national = count_in(country), local = count_in(place);
      if ((national == 0) == (local == 0)) continue;
      table.add({Value::string(policy.name_of(place, en)), Value::string(policy.name_of(theme, en)),
                 Value::string(local == 0 ? pick(en, "未见", "absent") : pick(en, "新增", "added")),
                 Value::integer(national), Value::integer(local)});
    }
  }
  return table;
}

}  // namespace

Report theme_coverage_report(const Policy& policy, const ReportContext& context) {
  const bool en = context.language == Language::kEnglish;
  const Coverage coverage = count(policy);
  const std::vector<NodeId> themes = ordered_themes(policy, coverage);
  Report report;
  report.name = "theme-coverage";
  report.title = pick(en, "主题覆盖与空缺", "Theme coverage and gaps");
  report.notes.push_back(
      en ? "Cells count measures that touch the theme; a measure may touch several. A gap says "
           "that "
           "no measure of the documents read touches the theme, not that the place has no policy."
         : "表中数字为涉及该主题的措施数，一项措施可涉及多个主题。空缺仅指所读文件中未见，"
           "不等于当地没有相关政策。");
  report.tables.push_back(matrix(policy, coverage, themes, en));
  const auto country = policy.jurisdiction(std::string(kCountry));
  if (country && std::count(coverage.places.begin(), coverage.places.end(), *country) > 0 &&
      coverage.places.size() > 1) {
    report.tables.push_back(differences(policy, coverage, themes, *country, en));
  }
  return report;
}

}  // namespace zhengmai::report
