#include "extract/lexicon/agency_names.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "extract/text/normalise.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr int kMaxStems = 4;         // 文化 + 广电 + 旅游 + 体育
constexpr size_t kMaxGloss = 16;     // 省发展改革委(省能源局)

AgencyKind kind_of(std::string_view word, const Table& table, size_t row) {
  static const std::map<std::string_view, AgencyKind> kKinds = {
      {"gov", AgencyKind::kGovernment},     {"party", AgencyKind::kParty},
      {"mass", AgencyKind::kMass},          {"vertical", AgencyKind::kVertical},
      {"enterprise", AgencyKind::kEnterprise}, {"territory", AgencyKind::kTerritory},
      {"collective", AgencyKind::kCollective}, {"other", AgencyKind::kOther}};
  const auto it = kKinds.find(word);
  if (it != kKinds.end()) return it->second;
  throw Error(ExitCode::kConfig,
              fmt::format("{}: row '{}': unknown kind '{}'", table.name(), table.at(row, 0), word),
              "one of gov, party, mass, vertical, enterprise, territory, collective, other");
}

bool is_joiner(char32_t c) { return c == U'和' || c == U'与' || c == U'及'; }

char32_t closing_of(char32_t open) {
  return open == U'(' ? U')' : open == U'〔' ? U'〕' : open == U'[' ? U']' : 0;
}

}  // namespace

AgencyNames::AgencyNames(const Lexicon& lexicon, const Places& places) : places_(places) {
  load_classes(lexicon.table("agency_classes"), lexicon.table("agency_others"));
  load_words(lexicon);
  named_ = {class_of("local_government"),   class_of("party_committee"),
            class_of("development_zone"),   class_of("relevant_departments"),
            class_of("prefecture_gov_all"), class_of("township_gov_all"),
            class_of("local_gov_all"),      class_of("higher_education")};
}

void AgencyNames::load_classes(const Table& table, const Table& others) {
  std::vector<std::u32string> names, stems, heads;
  std::map<std::u32string, size_t> head_number;
  const auto add_name = [&](std::string_view utf8, uint16_t cls, bool fixed) {
    const std::u32string name = to_utf32(utf8);
    const size_t gap = name.find(U"{}");
    if (gap == name.npos) {
      names.push_back(name);
      Core core;
      core.cls = cls;
      core.national = core.fixed = fixed;
      name_of_.push_back(core);
      return;
    }
    const auto [it, is_new] = head_number.emplace(name.substr(0, gap), heads.size());
    if (is_new) {
      heads.push_back(it->first);
      infixes_.emplace_back();
    }
    infixes_[it->second].push_back({name.substr(gap + 2), cls, fixed});
  };
  for (size_t row = 0; row < table.rows(); ++row) {
    AgencyClass c;
    c.id = table.at(row, "id");
    c.name_zh = table.at(row, "name_zh");
    c.kind = kind_of(table.at(row, "kind"), table, row);
    for (const auto f : Table::list(table.at(row, "functions"))) c.functions.emplace_back(f);
    c.national = table.at(row, "national");
    c.province = table.at(row, "province");
    c.city = table.at(row, "city");
    const auto cls = static_cast<uint16_t>(classes_.size());
    classes_.push_back(std::move(c));
    for (const auto n : Table::list(table.at(row, "fixed"))) add_name(n, cls, true);
    for (const auto n : Table::list(table.at(row, "names"))) add_name(n, cls, false);
    for (const auto s : Table::list(table.at(row, "stems"))) {
      stems.push_back(to_utf32(s));
      stem_class_.push_back(cls);
    }
  }
  for (size_t row = 0; row < others.rows(); ++row) {
    const uint16_t cls = class_of(others.at(row, "class"));
    if (cls == kNoClass) {
      throw Error(ExitCode::kConfig,
                  fmt::format("{}: row '{}': no class '{}'", others.name(), others.at(row, 0),
                              others.at(row, "class")),
                  "the class is an id of agency_classes.tsv");
    }
    add_name(others.at(row, 0), cls, others.at(row, "national") == "1");
    name_of_.back().other = true;
  }
  names_ = Matcher(names);
  stems_ = Matcher(stems);
  infix_heads_ = Matcher(heads);
}

void AgencyNames::load_words(const Lexicon& lexicon) {
  std::vector<std::u32string> words;
  const Table& suffixes = lexicon.table("agency_suffixes");
  for (size_t row = 0; row < suffixes.rows(); ++row) {
    words.push_back(to_utf32(suffixes.at(row, 0)));
    suffix_national_.push_back(suffixes.at(row, "national") == "1");
  }
  suffixes_ = Matcher(words);

  static const std::map<std::string_view, AgencyPrefix> kLevels = {
      {"national", AgencyPrefix::kNational}, {"province", AgencyPrefix::kProvince},
      {"city", AgencyPrefix::kCity},         {"district", AgencyPrefix::kDistrict},
      {"county", AgencyPrefix::kCounty},     {"region", AgencyPrefix::kRegion}};
  words.clear();
  std::vector<std::u32string> markers;
  const Table& prefixes = lexicon.table("agency_prefixes");
  for (size_t row = 0; row < prefixes.rows(); ++row) {
    const auto level = kLevels.find(prefixes.at(row, "level"));
    if (level == kLevels.end()) {
      markers.push_back(to_utf32(prefixes.at(row, 0)));
    } else {
      words.push_back(to_utf32(prefixes.at(row, 0)));
      prefix_kind_.push_back(level->second);
    }
  }
  prefixes_ = Matcher(words);
  markers_ = Matcher(markers);

  words.clear();
  std::vector<std::u32string> companies;
  const Table& branches = lexicon.table("agency_branches");
  for (size_t row = 0; row < branches.rows(); ++row) {
    const bool company = branches.at(row, "kind") == "company";
    (company ? companies : words).push_back(to_utf32(branches.at(row, 0)));
  }
  branches_ = Matcher(words);
  companies_ = Matcher(companies);

  words.clear();
  static const std::map<std::string_view, WordPart> kParts = {{"marker", WordPart::kMarker},
                                                              {"kind", WordPart::kKind},
                                                              {"head", WordPart::kHead},
                                                              {"body", WordPart::kBody},
                                                              {"level", WordPart::kLevel},
                                                              {"whole", WordPart::kWhole}};
  const Table& collectives = lexicon.table("collectives");
  for (size_t row = 0; row < collectives.rows(); ++row) {
    uint8_t parts = 0;
    for (const auto part : Table::list(collectives.at(row, "part"))) {
      if (const auto it = kParts.find(part); it != kParts.end()) {
        parts |= static_cast<uint8_t>(it->second);
      }
    }
    words.push_back(to_utf32(collectives.at(row, 0)));
    collective_.push_back({parts, class_of(collectives.at(row, "class"))});
  }
  collective_words_ = Matcher(words);

  const Table& twins = lexicon.table("agency_twins");
  for (size_t row = 0; row < twins.rows(); ++row) {
    twins_.emplace(to_utf32(twins.at(row, 0)), class_of(twins.at(row, "class")));
  }
}

uint16_t AgencyNames::class_of(std::string_view id) const {
  const auto it = std::ranges::lower_bound(
      classes_, id, {}, [](const AgencyClass& c) { return std::string_view(c.id); });
  if (it == classes_.end() || it->id != id) return kNoClass;
  return static_cast<uint16_t>(it - classes_.begin());
}

// Territory words, longest last; always starts with "none". A place may be followed by one inside
// it (安徽省合肥市): the inner one counts.
AgencyNames::Prefixes AgencyNames::prefixes_at(std::u32string_view text, size_t at) const {
  Prefixes out;
  out.add({static_cast<uint32_t>(at), AgencyPrefix::kNone, 0});
  prefixes_.each_at(text, at, [&](Match m) { out.add({m.end, prefix_kind_[m.pattern], 0}); });
  places_.each_at(text, at, [&](Match m) {
    out.add({m.end, AgencyPrefix::kPlace, m.pattern});
    if (const auto inner = places_.longest_at(text, m.end)) {
      out.add({inner->end, AgencyPrefix::kPlace, inner->pattern});
    }
  });
  const size_t plain = out.count;
  for (size_t i = 0; i < plain; ++i) {
    const Prefix p = out.items[i];
    if (p.kind == AgencyPrefix::kRegion) continue;
    // 党委宣传部 may leave the territory to its neighbours; 直 and 委 alone are no words.
    markers_.each_at(text, p.end, [&](Match m) {
      if (p.kind != AgencyPrefix::kNone || m.size() >= 2) out.add({m.end, p.kind, p.place});
    });
  }
  return out;
}

AgencyNames::Prefix AgencyNames::longest_prefix(std::u32string_view text, size_t at) const {
  Prefix best;
  for (const Prefix& p : prefixes_at(text, at)) {
    if (p.end > best.end) best = p;
  }
  return best;
}

AgencyNames::Core AgencyNames::core_at(std::u32string_view text, size_t at,
                                       bool allow_fixed) const {
  Core best;
  names_.each_at(text, at, [&](Match m) {
    if (name_of_[m.pattern].fixed && !allow_fixed) return;
    best = name_of_[m.pattern];
    best.end = m.end;
  });
  stems_at(text, at, {}, 0, best);
  return best;
}

void AgencyNames::stems_at(std::u32string_view text, size_t at, const Core& so_far, int depth,
                           Core& best) const {
  if (depth == kMaxStems) return;
  stems_.each_at(text, at, [&](Match m) {
    Core core = so_far;
    const uint16_t cls = stem_class_[m.pattern];
    if (core.cls == kNoClass) {
      core.cls = cls;
    } else if (cls != core.cls) {
      if (core.more[0] == kNoClass) {
        core.more[0] = cls;
      } else if (core.more[0] != cls && core.more[1] == kNoClass) {
        core.more[1] = cls;
      }
    }
    core.stems = static_cast<uint8_t>(depth + 1);
    const auto suffix = suffixes_.longest_at(text, m.end);
    if (suffix && (suffix->end > best.end ||
                   (suffix->end == best.end && core.stems < best.stems))) {
      best = core;
      best.end = suffix->end;
      best.national = suffix_national_[suffix->pattern] &&
                      classes_[best.cls].kind != AgencyKind::kParty;
      best.fixed = best.other = false;
    }
    size_t next = m.end;
    if (next < text.size() && is_joiner(text[next])) ++next;
    stems_at(text, next, core, depth + 1, best);
  });
}

// A branch in a territory after the name of a national body: 国家税务总局|安徽省税务局,
// 人民银行|合肥中心支行. Returns 0 when there is none.
uint32_t AgencyNames::branch_end(std::u32string_view text, size_t at, Prefix& territory) const {
  uint32_t best = 0;
  for (const Prefix& p : prefixes_at(text, at)) {
    if (p.kind != AgencyPrefix::kPlace && p.kind != AgencyPrefix::kRegion &&
        p.kind != AgencyPrefix::kProvince && p.kind != AgencyPrefix::kCity &&
        p.kind != AgencyPrefix::kNone) {
      continue;
    }
    uint32_t q = p.end;
    if (p.kind == AgencyPrefix::kPlace && q < text.size() && (text[q] == U'省' || text[q] == U'市')) {
      ++q;
    }
    uint32_t end = 0;
    if (const auto branch = branches_.longest_at(text, q)) end = branch->end;
    if (p.kind != AgencyPrefix::kNone) end = std::max(end, core_at(text, q, false).end);
    if (end > best) {
      best = end;
      territory = p;
    }
  }
  return best;
}

// Where the tail of a name with the territory inside ends when it stands at `at`, or 0. A place that no
// table has may stand between in the names of branches: 国网重庆|永川|供电公司.
size_t AgencyNames::infix_end(std::u32string_view text, size_t at, const Infix& infix) const {
  constexpr size_t kMaxPlace = 3;
  const AgencyKind kind = classes_[infix.cls].kind;
  const bool branch = kind == AgencyKind::kEnterprise || kind == AgencyKind::kVertical;
  for (size_t skip = 0; skip <= (branch ? kMaxPlace : 0) && at + skip < text.size(); ++skip) {
    if (skip > 0 && !is_han(text[at + skip - 1])) return 0;
    if (text.substr(at + skip).starts_with(infix.tail)) return at + skip + infix.tail.size();
  }
  return 0;
}

std::optional<AgencyName> AgencyNames::infix_at(std::u32string_view text, size_t at) const {
  std::optional<AgencyName> best;
  infix_heads_.each_at(text, at, [&](Match head) {
    for (const Prefix& p : prefixes_at(text, head.end)) {
      if (p.kind == AgencyPrefix::kNone) continue;
      uint32_t q = p.end;
      if (p.kind == AgencyPrefix::kPlace && q < text.size() &&
          (text[q] == U'省' || text[q] == U'市')) {
        ++q;
      }
      for (const Infix& infix : infixes_[head.pattern]) {
        const size_t end_of = infix_end(text, q, infix);
        if (end_of == 0) continue;
        const auto end = static_cast<uint32_t>(end_of);
        if (best && best->end >= end) continue;
        best = AgencyName{};
        best->begin = best->core = static_cast<uint32_t>(at);
        best->end = end;
        best->prefix = p.kind;
        best->place = p.place;
        best->cls = infix.cls;
      }
    }
  });
  return best;
}

uint32_t AgencyNames::company_end(std::u32string_view text, size_t at) const {
  const auto m = companies_.longest_at(text, at);
  return m ? m->end : static_cast<uint32_t>(at);
}

// A second name of the same body in brackets: 省发展改革委(省能源局), 市公安局〔市森林公安分局〕. Returns `at` when
// there is none.
uint32_t AgencyNames::gloss_end(std::u32string_view text, size_t at) const {
  const char32_t closing = at < text.size() ? closing_of(text[at]) : 0;
  if (closing == 0) return static_cast<uint32_t>(at);
  const size_t close = text.substr(0, std::min(text.size(), at + kMaxGloss)).find(closing, at);
  if (close == text.npos) return static_cast<uint32_t>(at);
  const auto inside = text.substr(0, close);
  // 武汉经开区(汉南区): the zone is run together with a territory.
  if (const auto place = places_.longest_at(inside, at + 1);
      place && place->end == close && places_.is_full_name(place->pattern)) {
    return static_cast<uint32_t>(close + 1);
  }
  for (const Prefix& p : prefixes_at(inside, at + 1)) {
    if (core_at(inside, p.end, true).end == close) return static_cast<uint32_t>(close + 1);
  }
  return static_cast<uint32_t>(at);
}

// A name begins with a territory, a marker (党委), a whole name, a stem or the head of 团{}委.
bool AgencyNames::may_begin(std::u32string_view text, size_t at) const {
  return names_.may_begin(text, at) || stems_.may_begin(text, at) ||
         prefixes_.may_begin(text, at) || places_.may_begin(text, at) ||
         infix_heads_.may_begin(text, at) || markers_.may_begin(text, at);
}

std::optional<AgencyName> AgencyNames::parse(std::u32string_view text, size_t at) const {
  if (!may_begin(text, at)) return std::nullopt;
  std::optional<AgencyName> best = infix_at(text, at);
  // 政府 and 委 are bodies only when the text says whose.
  for (const Prefix& p : prefixes_at(text, at)) {
    const Core core = core_at(
        text, p.end, p.kind == AgencyPrefix::kNone || p.kind == AgencyPrefix::kNational);
    if (core.end == 0) continue;
    if ((core.cls == named_.government || core.cls == named_.committee) && p.kind == AgencyPrefix::kNone &&
        !core.fixed) {
      continue;
    }
    AgencyName name;
    name.begin = static_cast<uint32_t>(at);
    name.core = p.end;
    name.end = core.end;
    name.prefix = p.kind;
    name.place = p.place;
    name.cls = core.cls;
    name.more = core.more;
    name.national_form = core.national;
    name.other = core.other;
    const AgencyKind kind = classes_[core.cls].kind;
    if (kind == AgencyKind::kEnterprise || kind == AgencyKind::kOther) {
      name.end = company_end(text, name.end);
    }
    if (kind == AgencyKind::kEnterprise || kind == AgencyKind::kVertical || core.national ||
        p.kind == AgencyPrefix::kNational) {
      Prefix territory;
      if (const uint32_t end = branch_end(text, name.end, territory)) {
        name.end = company_end(text, end);
        if (territory.kind != AgencyPrefix::kNone) {
          name.prefix = territory.kind;
          name.place = territory.place;
          name.national_form = false;
        }
      }
    }
    const bool generic = p.kind == AgencyPrefix::kProvince || p.kind == AgencyPrefix::kCity ||
                         p.kind == AgencyPrefix::kDistrict || p.kind == AgencyPrefix::kCounty;
    if (generic && core.end == name.end) {
      const auto twin = twins_.find(text.substr(p.end, core.end - p.end));
      if (twin != twins_.end()) name.cls = twin->second;
    }
    if (!best || name.end > best->end) best = name;
  }
  if (best) best->end = gloss_end(text, best->end);
  return best;
}

}  // namespace zhengmai
