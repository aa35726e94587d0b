// The task-division ledger (责任分工台账): one row a measure, in the order of the documents.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "report/cell.h"
#include "report/relation_reports.h"

namespace zhengmai::report {
namespace {

// Decoded texts by document, each fetched once.
class Quotes {
 public:
  explicit Quotes(const ReportContext& context) : context_(context) {}

  // document[begin:end], or nothing when the text is not at hand.
  std::string quote(const std::string& document, int64_t begin, int64_t end) {
    if (!context_.source_text) return {};
    const auto [at, fresh] = texts_.try_emplace(document);
    if (fresh) at->second = to_utf32(context_.source_text(document));
    const std::u32string& text = at->second;
    const auto from = std::min<size_t>(static_cast<size_t>(begin), text.size());
    const auto to = std::clamp<size_t>(static_cast<size_t>(end), from, text.size());
    return to_utf8(std::u32string_view(text).substr(from, to - from));
  }

 private:
  const ReportContext& context_;
  std::map<std::string, std::u32string> texts_;
};

struct Evidence {
  std::string text;   // as written, from the first unit to the last
  std::string place;  // doc:…[begin, end)
};

Evidence evidence_of(const Policy& policy, const std::vector<Assignment>& assignments,
                     Quotes& quotes) {
  const Graph& graph = policy.graph();
  int64_t begin = INT64_MAX, end = 0;
  std::string document, surfaces;
  for (const Assignment& a : assignments) {
    const Value from = relationship_property(graph, a.relationship, key::kSpanStart);
    const Value to = relationship_property(graph, a.relationship, key::kSpanEnd);
    if (!from.is_integer() || !to.is_integer() || a.prose) continue;
    begin = std::min(begin, from.as_integer());
    end = std::max(end, to.as_integer());
    document = cell_text(relationship_property(graph, a.relationship, key::kSource), &graph);
    if (!surfaces.empty()) surfaces += "、";
    surfaces += cell_text(relationship_property(graph, a.relationship, key::kSurface), &graph);
  }
  if (document.empty()) return {};
  Evidence evidence;
  evidence.place = fmt::format("{}[{},{})", document, begin, end);
  evidence.text = quotes.quote(document, begin, end);
  if (evidence.text.empty()) evidence.text = surfaces;
  return evidence;
}

std::string deadline_of(const Policy& policy, NodeId measure) {
  const Graph& graph = policy.graph();
  std::string out = cell_text(property(graph, measure, key::kDeadline), &graph);
  if (!out.empty()) return out;
  for (const NodeId target : policy.out(measure, type::kHasTarget)) {
    std::string text = cell_text(property(graph, target, key::kDeadline), &graph);
    if (text.empty() && text_property(graph, target, key::kKind) == "deadline") {
      text = text_property(graph, target, key::kText);
    }
    if (text.empty() || out.find(text) != std::string::npos) continue;
    out += (out.empty() ? "" : "；") + text;
  }
  return out;
}

// "一、推进冷链", as the document numbers it; the measure's own note of it when there is no section.
std::string section_of(const Policy& policy, NodeId measure) {
  const Graph& graph = policy.graph();
  const auto label = graph.labels().find(label::kSection);
  for (const NodeId node : policy.in(measure, type::kHasMeasure)) {
    if (!label || !graph.has_label(node, *label)) continue;
    return std::string(text_property(graph, node, key::kOrdinalRaw)) +
           std::string(text_property(graph, node, key::kTitle));
  }
  std::string section(text_property(graph, measure, key::kSection));
  const std::string_view title = text_property(graph, measure, key::kSectionTitle);
  if (!title.empty()) section += (section.empty() ? "" : "、") + std::string(title);
  return section;
}

Value text_or_null(std::string text) {
  return text.empty() ? Value() : Value::string(std::move(text));
}

}  // namespace

Report responsibility_report(const Policy& policy, const ReportContext& context) {
  const bool en = context.language == Language::kEnglish;
  const Graph& graph = policy.graph();
  Report report;
  report.name = "responsibility";
  report.title = pick(en, "责任分工台账", "Responsibility ledger");
  Table table;
  table.title = report.title;
  table.graph = &graph;
  if (en) {
    table.columns = {"Jurisdiction", "Document", "Number", "Section", "No.", "Measure", "Lead unit",
                     "Responsible units, in order", "Units", "Deadline", "As written", "Place"};
  } else {
    table.columns = {"地区", "文件", "发文字号", "章节", "序号", "措施", "牵头单位",
                     "责任单位（按原文次序）", "单位数", "时限", "依据原文", "原文位置"};
  }
  Quotes quotes(context);
  int64_t unassigned = 0;
  for (const MeasureRow& row : policy.measures()) {
    const std::vector<Assignment> assignments = policy.assignments(row.measure);
    std::string lead, others;
    for (const Assignment& a : assignments) {
      std::string& list = a.role == "lead" ? lead : others;
      if (!list.empty()) list += "、";
      list += policy.name_of(a.agency);
      if (a.prose) list += pick(en, "（行文）", " (in running text)");
    }
    unassigned += assignments.empty();
    const auto doc = [&](std::string_view key) {
      return row.document ? text_or_null(std::string(text_property(graph, *row.document, key)))
                          : Value();
    };
    Evidence evidence = evidence_of(policy, assignments, quotes);
    table.add({row.jurisdiction ? Value::string(policy.name_of(*row.jurisdiction, en)) : Value(),
               doc(key::kTitle), doc(key::kDocNumber),
               text_or_null(section_of(policy, row.measure)), Value::integer(row.ordinal),
               text_or_null(std::string(text_property(graph, row.measure, key::kText))),
               text_or_null(lead), text_or_null(others),
               Value::integer(static_cast<int64_t>(assignments.size())),
               text_or_null(deadline_of(policy, row.measure)), text_or_null(evidence.text),
               text_or_null(evidence.place)});
  }
  report.notes.push_back(
      en ? fmt::format(
               "{} measures, {} without a responsible unit. A lead unit is named only where "
               "the document says so. Places are code points of the document's text.",
               policy.measures().size(), unassigned)
         : fmt::format(
               "共 {} 项措施，其中 {} 项原文未注明责任单位。只有原文写明牵头的才列为牵头单位；"
               "原文位置以字符计。",
               policy.measures().size(), unassigned));
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace zhengmai::report
