#include "graph/load/ledger.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "graph/memory/crc32c.h"
#include "graph/memory/replacement_file.h"
#include "graph/model/error.h"
#include "graph/model/varint.h"

namespace zhengmai {
namespace fs = std::filesystem;
namespace {

constexpr std::array<char, 8> kMagic = {'Z', 'M', 'L', 'E', 'D', 'G', 'E', 'R'};
constexpr uint32_t kVersion = 1;
constexpr uint32_t kByteOrderMark = 0x01020304;
constexpr size_t kMostStamp = 64;
constexpr uint64_t kAlignment = 64;

enum Section : size_t {
  kDocuments, kShared, kOrderEnds, kOrders,
  kIds, kIdEnds, kMeasureEnds, kRunEnds, kRuns, kDistinct, kSimilar, kAlignments, kAnswers,
  kSections
};

struct SectionRecord {
  uint64_t offset;
  uint64_t size;
  uint32_t checksum;
  uint32_t reserved;
};

struct Header {
  std::array<char, 8> magic;
  uint32_t version;
  uint32_t byte_order;
  uint64_t file_size;
  uint32_t documents;
  uint32_t stamp_size;
  std::array<char, kMostStamp> stamp;
  std::array<SectionRecord, kSections> sections;
  uint32_t checksum;  // of the header with this field 0
  uint32_t reserved;
};

uint32_t checksum_of(Header header) {
  header.checksum = 0;
  return crc32c({reinterpret_cast<const char*>(&header), sizeof header});
}

template <typename T>
std::string_view as_bytes(std::span<const T> elements) {
  return {reinterpret_cast<const char*>(elements.data()), elements.size_bytes()};
}

void put_counts(std::string& out, const std::vector<LedgerDocument::Count>& counts) {
  put_varint(out, counts.size());
  for (const auto& [number, rows] : counts) {
    put_varint(out, number);
    put_varint(out, rows);
  }
}

void take_counts(std::string_view& in, std::vector<LedgerDocument::Count>* counts) {
  counts->clear();
  for (uint64_t n = take_varint(in); n > 0; --n) {
    const auto number = uint16_t(take_varint(in));
    counts->emplace_back(number, uint32_t(take_varint(in)));
  }
}

// Numbers come in runs: their differences are short.
void put_numbers(std::string& out, const std::vector<uint32_t>& numbers) {
  put_varint(out, numbers.size());
  uint32_t last = 0;
  for (const uint32_t number : numbers) {
    put_varint(out, zigzag(int64_t{number} - last));
    last = number;
  }
}

void take_numbers(std::string_view& in, std::vector<uint32_t>* numbers) {
  numbers->clear();
  int64_t last = 0;
  for (uint64_t n = take_varint(in); n > 0; --n) {
    last += unzigzag(take_varint(in));
    numbers->push_back(uint32_t(last));
  }
}

void encode(const LedgerDocument& document, std::string& out) {
  put_string(out, document.id);
  put_string(out, document.block_digest);
  put_string(out, document.source);
  put_counts(out, document.nodes);
  put_counts(out, document.relationships);
  put_varint(out, document.document.label_set);
  put_varint(out, document.document.row);
  put_numbers(out, document.variants);
  put_numbers(out, document.between);
}

void decode(std::string_view& in, LedgerDocument* document) {
  document->id = take_string(in);
  document->block_digest = take_string(in);
  document->source = take_string(in);
  take_counts(in, &document->nodes);
  take_counts(in, &document->relationships);
  document->document.label_set = LabelSetId(take_varint(in));
  document->document.row = uint32_t(take_varint(in));
  take_numbers(in, &document->variants);
  take_numbers(in, &document->between);
}

}  // namespace

std::string_view smallest_source(const DocumentRecord& record) {
  return record.sources.empty() ? std::string_view() : record.sources.front();
}

bool LedgerDocument::fits(const DocumentRecord& record) const {
  return id == record.id && block_digest == record.block_digest &&
         source == smallest_source(record);
}

LedgerWriter::LedgerWriter(const fs::path& folder)
    : spill_(folder), documents_(&spill_), orders_(&spill_), trace_(&spill_) {
  arrangement_.on_order = [this](TypeId type, std::span<const uint32_t> order) {
    add_order(type, order);
  };
}

void LedgerWriter::add(const LedgerDocument& document) {
  scratch_.clear();
  encode(document, scratch_);
  documents_.append(scratch_);
  ++count_;
}

// A row seldom goes far.
void LedgerWriter::add_order(TypeId type, std::span<const uint32_t> order) {
  scratch_.clear();
  for (size_t i = 0; i < order.size(); ++i) {
    put_varint(scratch_, zigzag(int64_t{order[i]} - int64_t(i)));
    if (scratch_.size() < kAlignment * 1024) continue;
    orders_.append(scratch_);
    scratch_.clear();
  }
  orders_.append(scratch_);
  order_ends_.resize(size_t{type} + 1);
  order_ends_[type] = orders_.size();
}

void LedgerWriter::set_shared(const SharedFacts& facts, const FirstMet& nodes,
                              const FirstMet& variants, const FirstMet& between,
                              std::vector<SharedPlace> places) {
  put_varint(facts_, nodes.things().size());
  for (const uint32_t node : nodes.things()) put_string(facts_, facts.id(node));
  put_varint(facts_, variants.things().size());
  for (const uint32_t number : variants.things()) {
    SharedFacts::Variant variant = facts.variants()[number];
    variant.node = nodes.number(variant.node);
    facts.encode(variant, facts_);
  }
  put_varint(facts_, between.things().size());
  for (const uint32_t number : between.things()) {
    const SharedFacts::Between& relationship = facts.between(number);
    put_string(facts_, relationship.type);
    put_varint(facts_, nodes.number(relationship.start));
    put_varint(facts_, nodes.number(relationship.end));
  }
  for (const uint32_t node : nodes.things()) places_.push_back(places[node]);
}

// The documents with the graph's numbers of label sets and types.
GrowingArray<char> LedgerWriter::arranged_documents() {
  GrowingArray<char> out(&spill_);
  LedgerDocument document;
  std::string_view in(documents_.data(), documents_.size());
  const auto arrange = [](std::vector<LedgerDocument::Count>& counts, const auto& numbers) {
    for (auto& [number, rows] : counts) number = numbers[number];
    std::ranges::sort(counts);
  };
  while (!in.empty()) {
    decode(in, &document);
    arrange(document.nodes, arrangement_.label_sets);
    arrange(document.relationships, arrangement_.types);
    if (document.document.row != kNoId) {
      document.document.label_set = arrangement_.label_sets[document.document.label_set];
    }
    scratch_.clear();
    encode(document, scratch_);
    out.append(scratch_);
  }
  return out;
}

std::string LedgerWriter::arranged_shared() const {
  std::string out = facts_;
  for (const SharedPlace& place : places_) {
    put_varint(out, uint32_t(place.document + 1));  // 0: none
    if (place.document != kNoId) continue;
    put_varint(out, arrangement_.label_sets[place.place.label_set]);
    put_varint(out, place.place.row);
  }
  return out;
}

void LedgerWriter::save(const fs::path& file, std::string_view stamp) {
  const GrowingArray<char> documents = arranged_documents();
  const std::string shared = arranged_shared();
  const DeriveTraceView trace = trace_.view();
  const std::array<std::string_view, kSections> sections = {
      as_bytes(documents.span()),      shared,
      as_bytes(std::span<const uint64_t>(order_ends_)), as_bytes(orders_.span()),
      as_bytes(trace.ids),             as_bytes(trace.id_ends),
      as_bytes(trace.measure_ends),    as_bytes(trace.run_ends),
      as_bytes(trace.runs),            as_bytes(trace.distinct),
      as_bytes(trace.similar),         as_bytes(trace.alignments),
      as_bytes(trace.answers)};
  Header header{};
  header.magic = kMagic;
  header.version = kVersion;
  header.byte_order = kByteOrderMark;
  header.documents = count_;
  header.stamp_size = uint32_t(stamp.size());
  std::ranges::copy(stamp, header.stamp.begin());
  ReplacementFile out(file);
  uint64_t end = sizeof header;
  for (size_t i = 0; i < kSections; ++i) {
    // What is empty at the end of the file would begin behind it.
    if (!sections[i].empty()) end = (end + kAlignment - 1) / kAlignment * kAlignment;
    header.sections[i] = {end, sections[i].size(), crc32c(sections[i]), 0};
    out.write_at(end, sections[i]);
    end += sections[i].size();
  }
  header.file_size = end;
  header.checksum = checksum_of(header);
  out.write_at(0, {reinterpret_cast<const char*>(&header), sizeof header});
  out.commit(ReplacementFile::Durability::kPassing);
}

std::optional<Ledger> Ledger::open(const fs::path& file) {
  Ledger ledger;
  try {
    ledger.buffer_ = Buffer::map(file);
  } catch (const StoreError&) {
    return std::nullopt;
  }
  const Buffer& buffer = ledger.buffer_;
  if (buffer.size() < sizeof(Header)) return std::nullopt;
  Header header;
  std::memcpy(&header, buffer.data(), sizeof header);
  if (header.magic != kMagic || header.version != kVersion ||
      header.byte_order != kByteOrderMark || header.file_size != buffer.size() ||
      header.checksum != checksum_of(header) || header.stamp_size > kMostStamp) {
    return std::nullopt;
  }
  for (const SectionRecord& s : header.sections) {
    if (s.offset > buffer.size() || s.size > buffer.size() - s.offset ||
        s.checksum != crc32c({buffer.data() + s.offset, s.size})) {
      return std::nullopt;
    }
  }
  ledger.stamp_.assign(header.stamp.data(), header.stamp_size);
  ledger.count_ = header.documents;
  buffer.forget();
  return ledger;
}

std::string_view Ledger::section(size_t i) const {
  const SectionRecord& s = reinterpret_cast<const Header*>(buffer_.data())->sections[i];
  return {buffer_.data() + s.offset, s.size};
}

Ledger::Reader::Reader(const Ledger& ledger) : rest_(ledger.section(kDocuments)) {}

bool Ledger::Reader::next(LedgerDocument* document) {
  if (rest_.empty()) return false;
  decode(rest_, document);
  return true;
}

void Ledger::read_shared(SharedFacts* facts, std::vector<SharedPlace>* places) const {
  std::string_view in = section(kShared);
  const uint64_t nodes = take_varint(in);
  for (uint64_t n = 0; n < nodes; ++n) facts->node(take_string(in));
  for (uint64_t n = take_varint(in); n > 0; --n) {
    facts->add_variant(SharedFacts::decode_variant(in));
  }
  for (uint64_t n = take_varint(in); n > 0; --n) {
    const std::string_view type = take_string(in);
    const auto start = uint32_t(take_varint(in));
    facts->between(type, start, uint32_t(take_varint(in)));
  }
  places->resize(nodes);
  for (SharedPlace& place : *places) {
    place.document = uint32_t(take_varint(in)) - 1;
    if (place.document != kNoId) continue;
    place.place.label_set = LabelSetId(take_varint(in));
    place.place.row = uint32_t(take_varint(in));
  }
}

void Ledger::read_positions(TypeId type, GrowingArray<uint32_t>* positions) const {
  const std::string_view ends = section(kOrderEnds);
  const auto end_of = [&](size_t t) {
    uint64_t end;
    std::memcpy(&end, ends.data() + t * sizeof end, sizeof end);
    return end;
  };
  const uint64_t begin = type == 0 ? 0 : end_of(type - 1);
  std::string_view in = section(kOrders).substr(begin, end_of(type) - begin);
  positions->shrink(0);
  for (uint32_t i = 0; !in.empty(); ++i) {
    const auto row = uint32_t(i + unzigzag(take_varint(in)));
    if (positions->size() <= row) positions->append(row + 1 - positions->size(), kNoId);
    (*positions)[row] = i;
  }
}

DeriveTraceView Ledger::trace() const {
  const auto array = [&](size_t i, auto* none) {
    using T = std::remove_pointer_t<decltype(none)>;
    const std::string_view bytes = section(i);
    return std::span<const T>(reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T));
  };
  constexpr uint32_t* kNumbers = nullptr;
  return {array(kIds, static_cast<char*>(nullptr)),
          array(kIdEnds, kNumbers),
          array(kMeasureEnds, kNumbers),
          array(kRunEnds, kNumbers),
          array(kRuns, kNumbers),
          array(kDistinct, kNumbers),
          array(kSimilar, static_cast<SimilarPair*>(nullptr)),
          array(kAlignments, static_cast<Alignment*>(nullptr)),
          array(kAnswers, static_cast<Answer*>(nullptr))};
}

}  // namespace zhengmai
