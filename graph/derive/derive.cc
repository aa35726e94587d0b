#include "graph/derive/derive.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "graph/derive/agencies.h"
#include "graph/derive/align.h"
#include "graph/derive/corpus.h"
#include "graph/derive/kept.h"
#include "graph/derive/similar.h"
#include "graph/derive/texts.h"
#include "graph/model/schema.h"

namespace zhengmai {

using derive_internal::Corpus;

std::string_view DerivedRelationship::type() const {
  switch (derivation) {
    case Derivation::kSharedMeasures: return type::kCoAssigned;
    case Derivation::kSameClass:
    case Derivation::kSharedFunctions: return type::kCounterpartOf;
    case Derivation::kKept:
    case Derivation::kAdapted: return type::kDerivedFrom;
    case Derivation::kSharedRuns: return type::kSimilarTo;
  }
  return {};
}

std::string_view DerivedRelationship::method() const {
  switch (derivation) {
    case Derivation::kSharedMeasures: return "shared measures";
    case Derivation::kSameClass: return "class";
    case Derivation::kSharedFunctions: return "functions";
    case Derivation::kKept:
    case Derivation::kAdapted: return "wording, agencies and themes";
    case Derivation::kSharedRuns: return "shared 8-character runs";
  }
  return {};
}

std::string_view DerivedRelationship::kind() const {
  return derivation == Derivation::kKept      ? "kept"
         : derivation == Derivation::kAdapted ? "adapted"
                                              : "";
}

std::vector<Property> DerivedRelationship::properties() const {
  std::vector<Property> out;
  out.reserve(5);
  out.push_back({key::kDerived, Value::boolean(true)});
  out.push_back({key::kMethod, Value::borrowed(method())});
  out.push_back({key::kScore, Value::floating(score)});
  if (!kind().empty()) out.push_back({key::kKind, Value::borrowed(kind())});
  if (count > 0) out.push_back({key::kCount, Value::integer(count)});
  return out;
}

void derive(const Graph& graph, const DeriveOptions& options,
            const std::function<void(const DerivedRelationship&)>& add,
            const EarlierDerivation& earlier, DeriveTrace* trace) {
  const Corpus corpus(graph);
  DeriveTrace unasked;
  if (trace == nullptr) trace = &unasked;
  const auto add_all = [&](std::vector<DerivedRelationship> part) {
    std::ranges::sort(part, [](const DerivedRelationship& a, const DerivedRelationship& b) {
      return std::tie(a.start, a.end, b.score) < std::tie(b.start, b.end, a.score);
    });
    for (const DerivedRelationship& relationship : part) add(relationship);
  };
  // In the order of their types' names, one kind after the other: what two kinds need at once does
  // not fit in memory for a million documents.
  if (options.counterparts) add_all(derive_internal::counterparts(corpus));
  if (options.co_assigned) add_all(derive_internal::co_assigned(corpus));
  if (!options.derived_from && !options.similar) return;
  const derive_internal::MeasureTexts texts(corpus);
  const derive_internal::Kept kept(corpus, earlier);
  kept.note_documents(corpus, trace);
  if (options.derived_from) add_all(derive_internal::derived_from(corpus, texts, kept, trace));
  corpus.forget();
  kept.forget();
  if (options.similar) add_all(derive_internal::similar(corpus, texts, options, kept, trace));
  // Measures without a document cannot be told again: they are counted behind all others.
  const bool orphans = !corpus.measures.empty() && corpus.measures.back().document == kNoId;
  if (orphans) *trace = DeriveTrace();
}

std::vector<DerivedRelationship> derive(const Graph& graph, const DeriveOptions& options) {
  std::vector<DerivedRelationship> all;
  derive(graph, options, [&](const DerivedRelationship& r) { all.push_back(r); });
  return all;
}

std::vector<DocumentComparison> compare_documents(const Graph& graph) {
  const auto derived = graph.types().find(type::kDerivedFrom);
  if (!derived) return {};
  const Corpus corpus(graph);
  std::unordered_map<NodeId, uint32_t> rows;
  for (uint32_t i = 0; i < corpus.measures.size(); ++i) rows.emplace(corpus.measures[i].node, i);

  std::map<std::pair<uint32_t, uint32_t>, std::set<uint32_t>>
      joined;  // by documents
  for (uint32_t i = 0; i < corpus.measures.size(); ++i) {
    for (const Arc arc : graph.arcs_out(corpus.measures[i].node, *derived)) {
      const auto national = rows.find(arc.node);
      if (national == rows.end()) continue;
      const uint32_t from = corpus.measures[i].document;
      const uint32_t to = corpus.measures[national->second].document;
      if (from == kNoId || to == kNoId) continue;
      auto& measures = joined[{from, to}];
      measures.insert(i);
      measures.insert(national->second);
    }
  }
  const auto missing = [&](uint32_t row, const std::set<uint32_t>& answered) {
    std::vector<NodeId> nodes;
    const IdRange rows = corpus.documents[row].measures;
    for (uint32_t m = rows.begin; m < rows.end; ++m) {
      if (!corpus.measures[m].duplicate && !answered.contains(m)) {
        nodes.push_back(corpus.measures[m].node);
      }
    }
    return nodes;
  };
  std::vector<DocumentComparison> out;
  for (const auto& [documents, measures] : joined) {
    out.push_back({corpus.documents[documents.first].node, corpus.documents[documents.second].node,
                   missing(documents.first, measures), missing(documents.second, measures)});
  }
  return out;
}

}  // namespace zhengmai
