#include "extract/lexicon/places.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr std::u32string_view kEndings[] = {U"自治州", U"自治县", U"自治旗", U"地区", U"市", U"盟", U"州"};

// 合肥市 → 合肥, 阿坝藏族羌族自治州 → 阿坝 (where the first of `peoples` begins). Empty when nothing worth
// matching is left.
std::u32string stem_of(std::u32string_view full, const std::vector<std::u32string>& peoples) {
  std::u32string_view name = full;
  for (const auto ending : kEndings) {
    if (name.ends_with(ending)) {
      name.remove_suffix(ending.size());
      break;
    }
  }
  if (name.size() == full.size()) return {};
  size_t cut = name.size();
  if (full.ends_with(U"自治州") || full.ends_with(U"自治县") || full.ends_with(U"自治旗")) {
    for (const auto& people : peoples) {
      const size_t at = name.find(people, 2);
      if (at != name.npos) cut = std::min(cut, at);
    }
  }
  name = name.substr(0, cut);
  return name.size() >= 2 ? std::u32string(name) : std::u32string();
}

TerritoryLevel level_of(std::string_view word) {
  if (word == "province") return TerritoryLevel::kProvince;
  return word == "prefecture" ? TerritoryLevel::kPrefecture : TerritoryLevel::kCounty;
}

}  // namespace

Places::Places(const Lexicon& lexicon) {
  territories_[std::string(kCountryCode)] = {"中华人民共和国", "", TerritoryLevel::kCountry};
  std::vector<std::u32string> peoples;
  const Table& names_of_peoples = lexicon.table("peoples");
  for (size_t row = 0; row < names_of_peoples.rows(); ++row) {
    peoples.push_back(to_utf32(names_of_peoples.at(row, 0)));
  }
  const Table& divisions = lexicon.table("divisions");
  for (size_t row = 0; row < divisions.rows(); ++row) {
    const TerritoryLevel level = level_of(divisions.at(row, "level"));
    std::string parent(divisions.at(row, "parent"));
    if (level == TerritoryLevel::kProvince) parent = kCountryCode;
    territories_[std::string(divisions.at(row, "gb_code"))] = {
        std::string(divisions.at(row, "name")), parent, level};
  }
  for (auto& [code, territory] : territories_) {
    const std::u32string full = to_utf32(territory.name);
    if (territory.level == TerritoryLevel::kCountry) continue;
    // Two characters are words of any text (城区, 和县), but for the one city of two.
    if (full.size() < 3 && !full.ends_with(U"市")) continue;
    add_name(full, code, true);
    if (territory.level == TerritoryLevel::kPrefecture) {
      const std::u32string stem = stem_of(full, peoples);
      if (!stem.empty()) add_name(stem, code, false);
      territory.short_name = to_utf8(stem);
      if (!stem.empty() && full.ends_with(U"自治州")) {
        add_name(stem + U"州", code, true);
        add_name(stem + U"自治州", code, true);
      }
    } else if (full.ends_with(U"自治县")) {
      const std::u32string stem = stem_of(full, peoples);
      if (!stem.empty()) add_name(stem + U"自治县", code, true);
      if (!stem.empty()) add_name(stem + U"县", code, true);
    }
  }
  const Table& provinces = lexicon.table("provinces");
  for (size_t row = 0; row < provinces.rows(); ++row) {
    const auto it = territories_.find(provinces.at(row, "gb_code"));
    if (it == territories_.end() || it->first == kCountryCode) continue;
    it->second.municipality = provinces.at(row, "type") == "municipality";
    it->second.short_name = provinces.at(row, "short");
    add_name(to_utf32(it->second.short_name), it->first, false);
    const std::string_view capital = provinces.at(row, "capital");
    for (auto& [code, territory] : territories_) {
      if (territory.parent == it->first && !capital.empty() && territory.name == capital) {
        territory.capital = true;
      }
    }
  }
  const Table& aliases = lexicon.table("place_aliases");
  for (size_t row = 0; row < aliases.rows(); ++row) {
    const auto it = territories_.find(aliases.at(row, "gb_code"));
    if (it == territories_.end()) {
      throw Error(ExitCode::kConfig,
                  fmt::format("{}: '{}' has the code '{}', which is no territory's", aliases.name(),
                              aliases.at(row, "alias"), aliases.at(row, "gb_code")),
                  "divisions.tsv lists the codes");
    }
    add_name(to_utf32(aliases.at(row, "alias")), it->first, true);
  }
  const Table& zones = lexicon.table("zones");
  for (size_t row = 0; row < zones.rows(); ++row) {
    const auto it = territories_.find(zones.at(row, "gb_code"));
    if (it != territories_.end()) add_name(to_utf32(zones.at(row, "name")), it->first, true, true);
  }
  std::vector<std::u32string> patterns(pattern_of_.size());
  for (const auto& [name, pattern] : pattern_of_) patterns[pattern] = name;
  matcher_ = Matcher(patterns);
  for (const auto& [code, territory] : territories_) by_code_.emplace(code, &territory);
}

const Places::Territory* Places::find(std::string_view code) const {
  const auto it = by_code_.find(code);
  return it == by_code_.end() ? nullptr : it->second;
}

void Places::add_name(std::u32string name, std::string_view code, bool full, bool zone) {
  const auto [it, is_new] =
      pattern_of_.emplace(std::move(name), static_cast<uint32_t>(names_.size()));
  if (is_new) names_.push_back({full, zone, {}});
  auto& codes = names_[it->second].codes;
  if (std::ranges::find(codes, code) == codes.end()) codes.push_back(code);
}

std::string_view Places::resolve(uint32_t pattern, std::string_view context) const {
  const auto& codes = names_[pattern].codes;
  if (codes.size() == 1) return codes.front();
  // The nearest common territory decides: first inside the context, then inside its parent, …
  for (std::string_view around = context; !around.empty(); around = parent(around)) {
    std::string_view found;
    bool several = false;
    for (const auto code : codes) {
      if (!contains(around, code)) continue;
      if (!found.empty() && level(code) == level(found)) several = true;
      if (found.empty() || level(code) < level(found)) {
        found = code;
        several = false;
      }
    }
    if (!found.empty()) return several ? std::string_view() : found;
  }
  std::string_view best;
  bool several = false;
  for (const auto code : codes) {
    if (best.empty() || level(code) < level(best)) {
      best = code;
      several = false;
    } else if (level(code) == level(best)) {
      several = true;
    }
  }
  return several ? std::string_view() : best;
}

std::string_view Places::name(std::string_view code) const {
  const Territory* territory = find(code);
  return territory == nullptr ? std::string_view() : std::string_view(territory->name);
}

std::string_view Places::short_name(std::string_view code) const {
  const Territory* territory = find(code);
  if (territory == nullptr) return {};
  return territory->short_name.empty() ? territory->name : territory->short_name;
}

std::string_view Places::parent(std::string_view code) const {
  const Territory* territory = find(code);
  return territory == nullptr ? std::string_view() : std::string_view(territory->parent);
}

TerritoryLevel Places::level(std::string_view code) const {
  const Territory* territory = find(code);
  return territory == nullptr ? TerritoryLevel::kZone : territory->level;
}

bool Places::is_municipality(std::string_view code) const {
  const Territory* territory = find(code);
  return territory != nullptr && territory->municipality;
}

bool Places::is_capital(std::string_view code) const {
  const Territory* territory = find(code);
  return territory != nullptr && territory->capital;
}

std::string_view Places::ancestor(std::string_view code, TerritoryLevel wanted) const {
  for (std::string_view c = code; !c.empty(); c = parent(c)) {
    const auto it = by_code_.find(c);
    if (it == by_code_.end()) return {};
    if (it->second->level == wanted) return it->first;
  }
  return {};
}

std::string_view Places::city_of(std::string_view code) const {
  const std::string_view province = ancestor(code, TerritoryLevel::kProvince);
  return is_municipality(province) ? province : ancestor(code, TerritoryLevel::kPrefecture);
}

bool Places::contains(std::string_view outer, std::string_view inner) const {
  for (std::string_view c = inner; !c.empty(); c = parent(c)) {
    if (c == outer) return true;
  }
  return false;
}

}  // namespace zhengmai
