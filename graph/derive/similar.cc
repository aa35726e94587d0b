#include "graph/derive/similar.h"

#include <algorithm>
#include <tuple>

#include "graph/derive/wording.h"
#include "graph/memory/parallel.h"
#include "graph/model/error.h"

namespace zhengmai::derive_internal {
namespace {

constexpr size_t kRun = 8;           // characters
constexpr uint64_t kSample = 8;      // one run in so many is indexed
constexpr size_t kNeighbours = 16;   // pairs a measure forms at most over one run
constexpr size_t kFewestShared = 12; // a 19-character quotation: less is a common phrase
constexpr size_t kFewestSampled = 2; // sampled runs that make a candidate
constexpr size_t kTask = 256;        // measures a task
constexpr size_t kRound = 256;       // tasks after which weak pairs are dropped

// 32 bits of the hash of a run, and the measure that has it. That two runs share them now and then
// makes a candidate too many; scores are counted over whole runs.
struct Posting {
  uint32_t run;
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
    std::vector<Pair> all;
    size_t room = kRound * kTask * kNeighbours;
    for (size_t first = 0; first < tasks; first += kRound) {
      std::vector<std::vector<Pair>> found(std::min(kRound, tasks - first));
      parallel_for(found.size(), [&](size_t t) {
        const size_t begin = (first + t) * kTask;
        const size_t end = std::min(begin + kTask, measures_.size());
        Scratch scratch;
        for (size_t m = begin; m < end; ++m) compare(uint32_t(m), scratch, &found[t]);
      });
      for (const auto& part : found) all.insert(all.end(), part.begin(), part.end());
      // What is not among the best so far will not be later: better pairs only become more.
      if (all.size() > room) {
        all = keep_best(std::move(all));
        room = std::max(room, 2 * all.size());
      }
    }
    return keep_best(std::move(all));
  }

 private:
  // What comparing needs anew for each measure, in memory that is used again.
  struct Scratch {
    RunSet mine{kRun};
    std::u32string letters;
    std::vector<uint32_t> met;                          // candidates, once a shared run
    std::vector<std::pair<size_t, uint32_t>> counted;   // shared runs; candidate
    std::vector<uint32_t> others;
  };

  void index() {
    constexpr size_t kBuckets = 256;  // by the upper bits of the run, sorted side by side
    const size_t tasks = (measures_.size() + kTask - 1) / kTask;
    std::vector<std::vector<Posting>> parts(tasks);
    distinct_.resize(measures_.size());
    parallel_for(tasks, [&](size_t t) {
      const size_t end = std::min((t + 1) * kTask, measures_.size());
      RunSet runs(kRun);
      std::u32string letters;
      for (size_t m = t * kTask; m < end; ++m) {
        if (measures_[m].duplicate) continue;
        letters_of(measures_[m].text, &letters);
        runs.assign(letters);
        distinct_[m] = uint32_t(runs.size());
        runs.for_each([&](uint64_t run) {
          if (run % kSample == 0) parts[t].push_back({uint32_t(run >> 16), uint32_t(m)});
        });
      }
    });
    std::vector<size_t> begin(kBuckets + 1);
    for (const auto& part : parts) {
      for (const Posting& p : part) ++begin[(p.run >> 24) + 1];
    }
    for (size_t i = 0; i < kBuckets; ++i) begin[i + 1] += begin[i];
    if (begin.back() > UINT32_MAX) {
      throw LimitError("too much text to look for similar measures in",
                       "split the documents into several stores");
    }
    postings_.resize(begin.back());
    std::vector<size_t> next(begin.begin(), begin.end() - 1);
    for (auto& part : parts) {
      for (const Posting& p : part) postings_[next[p.run >> 24]++] = p;
      part = {};
    }
    parallel_for(kBuckets, [&](size_t b) {
      std::sort(postings_.begin() + ptrdiff_t(begin[b]), postings_.begin() + ptrdiff_t(begin[b + 1]),
                [](const Posting& x, const Posting& y) {
                  return std::tie(x.run, x.measure) < std::tie(y.run, y.measure);
                });
    });
    // Where each measure's postings are, so that it meets its successors without searching.
    starts_.assign(measures_.size() + 1, 0);
    for (const Posting& p : postings_) ++starts_[p.measure + 1];
    for (size_t i = 0; i < measures_.size(); ++i) starts_[i + 1] += starts_[i];
    places_.resize(postings_.size());
    std::vector<uint32_t> place(starts_.begin(), starts_.end() - 1);
    for (size_t i = 0; i < postings_.size(); ++i) places_[place[postings_[i].measure]++] = uint32_t(i);
  }

  // The later measures that share enough sampled runs with `measure`, those that share most.
  void find_candidates(uint32_t measure, Scratch& scratch) const {
    std::vector<uint32_t>& met = scratch.met;
    met.clear();
    for (uint32_t p = starts_[measure]; p < starts_[measure + 1]; ++p) {
      const size_t at = places_[p];
      const size_t end = std::min(at + 1 + kNeighbours, postings_.size());
      for (size_t i = at + 1; i < end && postings_[i].run == postings_[at].run; ++i) {
        const uint32_t other = postings_[i].measure;
        if (measures_[other].document != measures_[measure].document) met.push_back(other);
      }
    }
    std::sort(met.begin(), met.end());
    auto& counted = scratch.counted;
    counted.clear();
    for (size_t i = 0; i < met.size();) {
      size_t k = i;
      while (k < met.size() && met[k] == met[i]) ++k;
      if (k - i >= kFewestSampled) counted.emplace_back(k - i, met[i]);
      i = k;
    }
    const size_t wanted = std::min(counted.size(), 2 * size_t(options_.most_similar));
    std::partial_sort(counted.begin(), counted.begin() + ptrdiff_t(wanted), counted.end(),
                      [](const auto& a, const auto& b) {
                        return std::tie(b.first, a.second) < std::tie(a.first, b.second);
                      });
    scratch.others.clear();
    for (size_t i = 0; i < wanted; ++i) scratch.others.push_back(counted[i].second);
  }

  void compare(uint32_t measure, Scratch& scratch, std::vector<Pair>* out) const {
    find_candidates(measure, scratch);
    if (scratch.others.empty()) return;
    letters_of(measures_[measure].text, &scratch.letters);
    scratch.mine.assign(scratch.letters);
    for (const uint32_t other : scratch.others) {
      letters_of(measures_[other].text, &scratch.letters);
      const size_t shared = scratch.mine.count_shared(scratch.letters);
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
  std::vector<uint32_t> starts_;    // of each measure in places_
  std::vector<uint32_t> places_;    // of its postings
};

}  // namespace

std::vector<DerivedRelationship> similar(const Corpus& corpus, const DeriveOptions& options) {
  const std::vector<Pair> pairs = Similarity(corpus, options).pairs();
  std::vector<DerivedRelationship> out;
  out.reserve(pairs.size());
  for (const Pair& pair : pairs) {
    const MeasureRow* a = &corpus.measures[pair.first];
    const MeasureRow* b = &corpus.measures[pair.second];
    if (b->id < a->id) std::swap(a, b);
    out.push_back({a->node, b->node, pair.score, 0, Derivation::kSharedRuns});
  }
  return out;
}

}  // namespace zhengmai::derive_internal
