#include "graph/load/assemble.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <unordered_set>

#include "graph/derive/derive.h"
#include "graph/load/changes.h"
#include "graph/load/merge.h"
#include "graph/load/read_ahead.h"
#include "graph/memory/builder.h"
#include "graph/memory/growing_array.h"
#include "graph/memory/row_copier.h"
#include "graph/model/error.h"
#include "graph/model/schema.h"

namespace zhengmai {
namespace {

template <typename Names>
bool among(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// What the derivations read, under the ids of the large graph's builder.
class DeriveInput {
 public:
  explicit DeriveInput(const std::filesystem::path& spill_folder) : builder_(spill_folder) {}

  void add_node(NodeId node, std::span<const std::string_view> labels,
                std::span<const Property> properties) {
    if (!wants_labels(labels)) return;
    kept_.clear();
    for (const Property& property : properties) {
      if (among(kDeriveKeys, property.key)) kept_.push_back(property);
    }
    note(builder_.add_node(labels, kept_), node);
  }
  // Rows of an earlier image, which the large builder has from `first` on.
  void start_copying(const Graph& image) {
    copier_.emplace(image, builder_, [](std::string_view key) { return among(kDeriveKeys, key); });
  }
  void copy_nodes(std::span<const std::string_view> labels, LabelSetId set, IdRange rows,
                  NodeId first) {
    if (!wants_labels(labels)) return;
    const NodeId own = copier_->add_nodes(set, rows);
    for (uint32_t i = 0; i < rows.size(); ++i) note(own + i, first + i);
  }
  void add_relationships(std::string_view type, std::span<const NodeId> starts,
                         std::span<const NodeId> ends) {
    if (!among(kDeriveTypes, type)) return;
    for (size_t i = 0; i < starts.size(); ++i) add_relationship(type, starts[i], ends[i]);
  }
  void add_placeholder(NodeId node) { note(builder_.add_placeholder(), node); }
  void bind(NodeId placeholder, NodeId node) {
    const auto theirs = here(node);
    builder_.bind(*here(placeholder), theirs ? *theirs : builder_.add_node({}, {}));
  }
  void add_relationship(std::string_view type, NodeId start, NodeId end) {
    if (!among(kDeriveTypes, type)) return;
    const auto from = here(start), to = here(end);
    if (from && to) builder_.add_relationship(type, *from, *to, {});
  }

  // Adds to `target` what follows; uses the input up.
  void derive_into(GraphBuilder& target, const EarlierDerivation& earlier, DeriveTrace* trace) && {
    copier_.reset();
    here_ = GrowingArray<NodeId>();
    GraphBuilder::Renumbering renumbering;
    renumbering.nodes_only = true;
    const Graph graph = std::move(builder_).freeze(&renumbering);
    std::vector<NodeId> there(graph.node_count(), kNoId);
    for (size_t i = 0; i < there_.size(); ++i) there[renumbering.nodes[i]] = there_[i];
    renumbering = {};
    there_ = GrowingArray<NodeId>();
    const auto add = [&](const DerivedRelationship& edge) {
      target.add_relationship(edge.type(), there[edge.start], there[edge.end], edge.properties());
    };
    derive(graph, {}, add, earlier, trace);
  }

 private:
  static bool wants_labels(std::span<const std::string_view> labels) {
    return std::ranges::any_of(labels, [](std::string_view l) { return among(kDeriveLabels, l); });
  }
  void note(NodeId own, NodeId node) {
    if (here_.size() <= node) here_.append(node + 1 - here_.size(), kNoId);
    here_[node] = own;
    there_.push_back(node);
  }
  std::optional<NodeId> here(NodeId node) const {
    if (node >= here_.size() || here_[node] == kNoId) return std::nullopt;
    return here_[node];
  }

  GraphBuilder builder_;
  std::optional<RowCopier> copier_;
  GrowingArray<NodeId> here_;   // by the large builder's node
  GrowingArray<NodeId> there_;  // by the small builder's
  std::vector<Property> kept_;
};

class Assembler {
 public:
  // ledger: null when none is wanted, and nothing is derived then.
  Assembler(const std::filesystem::path& spill_folder, LedgerWriter* ledger)
      : builder_(spill_folder), ledger_(ledger) {
    if (ledger != nullptr) derive_.emplace(spill_folder);
  }
  // With the facts and citations of `changes`, which are moved from.
  Assembler(const std::filesystem::path& spill_folder, LedgerWriter* ledger, Changes& changes)
      : Assembler(spill_folder, ledger) {
    facts_ = std::move(changes.facts);
    citations_ = std::move(changes.citations);
  }

  void add(DecodedDocument& document) {
    begin_document();
    const std::span nodes(document.nodes.data(), document.node_count);
    ids_.clear();
    shared_ids_.clear();
    for (size_t i = 0; i < nodes.size(); ++i) {
      ids_.push_back(i < document.shared_count ? shared(nodes[i]) : own(document, nodes[i]));
    }
    for (uint32_t i = 0; i < document.relationship_count; ++i) {
      const BlockRelationship& edge = document.relationships[i];
      // Only relationships between shared nodes can stand in several blocks.
      const bool between_shared =
          edge.start < document.shared_count && edge.end < document.shared_count;
      if (between_shared && !is_new(edge)) continue;
      builder_.add_relationship(edge.type, ids_[edge.start], ids_[edge.end], edge.properties);
      if (derive_) derive_->add_relationship(edge.type, ids_[edge.start], ids_[edge.end]);
    }
    end_document(document.record);
  }

  // --- Documents as they lie in an earlier image: their rows, then what the ledger says of each.
  GraphBuilder& builder() { return builder_; }
  DeriveInput& derive_input() { return *derive_; }
  NodeId placeholder_of(uint32_t node) {
    if (node >= placeholders_.size()) placeholders_.resize(size_t{node} + 1, kNoId);
    if (placeholders_[node] == kNoId) {
      placeholders_[node] = builder_.add_placeholder();
      if (derive_) derive_->add_placeholder(placeholders_[node]);
    }
    return placeholders_[node];
  }
  // own: the document's own node; copier: which copied its rows.
  void add_copied(LedgerDocument& document, NodeId own, const RowCopier& copier) {
    documents_.push_back(own);
    for (auto& [set, rows] : document.nodes) set = copier.label_set(set);
    for (auto& [type, rows] : document.relationships) type = copier.type(type);
    if (document.document.row != kNoId) {
      document.document.label_set = copier.label_set(document.document.label_set);
    }
    for (uint32_t& variant : document.variants) {
      nodes_.meet(facts_.variants()[variant].node);
      variant = variants_.meet(variant).number;
    }
    for (uint32_t& between : document.between) between = between_.meet(between).number;
    ledger_->add(document);
  }

  Graph finish(const EarlierDerivation& earlier = {}) && {
    bind_shared();
    facts_ = {};
    citations_ = {};
    if (!derive_) return std::move(builder_).freeze();
    std::move(*derive_).derive_into(builder_, earlier, &ledger_->trace());
    derive_.reset();
    return std::move(builder_).freeze(nullptr, &ledger_->arrangement());
  }

 private:
  void begin_document() {
    builder_.count_rows(&rows_before_);
    noted_.variants.clear();
    noted_.between.clear();
    noted_.document.row = kNoId;
    documents_.push_back(kNoId);
  }

  void end_document(const DocumentRecord& record) {
    if (ledger_ == nullptr) return;
    builder_.count_rows(&rows_);
    noted_.id = record.id;
    noted_.block_digest = record.block_digest;
    noted_.source = smallest_source(record);
    note_added(rows_before_.nodes, rows_.nodes, &noted_.nodes);
    note_added(rows_before_.relationships, rows_.relationships, &noted_.relationships);
    if (noted_.document.row != kNoId) {
      const LabelSetId set = noted_.document.label_set;
      if (set < rows_before_.nodes.size()) noted_.document.row -= rows_before_.nodes[set];
    }
    ledger_->add(noted_);
  }
  static void note_added(const std::vector<uint32_t>& before, const std::vector<uint32_t>& now,
                         std::vector<LedgerDocument::Count>* counts) {
    counts->clear();
    for (size_t i = 0; i < now.size(); ++i) {
      const uint32_t added = now[i] - (i < before.size() ? before[i] : 0);
      if (added > 0) counts->emplace_back(uint16_t(i), added);
    }
  }

  // Whether no document before had this relationship between the same shared nodes.
  bool is_new(const BlockRelationship& edge) {
    const auto met = between_.meet(
        facts_.between(edge.type, shared_ids_[edge.start], shared_ids_[edge.end]));
    noted_.between.push_back(met.number);
    return met.is_new;
  }

  NodeId shared(const BlockNode& block_node) {
    const uint32_t variant = facts_.variant(block_node);
    const uint32_t node = facts_.variants()[variant].node;
    noted_.variants.push_back(variants_.meet(variant).number);
    nodes_.meet(node);
    shared_ids_.push_back(node);
    return placeholder_of(node);
  }

  NodeId own(const DecodedDocument& document, BlockNode& node) {
    const bool is_document = node.id == document.record.id;
    // The same content may lie under several names; the smallest is the one that is shown.
    if (is_document && !document.record.sources.empty()) {
      node.properties.push_back({key::kFile, Value::borrowed(document.record.sources.front())});
    }
    const NodeId id = add(node.labels, node.properties);
    if (is_document) {
      citations_.add(uint32_t(documents_.size() - 1), find_value(node.properties, key::kDocNumber),
                     find_value(node.properties, key::kTitle));
      documents_.back() = id;
      noted_.document = builder_.last_place();
    }
    return id;
  }

  NodeId add(std::span<const std::string_view> labels, std::span<const Property> properties) {
    const NodeId id = builder_.add_node(labels, properties);
    if (derive_) derive_->add_node(id, labels, properties);
    return id;
  }

  void bind_shared() {
    const std::vector<std::vector<uint32_t>> variants = facts_.by_node(variants_);
    std::vector<uint32_t> by_id = nodes_.things();
    std::ranges::sort(by_id, {}, [&](uint32_t n) -> const std::string& { return facts_.id(n); });
    std::vector<SharedPlace> places(facts_.node_count());
    std::vector<std::string_view> labels;
    std::vector<Property> properties;
    for (const uint32_t node : by_id) {
      const SharedFacts::Variant merged = facts_.merge(variants[node]);
      places[node].document = citations_.resolve(facts_.id(node), merged);
      NodeId id = kNoId;
      if (places[node].document != kNoId) {
        id = documents_[places[node].document];
      } else {
        labels.assign(merged.labels.begin(), merged.labels.end());
        properties.clear();
        for (const auto& [key, value] : merged.properties) properties.push_back({key, value});
        id = add(labels, properties);
        places[node].place = builder_.last_place();
      }
      builder_.bind(placeholders_[node], id);
      if (derive_) derive_->bind(placeholders_[node], id);
    }
    if (ledger_ != nullptr) {
      ledger_->set_shared(facts_, nodes_, variants_, between_, std::move(places));
    }
  }

  GraphBuilder builder_;
  LedgerWriter* ledger_;
  std::optional<DeriveInput> derive_;
  SharedFacts facts_;
  FirstMet nodes_, variants_, between_;  // of those facts: in the order of documents
  Citations citations_;
  std::vector<NodeId> documents_;        // own nodes, by document; kNoId: it has none
  std::vector<NodeId> placeholders_;     // by shared node
  // Of the document that is added:
  std::vector<NodeId> ids_;              // of its nodes
  std::vector<uint32_t> shared_ids_;     // of its shared nodes, their numbers
  LedgerDocument noted_;
  GraphBuilder::RowCounts rows_before_, rows_;
};

// Takes rows out of an earlier image, a stretch of documents at a time.
class Copying {
 public:
  Copying(const Graph& image, const Ledger& ledger, const Changes& changes, Assembler& assembler,
          const std::filesystem::path& spill_folder)
      : image_(image), changes_(changes), assembler_(assembler), spill_(spill_folder),
        copier_(image, assembler.builder()), reader_(ledger), nodes_(image.label_set_count()),
        relationships_(image.types().size()), there_(image.node_count(), kNoId) {
    assembler.derive_input().start_copying(image);
    for (TypeId type = 0; type < image.types().size(); ++type) {
      ledger.read_positions(type, &positions_.emplace_back(&spill_));
    }
    bind_shared();
  }

  // Documents from `first` to `last`, which follow each other in the ledger too.
  void copy(uint32_t first, uint32_t last) {
    while (next_ < changes_.documents[first].before) pass();
    const std::vector<uint32_t> nodes = nodes_, relationships = relationships_;
    Ledger::Reader again = reader_;
    for (uint32_t d = first; d < last; ++d) pass();
    for (LabelSetId set = 0; set < nodes_.size(); ++set) copy_nodes(set, {nodes[set], nodes_[set]});
    for (TypeId type = 0; type < relationships_.size(); ++type) {
      copy_relationships(type, {relationships[type], relationships_[type]});
    }
    for (uint32_t d = first; d < last; ++d) {
      again.next(&document_);
      const NodeId own = changes_.nodes_before[changes_.documents[d].before];
      assembler_.add_copied(document_, own == kNoId ? kNoId : there_[own], copier_);
    }
  }

 private:
  static constexpr uint32_t kStep = 1u << 16;  // relationships

  // Shared nodes, and documents of the corpus that are cited, stand for themselves.
  void bind_shared() {
    for (uint32_t node = 0; node < changes_.places_before.size(); ++node) {
      if (!changes_.kept_nodes[node]) continue;
      const SharedPlace& before = changes_.places_before[node];
      const NodeId old = before.document == kNoId
                             ? image_.nodes_of(before.place.label_set).begin + before.place.row
                             : changes_.nodes_before[before.document];
      there_[old] = assembler_.placeholder_of(node);
    }
  }

  void pass() {
    reader_.next(&document_);
    ++next_;
    for (const auto& [set, rows] : document_.nodes) nodes_[set] += rows;
    for (const auto& [type, rows] : document_.relationships) relationships_[type] += rows;
  }

  void copy_nodes(LabelSetId set, IdRange rows) {
    if (rows.size() == 0) return;
    const NodeId first = copier_.add_nodes(set, rows);
    const auto begin = there_.begin() + image_.nodes_of(set).begin + rows.begin;
    std::iota(begin, begin + rows.size(), first);
    std::vector<std::string_view> labels;
    for (const LabelId label : image_.labels_of(set)) labels.push_back(image_.labels().name(label));
    assembler_.derive_input().copy_nodes(labels, set, rows, first);
    image_.forget();
  }

  void copy_relationships(TypeId type, IdRange rows) {
    const GrowingArray<uint32_t>& positions = positions_[type];
    std::vector<uint32_t> at;
    std::vector<NodeId> starts, ends;
    for (uint32_t begin = rows.begin; begin < rows.end; begin += kStep) {
      at.resize(std::min(kStep, rows.end - begin));
      std::iota(at.begin(), at.end(), begin);
      if (!positions.empty()) {
        for (uint32_t& position : at) position = positions[position];
      }
      copier_.read_ends(type, at, &starts, &ends);
      for (std::vector<NodeId>* nodes : {&starts, &ends}) {
        for (NodeId& node : *nodes) node = now(node);
      }
      copier_.add_relationships(type, at, starts, ends);
      assembler_.derive_input().add_relationships(image_.types().name(type), starts, ends);
    }
    positions.memory().forget();
    image_.forget();
  }

  NodeId now(NodeId before) const {
    if (there_[before] != kNoId) return there_[before];
    throw StoreError(ExitCode::kInternal, "the ledger of the image does not fit it");
  }

  const Graph& image_;
  const Changes& changes_;
  Assembler& assembler_;
  const Spill spill_;
  RowCopier copier_;
  std::vector<GrowingArray<uint32_t>> positions_;  // by type: of rows, as they were added
  Ledger::Reader reader_;
  LedgerDocument document_;
  uint32_t next_ = 0;                    // document of the ledger
  std::vector<uint32_t> nodes_;          // by label set: rows of the documents before it
  std::vector<uint32_t> relationships_;  // by type: likewise
  std::vector<NodeId> there_;            // the builder's node, by the image's
};

}  // namespace

Graph assemble_graph(const Store& store, bool derived) {
  if (derived) return assemble_with_ledger(store).graph;
  Assembler assembler(store.path(), nullptr);
  for_each_decoded(store, [&](DecodedDocument& document) { assembler.add(document); });
  return std::move(assembler).finish();
}

Assembled assemble_with_ledger(const Store& store) {
  Assembled out;
  out.ledger = std::make_unique<LedgerWriter>(store.path());
  Assembler assembler(store.path(), out.ledger.get());
  for_each_decoded(store, [&](DecodedDocument& document) { assembler.add(document); });
  out.graph = std::move(assembler).finish();
  return out;
}

Assembled assemble_from(const Graph& image, const Ledger& ledger, const Store& store) {
  std::optional<Changes> changes = find_changes(store, ledger, image);
  ledger.forget();
  image.forget();
  if (!changes) return assemble_with_ledger(store);
  Assembled out;
  out.ledger = std::make_unique<LedgerWriter>(store.path());
  Assembler assembler(store.path(), out.ledger.get(), *changes);
  std::unordered_set<std::string_view> changed;
  {
    Copying copying(image, ledger, *changes, assembler, store.path());
    DecodedDocument decoded;
    const std::vector<Changes::Document>& documents = changes->documents;
    for (uint32_t d = 0; d < documents.size();) {
      if (documents[d].read) {
        const std::string& id = changes->ids.at(d);
        if (documents[d].changed) changed.insert(id);
        read_document(store, id, decoded);
        assembler.add(decoded);
        ++d;
        continue;
      }
      uint32_t end = d + 1;
      while (end < documents.size() && !documents[end].read &&
             documents[end].before == documents[end - 1].before + 1) {
        ++end;
      }
      copying.copy(d, end);
      out.taken_over += end - d;
      d = end;
    }
  }
  ledger.forget();
  EarlierDerivation earlier;
  if (changes->derivations_hold) {
    earlier = {ledger.trace(), [&](std::string_view id) { return !changed.contains(id); },
               [&] { ledger.forget(); }};
  }
  out.graph = std::move(assembler).finish(earlier);
  return out;
}

}  // namespace zhengmai
