#include "graph/load/changes.h"

#include <algorithm>

#include "graph/load/read_ahead.h"
#include "graph/model/schema.h"

namespace zhengmai {
namespace {

constexpr size_t kMostChanged = 3;  // one document in so many; more are as well read with the others

// What a changed document has in common with others.
struct Shares {
  std::vector<uint32_t> variants, between;
  Value number, title;  // own their bytes
};

Value copied(const Value* value) {
  return value != nullptr && value->is_string() ? Value::string(std::string(value->as_string()))
                                                : Value::null();
}

class Comparison {
 public:
  Comparison(const Store& store, const Ledger& ledger, const Graph& image)
      : store_(store), ledger_(ledger), image_(image) {}

  std::optional<Changes> run() && {
    ledger_.read_shared(&changes_.facts, &changes_.places_before);
    if (!match_documents()) return std::nullopt;
    for (const auto& [document, id] : changes_.ids) read_shares(document, id);
    meet_shares();
    read_givers();
    merge_shared();
    note_ids();
    return std::move(changes_);
  }

 private:
  bool match_documents();
  void read_shares(uint32_t document, const std::string& id);
  void meet_shares();
  void meet(uint32_t document, const std::vector<uint32_t>& variants,
            const std::vector<uint32_t>& between);
  void read_givers();
  void merge_shared();
  bool same_for_derivations(const std::vector<uint32_t>& before,
                            const std::vector<uint32_t>& now) const;
  void note_ids();
  void read_citing(const std::vector<bool>& nodes);
  void read(uint32_t document) { changes_.documents[document].read = true; }

  const Store& store_;
  const Ledger& ledger_;
  const Graph& image_;
  Changes changes_;
  std::unordered_map<uint32_t, Shares> shares_;  // of changed documents
  FirstMet variants_before_, variants_;
  std::vector<uint32_t> givers_before_;  // of each relationship between shared nodes: ledger's number
  std::vector<uint32_t> givers_;         // likewise, now
};

// Both come in the order of ids.
bool Comparison::match_documents() {
  changes_.now.assign(ledger_.document_count(), kNoId);
  Ledger::Reader reader(ledger_);
  LedgerDocument before;
  uint32_t number = 0;
  bool more = reader.next(&before);
  const auto skip = [&] {
    more = reader.next(&before);
    ++number;
  };
  store_.for_each_record([&](const DocumentRecord& record) {
    while (more && before.id < record.id) skip();
    Changes::Document document;
    const auto now = uint32_t(changes_.documents.size());
    if (more && before.id == record.id) {
      document.before = number;
      document.changed = document.read = !before.fits(record);
      changes_.now[number] = now;
    }
    if (document.changed) changes_.ids.emplace(now, record.id);
    changes_.documents.push_back(document);
  });
  return changes_.ids.size() * kMostChanged <= changes_.documents.size();
}

void Comparison::read_shares(uint32_t document, const std::string& id) {
  DecodedDocument decoded;
  read_document(store_, id, decoded);
  Shares& shares = shares_[document];
  std::vector<uint32_t> nodes;
  for (uint32_t i = 0; i < decoded.node_count; ++i) {
    const BlockNode& node = decoded.nodes[i];
    if (i < decoded.shared_count) {
      shares.variants.push_back(changes_.facts.variant(node));
      nodes.push_back(changes_.facts.variants()[shares.variants.back()].node);
    } else if (node.id == id) {
      shares.number = copied(find_value(node.properties, key::kDocNumber));
      shares.title = copied(find_value(node.properties, key::kTitle));
    }
  }
  for (uint32_t i = 0; i < decoded.relationship_count; ++i) {
    const BlockRelationship& edge = decoded.relationships[i];
    if (edge.start >= decoded.shared_count || edge.end >= decoded.shared_count) continue;
    shares.between.push_back(changes_.facts.between(edge.type, nodes[edge.start], nodes[edge.end]));
  }
}

void Comparison::meet(uint32_t document, const std::vector<uint32_t>& variants,
                      const std::vector<uint32_t>& between) {
  for (const uint32_t variant : variants) variants_.meet(variant);
  for (const uint32_t number : between) {
    if (number >= givers_.size()) givers_.resize(size_t{number} + 1, kNoId);
    if (givers_[number] == kNoId) givers_[number] = document;
  }
}

// What all documents share, those of the ledger and those there are, in their orders.
void Comparison::meet_shares() {
  const auto own_key = [&](std::string_view name) { return image_.keys().find(name); };
  const auto number_key = own_key(key::kDocNumber), title_key = own_key(key::kTitle);
  const auto property = [&](NodeId node, std::optional<KeyId> key) {
    return key ? image_.node_property(node, *key) : Value::null();
  };
  std::vector<uint32_t> rows(image_.label_set_count());  // of the documents before
  Ledger::Reader reader(ledger_);
  LedgerDocument before;
  uint32_t read = 0;
  const auto read_next = [&] {
    reader.next(&before);
    for (const uint32_t number : before.between) {
      if (number >= givers_before_.size()) givers_before_.resize(size_t{number} + 1, kNoId);
      if (givers_before_[number] == kNoId) givers_before_[number] = read;
    }
    for (const uint32_t variant : before.variants) variants_before_.meet(variant);
    NodeId own = kNoId;
    for (const auto& [set, count] : before.nodes) {
      if (before.document.row != kNoId && set == before.document.label_set) {
        own = image_.nodes_of(set).begin + rows[set] + before.document.row;
      }
      rows[set] += count;
    }
    changes_.nodes_before.push_back(own);
    ++read;
  };
  for (uint32_t d = 0; d < changes_.documents.size(); ++d) {
    const Changes::Document& document = changes_.documents[d];
    if (document.changed) {
      const Shares& shares = shares_[d];
      meet(d, shares.variants, shares.between);
      changes_.citations.add(d, &shares.number, &shares.title);
      continue;
    }
    while (read <= document.before) read_next();
    meet(d, before.variants, before.between);
    const NodeId own = changes_.nodes_before.back();
    if (own == kNoId) continue;
    const Value number = property(own, number_key), title = property(own, title_key);
    changes_.citations.add(d, &number, &title);
  }
  while (read < ledger_.document_count()) read_next();
}

// Documents that gave a relationship to the graph and do no longer, and the reverse.
void Comparison::read_givers() {
  for (size_t number = 0; number < std::max(givers_before_.size(), givers_.size()); ++number) {
    const uint32_t before = number < givers_before_.size() ? givers_before_[number] : kNoId;
    const uint32_t now = number < givers_.size() ? givers_[number] : kNoId;
    const uint32_t giver_before = before == kNoId ? kNoId : changes_.now[before];
    if (giver_before == now) continue;
    for (const uint32_t document : {giver_before, now}) {
      if (document != kNoId) read(document);
    }
  }
}

bool Comparison::same_for_derivations(const std::vector<uint32_t>& before,
                                      const std::vector<uint32_t>& now) const {
  SharedFacts::Variant a = changes_.facts.merge(before), b = changes_.facts.merge(now);
  std::ranges::sort(a.labels);
  std::ranges::sort(b.labels);
  const Value* const class_a = find_value(a.properties, key::kClass);
  const Value* const class_b = find_value(b.properties, key::kClass);
  const auto or_null = [](const Value* value) { return value ? *value : Value::null(); };
  return a.labels == b.labels && or_null(class_a) == or_null(class_b);
}

// What shared nodes are now, beside what they were.
void Comparison::merge_shared() {
  const auto before = changes_.facts.by_node(variants_before_);
  const auto now = changes_.facts.by_node(variants_);
  const size_t known = changes_.places_before.size();
  changes_.kept_nodes.assign(known, false);
  std::vector<bool> moved(known);  // it is another document now, or none any more
  for (uint32_t node = 0; node < known; ++node) {
    if (now[node].empty()) continue;
    if (before[node] != now[node] && !same_for_derivations(before[node], now[node])) {
      changes_.derivations_hold = false;
    }
    const uint32_t was = changes_.places_before[node].document;
    const uint32_t is = changes_.citations.resolve(changes_.facts.id(node),
                                                   changes_.facts.merge(now[node]));
    const bool same = was == kNoId ? is == kNoId : is != kNoId && changes_.now[was] == is;
    changes_.kept_nodes[node] = same;
    moved[node] = !same;
  }
  if (std::ranges::find(moved, true) != moved.end()) read_citing(moved);
}

void Comparison::read_citing(const std::vector<bool>& nodes) {
  Ledger::Reader reader(ledger_);
  LedgerDocument document;
  for (uint32_t number = 0; reader.next(&document); ++number) {
    if (changes_.now[number] == kNoId) continue;
    const bool cites = std::ranges::any_of(document.variants, [&](uint32_t variant) {
      return nodes[changes_.facts.variants()[variant].node];
    });
    if (cites) read(changes_.now[number]);
  }
}

void Comparison::note_ids() {
  Ledger::Reader reader(ledger_);
  LedgerDocument document;
  for (uint32_t number = 0; reader.next(&document); ++number) {
    const uint32_t now = changes_.now[number];
    if (now != kNoId && changes_.documents[now].read) changes_.ids.emplace(now, document.id);
  }
}

}  // namespace

std::optional<Changes> find_changes(const Store& store, const Ledger& ledger, const Graph& image) {
  return Comparison(store, ledger, image).run();
}

}  // namespace zhengmai
