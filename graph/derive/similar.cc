#include "graph/derive/similar.h"

#include <algorithm>
#include <tuple>

#include "graph/derive/wording.h"
#include "graph/memory/parallel.h"
#include "graph/model/schema.h"

namespace zhengmai::derive_internal {
namespace {

constexpr size_t kRun = 8;           // characters
constexpr uint64_t kSample = 8;      // one run in so many is indexed
constexpr size_t kNeighbours = 16;   // pairs a measure forms at most over one run
constexpr size_t kFewestShared = 12; // a 19-character quotation: less is a common phrase
constexpr size_t kFewestSampled = 2; // sampled runs that make a candidate
constexpr size_t kTask = 256;        // measures a task

struct Posting {
  uint64_t run;
  uint32_t measure;
};

struct Pair {
  uint32_t first;
  uint32_t second;
  double score;
};

class Similarity {
 public:
  Similarity(const Corpus& corpus, const DeriveOptions& options)
      : measures_(corpus.measures), options_(options) {
    index();
  }

  std::vector<Pair> pairs() const {
    const size_t tasks = (measures_.size() + kTask - 1) / kTask;
    std::vector<std::vector<Pair>> found(tasks);
    parallel_for(tasks, [&](size_t t) {
      const size_t end = std::min((t + 1) * kTask, measures_.size());
      for (size_t m = t * kTask; m < end; ++m) compare(uint32_t(m), &found[t]);
    });
    std::vector<Pair> all;
    for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
    return keep_best(std::move(all));
  }

 private:
  void index() {
    const size_t tasks = (measures_.size() + kTask - 1) / kTask;
    std::vector<std::vector<Posting>> parts(tasks);
    distinct_.resize(measures_.size());
    parallel_for(tasks, [&](size_t t) {
      const size_t end = std::min((t + 1) * kTask, measures_.size());
      for (size_t m = t * kTask; m < end; ++m) {
        if (measures_[m].duplicate) continue;
        const std::vector<uint64_t> runs = runs_of(letters_of(measures_[m].text), kRun);
        distinct_[m] = uint32_t(runs.size());
        for (const uint64_t run : runs) {
          if (run % kSample == 0) parts[t].push_back({run, uint32_t(m)});
        }
      }
    });
    for (auto& part : parts) {
      postings_.insert(postings_.end(), part.begin(), part.end());
      part = {};
    }
    std::sort(postings_.begin(), postings_.end(), [](const Posting& a, const Posting& b) {
      return std::tie(a.run, a.measure) < std::tie(b.run, b.measure);
    });
    // Where each measure's postings are, so that it meets its successors without searching.
    starts_.assign(measures_.size() + 1, 0);
    for (const Posting& p : postings_) ++starts_[p.measure + 1];
    for (size_t i = 0; i < measures_.size(); ++i) starts_[i + 1] += starts_[i];
    places_.resize(postings_.size());
    std::vector<uint64_t> next(starts_.begin(), starts_.end() - 1);
    for (size_t i = 0; i < postings_.size(); ++i) places_[next[postings_[i].measure]++] = i;
  }

  // The later measures that share enough sampled runs with `measure`, those that share most.
  std::vector<uint32_t> candidates(uint32_t measure) const {
    std::vector<uint32_t> met;
    for (uint64_t p = starts_[measure]; p < starts_[measure + 1]; ++p) {
      const size_t at = places_[p];
      const size_t end = std::min(at + 1 + kNeighbours, postings_.size());
      for (size_t i = at + 1; i < end && postings_[i].run == postings_[at].run; ++i) {
        const uint32_t other = postings_[i].measure;
        if (measures_[other].document != measures_[measure].document) met.push_back(other);
      }
    }
    std::sort(met.begin(), met.end());
    std::vector<std::pair<size_t, uint32_t>> counted;
    for (size_t i = 0; i < met.size();) {
      size_t k = i;
      while (k < met.size() && met[k] == met[i]) ++k;
      if (k - i >= kFewestSampled) counted.emplace_back(k - i, met[i]);
      i = k;
    }
    std::sort(counted.begin(), counted.end(), [](const auto& a, const auto& b) {
      return std::tie(b.first, a.second) < std::tie(a.first, b.second);
    });
    std::vector<uint32_t> out;
    for (const auto& [count, other] : counted) {
      if (out.size() == 2 * size_t(options_.most_similar)) break;
      out.push_back(other);
    }
    return out;
  }

  void compare(uint32_t measure, std::vector<Pair>* out) const {
    const std::vector<uint32_t> others = candidates(measure);
    if (others.empty()) return;
    RunSet mine(letters_of(measures_[measure].text), kRun);
    std::u32string letters;
    for (const uint32_t other : others) {
      letters_of(measures_[other].text, &letters);
      const size_t shared = mine.count_shared(letters);
      const double score = double(shared) / std::min(distinct_[measure], distinct_[other]);
      if (shared >= kFewestShared && score >= options_.least_similarity) {
        out->push_back({measure, other, score});
      }
    }
  }

  // A pair stays when it is among the best of either measure.
  std::vector<Pair> keep_best(std::vector<Pair> all) const {
    std::sort(all.begin(), all.end(), [](const Pair& a, const Pair& b) {
      return std::tie(b.score, a.first, a.second) < std::tie(a.score, b.first, b.second);
    });
    std::vector<uint32_t> taken(measures_.size());
    std::vector<Pair> kept;
    for (const Pair& pair : all) {
      const bool first = taken[pair.first]++ < options_.most_similar;
      const bool second = taken[pair.second]++ < options_.most_similar;
      if (first || second) kept.push_back(pair);
    }
    return kept;
  }

  const std::vector<MeasureRow>& measures_;
  const DeriveOptions& options_;
  std::vector<uint32_t> distinct_;  // runs of each measure
  std::vector<Posting> postings_;   // by run, then measure
  std::vector<uint64_t> starts_;    // of each measure in places_
  std::vector<uint64_t> places_;    // of its postings
};

}  // namespace

std::vector<DerivedRelationship> similar(const Corpus& corpus, const DeriveOptions& options) {
  std::vector<DerivedRelationship> out;
  for (const Pair& pair : Similarity(corpus, options).pairs()) {
    const MeasureRow* a = &corpus.measures[pair.first];
    const MeasureRow* b = &corpus.measures[pair.second];
    if (b->id < a->id) std::swap(a, b);
    out.push_back(
        {type::kSimilarTo, a->node, b->node, "shared 8-character runs", pair.score, {}, 0});
  }
  return out;
}

}  // namespace zhengmai::derive_internal
