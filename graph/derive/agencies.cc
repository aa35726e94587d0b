#include "graph/derive/agencies.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "graph/model/schema.h"

namespace zhengmai::derive_internal {
namespace {

double shared_functions(const AgencyRow& a, const AgencyRow& b) {
  if (a.functions.empty() || b.functions.empty()) return 0;
  std::vector<std::string_view> common;
  std::set_intersection(a.functions.begin(), a.functions.end(), b.functions.begin(),
                        b.functions.end(), std::back_inserter(common));
  const size_t either = a.functions.size() + b.functions.size() - common.size();
  return double(common.size()) / double(either);
}

// The agencies of one jurisdiction that answer to `agency`: its class, or the best by functions.
void add_counterparts(const Corpus& corpus, const AgencyRow& agency,
                      const std::vector<uint32_t>& above, std::vector<DerivedRelationship>* out) {
  const auto add = [&](const AgencyRow& other, Derivation derivation, double score) {
    out->push_back({agency.node, other.node, score, 0, derivation});
  };
  bool found = false;
  for (const uint32_t i : above) {
    const AgencyRow& other = corpus.agencies[i];
    if (other.agency_class != agency.agency_class) continue;
    add(other, Derivation::kSameClass, 1);
    found = true;
  }
  if (found) return;
  double best = 0;
  for (const uint32_t i : above)
    best = std::max(best, shared_functions(agency, corpus.agencies[i]));
  for (const uint32_t i : above) {
    const AgencyRow& other = corpus.agencies[i];
    if (best > 0 && shared_functions(agency, other) == best) add(other, Derivation::kSharedFunctions, best);
  }
}

}  // namespace

std::vector<DerivedRelationship> co_assigned(const Corpus& corpus) {
  std::vector<int64_t> measures_of(corpus.agencies.size());
  std::unordered_map<uint64_t, int64_t> pairs;
  std::vector<uint32_t> agencies;
  for (uint32_t m = 0; m < corpus.measures.size(); ++m) {
    if (corpus.measures[m].duplicate) continue;
    corpus.agencies_of(m, &agencies);
    for (size_t i = 0; i < agencies.size(); ++i) {
      ++measures_of[agencies[i]];
      for (size_t k = i + 1; k < agencies.size(); ++k) {
        ++pairs[uint64_t(agencies[i]) << 32 | agencies[k]];
      }
    }
  }
  std::vector<std::pair<uint64_t, int64_t>> sorted(pairs.begin(), pairs.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<DerivedRelationship> out;
  out.reserve(sorted.size());
  for (const auto& [pair, count] : sorted) {
    // Agencies are rows in the order of their ids, so the first of a pair has the smaller id.
    const auto a = uint32_t(pair >> 32), b = uint32_t(pair);
    const double either = double(measures_of[a] + measures_of[b] - count);
    out.push_back({corpus.agencies[a].node, corpus.agencies[b].node, double(count) / either,
                   uint32_t(count), Derivation::kSharedMeasures});
  }
  return out;
}

std::vector<DerivedRelationship> counterparts(const Corpus& corpus) {
  std::map<int, std::vector<uint32_t>> by_place;
  for (uint32_t i = 0; i < corpus.agencies.size(); ++i) {
    const AgencyRow& agency = corpus.agencies[i];
    if (agency.agency_class != kNoId) by_place[agency.jurisdiction].push_back(i);
  }
  std::vector<DerivedRelationship> out;
  for (const auto& [place, rows] : by_place) {
    if (place == kCountry || place == 0) continue;
    const int province = place / 10000 * 10000;
    std::vector<int> higher{kCountry};
    if (place != province) higher.push_back(province);
    for (const int above : higher) {
      const auto found = by_place.find(above);
      if (found == by_place.end()) continue;
      for (const uint32_t row : rows) {
        add_counterparts(corpus, corpus.agencies[row], found->second, &out);
      }
    }
  }
  return out;
}

}  // namespace zhengmai::derive_internal
