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
// Measures that came or went, from which on all are compared anew: more than the first, and more than
// one in so many. The runs of many are nearly all runs, and would be listed twice in memory.
constexpr size_t kFewChanges = 1024;
constexpr size_t kManyChanges = 64;

// 32 bits of the hash of a run, and the measure that has it. That two runs share them now and then
// makes a candidate too many; scores are counted over whole runs.
struct Posting {
  uint32_t run;
  uint32_t measure;
};

using Pair = SimilarPair;

bool better(const Pair& a, const Pair& b) {
  return std::tie(b.score, a.first, a.second) < std::tie(a.score, b.first, b.second);
}

bool starts_before(const Pair& pair, uint32_t first) { return pair.first < first; }

bool by_run(const Posting& a, const Posting& b) {
  return std::tie(a.run, a.measure) < std::tie(b.run, b.measure);
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

// Some runs: says no to most others.
class RunFilter {
 public:
  void add(uint32_t run) { bits_[run % kBits] = true; }
  bool may_have(uint32_t run) const { return bits_[run % kBits]; }

 private:
  static constexpr uint32_t kBits = 1u << 22;
  std::vector<bool> bits_ = std::vector<bool>(kBits);
};

// The sampled runs of all measures, as a trace has them.
struct SampledRuns {
  std::span<const uint32_t> ends;
  std::span<const uint32_t> runs;

  std::span<const uint32_t> of(size_t measure) const {
    const uint32_t begin = measure == 0 ? 0 : ends[measure - 1];
    return runs.subspan(begin, ends[measure] - begin);
  }
};

// Calls mark(m) for each measure m one of whose next holders of a run has changed.
template <typename Changed, typename Mark>
void mark_before_changes(const SampledRuns& sampled, Changed changed, Mark mark) {
  RunFilter filter;
  const size_t count = sampled.ends.size();
  for (size_t m = 0; m < count; ++m) {
    if (!changed(m)) continue;
    for (const uint32_t run : sampled.of(m)) filter.add(run);
  }
  std::vector<std::vector<Posting>> parts((count + kTask - 1) / kTask);
  parallel_for(parts.size(), [&](size_t t) {
    for (size_t m = t * kTask; m < std::min((t + 1) * kTask, count); ++m) {
      for (const uint32_t run : sampled.of(m)) {
        if (filter.may_have(run)) parts[t].push_back({run, uint32_t(m)});
      }
    }
  });
  std::vector<Posting> postings;
  for (const auto& part : parts) postings.insert(postings.end(), part.begin(), part.end());
  std::sort(postings.begin(), postings.end(), by_run);
  for (size_t i = 0; i < postings.size(); ++i) {
    if (!changed(postings[i].measure)) continue;
    for (size_t k = i; k-- > 0 && i - k <= kNeighbours && postings[k].run == postings[i].run;) {
      mark(postings[k].measure);
    }
  }
}

class Similarity {
 public:
  Similarity(const Corpus& corpus, const MeasureTexts& texts, const DeriveOptions& options,
             const Kept& kept, DeriveTrace* trace)
      : measures_(corpus.measures), texts_(texts), options_(options), kept_(kept), trace_(*trace) {
    if (measures_.size() > kLast) too_much();
    sample();
    choose_compared();
    index();
    trace_.runs.memory().forget();
    kept_.forget();
  }

  // Notes all pairs, and returns the best.
  GrowingArray<Pair> pairs() const {
    const size_t tasks = (measures_.size() + kTask - 1) / kTask;
    GrowingArray<Pair> all;
    size_t room = kRound * kTask * kNeighbours;
    for (size_t first = 0; first < tasks; first += kRound) {
      std::vector<std::vector<Pair>> found(std::min(kRound, tasks - first));
      parallel_for(found.size(), [&](size_t t) { find_pairs(first + t, &found[t]); });
      for (const auto& part : found) {
        trace_.similar.append(part);
        all.append(part);
      }
      kept_.forget();
      // What is not among the best so far will not be later: better pairs only become more.
      if (all.size() > room) {
        keep_best(all);
        room = std::max(room, 2 * all.size());
      }
    }
    keep_best(all);
    trace_.similar.memory().forget();
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

  SampledRuns sampled() const { return {trace_.run_ends.span(), trace_.runs.span()}; }
  SampledRuns sampled_before() const { return {kept_.before().run_ends, kept_.before().runs}; }

  // Counts the distinct runs of each measure and notes every eighth.
  void sample() {
    struct Part {
      std::vector<uint32_t> runs, ends, distinct;
    };
    std::vector<Part> parts((measures_.size() + kTask - 1) / kTask);
    const auto read = [&](size_t t) {
      Part& part = parts[t];
      RunSet runs(kRun);
      std::u32string letters;
      for (size_t m = t * kTask; m < std::min((t + 1) * kTask, measures_.size()); ++m) {
        const uint32_t before = kept_.measure_before(uint32_t(m));
        uint32_t distinct = 0;
        if (before != kNoId) {
          const auto known = sampled_before().of(before);
          part.runs.insert(part.runs.end(), known.begin(), known.end());
          distinct = kept_.before().distinct[before];
        } else if (!measures_[m].duplicate) {
          texts_.read(uint32_t(m), &letters);
          runs.assign(letters);
          distinct = uint32_t(runs.size());
          runs.for_each([&](uint64_t run) {
            if (run % kSample == 0) part.runs.push_back(uint32_t(run >> 16));
          });
        }
        part.ends.push_back(uint32_t(part.runs.size()));
        part.distinct.push_back(distinct);
      }
    };
    parallel_in_order(parts.size(), read, [&](size_t t) {
      const Part part = std::exchange(parts[t], {});
      const size_t before = trace_.runs.size();
      if (before + part.runs.size() > UINT32_MAX) too_much();
      trace_.runs.append(part.runs);
      for (const uint32_t end : part.ends) trace_.run_ends.push_back(uint32_t(before + end));
      trace_.distinct.append(part.distinct);
    });
  }

  // Which measures have to be compared with later ones: those whose pairs are not known.
  void choose_compared() {
    const auto is_new = [&](size_t m) { return kept_.measure_before(uint32_t(m)) == kNoId; };
    const auto is_gone = [&](size_t m) { return kept_.measure_now(uint32_t(m)) == kNoId; };
    size_t changed = 0;
    for (size_t m = 0; m < measures_.size(); ++m) changed += is_new(m);
    for (size_t m = 0; m < sampled_before().ends.size(); ++m) changed += is_gone(m);
    all_ = kept_.none() || (changed > kFewChanges && changed > measures_.size() / kManyChanges);
    compared_.assign(measures_.size(), 1);
    if (all_) return;
    for (size_t m = 0; m < measures_.size(); ++m) compared_[m] = is_new(m);
    mark_before_changes(sampled(), is_new, [&](uint32_t m) { compared_[m] = 1; });
    mark_before_changes(sampled_before(), is_gone, [&](uint32_t m) {
      if (!is_gone(m)) compared_[kept_.measure_now(m)] = 1;
    });
  }

  // The holders of the runs of measures that are compared.
  void index() {
    RunFilter filter;
    if (!all_) {
      for (size_t m = 0; m < measures_.size(); ++m) {
        if (!compared_[m]) continue;
        for (const uint32_t run : sampled().of(m)) filter.add(run);
      }
    }
    starts_.resize(measures_.size() + 1);
    Buckets buckets;
    parallel_for((measures_.size() + kTask - 1) / kTask, [&](size_t t) {
      Buckets::Batch batch(&buckets);
      for (size_t m = t * kTask; m < std::min((t + 1) * kTask, measures_.size()); ++m) {
        const auto runs = sampled().of(m);
        for (const uint32_t run : runs) {
          if (all_ || filter.may_have(run)) batch.add({run, uint32_t(m)});
        }
        if (compared_[m]) starts_[m + 1] = uint32_t(runs.size());
      }
      batch.hand_over();
    });
    parallel_for(Buckets::kCount,
                 [&](size_t b) { std::sort(buckets[b].begin(), buckets[b].end(), by_run); });
    // From how many postings each measure has to where the first of them goes.
    uint32_t next = 0;
    for (size_t m = 1; m < starts_.size(); ++m) next += std::exchange(starts_[m], next);
    places_.resize(next);
    for (size_t b = 0; b < Buckets::kCount; ++b) {
      const GrowingArray<Posting> bucket = std::exchange(buckets[b], GrowingArray<Posting>());
      for (size_t i = 0; i < bucket.size(); ++i) {
        const bool last = i + 1 == bucket.size() || bucket[i + 1].run != bucket[i].run;
        const uint32_t measure = bucket[i].measure;
        if (compared_[measure]) places_[starts_[measure + 1]++] = uint32_t(holders_.size());
        holders_.push_back(measure | (last ? kLast : 0));
      }
    }
  }

  // The pairs of the measures of a task with later ones, known ones too.
  void find_pairs(size_t task, std::vector<Pair>* out) const {
    const size_t end = std::min((task + 1) * kTask, measures_.size());
    const std::span<const Pair> before = kept_.before().similar;
    Scratch scratch;
    const Pair* const last = before.data() + before.size();
    const Pair* next = nullptr;  // of those before: ascending, as the measures are
    for (size_t m = task * kTask; m < end; ++m) {
      if (compared_[m]) {
        compare(uint32_t(m), scratch, out);
        continue;
      }
      const uint32_t first = kept_.measure_before(uint32_t(m));
      if (next == nullptr) next = std::lower_bound(before.data(), last, first, starts_before);
      while (next != last && next->first < first) ++next;
      for (; next != last && next->first == first; ++next) {
        out->push_back({uint32_t(m), kept_.measure_now(next->second), next->score});
      }
    }
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
        met.push_back(holders_[++at] & ~kLast);
      }
    }
    std::sort(met.begin(), met.end());
    auto& counted = scratch.counted;
    counted.clear();
    for (size_t i = 0; i < met.size();) {
      size_t k = i;
      while (k < met.size() && met[k] == met[i]) ++k;
      // The document last: it may lie anywhere in memory.
      if (k - i >= kFewestSampled && measures_[met[i]].document != measures_[measure].document) {
        counted.emplace_back(k - i, met[i]);
      }
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
      const double score =
          double(shared) / std::min(trace_.distinct[measure], trace_.distinct[other]);
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
  const Kept& kept_;
  DeriveTrace& trace_;
  bool all_ = true;                  // are compared
  std::vector<char> compared_;       // whether a measure's pairs are looked for
  GrowingArray<uint32_t> holders_;   // measures by run, ascending; kLast: of its run
  std::vector<uint32_t> starts_;     // of each measure that is compared in places_
  std::vector<uint32_t> places_;     // of its postings in holders_
};

}  // namespace

std::vector<DerivedRelationship> similar(const Corpus& corpus, const MeasureTexts& texts,
                                         const DeriveOptions& options, const Kept& kept,
                                         DeriveTrace* trace) {
  const GrowingArray<Pair> pairs = Similarity(corpus, texts, options, kept, trace).pairs();
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
