#include "extract/link/territory.h"

#include <string_view>

namespace zhengmai {
namespace {

// The first territory in the title.
void from_title(const Normalised& text, const Places& places, Metadata& metadata) {
  const TextRange title = metadata.title.range;
  for (uint32_t at = title.begin; at < title.end; ++at) {
    const auto place = places.longest_at(std::u32string_view(text.text).substr(0, title.end), at);
    if (!place) continue;
    metadata.jurisdiction = places.resolve(place->pattern, {});
    metadata.jurisdiction_from = {place->begin, place->end};
    metadata.jurisdiction_rule = "D.jurisdiction.title";
    return;
  }
}

// What the bodies of a document's lists say of its territory.
struct ListedBodies {
  bool of_province = false;            // 省商务厅, 自治区商务厅
  bool of_city = false;                // 市商务局
  bool of_territory = false;           // these, or a body that only a territory has (财政厅)
  TextRange ministry;                  // the first
  TextRange placed;                    // the first that begins with a place: 成都市人民政府
  std::vector<std::string_view> codes; // of all those places
};

ListedBodies bodies_of(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                       const Places& places) {
  ListedBodies bodies;
  for (const ResponsibilityList& list : lists) {
    for (const ListedAgency& agency : list.agencies) {
      if (agency.range.empty()) continue;
      const AgencyPrefix prefix = agency.name.prefix;
      const auto words =
          std::u32string_view(text.text).substr(agency.range.begin, agency.range.size());
      bodies.of_province |= prefix == AgencyPrefix::kProvince || prefix == AgencyPrefix::kRegion;
      bodies.of_city |= prefix == AgencyPrefix::kCity;
      bodies.of_territory |= (prefix != AgencyPrefix::kNone && prefix != AgencyPrefix::kNational) ||
                             words.ends_with(U"厅");
      // 人民银行 and 海关 are named in counties too, a ministry is not.
      if (bodies.ministry.empty() && agency.name.national_form && words.ends_with(U"部")) {
        bodies.ministry = agency.range;
      }
      const std::vector<Match> found = places.find_all(words);
      if (found.empty() || found.front().begin > 0) continue;
      const std::string_view code = places.resolve(found.front().pattern, {});
      if (code.empty()) continue;
      bodies.codes.push_back(code);
      if (bodies.placed.empty()) bodies.placed = agency.range;
    }
  }
  return bodies;
}

// The one province, or the one city, that all the places lie in; empty where there are several.
std::string_view around(const ListedBodies& bodies, const Places& places) {
  std::string_view whole;
  for (const std::string_view code : bodies.codes) {
    const std::string_view province = places.ancestor(code, TerritoryLevel::kProvince);
    if (bodies.of_province && places.is_municipality(province)) continue;  // 北京大学 beside 省教育厅
    const auto outer = bodies.of_province ? province : places.city_of(code);
    if (outer.empty() || (!whole.empty() && outer != whole)) return {};
    whole = outer;
  }
  return whole;
}

// Lists that name ministries and no body of a territory are the country's; those that name 省商务厅
// and 成都市人民政府 of the province where the places lie, 市商务局 and 龙泉驿区人民政府 of their city.
void from_lists(const ListedBodies& bodies, const Places& places, Metadata& metadata) {
  if (bodies.of_province || bodies.of_city) {
    metadata.jurisdiction = around(bodies, places);
    if (metadata.jurisdiction.empty()) return;
    metadata.jurisdiction_from = bodies.placed;
    metadata.jurisdiction_rule = "D.jurisdiction.lists";
  } else if (!bodies.ministry.empty() && !bodies.of_territory) {
    metadata.jurisdiction = kCountryCode;
    metadata.jurisdiction_from = bodies.ministry;
    metadata.jurisdiction_rule = "D.jurisdiction.lists";
  }
}

}  // namespace

void find_territory(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                    const Places& places, Metadata& metadata) {
  if (metadata.jurisdiction.empty()) from_title(text, places, metadata);
  if (metadata.jurisdiction.empty()) from_lists(bodies_of(text, lists, places), places, metadata);
}

}  // namespace zhengmai
