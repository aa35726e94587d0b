// Names of government bodies: reading one where it stands, from its parts.
//
//   AgencyNames names(lexicon, places);
//   if (auto name = names.parse(text, at)) …      // 省商务厅, 合肥市发改委, 人行福州中心支行
//
// A name is [territory][党委/政府][name], where the name is a whole one (供销社), a function stem
// and an ending (商务 + 厅, 科技 + 工业信息化 + 局), or one with the territory inside (团省委,
// 国家税务总局安徽省税务局). Groups (各设区市人民政府, 省有关部门) are read by parse_collective.
//
// What comes out is the form only: whose body 省商务厅 is depends on the document and on the names
// before it in a list, and is decided in extract/recognise/agencies.h.
//
// Units: indices of the text given. Cost: a few trie walks; built once a lexicon (about 3 ms).
// Threads: const access from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/matcher.h"
#include "extract/lexicon/places.h"

namespace zhengmai {

enum class AgencyKind : uint8_t {
  kGovernment, kParty, kMass, kVertical, kEnterprise, kTerritory, kCollective, kOther
};

struct AgencyClass {
  std::string id;       // commerce
  std::string name_zh;  // 商务
  AgencyKind kind = AgencyKind::kGovernment;
  std::vector<std::string> functions;
  std::string national, province, city;  // usual names; {} marks where the territory stands
};

// Whose body the written name says it is.
enum class AgencyPrefix : uint8_t {
  kNone, kNational, kProvince, kCity, kDistrict, kCounty, kPlace, kRegion
};

inline constexpr uint16_t kNoClass = UINT16_MAX;

struct AgencyName {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t core = 0;  // where the name starts after the territory
  AgencyPrefix prefix = AgencyPrefix::kNone;
  uint32_t place = 0;            // pattern of Places, for kPlace
  bool national_form = false;    // the name alone says national: 商务部, 海关总署
  bool other = false;            // 市公交集团 beside 市公路局: of the class, and another body
  bool own_name = false;         // 北大荒集团: no neighbour's territory belongs before it
  bool collective = false;
  uint16_t cls = kNoClass;       // index into classes(); kNoClass for a body no table knows
  std::array<uint16_t, 2> more = {kNoClass, kNoClass};  // 科技和工业信息化局 has two

  bool known() const { return cls != kNoClass; }
};

class AgencyNames {
 public:
  AgencyNames(const Lexicon& lexicon, const Places& places);

  // The longest name at `at`, reading no further than the text given.
  std::optional<AgencyName> parse(std::u32string_view text, size_t at) const;
  // The longest group at `at`. `ends` says whether a name may end before a place in the text.
  template <typename Ends>
  std::optional<AgencyName> parse_collective(std::u32string_view text, size_t at,
                                             Ends&& ends) const;
  // The territory words alone at `at` (省, 合肥市, 国家): where they end.
  struct Prefix {
    uint32_t end = 0;
    AgencyPrefix kind = AgencyPrefix::kNone;
    uint32_t place = 0;
  };
  Prefix longest_prefix(std::u32string_view text, size_t at) const;

  const std::vector<AgencyClass>& classes() const { return classes_; }
  uint16_t class_of(std::string_view id) const;  // kNoClass when there is none
  // Those that rules name, looked up once.
  struct NamedClasses {
    uint16_t government = kNoClass;   // local_government: 政府
    uint16_t committee = kNoClass;    // party_committee: 委
    uint16_t zone = kNoClass;         // development_zone
    uint16_t departments = kNoClass;  // relevant_departments
    uint16_t prefectures = kNoClass;  // prefecture_gov_all
    uint16_t townships = kNoClass;    // township_gov_all
    uint16_t localities = kNoClass;   // local_gov_all
    uint16_t schools = kNoClass;      // higher_education
  };
  const NamedClasses& named() const { return named_; }

 private:
  struct Core {  // a name without its territory
    uint32_t end = 0;
    uint16_t cls = kNoClass;
    std::array<uint16_t, 2> more = {kNoClass, kNoClass};
    bool national = false;
    bool fixed = false;
    bool other = false;  // of agency_others.tsv
    uint8_t stems = 0;  // how many functions it is made of; of two readings the fewer win
  };
  enum class WordPart : uint8_t { kMarker = 1, kKind = 2, kHead = 4, kBody = 8, kLevel = 16,
                                  kWhole = 32 };
  struct CollectiveEnd {
    uint32_t end = 0;
    uint16_t cls = kNoClass;
    bool complete = false;  // ends in a government or a department, needs no boundary after it
  };

  void load_classes(const Table& table, const Table& others);
  void load_words(const Lexicon& lexicon);
  // Few readings of a territory are possible at one place; the fixed size keeps them off the heap.
  struct Prefixes {
    std::array<Prefix, 16> items;
    size_t count = 0;

    void add(const Prefix& p) {
      if (count < items.size()) items[count++] = p;
    }
    const Prefix* begin() const { return items.data(); }
    const Prefix* end() const { return items.data() + count; }
  };
  bool may_begin(std::u32string_view text, size_t at) const;
  Prefixes prefixes_at(std::u32string_view text, size_t at) const;
  Core core_at(std::u32string_view text, size_t at, bool allow_fixed) const;
  void stems_at(std::u32string_view text, size_t at, const Core& so_far, int depth,
                Core& best) const;
  uint32_t branch_end(std::u32string_view text, size_t at, Prefix& territory) const;
  uint32_t company_end(std::u32string_view text, size_t at) const;
  uint32_t gloss_end(std::u32string_view text, size_t at) const;
  void collective_ends(std::u32string_view text, size_t at, std::vector<CollectiveEnd>& out) const;
  void territory_ends(std::u32string_view text, size_t at, uint16_t cls, bool marked,
                      std::vector<CollectiveEnd>& out) const;

  struct Infix {  // 团{}委
    std::u32string tail;
    uint16_t cls;
    bool fixed;
  };
  std::optional<AgencyName> infix_at(std::u32string_view text, size_t at) const;
  size_t infix_end(std::u32string_view text, size_t at, const Infix& infix) const;

  struct CollectiveWord {
    uint8_t parts;
    uint16_t cls;
  };

  const Places& places_;
  std::vector<AgencyClass> classes_;
  NamedClasses named_;
  Matcher names_;  // whole names, fixed and not
  std::vector<Core> name_of_;
  Matcher stems_;
  std::vector<uint16_t> stem_class_;
  Matcher suffixes_;
  std::vector<bool> suffix_national_;
  Matcher infix_heads_;
  std::vector<std::vector<Infix>> infixes_;
  Matcher prefixes_;
  std::vector<AgencyPrefix> prefix_kind_;
  Matcher markers_;
  Matcher branches_;
  Matcher companies_;
  std::map<std::u32string, uint16_t, std::less<>> twins_;  // name → class behind 省, 市 …
  Matcher collective_words_;
  std::vector<CollectiveWord> collective_;
};

template <typename Ends>
std::optional<AgencyName> AgencyNames::parse_collective(std::u32string_view text, size_t at,
                                                        Ends&& ends) const {
  std::vector<CollectiveEnd> found;
  collective_ends(text, at, found);
  const CollectiveEnd* best = nullptr;
  for (const CollectiveEnd& end : found) {
    if (!end.complete && !ends(end.end)) continue;
    if (best == nullptr || end.end > best->end) best = &end;
  }
  if (best == nullptr) return std::nullopt;
  AgencyName name;
  name.begin = name.core = static_cast<uint32_t>(at);
  name.end = best->end;
  name.cls = best->cls;
  name.collective = true;
  return name;
}

}  // namespace zhengmai
