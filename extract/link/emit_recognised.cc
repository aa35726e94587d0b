#include <fmt/format.h>

#include <algorithm>

#include "extract/link/emit.h"

namespace zhengmai {
namespace {

constexpr double kByVerb = 0.6;    // an instrument told by its verb alone
constexpr double kByCue = 0.9;
constexpr double kMention = 0.8;   // read from its place in the sentence, not from a closed list

class RecognisedEmitter {
 public:
  RecognisedEmitter(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                    const EmittedTree& tree)
      : emit_(emit), reference_(reference), readers_(reference.readers), parts_(parts), tree_(tree),
        text_(parts.text.text) {}

  void run() {
    const auto hits = readers_.cues.scan(text_, {0, static_cast<uint32_t>(text_.size())});
    for (size_t i = 0; i < parts_.measures.size(); ++i) {
      const TextRange range = parts_.measures[i].text;
      measure(tree_.measures[i], range, hits_within(hits, range));
    }
    for (const Section& s : parts_.sections) {
      if (s.kind != SectionKind::kGoals || s.body.empty()) continue;
      targets(tree_.document, readers_.targets.read(text_, s.body, hits_within(hits, s.body)));
    }
    citations();
  }

 private:
  std::string_view tail(std::string_view measure) const {
    return measure.substr(sizeof("measure:") - 1);
  }
  std::string slice(TextRange range) const { return range.empty() ? "" : emit_.readable(range); }

  void measure(std::string_view node, TextRange range, std::span<const CueHit> hits) {
    const auto clauses = readers_.clauses.read(text_, range, hits);
    int n = 0;
    for (const Clause& c : clauses) clause(node, ++n, c);
    for (const ThemeHit& hit : readers_.themes.read(text_, range, hits)) theme(node, hit);
    for (const InstrumentUse& use : readers_.instruments.read(hits, clauses, readers_.clauses)) {
      instrument(node, use);
    }
    targets(node, readers_.targets.read(text_, range, hits));
    mentions(node, readers_.mentions.read(text_, range, hits, clauses,
                                          parts_.metadata.jurisdiction));
  }

  void clause(std::string_view measure, int n, const Clause& c) {
    const Span span = emit_.span(c.range);
    const auto node = emit_.node(fmt::format("clause:{}.{}", tail(measure), n), {label::kClause},
                                 [&](NodeFact& f) {
      f.set(key::kText, emit_.text(emit_.readable(c.range)));
      f.set(key::kOrdinal, Value::integer(n));
      f.set(key::kSpanStart, Value::integer(span.begin));
      f.set(key::kSpanEnd, Value::integer(span.end));
      f.set(key::kVerb, emit_.text(slice(c.verb)));
      f.set(key::kModality, emit_.text(c.direction));
      f.set(key::kStrength, Value::integer(c.strength));
      if (!c.object.empty()) f.set(key::kObject, emit_.text(slice(c.object)));
    });
    auto* edge = emit_.relationship(fmt::format("has-clause:{}.{}", tail(measure), n),
                                    type::kHasClause, measure, node,
                                    {emit_.span(c.verb), "C.directive", 0.95});
    if (edge != nullptr) edge->set(key::kOrder, Value::integer(n));
  }

  std::string_view theme_node(int row, Span evidence) {
    const Theme& t = readers_.themes.theme(static_cast<uint16_t>(row));
    bool is_new = false;
    const auto node = emit_.node("theme:" + t.id, {label::kTheme}, [&](NodeFact& f) {
      is_new = true;
      f.set(key::kName, emit_.text(t.name));
      f.set(key::kNameEn, emit_.text(t.name_en));
      f.set(key::kCode, emit_.text(t.code));
      f.set(key::kLevel, Value::integer(t.level));
      if (!t.govcn_top.empty()) f.set(key::kGovcnTheme, emit_.text(t.govcn_top));
    });
    const int parent = t.parent.empty() ? -1 : readers_.themes.find(t.parent);
    if (is_new && parent >= 0) {
      const auto broader = theme_node(parent, evidence);
      emit_.relationship(fmt::format("broader:{}>{}", t.id, t.parent), type::kBroader, node,
                         broader, {evidence, "T.tree", 1.0});
    }
    return node;
  }

  void theme(std::string_view measure, const ThemeHit& hit) {
    const Span span = emit_.span(hit.evidence);
    const auto node = theme_node(hit.theme, span);
    auto* edge = emit_.relationship(
        fmt::format("theme:{}>{}", tail(measure), readers_.themes.theme(hit.theme).id),
        type::kHasTheme, measure, node, {span, "T.cue", std::min(1.0, hit.score)});
    if (edge == nullptr) return;
    edge->set(key::kScore, Value::floating(hit.score));
    edge->set(key::kPrimary, Value::boolean(hit.primary));
    List cues;
    for (const TextRange cue : hit.cues) cues.push_back(Value::string(slice(cue)));
    edge->set(key::kCues, Value::list(std::move(cues)));
  }

  void instrument(std::string_view measure, const InstrumentUse& use) {
    const auto node = emit_.node(
        fmt::format("instrument:{}/{}", use.instrument_class, use.subtype), {label::kInstrument},
        [&](NodeFact& f) {
          f.set(key::kName, emit_.text(use.subtype));
          f.set(key::kClass, emit_.text(use.instrument_class));
          f.set(key::kSubtype, emit_.text(use.subtype));
        });
    auto* edge = emit_.relationship(
        fmt::format("instrument:{}>{}/{}", tail(measure), use.instrument_class, use.subtype),
        type::kUsesInstrument, measure, node,
        {emit_.span(use.evidence), use.by_cue ? "I.cue" : "I.verb", use.by_cue ? kByCue : kByVerb});
    if (edge == nullptr) return;
    edge->set(key::kVerb, emit_.text(readers_.clauses.verb(use.verb_row).term));
    edge->set(key::kModality, emit_.text(use.direction));
    edge->set(key::kStrength, Value::integer(use.strength));
  }

  void targets(std::string_view owner, const std::vector<Target>& found) {
    for (const Target& t : found) {
      const int n = ++target_count_;
      const auto node = emit_.node(fmt::format("target:{}/{}", emit_.key(), n), {label::kTarget},
                                   [&](NodeFact& f) {
        f.set(key::kText, emit_.text(slice(t.range)));
        f.set(key::kKind, emit_.text(t.kind));
        if (t.value) f.set(key::kValue, Value::floating(*t.value));
        if (t.value_max) f.set(key::kValueMax, Value::floating(*t.value_max));
        if (!t.unit.empty()) f.set(key::kUnit, emit_.text(t.unit));
        f.set(key::kBound, emit_.text(t.bound));
        if (t.deadline != 0) f.set(key::kDeadline, emit_.text(std::to_string(t.deadline)));
        if (!t.condition.empty()) f.set(key::kCondition, emit_.text(slice(t.condition)));
      });
      emit_.relationship(fmt::format("has-target:{}/{}", emit_.key(), n), type::kHasTarget, owner,
                         node, {emit_.span(t.range), "N.target", 0.9});
    }
  }

  void mention(std::string_view measure, const Mention& m, std::string_view label,
               std::string_view type, std::string_view rule) {
    std::string prefix(label);
    std::ranges::transform(prefix, prefix.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const std::string id = fmt::format("{}:{}", prefix, m.code.empty() ? m.name : m.code);
    const Span span = emit_.span(m.range);
    const auto node = emit_.node(id, {label}, [&](NodeFact& f) {
      f.set(key::kName, emit_.text(m.name));
      if (!m.kind.empty()) f.set(key::kKind, emit_.text(m.kind));
      if (!m.code.empty()) f.set(key::kCode, emit_.text(m.code));
    });
    if (!m.code.empty()) {
      const auto place = emit_jurisdiction(emit_, reference_, m.code, span);
      emit_.relationship(fmt::format("within:{}>{}", node, place), type::kWithin, node, place,
                         {span, "A.territory", 1.0});
    }
    emit_.relationship(fmt::format("{}:{}>{}", prefix, tail(measure), m.name), type, measure, node,
                       {span, rule, kMention});
  }

  void mentions(std::string_view measure, const Mentions& found) {
    for (const auto& m : found.technologies) {
      mention(measure, m, label::kTechnology, type::kUsesTechnology, "P.technology");
    }
    for (const auto& m : found.beneficiaries) {
      mention(measure, m, label::kBeneficiary, type::kBenefits, "P.beneficiary");
    }
    for (const auto& m : found.pilots) {
      mention(measure, m, label::kPlace, type::kPilotedIn, "P.pilot");
    }
    for (const auto& m : found.programmes) {
      mention(measure, m, label::kProgramme, type::kRunsProgramme, "P.programme");
    }
  }

  void citations() {
    const uint32_t preamble = parts_.sections.empty() ? static_cast<uint32_t>(text_.size())
                                                      : parts_.sections.front().heading.begin;
    for (const Citation& c : find_citations(text_, parts_.metadata, preamble)) {
      const std::string& name = c.number.empty() ? c.title : c.number;
      if (name.empty()) continue;
      const auto node = emit_.node("doc:" + name, {label::kDocument}, [&](NodeFact& f) {
        if (!c.title.empty()) f.set(key::kTitle, emit_.text(c.title));
        if (!c.number.empty()) f.set(key::kDocNumber, emit_.text(c.number));
        f.set(key::kInCorpus, Value::boolean(false));
      });
      if (node == tree_.document) continue;
      emit_.relationship(
          fmt::format("{}:{}>{}", c.implements ? "implements" : "cites", emit_.key(), name),
          c.implements ? type::kImplements : type::kCites, tree_.document, node,
          {emit_.span(c.range), c.implements ? "R.implements" : "R.cites", 0.95});
    }
  }

  Emitter& emit_;
  const Reference& reference_;
  const Readers& readers_;
  const DocumentParts& parts_;
  const EmittedTree& tree_;
  const std::u32string_view text_;
  int target_count_ = 0;
};

}  // namespace

void emit_recognised(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                     const EmittedTree& tree) {
  RecognisedEmitter(emit, reference, parts, tree).run();
}

}  // namespace zhengmai
