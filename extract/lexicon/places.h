// Territories by name and by code: provinces, prefectures, counties, and zones without a code.
//
//   Places places(lexicon);
//   auto m = places.longest_at(text, at);                    // 安徽省, 合肥, 浦东新区, 西咸新区
//   places.resolve(m->pattern, "340000")                     // the code that the name means there
//   places.name("340100")                                    // 合肥市
//
// A name can mean several territories (鼓楼区 is in four cities): resolve() takes the one inside
// the context, else the one that contains it, else the highest, and nothing when two are as good.
//
// Codes: GB/T 2260, six digits; 100000 is the country. Cost: built once a lexicon (about 2 ms);
// look-ups are O(length of the name). Threads: const access from any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/matcher.h"

namespace zhengmai {

inline constexpr std::string_view kCountryCode = "100000";

enum class TerritoryLevel : uint8_t { kCountry, kProvince, kPrefecture, kCounty, kZone };

class Places {
 public:
  explicit Places(const Lexicon& lexicon);

  // The longest name at `at`; Match::pattern is what resolve() wants.
  std::optional<Match> longest_at(std::u32string_view text, size_t at) const {
    return matcher_.longest_at(text, at);
  }
  template <typename Visitor>
  void each_at(std::u32string_view text, size_t at, Visitor&& visit) const {
    matcher_.each_at(text, at, visit);
  }
  // Whether a name may stand at `at`; never false where one does.
  bool may_begin(std::u32string_view text, size_t at) const { return matcher_.may_begin(text, at); }
  // Every place name of a text, leftmost-longest.
  std::vector<Match> find_all(std::u32string_view text) const { return matcher_.find_all(text); }

  // The code, or an empty view when the name is ambiguous in the context (a code, or empty).
  std::string_view resolve(uint32_t pattern, std::string_view context) const;
  // True for 安徽省, 合肥市 and zones; false for short forms such as 安徽.
  bool is_full_name(uint32_t pattern) const { return names_[pattern].full; }
  // A zone whose code is that of a province or prefecture around it: 两江新区 of 500000. Its bodies stand
  // beside those of the territory. (One with a county's code is that county: 杨凌示范区.)
  bool is_part(uint32_t pattern) const {
    return names_[pattern].zone && level(names_[pattern].codes.front()) < TerritoryLevel::kCounty;
  }

  // Empty for an unknown code.
  std::string_view name(std::string_view code) const;
  // As bodies of the country's hierarchies are called: 厦门 (海关), 安徽, 恩施. The whole name where
  // there is no shorter one.
  std::string_view short_name(std::string_view code) const;
  std::string_view parent(std::string_view code) const;
  TerritoryLevel level(std::string_view code) const;
  bool is_municipality(std::string_view code) const;
  // The seat of a province: 福州市 of 福建省.
  bool is_capital(std::string_view code) const;
  // The first territory at `level` going up from `code` (itself included), or empty.
  std::string_view ancestor(std::string_view code, TerritoryLevel level) const;
  // The city that a territory lies in: its prefecture, in a municipality that one; or empty.
  std::string_view city_of(std::string_view code) const;
  bool contains(std::string_view outer, std::string_view inner) const;

 private:
  struct Territory {
    std::string name;
    std::string parent;
    TerritoryLevel level;
    std::string short_name = {};
    bool municipality = false;
    bool capital = false;
  };
  struct Name {
    bool full = true;
    bool zone = false;
    std::vector<std::string_view> codes;
  };

  void add_name(std::u32string name, std::string_view code, bool full, bool zone = false);

  // Null for an unknown code.
  const Territory* find(std::string_view code) const;

  std::map<std::string, Territory, std::less<>> territories_;
  std::unordered_map<std::string_view, const Territory*> by_code_;  // for look-ups
  std::map<std::u32string, uint32_t> pattern_of_;
  std::vector<Name> names_;
  Matcher matcher_;
};

}  // namespace zhengmai
