#include "report/evaluation.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <span>

#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

constexpr double kGoverned = 0.5;  // intersection over union

using SpanKey = std::pair<uint32_t, uint32_t>;

const Value* find(std::span<const Property> properties, std::string_view key) {
  for (const Property& property : properties) {
    if (property.key == key) return &property.value;
  }
  return nullptr;
}

std::string text_of(std::span<const Property> properties, std::string_view key) {
  const Value* value = find(properties, key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::optional<Span> span_of(std::span<const Property> properties) {
  const Value* begin = find(properties, key::kSpanStart);
  const Value* end = find(properties, key::kSpanEnd);
  if (begin == nullptr || end == nullptr || !begin->is_integer() || !end->is_integer()) {
    return std::nullopt;
  }
  return Span{static_cast<uint32_t>(begin->as_integer()), static_cast<uint32_t>(end->as_integer())};
}

// The pieces of a measure's text.
std::vector<Span> pieces_of(const NodeFact& node) {
  std::vector<Span> out;
  const Value* spans = find(node.properties, key::kSpans);
  if (spans != nullptr && spans->is_list() && !spans->as_list().empty()) {
    const List& items = spans->as_list();
    for (size_t i = 0; i + 1 < items.size(); i += 2) {
      out.push_back({static_cast<uint32_t>(items[i].as_integer()),
                     static_cast<uint32_t>(items[i + 1].as_integer())});
    }
  } else if (const auto span = span_of(node.properties)) {
    out.push_back(*span);
  }
  return out;
}

double overlap(const std::vector<Span>& pieces, Span gold) {
  std::set<uint32_t> points;
  for (const Span& piece : pieces) {
    for (uint32_t i = piece.begin; i < piece.end; ++i) points.insert(i);
  }
  uint64_t common = 0;
  for (uint32_t i = gold.begin; i < gold.end; ++i) common += points.count(i);
  const uint64_t all = points.size() + gold.size() - common;
  return static_cast<double>(common) / static_cast<double>(std::max<uint64_t>(1, all));
}

double share(uint64_t part, uint64_t whole) {
  return whole == 0 ? 1.0 : static_cast<double>(part) / static_cast<double>(whole);
}

double harmonic(double p, double r) { return p + r > 0 ? 2 * p * r / (p + r) : 0.0; }

bool is_prose(const RelationshipFact& fact) {
  const Value* prose = find(fact.properties, key::kProse);
  return prose != nullptr && prose->is_boolean() && prose->as_boolean();
}

struct Annotated {
  const GoldMention* mention;
  size_t block;
};

class Scorer {
 public:
  Scorer(const GoldDocument& gold, const FactBlock& facts, std::vector<std::string>* errors)
      : gold_(gold), facts_(facts), text_(to_utf32(facts.source_text())), errors_(errors) {
    limit_ = gold.truncated_at.value_or(static_cast<uint32_t>(text_.size()));
    for (const RelationshipFact& fact : facts.relationships()) read(fact);
    for (size_t i = 0; i < gold.blocks.size(); ++i) {
      for (const GoldMention& mention : gold.blocks[i].mentions) {
        annotated_[{mention.span.begin, mention.span.end}] = {&mention, i};
      }
    }
  }

  Score run() {
    for (const auto& entry : annotated_) score_mention(entry.first, entry.second);
    for (const auto& entry : reported_) score_extra(entry.first);
    for (const auto& entry : measures_of_block_) score_themes(entry.first, entry.second);
    for (const auto& entry : measures_of_block_) {
      const Contents& gold = gold_.blocks[entry.first].contents;
      if (gold.empty()) continue;
      score_contents(gold, contents_of(facts_, entry.second), &score_.contents, errors_);
    }
    if (!gold_.contents.empty()) {
      score_contents(gold_.contents, contents_of(facts_, {}), &score_.contents, errors_);
    }
    score_prose();
    return score_;
  }

 private:
  void read(const RelationshipFact& fact) {
    const Span span = fact.evidence.span;
    const SpanKey place{span.begin, span.end};
    ++score_.quoted;
    score_.quoted_exactly += cut(span) == facts_.cut(span);
    if (fact.type == type::kAssignedTo && span.begin < limit_ && !is_prose(fact)) {
      reported_[place] = &fact;
    }
    if ((fact.type == type::kAssignedTo && is_prose(fact)) || fact.type == type::kCoordinatedBy) {
      prose_.insert(place);
    }
    if (fact.type == type::kHasTheme) {
      const std::string_view theme = fact.end->id;
      themes_[fact.start->id].insert(theme.substr(theme.rfind(':') + 1));
    }
  }

  void score_mention(SpanKey span, const Annotated& annotated) {
    const GoldMention& mention = *annotated.mention;
    const auto found = reported_.find(span);
    if (found == reported_.end()) {
      if (mention.open_tail) return;
      ++score_.missed;
      error("missed", span, mention.surface);
      return;
    }
    ++score_.found;
    const RelationshipFact& fact = *found->second;
    const bool governed =
        overlap(pieces_of(*fact.start), gold_.blocks[annotated.block].text) >= kGoverned;
    score_.governed += governed;
    if (!governed) error("wrong measure", span, mention.surface);
    measures_of_block_[annotated.block].insert(fact.start->id);
    if (!mention.agency_class.empty()) score_link(span, mention, fact);
    std::string role = text_of(fact.properties, key::kRole);
    if (role.empty()) role = "unspecified";
    score_.role += role == mention.role;
    if (role != mention.role) error("wrong role " + role, span, mention.surface);
  }

  void score_link(SpanKey span, const GoldMention& mention, const RelationshipFact& fact) {
    ++score_.linkable;
    const std::string cls = text_of(fact.end->properties, key::kClass);
    const std::string place = text_of(fact.end->properties, key::kJurisdiction);
    const auto& alternatives = mention.class_alternatives;
    const bool class_fits =
        cls == mention.agency_class ||
        std::find(alternatives.begin(), alternatives.end(), cls) != alternatives.end();
    const bool ok = class_fits && (!mention.jurisdiction || *mention.jurisdiction == place);
    score_.linked += ok;
    if (ok) return;
    error(fmt::format("wrong link {}/{}, annotated {}/{}", place, cls,
                      mention.jurisdiction.value_or("any"), mention.agency_class),
          span, mention.surface);
  }

  void score_extra(SpanKey span) {
    if (annotated_.contains(span)) return;
    for (const Span& allowed : gold_.optional_spans) {
      if (allowed.begin <= span.first && span.second <= allowed.end) return;
    }
    ++score_.extra;
    error("extra", span, cut({span.first, span.second}));
  }

  void score_themes(size_t block, const std::set<std::string_view>& measures) {
    const std::set<std::string_view> gold(gold_.blocks[block].themes.begin(),
                                          gold_.blocks[block].themes.end());
    if (gold.empty()) return;
    std::set<std::string_view> reported;
    for (const std::string_view measure : measures) {
      const auto themes = themes_.find(measure);
      if (themes != themes_.end()) reported.insert(themes->second.begin(), themes->second.end());
    }
    const Span text = gold_.blocks[block].text;
    for (const std::string_view theme : reported) {
      ++(gold.contains(theme) ? score_.themes_found : score_.themes_extra);
      if (!gold.contains(theme)) error("extra theme", {text.begin, text.end}, std::string(theme));
    }
    for (const std::string_view theme : gold) {
      score_.themes_missed += !reported.contains(theme);
      if (!reported.contains(theme)) error("missed theme", {text.begin, text.end}, std::string(theme));
    }
  }

  void score_prose() {
    for (const Span duty : gold_.prose_duties) {
      ++score_.duties;
      const bool found = prose_.contains({duty.begin, duty.end});
      score_.duties_found += found;
      if (!found) error("missed in prose", {duty.begin, duty.end}, cut(duty));
    }
    for (const SpanKey& span : prose_) {
      const bool decoy = std::any_of(
          gold_.prose_decoys.begin(), gold_.prose_decoys.end(), [&](const Span& s) {
            return s.begin <= span.first && span.second <= s.end;
          });
      score_.decoys_taken += decoy;
      if (decoy) error("no duty", span, cut({span.first, span.second}));
    }
  }

  std::string cut(Span span) const {
    const size_t begin = std::min<size_t>(span.begin, text_.size());
    const size_t end = std::clamp<size_t>(span.end, begin, text_.size());
    return to_utf8(std::u32string_view(text_).substr(begin, end - begin));
  }

  void error(const std::string& what, SpanKey span, const std::string& surface) {
    if (errors_ == nullptr) return;
    errors_->push_back(fmt::format("{} '{}' [{},{})", what, surface, span.first, span.second));
  }

  const GoldDocument& gold_;
  const FactBlock& facts_;
  std::u32string text_;
  std::vector<std::string>* errors_;
  uint32_t limit_ = 0;
  std::map<SpanKey, const RelationshipFact*> reported_;
  std::map<SpanKey, Annotated> annotated_;
  std::set<SpanKey> prose_;
  std::map<std::string_view, std::set<std::string_view>> themes_;       // measure → themes
  std::map<size_t, std::set<std::string_view>> measures_of_block_;
  Score score_;
};

}  // namespace

void Score::add(const Score& other) {
  found += other.found, extra += other.extra, missed += other.missed;
  governed += other.governed, linkable += other.linkable, linked += other.linked;
  role += other.role;
  themes_found += other.themes_found, themes_extra += other.themes_extra;
  themes_missed += other.themes_missed;
  quoted += other.quoted, quoted_exactly += other.quoted_exactly;
  duties += other.duties, duties_found += other.duties_found;
  decoys_taken += other.decoys_taken;
  for (const auto& [kind, c] : other.contents) {
    contents[kind].found += c.found;
    contents[kind].extra += c.extra;
    contents[kind].missed += c.missed;
  }
}

double Score::precision() const { return share(found, found + extra); }
double Score::recall() const { return share(found, found + missed); }
double Score::f1() const { return harmonic(precision(), recall()); }

Score score(const GoldDocument& gold, const FactBlock& facts, std::vector<std::string>* errors) {
  return Scorer(gold, facts, errors).run();
}

std::string score_row(std::string_view name, const Score& s) {
  const double tp = share(s.themes_found, s.themes_found + s.themes_extra);
  const double tr = share(s.themes_found, s.themes_found + s.themes_missed);
  const int pad = std::max(0, 42 - display_width(name));
  std::string contents;
  for (const auto& [kind, c] : s.contents) {
    const double p = share(c.found, c.found + c.extra), r = share(c.found, c.found + c.missed);
    contents += fmt::format("  {} {:.3f}/{:.3f}/{:.3f}", kind, p, r, harmonic(p, r));
  }
  const std::string prose =
      s.duties == 0 ? ""
                    : fmt::format("  prose {}/{} (+{} decoys)", s.duties_found, s.duties,
                                  s.decoys_taken);
  return fmt::format(
      "{}{:{}} mentions {:.3f}/{:.3f}/{:.3f}  governed {:.3f}  linked {:.3f}  role {:.3f}  "
      "themes {:.3f}/{:.3f}/{:.3f}  evidence {:.3f}  n={}{}{}",
      name, "", pad, s.precision(), s.recall(), s.f1(), share(s.governed, s.found),
      share(s.linked, s.linkable), share(s.role, s.found), tp, tr, harmonic(tp, tr),
      share(s.quoted_exactly, s.quoted), s.found + s.missed, prose, contents);
}

std::string score_json(std::string_view name, const Score& s) {
  const double tp = share(s.themes_found, s.themes_found + s.themes_extra);
  const double tr = share(s.themes_found, s.themes_found + s.themes_missed);
  std::string out = "{\"document\":";
  append_json_string(out, name);
  for (const auto& [kind, c] : s.contents) {
    out += fmt::format(",\"{}\":{{\"found\":{},\"extra\":{},\"missed\":{}}}", kind, c.found,
                       c.extra, c.missed);
  }
  return out + fmt::format(
                   ",\"precision\":{:.6f},\"recall\":{:.6f},\"f1\":{:.6f},\"governed\":{:.6f},"
                   "\"linked\":{:.6f},\"role\":{:.6f},\"theme_precision\":{:.6f},"
                   "\"theme_recall\":{:.6f},\"theme_f1\":{:.6f},\"evidence\":{:.6f},\"n\":{},"
                   "\"prose_duties\":{},\"prose_found\":{},\"prose_decoys\":{}}}",
                   s.precision(), s.recall(), s.f1(), share(s.governed, s.found),
                   share(s.linked, s.linkable), share(s.role, s.found), tp, tr, harmonic(tp, tr),
                   share(s.quoted_exactly, s.quoted), s.found + s.missed, s.duties,
                   s.duties_found, s.decoys_taken);
}

}  // namespace zhengmai::report
