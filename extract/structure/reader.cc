#include "extract/structure/reader.h"

#include <algorithm>

#include "extract/lexicon/words.h"
#include "extract/text/normalise.h"
#include "extract/text/search.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

std::u32string pattern(std::string_view utf8) {
  return canonical(to_utf32(utf8));
}

// Of the first cells of all rows.
Matcher keys_of(const Table& table) {
  std::vector<std::u32string> patterns;
  for (size_t row = 0; row < table.rows(); ++row) patterns.push_back(pattern(table.at(row, 0)));
  return Matcher(patterns);
}

StructureReader::Tables::Field field_of(std::string_view name) {
  using Field = StructureReader::Tables::Field;
  static const std::unordered_map<std::string_view, Field> kFields = {
      {"index_number", Field::kIndexNumber},
      {"doc_number", Field::kDocNumber},
      {"issuer", Field::kIssuer},
      {"validity", Field::kValidity},
      {"govcn_theme", Field::kGovcnTheme},
      {"date_metadata", Field::kDateMetadata},
      {"published", Field::kPublished},
      {"disclosure", Field::kDisclosure},
      {"title", Field::kTitle}};
  const auto it = kFields.find(name);
  return it == kFields.end() ? Field::kOther : it->second;
}

}  // namespace

StructureReader::Tables::Tables(const Lexicon& lexicon, const Places& all_places,
                                const AgencyNames& agency_names)
    : places(all_places), names(agency_names), numbers(lexicon) {
  const Table& labels = lexicon.table("metadata_fields");
  field_labels = keys_of(labels);
  for (size_t row = 0; row < labels.rows(); ++row)
    fields.push_back(field_of(labels.at(row, "field")));
  const Table& types = lexicon.table("document_types");
  for (size_t row = 0; row < types.rows(); ++row) {
    type_endings.push_back({pattern(types.at(row, 0)), std::string(types.at(row, "kind"))});
  }
  std::stable_sort(
      type_endings.begin(), type_endings.end(),
      [](const TypeEnding& a, const TypeEnding& b) { return a.ending.size() > b.ending.size(); });
  const Table& bodies = lexicon.table("body_words");
  addressee_words = words_of(bodies, "addressee");
  no_addressee_words = words_of(bodies, "no_addressee");
  issuer_endings = words_of(bodies, "issuer");
  list_endings = words_of(bodies, "list_end");
  list_words = words_of(bodies, "list_word");
  const Table& cues = lexicon.table("section_cues");
  goals = Matcher(words_of(cues, "goals", "kind"));
  closings = Matcher(words_of(cues, "closing", "kind"));
  initiators = Matcher(words_of(cues, "initiator", "kind"));
  heads = Matcher(words_of(cues, "head", "kind"));
  before_own_place = Matcher(words_of(cues, "before_own_place", "kind"));
  after_own_place = Matcher(words_of(cues, "after_own_place", "kind"));
  issues = Matcher(words_of(cues, "issues", "kind"));
  names_plan = Matcher(words_of(cues, "names_plan", "kind"));
  passes_on = words_of(cues, "passes_on", "kind");
  disclosures = Matcher(words_of(cues, "disclosure", "kind"));
  const Table& frame = lexicon.table("site_chrome");
  chrome = keys_of(frame);
  for (size_t row = 0; row < frame.rows(); ++row) {
    chrome_is_label.push_back(frame.at(row, "note") == "label");
  }
  weak_initiators = Matcher(words_of(cues, "weak_initiator", "kind"));
  const Table& provinces = lexicon.table("provinces");
  for (size_t row = 0; row < provinces.rows(); ++row) {
    for (const char* column : {"docno_government", "docno_office"}) {
      for (const std::string_view prefix : Table::list(provinces.at(row, column))) {
        number_prefixes.emplace(prefix, provinces.at(row, "gb_code"));
      }
    }
  }
  const Table& heads = lexicon.table("number_heads");
  for (size_t row = 0; row < heads.rows(); ++row) {
    number_prefixes.emplace(heads.at(row, "head"), heads.at(row, "gb_code"));
  }
}

const StructureReader::Tables::TypeEnding* StructureReader::Tables::type_ending(
    std::u32string_view title, size_t* type_end) const {
  size_t end = title.size();
  if (end > 0 && title[end - 1] == U')') {
    const size_t open = title.rfind(U'(');
    if (open != title.npos && end - open < 30) end = open;
  }
  for (const TypeEnding& type : type_endings) {
    const size_t n = type.ending.size();
    if (end >= n && title.substr(end - n, n) == type.ending) {
      if (type_end != nullptr) *type_end = end;
      return &type;
    }
  }
  return nullptr;
}

std::string_view StructureReader::Tables::territory_at(std::u32string_view text, size_t at,
                                                       size_t* end) const {
  std::string_view code;
  *end = at;
  for (;;) {
    std::optional<Match> next;
    places.each_at(text, *end, [&](Match m) {
      if (code.empty() || !places.resolve(m.pattern, code).empty()) next = m;
    });
    if (!next) return code;
    const std::string_view inner = places.resolve(next->pattern, code);
    if (inner.empty() || (!code.empty() && !places.contains(code, inner))) return code;
    code = inner;
    *end = next->end;
  }
}

std::string_view StructureReader::Tables::territory_of_prefix(std::string_view prefix) const {
  // 苏府办 begins with 苏府. A head has two characters at least, of three bytes each.
  constexpr size_t kCharacter = 3;
  for (size_t size = prefix.size(); size >= 2 * kCharacter; size -= kCharacter) {
    const auto it = number_prefixes.find(std::string(prefix.substr(0, size)));
    if (it != number_prefixes.end()) return it->second;
  }
  return {};
}

void StructureReader::Tables::resolve(Issuer* issuer, std::u32string_view name) const {
  size_t end = 0;
  issuer->jurisdiction = territory_at(name, 0, &end);
  const auto agency = names.parse(name, 0);
  if (agency && agency->end == name.size()) {
    if (agency->known()) issuer->agency_class = names.classes()[agency->cls].id;
    if (issuer->jurisdiction.empty() &&
        (agency->national_form || agency->prefix == AgencyPrefix::kNational)) {
      issuer->jurisdiction = kCountryCode;
    }
  }
  for (const std::u32string_view start : {U"国务院", U"中共中央", U"全国人民", U"中华人民共和国"}) {
    if (name.substr(0, start.size()) == start) issuer->jurisdiction = kCountryCode;
  }
}

StructureReader::StructureReader(const Lexicon& lexicon, const Places& places,
                                 const AgencyNames& names)
    : tables_(std::make_unique<const Tables>(lexicon, places, names)) {}
StructureReader::StructureReader(StructureReader&&) noexcept = default;
StructureReader::~StructureReader() = default;

const DocumentNumbers& StructureReader::numbers() const { return tables_->numbers; }

Metadata StructureReader::metadata(const Normalised& text) const {
  Metadata metadata;
  const size_t head_end = structure_internal::read_head(text.text, *tables_, &metadata);
  structure_internal::read_tail(text.text, head_end, *tables_, &metadata);
  return metadata;
}

namespace structure_internal {

std::vector<TextRange> lines_of(std::u32string_view text, TextRange within) {
  std::vector<TextRange> lines;
  size_t begin = within.begin;
  while (begin < within.end) {
    const size_t end = std::min<size_t>(find_char(text, U'\n', begin), within.end);
    if (end > begin) lines.push_back(make_range(begin, end));
    begin = end + 1;
  }
  return lines;
}

}  // namespace structure_internal

std::string readable(std::u32string_view text, TextRange range) {
  std::u32string out;
  out.reserve(range.size());
  const auto widened = [](char32_t c) -> char32_t {
    switch (c) {
      case U'(':
        return U'（';
      case U')':
        return U'）';
      case U',':
        return U'，';
      case U':':
        return U'：';
      case U'<':
        return U'〈';
      case U'>':
        return U'〉';
      case U';':
        return U'；';
      default:
        return c;
    }
  };
  for (size_t i = range.begin; i < range.end; ++i) {
    const char32_t c = text[i];
    if (c == U'\n' || c == U'\t') continue;
    const bool beside_han = (i > range.begin && is_han(text[i - 1])) ||
                            (i + 1 < range.end && is_han(text[i + 1])) || c == U'(' || c == U')';
    out += beside_han ? widened(c) : c;
  }
  return to_utf8(out);
}

}  // namespace zhengmai
