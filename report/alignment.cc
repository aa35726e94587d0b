// National measures and what became of them in each province, from DERIVED_FROM.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "graph/model/schema.h"
#include "report/cell.h"
#include "report/relation_reports.h"

namespace zhengmai::report {
namespace {

struct Derivation {
  NodeId local;
  RelationshipId relationship;
};

std::set<std::string> classes_of(const Policy& policy, NodeId measure) {
  std::set<std::string> out;
  for (const Assignment& a : policy.assignments(measure)) {
    const std::string_view id = text_property(policy.graph(), a.agency, key::kClass);
    if (!id.empty()) out.insert(std::string(id));
  }
  return out;
}

std::string missing_from(const std::set<std::string>& from, const std::set<std::string>& in) {
  std::string out;
  for (const std::string& name : from) {
    if (!in.contains(name)) out += (out.empty() ? "" : "、") + name;
  }
  return out;
}

Value text_or_null(std::string text) {
  return text.empty() ? Value() : Value::string(std::move(text));
}

class Aligner {
 public:
  Aligner(const Policy& policy, bool en) : policy_(policy), graph_(policy.graph()), en_(en) {
    for (const MeasureRow& row : policy.measures()) rows_[row.measure] = &row;
    const auto type = graph_.types().find(type::kDerivedFrom);
    if (!type) return;
    const IdRange range = graph_.relationships_of(*type);
    for (RelationshipId id = range.begin; id < range.end; ++id) {
      const NodeId local = graph_.start_of(id), national = graph_.end_of(id);
      if (!rows_.contains(local) || !rows_.contains(national)) continue;
      const auto place = rows_[local]->jurisdiction;
      const auto document = rows_[national]->document;
      if (!place || !document) continue;
      taken_up_[{national, *place}].push_back({local, id});
      derived_.insert(local);
      compared_[*document].insert(*place);
      local_documents_.insert(*rows_[local]->document);
    }
  }

  // One row for each national measure and each province that drew on its document.
  Table national_table() const {
    Table table;
    table.title = pick(en_, "国家措施的落实", "National measures");
    table.columns =
        en_ ? std::vector<std::string>{"National document", "No.", "National measure", "Province",
                                       "Status", "Provincial measure", "Score", "Classes added",
                                       "Classes dropped"}
            : std::vector<std::string>{"国家文件", "序号", "国家措施", "省份", "状态", "对应省级措施",
                                       "相似度", "增加的职能", "减少的职能"};
    for (const MeasureRow& row : policy_.measures()) {
      if (!row.document) continue;
      const auto places = compared_.find(*row.document);
      if (places == compared_.end()) continue;
      for (const NodeId place : places->second) add_national(table, row, place);
    }
    return table;
  }

  // Measures of the compared provincial documents with no national counterpart.
  Table added_table() const {
    Table table;
    table.title = pick(en_, "地方新增措施", "Added by provinces");
    table.columns = en_ ? std::vector<std::string>{"Province", "Document", "No.", "Measure"}
                        : std::vector<std::string>{"省份", "文件", "序号", "措施"};
    for (const MeasureRow& row : policy_.measures()) {
      const bool compared = row.document && local_documents_.contains(*row.document);
      if (!compared || derived_.contains(row.measure) || !row.jurisdiction) continue;
      table.add({Value::string(policy_.name_of(*row.jurisdiction, en_)),
                 Value::string(node_caption(graph_, *row.document)), Value::integer(row.ordinal),
                 text_or_null(std::string(text_property(graph_, row.measure, key::kText)))});
    }
    return table;
  }

 private:
  void add_national(Table& table, const MeasureRow& row, NodeId place) const {
    const auto found = taken_up_.find({row.measure, place});
    const std::vector<Value> head = {
        Value::string(node_caption(graph_, *row.document)), Value::integer(row.ordinal),
        text_or_null(std::string(text_property(graph_, row.measure, key::kText))),
        Value::string(policy_.name_of(place, en_))};
    if (found == taken_up_.end()) {
      std::vector<Value> cells = head;
      cells.insert(cells.end(), {Value::string(pick(en_, "未见", "dropped")), Value(), Value(),
                                 Value(), Value()});
      table.add(std::move(cells));
      return;
    }
    const std::set<std::string> before = classes_of(policy_, row.measure);
    for (const Derivation& d : found->second) {
      const std::set<std::string> after = classes_of(policy_, d.local);
      const std::string kind =
          cell_text(relationship_property(graph_, d.relationship, key::kKind), &graph_);
      std::vector<Value> cells = head;
      cells.insert(cells.end(),
                   {Value::string(kind == "kept" ? pick(en_, "保留", "kept")
                                                 : pick(en_, "调整", "adapted")),
                    text_or_null(std::string(text_property(graph_, d.local, key::kText))),
                    relationship_property(graph_, d.relationship, key::kScore),
                    text_or_null(missing_from(after, before)),
                    text_or_null(missing_from(before, after))});
      table.add(std::move(cells));
    }
  }

  const Policy& policy_;
  const Graph& graph_;
  bool en_;
  std::map<NodeId, const MeasureRow*> rows_;
  std::map<std::pair<NodeId, NodeId>, std::vector<Derivation>> taken_up_;  // (national, place)
  std::set<NodeId> derived_;
  std::map<NodeId, std::set<NodeId>> compared_;  // by national document: places that drew on it
  std::set<NodeId> local_documents_;
};

}  // namespace

Report alignment_report(const Policy& policy, const ReportContext& context) {
  const bool en = context.language == Language::kEnglish;
  const Aligner aligner(policy, en);
  Report report;
  report.name = "alignment";
  report.title = pick(en, "国家与省级措施对照", "National and provincial measures");
  report.notes.push_back(
      en ? "Pairs are derived from the likeness of texts (DERIVED_FROM): kept is near-verbatim, "
           "adapted is changed, dropped means that no measure of the province's documents came "
           "near."
         : "对应关系由文本相似度推导（DERIVED_FROM）：保留为基本照录，调整为有改动，"
           "未见指该省所读文件中没有相近的措施。");
  report.tables.push_back(aligner.national_table());
  report.tables.push_back(aligner.added_table());
  return report;
}

}  // namespace zhengmai::report
