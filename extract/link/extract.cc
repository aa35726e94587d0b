#include "extract/link/extract.h"

#include <malloc.h>

#include <map>

#include "extract/link/emit.h"
#include "extract/read/reader.h"
#include "extract/structure/claims.h"
#include "extract/text/normalise.h"
#include "graph/model/ids.h"
#include "graph/model/unicode.h"

namespace zhengmai {

struct Extractor::State {
  explicit State(const Lexicon& lexicon)
      : places(lexicon),
        names(lexicon, places),
        lists(lexicon, places, names),
        structure(lexicon, places, names),
        resolver(places, names),
        readers(lexicon, places, names),
        reference{lexicon, places, names, resolver, readers, {}} {
    const Table& reforms = lexicon.table("agency_reforms");
    for (size_t row = 0; row < reforms.rows(); ++row) {
      reference.reforms.emplace(
          names.class_of(reforms.at(row, "from")),
          Reference::Reform{names.class_of(reforms.at(row, "to")),
                            std::string(reforms.at(row, "date")),
                            std::string(reforms.at(row, "kind"))});
    }
  }

  Places places;
  AgencyNames names;
  ListReader lists;
  StructureReader structure;
  AgencyResolver resolver;
  Readers readers;
  Reference reference;
};

namespace {

// A responsibility list outside the body shows that the body goes on: an attached plan whose title
// does not look like one.
void widen_body(const std::vector<ResponsibilityList>& lists, size_t size, Metadata& metadata) {
  if (lists.empty()) return;
  if (lists.front().range.begin < metadata.body.begin) metadata.body.begin = 0;
  if (lists.back().range.end > metadata.body.end) metadata.body.end = static_cast<uint32_t>(size);
}

// Where nothing else says whose document it is, the first territory in its title does.
void territory_from_title(const Normalised& text, const Places& places, Metadata& metadata) {
  if (!metadata.jurisdiction.empty() || metadata.title.empty()) return;
  const TextRange title = metadata.title.range;
  for (uint32_t at = title.begin; at < title.end; ++at) {
    const auto place = places.longest_at(std::u32string_view(text.text).substr(0, title.end), at);
    if (!place) continue;
    metadata.jurisdiction = places.resolve(place->pattern, {});
    metadata.jurisdiction_from = {place->begin, place->end};
    return;
  }
}

// A document whose lists name ministries (农业农村部) and no body of a territory is the country's; one
// whose lists name 省商务厅 and 成都市人民政府 is of the province where the places they name lie, one of
// 市商务局 and 龙泉驿区人民政府 of their city.
void territory_from_lists(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                          const Places& places, Metadata& metadata) {
  if (!metadata.jurisdiction.empty()) return;
  TextRange ministry, placed;
  bool of_province = false, of_city = false, of_others = false;
  std::vector<std::string_view> codes;
  for (const ResponsibilityList& list : lists) {
    for (const ListedAgency& agency : list.agencies) {
      const AgencyPrefix prefix = agency.name.prefix;
      if (agency.range.empty()) continue;
      const auto words =
          std::u32string_view(text.text).substr(agency.range.begin, agency.range.size());
      of_province |= prefix == AgencyPrefix::kProvince || prefix == AgencyPrefix::kRegion;
      of_city |= prefix == AgencyPrefix::kCity;
      of_others |= (prefix != AgencyPrefix::kNone && prefix != AgencyPrefix::kNational) ||
                   words.ends_with(U"厅");
      // 人民银行 and 海关 are named in counties too, a ministry is not.
      if (ministry.empty() && agency.name.national_form && words.ends_with(U"部"))
        ministry = agency.range;
      const std::vector<Match> found = places.find_all(words);
      if (found.empty() || found.front().begin > 0) continue;
      const std::string_view code = places.resolve(found.front().pattern, {});
      if (code.empty()) continue;
      codes.push_back(code);
      if (placed.empty()) placed = agency.range;
    }
  }
  std::string_view whole;
  if (of_province || of_city) {
    for (const std::string_view code : codes) {
      const std::string_view province = places.ancestor(code, TerritoryLevel::kProvince);
      if (of_province && places.is_municipality(province)) continue;  // 北京大学 beside 省教育厅
      const bool up = of_province || places.is_municipality(province);
      const auto outer = up ? province : places.ancestor(code, TerritoryLevel::kPrefecture);
      if (outer.empty() || (!whole.empty() && outer != whole)) return;
      whole = outer;
    }
  } else if (!ministry.empty() && !of_others) {
    whole = kCountryCode;
    placed = ministry;
  }
  if (whole.empty()) return;
  metadata.jurisdiction = whole;
  metadata.jurisdiction_from = placed;
}

// The decoded text in UTF-8: mostly what the document's bytes are already, but for a BOM before and
// half a character behind.
std::string utf8_of(const PlainText& plain, std::string_view bytes) {
  const bool utf8 = plain.encoding == Encoding::kUtf8 || plain.encoding == Encoding::kUtf8Bom;
  if (plain.format != Format::kText || !utf8) return to_utf8(plain.text);
  const size_t bom = plain.encoding == Encoding::kUtf8Bom ? 3 : 0;
  return std::string(bytes.substr(bom, utf8_size(plain.text)));
}

}  // namespace

Extractor::Extractor(const Lexicon& lexicon) : state_(std::make_unique<State>(lexicon)) {}
Extractor::~Extractor() = default;

std::unique_ptr<FactBlock> Extractor::extract(const SourceDocument& document) const {
  const PlainText plain = read_document(document.name, document.bytes, document.encoding);
  auto block = std::make_unique<FactBlock>();
  block->content_sha256 =
      document.sha256.empty() ? sha256_hex(document.bytes) : document.sha256;
  block->document_id = document_id(block->content_sha256);
  block->source = document.name;
  block->set_source_text(utf8_of(plain, document.bytes));
  block->warnings = plain.warnings;

  const Normalised text = normalise(plain.text);
  std::vector<ResponsibilityList> lists = state_->lists.find(text);
  state_->lists.apply_first_leads(text.text, lists);
  Metadata metadata = state_->structure.metadata(text);
  territory_from_title(text, state_->places, metadata);
  territory_from_lists(text, lists, state_->places, metadata);
  widen_body(lists, text.text.size(), metadata);
  const std::vector<Section> sections = state_->structure.sections(text, metadata);
  std::vector<Measure> measures = read_measures(text, metadata, sections, lists);
  mark_repeats(text, lists, measures);
  claim_sentences(text, sections, lists, measures);

  Emitter emit(*block, text);
  const auto defaults = state_->lists.default_assignees(text.text);
  const DocumentParts parts{text, metadata, sections, lists, measures, defaults};
  EmittedTree tree;
  emit_document(emit, state_->reference, parts, tree);
  emit_measures(emit, state_->reference, parts, tree);
  emit_recognised(emit, state_->reference, parts, tree);
  return block;
}

void keep_freed_memory() {
  mallopt(M_TRIM_THRESHOLD, 32 << 20);
  mallopt(M_MMAP_THRESHOLD, 4 << 20);
}

}  // namespace zhengmai
