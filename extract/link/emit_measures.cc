#include <algorithm>

#include "extract/link/emit.h"

namespace zhengmai {
namespace {

constexpr double kKnown = 0.99;    // a body that the tables know
constexpr double kUnknown = 0.9;   // one told by the ending of its name
constexpr double kRunOn = 0.8;     // no mark ends the list
constexpr double kInDoubt = 0.5;   // the copies of a scrambled document do not agree
constexpr double kProse = 0.7;     // told by a verb in running text

double confidence(const ResponsibilityList& list, const ListedAgency& agency) {
  if (list.form == ListForm::kRunOn) return kRunOn;
  return agency.name.known() ? kKnown : kUnknown;
}

class MeasureEmitter {
 public:
  MeasureEmitter(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                 EmittedTree& tree)
      : emit_(emit), reference_(reference), parts_(parts), tree_(tree) {}

  void run() {
    int n = 0;
    for (const Measure& m : parts_.measures) {
      const Span span = emit_.span(m.text);
      const NodeFact& node =
          emit_.numbered_node(emit_.id("measure:", emit_.key(), "/", ++n), label::kMeasure,
                              [&](NodeFact& f) { fill(f, m, n, span); });
      tree_.measures.push_back(&node);
      hang(m, node, n);
      int order = 0;
      assigned_.clear();
      for (const int list : m.lists) assign(list, m, node, order);
      assign_in_prose(m, node, order);
      assign_by_default(m, node, order);
    }
    coordination();
  }

 private:
  void fill(NodeFact& node, const Measure& m, int ordinal, Span span) {
    node.set(key::kText, emit_.words(m.text));
    node.set(key::kOrdinal, Value::integer(ordinal));
    if (m.section >= 0) {
      const Section& s = parts_.sections[m.section];
      node.set(key::kSection, emit_.text(s.path));
      if (!s.title.empty()) node.set(key::kSectionTitle, emit_.words(s.title));
    }
    node.set(key::kSpanStart, Value::integer(span.begin));
    node.set(key::kSpanEnd, Value::integer(span.end));
    node.set(key::kHasList, Value::boolean(m.has_list()));
    if (m.scrambled) node.set(key::kScrambled, Value::boolean(true));
    if (m.is_claim) {
      List spans;
      for (const TextRange range : m.claimed) {
        const Span claimed = emit_.span(range);
        spans.push_back(Value::integer(claimed.begin));
        spans.push_back(Value::integer(claimed.end));
      }
      node.set(key::kClaimedSpans, Value::list(std::move(spans)));
    }
    if (m.duplicate_of >= 0) node.set(key::kDuplicateOf, Value::borrowed(tree_.measures[m.duplicate_of]->id));
    for (const int list : m.lists) {
      const TextRange deadline = parts_.lists[list].deadline;
      if (deadline.empty()) continue;
      node.set(key::kDeadline, emit_.words(deadline));
      break;
    }
  }

  void hang(const Measure& m, const NodeFact& node, int n) {
    const Evidence head{emit_.head(m.text), m.rule, 1.0};
    const NodeFact& parent = m.section >= 0 ? *tree_.sections[m.section] : *tree_.document;
    emit_.numbered_relationship(emit_.id("has-measure:", emit_.key(), "/", n), type::kHasMeasure,
                                parent, node, head)
        .set(key::kOrder, Value::integer(n));
    if (parts_.metadata.jurisdiction.empty()) return;
    const TextRange said = parts_.metadata.jurisdiction_from;
    const Span span = said.empty() ? head.span : emit_.span(said);
    const NodeFact& place = emit_jurisdiction(emit_, reference_, parts_.metadata.jurisdiction, span);
    emit_.numbered_relationship(emit_.id("adopts:", emit_.key(), "/", n), type::kAdopts, place,
                                node, {span, "D.adopts", 1.0});
  }

  void assign(int number, const Measure& m, const NodeFact& measure, int& order) {
    const ResponsibilityList& list = parts_.lists[number];
    AgencyResolver::Run run(reference_.resolver, parts_.text.text, parts_.metadata.jurisdiction,
                            emit_.key());
    const Value deadline = emit_.words(list.deadline);
    for (const ListedAgency& listed : list.agencies) {
      const AgencyInstance agency = run.resolve(listed.name, listed.opens_run);
      const Span span = emit_.span(listed.range);
      const NodeFact& node = emit_agency(emit_, reference_, run, agency, span);
      assigned_.push_back(&node);
      auto& edge = emit_.numbered_relationship(
          emit_.id("assigned:", tail_of(measure), ".", ++order),
          type::kAssignedTo, measure, node,
          {span, list.rule, m.ambiguous && m.is_claim ? kInDoubt : confidence(list, listed)});
      edge.set(key::kRole, Value::borrowed(role_name(listed.role)));
      edge.set(key::kOrder, Value::integer(order));
      edge.set(key::kInherited, Value::boolean(agency.inherited));
      edge.set(key::kProse, Value::boolean(false));
      if (m.ambiguous) edge.set(key::kAmbiguous, Value::boolean(true));
      if (list.open_ended) edge.set(key::kOpenEnded, Value::boolean(true));
      if (!list.deadline.empty()) edge.set(key::kDeadline, deadline);
    }
  }

  // 省财政厅会同省商务厅制定…, inside the text of a measure.
  void assign_in_prose(const Measure& m, const NodeFact& measure, int& order) {
    AgencyResolver::Run run(reference_.resolver, parts_.text.text, parts_.metadata.jurisdiction,
                            emit_.key());
    std::vector<ProseAssignment> all;
    for (const TextRange range : m.governed()) {
      for (auto& found : reference_.readers.prose.read(parts_.text.text, range)) {
        all.push_back(std::move(found));
      }
    }
    for (const auto& found : all) {
      const AgencyInstance agency = run.resolve(found.name, found.opens_run);
      const Span span = emit_.span(found.range);
      const NodeFact& node = emit_agency(emit_, reference_, run, agency, span);
      assigned_.push_back(&node);
      auto& edge = emit_.numbered_relationship(
          emit_.id("assigned:", tail_of(measure), ".", ++order),
          type::kAssignedTo, measure, node, {span, "L.prose", kProse});
      edge.set(key::kRole, Value::borrowed(role_name(found.role)));
      edge.set(key::kOrder, Value::integer(order));
      edge.set(key::kInherited, Value::boolean(agency.inherited));
      edge.set(key::kProse, Value::boolean(true));
    }
  }

  // 各市、县政府均为责任单位,不再列出: of each later measure that does not name them itself.
  void assign_by_default(const Measure& m, const NodeFact& measure, int& order) {
    for (const DefaultAssignees& statement : parts_.defaults) {
      const bool own = std::ranges::any_of(m.lists, [&](int list) {
        return parts_.lists[list].range.contains(statement.range.begin);
      });
      const bool later = m.text.begin >= statement.range.end;
      if (!later && (statement.below_only || !own)) continue;
      AgencyResolver::Run run(reference_.resolver, parts_.text.text, parts_.metadata.jurisdiction,
                              emit_.key());
      const Span span = emit_.span(statement.range);
      for (const AgencyName& body : statement.bodies) {
        const AgencyInstance agency = run.resolve(body, false);
        const NodeFact& node = emit_agency(emit_, reference_, run, agency, span);
        if (std::ranges::find(assigned_, &node) != assigned_.end()) continue;
        assigned_.push_back(&node);
        auto& edge = emit_.numbered_relationship(
            emit_.id("assigned:", tail_of(measure), ".", ++order),
            type::kAssignedTo, measure, node, {span, "L.default", kProse});
        edge.set(key::kRole, Value::borrowed(role_name(Role::kUnspecified)));
        edge.set(key::kOrder, Value::integer(order));
        edge.set(key::kInherited, Value::boolean(agency.inherited));
        edge.set(key::kProse, Value::boolean(true));
      }
    }
  }

  // The last words of a document: 商务部要会同有关部门加强督促检查.
  void coordination() {
    for (const Section& s : parts_.sections) {
      if (s.kind != SectionKind::kClosing || s.body.empty()) continue;
      AgencyResolver::Run run(reference_.resolver, parts_.text.text, parts_.metadata.jurisdiction,
                              emit_.key());
      int n = 0;
      for (const auto& found : reference_.readers.prose.read(parts_.text.text, s.body)) {
        const AgencyInstance agency = run.resolve(found.name, found.opens_run);
        const Span span = emit_.span(found.range);
        const NodeFact& node = emit_agency(emit_, reference_, run, agency, span);
        auto& edge = emit_.numbered_relationship(emit_.id("coordinated:", emit_.key(), ".", ++n),
                                                 type::kCoordinatedBy, *tree_.document, node,
                                                 {span, "L.closing", kProse});
        edge.set(key::kRole, Value::borrowed(role_name(found.role)));
      }
    }
  }

  Emitter& emit_;
  const Reference& reference_;
  const DocumentParts& parts_;
  EmittedTree& tree_;
  std::vector<const NodeFact*> assigned_;  // bodies of the measure at hand
};

}  // namespace

void emit_measures(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                   EmittedTree& tree) {
  MeasureEmitter(emit, reference, parts, tree).run();
}

}  // namespace zhengmai
