#include "extract/link/extract.h"

#include <malloc.h>

#include <map>

#include "extract/lexicon/words.h"
#include "extract/link/emit.h"
#include "extract/link/territory.h"
#include "extract/read/reader.h"
#include "extract/structure/claims.h"
#include "extract/text/normalise.h"
#include "graph/model/ids.h"
#include "graph/model/unicode.h"

namespace zhengmai {

struct Extractor::State {
  explicit State(const Lexicon& lexicon)
      : words(text_words(lexicon)),
        places(lexicon),
        names(lexicon, places),
        lists(lexicon, places, names),
        structure(lexicon, places, names),
        resolver(places, names),
        readers(lexicon, places, names, structure.numbers()),
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

  TextWords words;
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

  const Normalised text = normalise(plain.text, state_->words);
  std::vector<ResponsibilityList> lists = state_->lists.find(text);
  state_->lists.apply_first_leads(text.text, lists);
  Metadata metadata = state_->structure.metadata(text);
  // 主办单位:某市人民政府办公室 below the document is who runs the site.
  std::erase_if(lists, [&](const ResponsibilityList& list) {
    return list.range.begin >= metadata.frame_begin;
  });
  find_territory(text, lists, state_->places, metadata);
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
