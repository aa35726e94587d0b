#include "extract/recognise/agencies.h"

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

std::string agency_id(std::string_view place, std::string_view body) {
  std::string id = "agency:";
  id.reserve(id.size() + place.size() + 1 + body.size());
  id.append(place).append("/").append(body);
  return id;
}

bool is_vertical(AgencyKind kind) {
  return kind == AgencyKind::kVertical || kind == AgencyKind::kEnterprise;
}

// Classes of many bodies in one territory: the written name tells them apart.
bool named_individually(const AgencyClass& c) {
  return c.kind == AgencyKind::kEnterprise || c.kind == AgencyKind::kOther ||
         c.id == "development_zone" || (c.national.empty() && c.province.empty() && c.city.empty());
}

// Whether the usual full name of a class may stand for the written one: 发改委 abbreviates
// 发展和改革委员会, its characters occur there in order. 农牧厅 is not called 农业厅, nor 经信委 of 2016
// 工业和信息化厅.
bool abbreviates(std::u32string_view written, std::string_view full) {
  size_t at = 0;
  std::string character;
  for (const char32_t c : written) {
    character.clear();
    append_utf8(character, c);
    at = full.find(character, at);
    if (at == full.npos) return false;
    at += character.size();
  }
  return true;
}

}  // namespace

std::string AgencyResolver::generic_territory(AgencyPrefix prefix,
                                              std::string_view document) const {
  const auto up = [&](TerritoryLevel level) {
    const std::string_view code = places_.ancestor(document, level);
    return std::string(code.empty() ? document : code);
  };
  const std::string_view own_name = places_.name(document);
  switch (prefix) {
    case AgencyPrefix::kNational:
      return std::string(kCountryCode);
    case AgencyPrefix::kProvince:
      return up(TerritoryLevel::kProvince);
    case AgencyPrefix::kCity:
      if (places_.level(document) == TerritoryLevel::kCounty) {
        if (own_name.ends_with("市")) return std::string(document);  // 昆山市
        const auto province = places_.ancestor(document, TerritoryLevel::kProvince);
        if (places_.is_municipality(province)) return std::string(province);
      }
      return up(TerritoryLevel::kPrefecture);
    case AgencyPrefix::kDistrict:
      if (own_name.ends_with("区")) return std::string(document);
      if (const auto province = places_.ancestor(document, TerritoryLevel::kProvince);
          places_.name(province).ends_with("自治区")) {
        return std::string(province);
      }
      return std::string(document);
    default:
      return std::string(document);
  }
}

std::string AgencyResolver::Run::territory_of(const AgencyName& name, bool* inherited) {
  const Places& places = resolver_.places_;
  const auto kind = name.known() ? resolver_.names_.classes()[name.cls].kind : AgencyKind::kOther;
  if (name.collective) {
    reach_.clear();
    const auto words = text_.substr(name.begin, name.end - name.begin);
    if (words.starts_with(U"国务院") || words.starts_with(U"国家") || words.starts_with(U"中央")) {
      return std::string(kCountryCode);
    }
    if (words.starts_with(U"省")) {
      return resolver_.generic_territory(AgencyPrefix::kProvince, document_);
    }
    return document_;
  }
  const bool branch = is_vertical(kind) ||
                      text_.substr(name.begin, name.end - name.begin).ends_with(U"分局");
  if (branch && is_branch_here(name)) {
    reach_.clear();
    return document_;
  }
  // 省农垦总局 is the province's, 税务总局 the country's.
  const bool of_territory =
      name.prefix == AgencyPrefix::kProvince || name.prefix == AgencyPrefix::kCity;
  if (name.national_form && !of_territory) return std::string(kCountryCode);
  // A zone or a government is a place itself: its neighbours do not say where it lies.
  if (kind == AgencyKind::kTerritory) {
    reach_.clear();
    if (name.prefix == AgencyPrefix::kPlace) {
      return std::string(places.resolve(name.place, document_));
    }
    return resolver_.generic_territory(name.prefix, document_);
  }
  if (name.own_name && name.prefix == AgencyPrefix::kNone) return document_;
  if (name.prefix == AgencyPrefix::kPlace) {
    const std::string_view code = places.resolve(name.place, document_);
    if (name.own_name) return std::string(code.empty() ? document_ : code);
    if (is_vertical(kind)) {
      reach_.clear();
      const bool seat = places.is_capital(code) && places.parent(code) == document_;
      return seat ? document_ : std::string(code.empty() ? document_ : code);
    }
    reach_ = code;
    return std::string(code);
  }
  if (name.prefix == AgencyPrefix::kRegion) return document_;
  if (name.prefix != AgencyPrefix::kNone) {
    reach_ = resolver_.generic_territory(name.prefix, document_);
    return reach_;
  }
  if (!reach_.empty()) {
    *inherited = true;
    return reach_;
  }
  return document_;
}

std::string AgencyResolver::Run::written_from(const AgencyName& name, uint32_t from) const {
  return to_utf8(text_.substr(from, name.end - from));
}

// 重庆永川海关, 人民银行永川中心支行, 市规划自然资源局永川分局 in a document of 永川区: a branch whose name
// says the document's territory, which is no place's name, behind that of a larger one or none.
bool AgencyResolver::Run::is_branch_here(const AgencyName& name) const {
  const Places& places = resolver_.places_;
  if (name.prefix == AgencyPrefix::kPlace) {
    const std::string_view code = places.resolve(name.place, document_);
    if (!code.empty() && (code == document_ || !places.contains(code, document_))) return false;
    if (says_where(to_utf32(places.name(code)), document_)) return false;  // 吉林省税务局 in 吉林市
  }
  return !document_.empty() && document_ != kCountryCode &&
         says_where(text_.substr(name.begin, name.end - name.begin), document_);
}

// 永川高新区管委会 in 永川区 says where it is, though 永川 alone is no territory's name.
bool AgencyResolver::Run::says_where(std::u32string_view words, std::string_view code) const {
  std::u32string stem = to_utf32(resolver_.places_.short_name(code));
  const bool division = stem.ends_with(U'区') || stem.ends_with(U'县') || stem.ends_with(U'市');
  if (stem.size() > 2 && division) stem.pop_back();
  return stem.size() >= 2 && words.find(stem) != words.npos;
}

// 移民局 among bodies of the country is 国家移民局, though in a province it is 水库移民局: the written class
// where no other has that name with 国家.
uint16_t AgencyResolver::Run::national_class(const AgencyName& name) const {
  const bool bare = name.prefix == AgencyPrefix::kNone && name.known() && !name.collective;
  if (!bare || !resolver_.names_.classes()[name.cls].national.empty()) return name.cls;
  const std::u32string whole =
      U"国家" + std::u32string(text_.substr(name.core, name.end - name.core));
  const auto national = resolver_.names_.parse(whole, 0);
  return national && national->end == whole.size() && national->national_form ? national->cls
                                                                              : name.cls;
}

AgencyInstance AgencyResolver::Run::resolve(const AgencyName& name, bool opens_run) {
  if (opens_run) reach_.clear();
  AgencyInstance out;
  out.cls = name.cls;
  out.more = name.more;
  out.written = name;
  out.jurisdiction = territory_of(name, &out.inherited);
  if (out.jurisdiction == kCountryCode) out.cls = national_class(name);
  // Below a county there is no prefecture: 各区镇 are its local governments.
  if (name.collective && out.cls == resolver_.names_.named().prefectures &&
      resolver_.places_.level(out.jurisdiction) == TerritoryLevel::kCounty) {
    out.cls = resolver_.names_.named().localities;
  }
  const AgencyClass* cls = out.cls != kNoClass ? &resolver_.names_.classes()[out.cls] : nullptr;
  const std::string place = out.jurisdiction.empty() ? "unknown-" + scope_ : out.jurisdiction;
  const bool of_part =
      name.prefix == AgencyPrefix::kPlace && resolver_.places_.is_part(name.place);
  if (cls != nullptr && !named_individually(*cls) && !name.other && !of_part) {
    out.id = agency_id(place, cls->id);
    return out;
  }
  // The written name, with the territory's own name in the place of 省 or 市.
  const bool whole = name.prefix == AgencyPrefix::kPlace || name.prefix == AgencyPrefix::kRegion ||
                     name.national_form || out.jurisdiction == kCountryCode ||
                     (name.own_name && name.prefix == AgencyPrefix::kNone);
  const std::u32string_view core = text_.substr(name.core, name.end - name.core);
  if (!whole && !says_where(core, out.jurisdiction)) {
    out.name = resolver_.places_.name(out.jurisdiction);
  }
  out.name += written_from(name, whole ? name.begin : name.core);
  out.id = agency_id(place, cls != nullptr ? cls->id + "/" + out.name : out.name);
  return out;
}

std::string AgencyResolver::Run::name_of(const AgencyInstance& agency) const {
  if (!agency.name.empty()) return agency.name;
  const AgencyName& name = agency.written;
  std::string usual = resolver_.display_name(agency.cls, agency.jurisdiction);
  const std::u32string_view core = text_.substr(name.core, name.end - name.core);
  const bool of_another_place =
      name.prefix == AgencyPrefix::kPlace &&
      resolver_.places_.resolve(name.place, document_) != agency.jurisdiction;
  if (of_another_place) return written_from(name, name.begin);
  if (abbreviates(core, usual) || name.collective) return usual;
  const bool placed = agency.jurisdiction.empty() || agency.jurisdiction == kCountryCode ||
                      says_where(core, agency.jurisdiction) ||
                      !resolver_.places_.find_all(core).empty();
  return placed ? written_from(name, name.begin)
                : std::string(resolver_.places_.name(agency.jurisdiction)) +
                      written_from(name, name.core);
}

std::string AgencyResolver::display_name(uint16_t cls, std::string_view jurisdiction) const {
  const AgencyClass& c = names_.classes()[cls];
  const TerritoryLevel level = places_.level(jurisdiction);
  std::string_view form = c.city;
  if (level == TerritoryLevel::kCountry) form = c.national;
  if (level == TerritoryLevel::kProvince && !places_.is_municipality(jurisdiction)) form = c.province;
  if (form.empty()) form = !c.province.empty() ? c.province : c.national;
  if (form.empty()) form = c.name_zh;
  if (level == TerritoryLevel::kCountry && !c.national.empty()) return std::string(form);
  std::string_view territory = places_.name(jurisdiction);
  if (level == TerritoryLevel::kCountry) territory = "国家";
  static constexpr std::string_view kWhole = "{}", kShort = "{short}";
  if (const size_t gap = form.find(kShort); gap != form.npos) {
    return std::string(form).replace(gap, kShort.size(), places_.short_name(jurisdiction));
  }
  const size_t gap = form.find(kWhole);
  if (gap == form.npos) return std::string(territory).append(form);
  return std::string(form).replace(gap, kWhole.size(), territory);
}

AgencyInstance AgencyResolver::instance(uint16_t cls, std::string_view jurisdiction) const {
  AgencyInstance out;
  out.cls = cls;
  out.jurisdiction = jurisdiction;
  out.id = agency_id(jurisdiction, names_.classes()[cls].id);
  out.name = display_name(cls, jurisdiction);
  return out;
}

std::string_view AgencyResolver::level_name(std::string_view jurisdiction) const {
  switch (places_.level(jurisdiction)) {
    case TerritoryLevel::kCountry: return "national";
    case TerritoryLevel::kProvince: return "provincial";
    case TerritoryLevel::kPrefecture: return "prefecture";
    case TerritoryLevel::kCounty: return "county";
    case TerritoryLevel::kZone: return "unknown";
  }
  return "unknown";
}

}  // namespace zhengmai
