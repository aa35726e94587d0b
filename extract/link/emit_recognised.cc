#include <algorithm>
#include <iterator>

#include "extract/link/emit.h"

namespace zhengmai {
namespace {

constexpr double kByVerb = 0.6;    // an instrument told by its verb alone
constexpr double kByCue = 0.9;
constexpr double kNumber = 0.9;
constexpr double kCited = 0.95;
constexpr double kMention = 0.8;   // read from its place in the sentence, not from a closed list

class RecognisedEmitter {
 public:
  RecognisedEmitter(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                    const EmittedTree& tree)
      : emit_(emit), reference_(reference), readers_(reference.readers), parts_(parts), tree_(tree),
        text_(parts.text.text) {}

  void run() {
    const auto hits = readers_.cues.scan(text_, {0, static_cast<uint32_t>(text_.size())});
    foreign_ = readers_.themes.foreign_to(hits);
    for (size_t i = 0; i < parts_.measures.size(); ++i) {
      measure(*tree_.measures[i], parts_.measures[i].governed(), hits);
    }
    targets(hits);
    citations();
  }

 private:
  void measure(const NodeFact& node, const std::vector<TextRange>& pieces,
               std::span<const CueHit> all) {
    std::vector<ThemeHit> themes;
    std::vector<InstrumentUse> uses;
    std::vector<Mentions> named;
    int n = 0;
    for (const TextRange range : pieces) {
      const auto parts = sentences(text_, range, hits_within(all, range));
      const auto clauses = readers_.clauses.read(text_, parts);
      for (const Clause& c : clauses) clause(node, ++n, c);
      append(readers_.themes.read(text_, parts, foreign_), themes);
      append(readers_.instruments.read(text_, clauses, readers_.clauses), uses);
      named.push_back(readers_.mentions.read(text_, range, parts, clauses,
                                             parts_.metadata.jurisdiction));
    }
    if (pieces.size() > 1) themes = one_each(std::move(themes));
    for (const ThemeHit& hit : themes) theme(node, hit);
    for (const InstrumentUse& use : uses) instrument(node, use);
    for (const Mentions& m : named) mentions(node, m);
  }

  // Most measures are of one piece: what was found there is taken whole.
  template <typename T>
  static void append(std::vector<T> found, std::vector<T>& all) {
    if (all.empty()) {
      all = std::move(found);
    } else {
      std::ranges::move(found, std::back_inserter(all));
    }
  }

  // The themes of a measure in several pieces: each by the piece that says most of it.
  static std::vector<ThemeHit> one_each(std::vector<ThemeHit> hits) {
    std::vector<ThemeHit> out;
    for (ThemeHit& hit : hits) {
      const auto it = std::ranges::find(out, hit.theme, &ThemeHit::theme);
      if (it == out.end()) out.push_back(std::move(hit));
      else if (hit.score > it->score) *it = std::move(hit);
    }
    const auto top = std::ranges::max_element(out, {}, &ThemeHit::score);
    for (ThemeHit& hit : out) hit.primary = hit.theme == top->theme;
    return out;
  }

  void clause(const NodeFact& measure, int n, const Clause& c) {
    const Span span = emit_.span(c.range);
    const NodeFact& node = emit_.numbered_node(emit_.id("clause:", tail_of(measure), ".", n),
                                          label::kClause, [&](NodeFact& f) {
      f.set(key::kText, emit_.words(c.range));
      f.set(key::kOrdinal, Value::integer(n));
      f.set(key::kSpanStart, Value::integer(span.begin));
      f.set(key::kSpanEnd, Value::integer(span.end));
      f.set(key::kVerb, emit_.words(c.verb));
      f.set(key::kModality, emit_.known(c.direction));
      f.set(key::kStrength, Value::integer(c.strength));
      if (!c.object.empty()) f.set(key::kObject, emit_.words(c.object));
    });
    emit_.numbered_relationship(emit_.id("has-clause:", tail_of(measure), ".", n), type::kHasClause,
                                measure, node, {emit_.span(c.verb), "C.directive", 0.95})
        .set(key::kOrder, Value::integer(n));
  }

  const NodeFact& theme_node(uint16_t row, Span evidence) {
    if (themes_.size() <= row) themes_.resize(row + size_t{1});
    if (themes_[row] == nullptr) themes_[row] = &new_theme_node(row, evidence);
    return *themes_[row];
  }

  const NodeFact& new_theme_node(uint16_t row, Span evidence) {
    const Theme& t = readers_.themes.theme(row);
    const NodeFact& node = emit_.node(emit_.id("theme:", t.id), {label::kTheme}, [&](NodeFact& f) {
      f.set(key::kName, emit_.known(t.name));
      f.set(key::kNameEn, emit_.known(t.name_en));
      f.set(key::kCode, emit_.known(t.code));
      f.set(key::kLevel, Value::integer(t.level));
      if (!t.govcn.empty()) f.set(key::kGovcnTheme, emit_.known(t.govcn));
    });
    if (t.parent.empty()) return node;
    if (const int parent = readers_.themes.find(t.parent); parent >= 0) {
      const NodeFact& broader = theme_node(static_cast<uint16_t>(parent), evidence);
      emit_.relationship(emit_.id("broader:", t.id, ">", t.parent), type::kBroader, node,
                         broader, {evidence, "T.tree", 1.0});
    }
    return node;
  }

  void theme(const NodeFact& measure, const ThemeHit& hit) {
    const Span span = emit_.span(hit.evidence);
    const NodeFact& node = theme_node(hit.theme, span);
    auto* edge = emit_.relationship(
        emit_.id("theme:", tail_of(measure), ">", readers_.themes.theme(hit.theme).id),
        type::kHasTheme, measure, node, {span, "T.cue", std::min(1.0, hit.score)});
    if (edge == nullptr) return;
    edge->set(key::kScore, Value::floating(hit.score));
    edge->set(key::kPrimary, Value::boolean(hit.primary));
    List cues;
    cues.reserve(hit.cues.size());
    for (const TextRange cue : hit.cues) cues.push_back(emit_.words(cue));
    edge->set(key::kCues, Value::list(std::move(cues)));
  }

  void instrument(const NodeFact& measure, const InstrumentUse& use) {
    const NodeFact& node = emit_.node(
        emit_.id("instrument:", use.instrument_class, "/", use.subtype), {label::kInstrument},
        [&](NodeFact& f) {
          f.set(key::kName, emit_.known(use.subtype));
          f.set(key::kClass, emit_.known(use.instrument_class));
          f.set(key::kSubtype, emit_.known(use.subtype));
        });
    auto* edge = emit_.relationship(
        emit_.id("instrument:", tail_of(measure), ">", use.instrument_class, "/", use.subtype),
        type::kUsesInstrument, measure, node,
        {emit_.span(use.evidence), use.by_cue ? "I.cue" : "I.verb", use.by_cue ? kByCue : kByVerb});
    if (edge == nullptr) return;
    edge->set(key::kVerb, emit_.known(readers_.clauses.verb(use.verb_row).term));
    edge->set(key::kModality, emit_.known(use.direction));
    edge->set(key::kStrength, Value::integer(use.strength));
  }

  // The measure that holds the range, or the document.
  const NodeFact& holder(TextRange range) const {
    const auto after = std::upper_bound(
        parts_.measures.begin(), parts_.measures.end(), range.begin,
        [](uint32_t at, const Measure& measure) { return at < measure.text.begin; });
    if (after == parts_.measures.begin()) return *tree_.document;
    // Measures overlap only in a scrambled document, where a few lie inside another's text.
    for (auto i = static_cast<size_t>(after - parts_.measures.begin()); i-- > 0;) {
      if (range.end <= parts_.measures[i].text.end) return *tree_.measures[i];
      if (!parts_.measures[i].scrambled) break;
    }
    return *tree_.document;
  }

  // Lists have deadlines of their own, and signatures and site fields have dates.
  bool has_other_numbers(TextRange range) const {
    const auto overlaps = [&](TextRange other) {
      return other.begin < range.end && range.begin < other.end;
    };
    const auto after = std::upper_bound(
        parts_.lists.begin(), parts_.lists.end(), range.begin,
        [](uint32_t at, const ResponsibilityList& list) { return at < list.range.begin; });
    if (after != parts_.lists.end() && overlaps(after->range)) return true;
    if (after != parts_.lists.begin() && overlaps((after - 1)->range)) return true;
    return overlaps(parts_.metadata.signature) || overlaps(parts_.metadata.published.range);
  }

  static Value amount(double v) {
    const auto whole = static_cast<int64_t>(v);
    return v == static_cast<double>(whole) ? Value::integer(whole) : Value::floating(v);
  }

  void fill_target(NodeFact& f, const Target& t) {
    f.set(key::kText, emit_.words(t.range));
    f.set(key::kKind, emit_.text(t.kind));
    if (t.value) f.set(key::kValue, amount(*t.value));
    if (t.value_max) f.set(key::kValueMax, amount(*t.value_max));
    if (!t.unit.empty()) f.set(key::kUnit, emit_.text(t.unit));
    f.set(key::kBound, emit_.text(t.bound));
    if (t.deadline != 0) f.set(key::kDeadline, emit_.text(std::to_string(t.deadline)));
    if (!t.condition.empty()) f.set(key::kCondition, emit_.words(t.condition));
  }

  // From behind the title on: goals may stand in the preamble.
  void targets(std::span<const CueHit> hits) {
    const uint32_t end = parts_.metadata.body.end;
    const TextRange range = {std::min(parts_.metadata.title.range.end, end), end};
    int n = 0;
    for (const Target& t : readers_.targets.read(text_, range, hits_within(hits, range))) {
      if (has_other_numbers(t.range)) continue;
      const NodeFact& node =
          emit_.numbered_node(emit_.id("target:", emit_.key(), "/", ++n), label::kTarget,
                              [&](NodeFact& f) { fill_target(f, t); });
      emit_.numbered_relationship(emit_.id("has-target:", emit_.key(), "/", n), type::kHasTarget,
                                  holder(t.range), node,
                                  {emit_.span(t.range), "N.target", kNumber});
    }
  }

  void mention(const NodeFact& measure, const Mention& m, std::string_view label,
               std::string_view type, std::string_view rule) {
    std::string prefix(label);
    std::ranges::transform(prefix, prefix.begin(), [](char c) {
      return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    const Span span = emit_.span(m.range);
    const std::string_view name = m.code.empty() ? m.name : m.code;
    const NodeFact& node = emit_.node(emit_.id(prefix, ":", name), {label}, [&](NodeFact& f) {
      // 厦门 and 厦门市 are one place: a place with a code goes by its full name.
      f.set(key::kName, emit_.text(m.code.empty() ? m.name : reference_.places.name(m.code)));
      if (!m.kind.empty()) f.set(key::kKind, emit_.text(m.kind));
      if (!m.code.empty()) f.set(key::kCode, emit_.text(m.code));
    });
    if (!m.code.empty()) {
      const NodeFact& place = emit_jurisdiction(emit_, reference_, m.code, span);
      emit_.relationship(emit_.id("within:", node.id, ">", place.id), type::kWithin, node, place,
                         {span, "A.territory", 1.0});
    }
    auto* edge = emit_.relationship(emit_.id(prefix, ":", tail_of(measure), ">", m.name), type,
                                    measure, node, {span, rule, kMention});
    if (edge != nullptr && type == type::kBenefits) {
      edge->set(key::kVerb, emit_.known(readers_.clauses.verb(m.verb_row).term));
    }
  }

  void mentions(const NodeFact& measure, const Mentions& found) {
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
    for (const Citation& c : reference_.readers.citations.read(text_, parts_.metadata, preamble)) {
      const std::string& name = c.number.empty() ? c.title : c.number;
      if (name.empty()) continue;
      const NodeFact& node = emit_.node(emit_.id("doc:", name), {label::kDocument}, [&](NodeFact& f) {
        if (!c.title.empty()) f.set(key::kTitle, emit_.text(c.title));
        if (!c.number.empty()) f.set(key::kDocNumber, emit_.text(c.number));
        f.set(key::kInCorpus, Value::boolean(false));
      });
      if (&node == tree_.document) continue;
      const Evidence evidence{emit_.span(c.range), c.implements ? "R.implements" : "R.cites",
                              kCited};
      emit_.relationship(
          emit_.id(c.implements ? "implements" : "cites", ":", emit_.key(), ">", name),
          c.implements ? type::kImplements : type::kCites, *tree_.document, node, evidence);
      const NodeFact& measure = holder(c.range);
      if (&measure == tree_.document) continue;
      emit_.relationship(emit_.id("cites:", tail_of(measure), ">", name), type::kCites, measure,
                         node, evidence);
    }
  }

  Emitter& emit_;
  const Reference& reference_;
  const Readers& readers_;
  const DocumentParts& parts_;
  const EmittedTree& tree_;
  const std::u32string_view text_;
  std::vector<const NodeFact*> themes_;  // by row of the table; null: none yet
  ForeignFields foreign_;
};

}  // namespace

void emit_recognised(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                     const EmittedTree& tree) {
  RecognisedEmitter(emit, reference, parts, tree).run();
}

}  // namespace zhengmai
