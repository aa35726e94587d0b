#include "extract/recognise/beneficiaries.h"

#include <algorithm>
#include <optional>

#include "extract/text/char_set.h"

namespace zhengmai {
namespace {

constexpr uint32_t kLongestModifier = 6;  // 残疾人、(失能)老年人
constexpr int kGift = 4;                  // strength from which a promotive verb gives by itself
constexpr CharSet kPauses(U",:。;\n!");
constexpr std::u32string_view kTightJoiners = U"与及或";
constexpr std::u32string_view kJoiners = U"、和等";

// 高校毕业生, not the 高校 of it; of two heads side by side the second is the head (企业职工).
std::vector<CueHit> heads_of(const CueStretch& hits) {
  std::vector<CueHit> heads;
  each_longest(hits, CueFamily::kBeneficiary, [&](const CueHit& h) {
    if (!heads.empty() && heads.back().end == h.begin) heads.pop_back();
    heads.push_back(h);
  });
  return heads;
}

}  // namespace

// What stands between two pauses of a clause.
struct BeneficiaryReader::Stretch {
  std::u32string_view text;
  const Clause& clause;
  const std::vector<CueHit>& heads;
  TextRange range;

  // The verb that directs it: the clause's own, or the first.
  std::optional<CueHit> verb() const {
    std::optional<CueHit> found;
    each_longest(clause.hits, CueFamily::kVerb, [&](const CueHit& v) {
      if (found || v.begin < range.begin || v.end > range.end) return;
      const bool own = v.begin == clause.verb.begin;
      const bool before_own = clause.verb.begin > v.begin && clause.verb.begin < range.end;
      if (own || (!before_own && (!v.weak || v.begin == range.begin))) found = v;
    });
    return found;
  }

  // Heads from the first of `from` … `to` on that are listed with it.
  std::vector<CueHit> listed(uint32_t from, uint32_t to) const {
    std::vector<CueHit> found;
    for (const CueHit& head : heads) {
      if (head.begin < from || head.end > to) continue;
      if (!found.empty() && !joins(found.back().end, head.begin)) break;
      found.push_back(head);
    }
    return found;
  }

  // 家庭农场、(有条件的)合作社; …司机等(新就业形态)劳动者.
  bool joins(uint32_t from, uint32_t to) const {
    if (to == from + 1 && kTightJoiners.find(text[from]) != kTightJoiners.npos) return true;
    if (to <= from || kJoiners.find(text[from]) == kJoiners.npos) return false;
    return to - from - 1 <= kLongestModifier && !clause.hits.holds(CueFamily::kVerb, {from, to});
  }
};

BeneficiaryReader::BeneficiaryReader(const Lexicon& lexicon) {
  const Table& names = lexicon.table("beneficiaries");
  for (size_t row = 0; row < names.rows(); ++row) {
    named_.push_back({std::string(names.at(row, "name")), std::string(names.at(row, "kind"))});
  }
  const Table& verbs = lexicon.table("modality");
  for (size_t row = 0; row < verbs.rows(); ++row) {
    const std::string_view direction = verbs.at(row, "direction");
    Verb verb;
    verb.permits = direction == "permissive";
    if (verb.permits || direction == "promotive") verb.stance = Stance::kFavours;
    if (direction == "restrictive" || direction == "coercive" || direction == "mandatory") {
      verb.stance = Stance::kAgainst;
    }
    const std::string_view strength = verbs.at(row, "strength");
    verb.strength = strength.empty() ? 0 : strength.front() - '0';
    verbs_.push_back(verb);
  }
}

// 给予, 补贴, 服务: what makes one who is addressed gain.
bool BeneficiaryReader::gives(const CueHit& hit) const {
  if (hit.family == CueFamily::kGain || hit.family == CueFamily::kCare) return true;
  if (hit.family != CueFamily::kVerb) return false;
  const Verb& verb = verbs_[hit.row];
  return verb.stance == Stance::kFavours && (verb.permits || verb.strength >= kGift);
}

// 对…给予, 向…倾斜: the heads behind a word of address, up to what gives; of 对吸纳毕业生的企业 the
// last. What gives may stand behind a pause, unless supervision comes first.
void BeneficiaryReader::read_addressed(const Stretch& s, std::vector<Beneficiary>* out) const {
  each_longest(s.clause.hits, CueFamily::kRecipient, [&](const CueHit& to) {
    if (to.weak || to.begin < s.range.begin || to.end > s.range.end) return;
    const std::vector<CueHit> first = s.listed(to.end, s.range.end);
    if (first.empty()) return;
    const auto gift = std::find_if(s.clause.hits.begin(), s.clause.hits.end(), [&](const CueHit& h) {
      return h.begin >= first.front().end && gives(h);
    });
    if (gift == s.clause.hits.end() || s.clause.hits.holds(CueFamily::kLoss, {to.end, gift->begin})) return;
    const uint32_t end = std::min(s.range.end, gift->begin);
    const bool loses = s.clause.hits.holds(CueFamily::kLoss, {gift->begin, s.range.end});
    if (loses && gift->family != CueFamily::kVerb) return;
    std::vector<CueHit> heads = first;
    for (uint32_t at = end; at-- > to.end;) {
      if (s.text[at] != U'的') continue;
      const std::vector<CueHit> behind = s.listed(at + 1, end);
      if (behind.empty()) continue;
      heads = behind;
      break;
    }
    for (const CueHit& head : heads) {
      if (head.end > end) continue;
      out->push_back({head, gift->family == CueFamily::kVerb ? gift->row : s.clause.verb_row});
    }
  });
}

// 支持…, 提高…待遇: the object of what directs the stretch.
void BeneficiaryReader::read_object(const Stretch& s, std::vector<Beneficiary>* out) const {
  const auto verb = s.verb();
  if (!verb) return;
  const bool own = verb->begin == s.clause.verb.begin;
  Stance stance = verbs_[verb->row].stance;
  if (own && (s.clause.direction == "coercive" || s.clause.direction == "restrictive")) {
    stance = Stance::kAgainst;  // 取消其…资格
  }
  if (stance == Stance::kAgainst) return;
  uint32_t end = s.range.end;
  if (own) end = std::min(end, std::max(s.clause.object.end, verb->end));
  std::vector<CueHit> heads = s.listed(verb->end, stance == Stance::kFavours ? end : s.range.end);
  // 企业可…: whom a right is given to stands before the verb.
  if (heads.empty() && verbs_[verb->row].permits) heads = s.listed(s.range.begin, verb->begin);
  const CueStretch& hits = s.clause.hits;
  if (heads.empty() || hits.holds(CueFamily::kLoss, {heads.front().begin, s.range.end})) return;
  if (stance != Stance::kFavours) {
    const TextRange behind{heads.back().end, s.range.end};
    const bool person = named_[heads.front().row].kind == "person";
    const bool gains = hits.holds(CueFamily::kGain, behind) ||
                       (person && hits.holds(CueFamily::kCare, behind));
    if (!gains) return;
  }
  for (const CueHit& head : heads) out->push_back({head, verb->row});
}

std::vector<Beneficiary> BeneficiaryReader::read(std::u32string_view text,
                                                 const Clause& clause) const {
  std::vector<Beneficiary> found;
  if (!clause.hits.has(CueFamily::kBeneficiary)) return found;
  const std::vector<CueHit> heads = heads_of(clause.hits);
  for (uint32_t begin = clause.range.begin; begin < clause.range.end;) {
    const auto end = std::min(clause.range.end,
                              static_cast<uint32_t>(kPauses.next(text.substr(0, clause.range.end), begin)));
    const Stretch stretch{text, clause, heads, {begin, end}};
    const size_t before = found.size();
    read_addressed(stretch, &found);
    if (found.size() == before) read_object(stretch, &found);  // 引导银行向企业…: the firms gain
    begin = end + 1;
  }
  return found;
}

}  // namespace zhengmai
