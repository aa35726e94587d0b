#include "graph/derive/similar.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <span>
#include <tuple>
#include <utility>

#include "graph/derive/wording.h"
#include "graph/memory/growing_array.h"
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

bool better(const Pair& a, const Pair& b) {
  return std::tie(b.score, a.first, a.second) < std::tie(a.score, b.first, b.second);
}

// Postings by the upper bits of their runs, filled side by side.
class Buckets {
 public:
  static constexpr size_t kCount = 64;

  // What one task found, until it is handed over.
  class Batch {
   public:
    explicit Batch(Buckets* buckets) : buckets_(buckets) {}
    void add(Posting posting) { parts_[posting.run / kRuns].push_back(posting); }
    void hand_over() {
      for (size_t b = 0; b < kCount; ++b) {
        const std::lock_guard lock(buckets_->mutexes_[b]);
        buckets_->postings_[b].append(parts_[b]);
      }
    }

   private:
    static constexpr uint32_t kRuns = UINT32_MAX / kCount + 1;  // values of a run in one bucket
    Buckets* buckets_;
    std::array<std::vector<Posting>, kCount> parts_;
  };

  size_t size() const {
    size_t all = 0;
    for (const auto& bucket : postings_) all += bucket.size();
    return all;
  }
  GrowingArray<Posting>& operator[](size_t b) { return postings_[b]; }

 private:
  std::array<GrowingArray<Posting>, kCount> postings_;
  std::array<std::mutex, kCount> mutexes_;
};

class Similarity {
 public:
  Similarity(const Corpus& corpus, const MeasureTexts& texts, const DeriveOptions& options)
      : measures_(corpus.measures), texts_(texts), options_(options) {
    index();
  }

  GrowingArray<Pair> pairs() const {
    const size_t tasks = (measures_.size() + kTask - 1) / kTask;
    GrowingArray<Pair> all;
    size_t room = kRound * kTask * kNeighbours;
    for (size_t first = 0; first < tasks; first += kRound) {
      std::vector<std::vector<Pair>> found(std::min(kRound, tasks - first));
      parallel_for(found.size(), [&](size_t t) {
        const size_t begin = (first + t) * kTask;
        const size_t end = std::min(begin + kTask, measures_.size());
        Scratch scratch;
        for (size_t m = begin; m < end; ++m) compare(uint32_t(m), scratch, &found[t]);
      });
      for (const auto& part : found) all.append(part);
      // What is not among the best so far will not be later: better pairs only become more.
      if (all.size() > room) {
        keep_best(all);
        room = std::max(room, 2 * all.size());
      }
    }
    keep_best(all);
    return all;
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
    if (measures_.size() > kLast) too_much();
    distinct_.resize(measures_.size());
    starts_.resize(measures_.size() + 1);
    Buckets buckets;
    sample(buckets);
    const size_t count = buckets.size();
    if (count > UINT32_MAX) too_much();
    parallel_for(Buckets::kCount, [&](size_t b) {
      std::sort(buckets[b].begin(), buckets[b].end(), [](const Posting& x, const Posting& y) {
        return std::tie(x.run, x.measure) < std::tie(y.run, y.measure);
      });
    });
    // From how many postings each measure has to where the first of them goes.
    uint32_t next = 0;
    for (size_t m = 1; m < starts_.size(); ++m) next += std::exchange(starts_[m], next);
    places_.resize(count);
    for (size_t b = 0; b < Buckets::kCount; ++b) {
      const GrowingArray<Posting> bucket = std::exchange(buckets[b], GrowingArray<Posting>());
      for (size_t i = 0; i < bucket.size(); ++i) {
        const bool last = i + 1 == bucket.size() || bucket[i + 1].run != bucket[i].run;
        places_[starts_[bucket[i].measure + 1]++] = uint32_t(holders_.size());
        holders_.push_back(bucket[i].measure | (last ? kLast : 0));
      }
    }
  }

  // Counts the distinct runs of each measure, and hands over every eighth.
  void sample(Buckets& buckets) {
    parallel_for((measures_.size() + kTask - 1) / kTask, [&](size_t t) {
      const size_t end = std::min((t + 1) * kTask, measures_.size());
      Buckets::Batch batch(&buckets);
      RunSet runs(kRun);
      std::u32string letters;
      for (size_t m = t * kTask; m < end; ++m) {
        if (measures_[m].duplicate) continue;
        texts_.read(uint32_t(m), &letters);
        runs.assign(letters);
        distinct_[m] = uint32_t(runs.size());
        runs.for_each([&](uint64_t run) {
          if (run % kSample != 0) return;
          batch.add({uint32_t(run >> 16), uint32_t(m)});
          ++starts_[m + 1];
        });
      }
      batch.hand_over();
    });
  }

  [[noreturn]] static void too_much() {
    throw LimitError("too much text to look for similar measures in",
                     "split the documents into several stores");
  }

  // The later measures that share enough sampled runs with `measure`, those that share most.
  void find_candidates(uint32_t measure, Scratch& scratch) const {
    std::vector<uint32_t>& met = scratch.met;
    met.clear();
    for (uint32_t p = starts_[measure]; p < starts_[measure + 1]; ++p) {
      size_t at = places_[p];
      for (size_t n = 0; n < kNeighbours && !(holders_[at] & kLast); ++n) {
        const uint32_t other = holders_[++at] & ~kLast;
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
    texts_.read(measure, &scratch.letters);
    scratch.mine.assign(scratch.letters);
    for (const uint32_t other : scratch.others) {
      texts_.read(other, &scratch.letters);
      const size_t shared = scratch.mine.count_shared(scratch.letters);
      const double score = double(shared) / std::min(distinct_[measure], distinct_[other]);
      if (shared >= kFewestShared && score >= options_.least_similarity) {
        out->push_back({measure, other, score});
      }
    }
  }

  // A pair stays when it is among the best of either measure.
  void keep_best(GrowingArray<Pair>& all) const {
    // Sorted in parts, each on a core, and met in the order of the whole.
    const size_t parts = worker_count(all.size() / kTask + 1);
    std::vector<std::span<Pair>> rest(parts);
    parallel_for(parts, [&](size_t p) {
      const size_t begin = all.size() * p / parts, end = all.size() * (p + 1) / parts;
      rest[p] = {all.begin() + begin, end - begin};
      std::ranges::sort(rest[p], better);
    });
    std::vector<uint32_t> taken(measures_.size());
    std::vector<bool> kept(all.size());
    for (size_t left = all.size(); left > 0; --left) {
      std::span<Pair>* best = nullptr;
      for (std::span<Pair>& part : rest) {
        if (!part.empty() && (best == nullptr || better(part.front(), best->front()))) best = &part;
      }
      const Pair& pair = best->front();
      const bool first = taken[pair.first]++ < options_.most_similar;
      const bool second = taken[pair.second]++ < options_.most_similar;
      kept[size_t(&pair - all.begin())] = first || second;
      *best = best->subspan(1);
    }
    size_t size = 0;
    for (size_t i = 0; i < all.size(); ++i) {
      if (kept[i]) all[size++] = all[i];
    }
    all.shrink(size);
  }

  static constexpr uint32_t kLast = 1u << 31;

  const std::vector<MeasureRow>& measures_;
  const MeasureTexts& texts_;
  const DeriveOptions& options_;
  std::vector<uint32_t> distinct_;   // runs of each measure
  GrowingArray<uint32_t> holders_;   // measures by run, ascending; kLast: of its run
  std::vector<uint32_t> starts_;     // of each measure in places_
  std::vector<uint32_t> places_;     // of its postings in holders_
};

}  // namespace

std::vector<DerivedRelationship> similar(const Corpus& corpus, const MeasureTexts& texts,
                                         const DeriveOptions& options) {
  const GrowingArray<Pair> pairs = Similarity(corpus, texts, options).pairs();
  std::vector<DerivedRelationship> out;
  out.reserve(pairs.size());
  for (const Pair& pair : pairs) {
    uint32_t a = pair.first, b = pair.second;
    if (corpus.id_of(b) < corpus.id_of(a)) std::swap(a, b);
    out.push_back({corpus.measures[a].node, corpus.measures[b].node, pair.score, 0,
                   Derivation::kSharedRuns});
  }
  return out;
}

}  // namespace zhengmai::derive_internal
