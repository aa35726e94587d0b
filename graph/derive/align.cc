#include "graph/derive/align.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>
#include <map>
#include <optional>
#include <span>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "graph/derive/titles.h"
#include "graph/derive/wording.h"
#include "graph/memory/parallel.h"
#include "graph/model/schema.h"

namespace zhengmai::derive_internal {
namespace {

constexpr double kWordingWeight = 0.5;
constexpr double kAgencyWeight = 0.2;
constexpr double kThemeWeight = 0.3;
constexpr double kWholeWording = 0.5;   // measures of one subject seldom share more
constexpr double kLeastWording = 0.08;
constexpr double kKept = 0.35;
constexpr double kBestAnswer = 0.45;
constexpr double kFurtherAnswer = 0.8;
constexpr size_t kPair = 2;             // letters; a word, mostly

// Of a measure: the classes of its agencies and its themes, each sorted, distinct.
struct Traits {
  std::vector<uint32_t> classes;
  std::vector<NodeId> themes;

  void read(const Corpus& corpus, uint32_t measure) {
    corpus.themes_of(measure, &themes);
    corpus.agencies_of(measure, &classes);
    for (uint32_t& row : classes) row = corpus.agencies[row].agency_class;
    std::ranges::sort(classes);
    classes.erase(std::unique(classes.begin(), classes.end()), classes.end());
    if (!classes.empty() && classes.back() == kNoId) classes.pop_back();
  }
};

// The pairs of letters of one national document, each with the measures that have it.
//
// Sums of weights must come out the same to the last bit whatever order pairs are met in, so pairs
// are marked as they are met and summed in the order of their hashes afterwards.
class PairIndex {
 public:
  // pairs: hash and measure, distinct; measures: how many there are.
  PairIndex(std::vector<std::pair<uint64_t, uint32_t>> pairs, size_t measures) {
    std::sort(pairs.begin(), pairs.end());
    for (size_t i = 0; i < pairs.size(); ++i) {
      if (i == 0 || pairs[i].first != pairs[i - 1].first) {
        hashes_.push_back(pairs[i].first);
        begins_.push_back(uint32_t(i));
      }
      holders_.push_back(pairs[i].second);
    }
    begins_.push_back(uint32_t(pairs.size()));
    for (size_t e = 0; e < hashes_.size(); ++e) {
      weights_.push_back(std::log(1 + double(measures) / double(begins_[e + 1] - begins_[e])));
    }
    met_.resize((hashes_.size() + 63) / 64);
    fill_slots();
  }

  void mark(uint64_t pair) {
    for (size_t i = pair & mask_; slots_[i] != kNoId; i = (i + 1) & mask_) {
      const uint32_t e = slots_[i];
      if (hashes_[e] != pair) continue;
      met_[e / 64] |= uint64_t{1} << e % 64;
      return;
    }
  }
  void mark_all() {
    for (size_t e = 0; e < hashes_.size(); ++e) met_[e / 64] |= uint64_t{1} << e % 64;
  }
  // Calls f(measure, weight) for the holders of every pair that was marked, and forgets the marks.
  template <typename F>
  void take_marked(F f) {
    for (size_t word = 0; word < met_.size(); ++word) {
      for (uint64_t bits = std::exchange(met_[word], 0); bits != 0; bits &= bits - 1) {
        const size_t e = word * 64 + size_t(std::countr_zero(bits));
        for (uint32_t h = begins_[e]; h < begins_[e + 1]; ++h) f(holders_[h], weights_[e]);
      }
    }
  }

 private:
  void fill_slots() {
    slots_.assign(std::bit_ceil(2 * hashes_.size() + 1), kNoId);
    mask_ = slots_.size() - 1;
    for (uint32_t e = 0; e < hashes_.size(); ++e) {
      size_t i = hashes_[e] & mask_;
      while (slots_[i] != kNoId) i = (i + 1) & mask_;
      slots_[i] = e;
    }
  }

  std::vector<uint64_t> hashes_;   // ascending
  std::vector<double> weights_;    // of each: the rarer, the more
  std::vector<uint32_t> begins_;   // of each, in holders_; one more
  std::vector<uint32_t> holders_;  // measures
  std::vector<uint32_t> slots_;    // open addressing over hashes_, at most half full
  size_t mask_ = 0;
  std::vector<uint64_t> met_;      // one bit a hash
};

// One national document, ready to be compared with any number of others.
class National {
 public:
  National(const Corpus& corpus, const MeasureTexts& texts, uint32_t row)
      : corpus_(corpus), texts_(texts), index_(read(row)) {
    index_.mark_all();
    index_.take_marked([&](uint32_t k, double weight) { measures_[k].weight += weight; });
    found_.resize(measures_.size());
  }

  struct Match {
    uint32_t national;  // measure rows
    uint32_t lower;
    double score;
    double wording;
  };

  // Scores of all national measures against one lower measure, those that may be answers.
  void compare(uint32_t lower, std::vector<Match>* out) {
    texts_.read(lower, &letters_);
    for_each_run(letters_, kPair, [&](uint64_t pair) { index_.mark(pair); });
    std::ranges::fill(found_, 0.0);
    index_.take_marked([&](uint32_t k, double weight) { found_[k] += weight; });
    traits_.read(corpus_, lower);
    for (uint32_t k = 0; k < measures_.size(); ++k) {
      if (measures_[k].weight == 0) continue;
      const double wording = found_[k] / measures_[k].weight;
      if (wording < kLeastWording) continue;
      const double score = this->score(measures_[k].traits, wording);
      if (score >= kBestAnswer) out->push_back({measures_[k].row, lower, score, wording});
    }
  }

 private:
  struct Entry {
    uint32_t row;
    Traits traits;
    double weight = 0;  // of all its pairs
  };

  // The document's measures into measures_; their pairs.
  PairIndex read(uint32_t row) {
    std::vector<std::pair<uint64_t, uint32_t>> pairs;
    const IdRange rows = corpus_.documents[row].measures;
    for (uint32_t m = rows.begin; m < rows.end; ++m) {
      if (corpus_.measures[m].duplicate || corpus_.text_of(m).empty()) continue;
      const auto k = uint32_t(measures_.size());
      measures_.push_back({m, {}});
      measures_.back().traits.read(corpus_, m);
      texts_.read(m, &letters_);
      for (const uint64_t pair : runs_of(letters_, kPair)) pairs.emplace_back(pair, k);
    }
    return PairIndex(std::move(pairs), measures_.size());
  }

  // Of a national measure against the lower one whose traits were read.
  double score(const Traits& national, double wording) const {
    double total = kWordingWeight * std::min(1.0, wording / kWholeWording);
    double parts = kWordingWeight;
    if (!national.classes.empty() && !traits_.classes.empty()) {
      total += kAgencyWeight * double(count_shared<uint32_t>(national.classes, traits_.classes)) /
               double(national.classes.size());
      parts += kAgencyWeight;
    }
    if (!national.themes.empty() && !traits_.themes.empty()) {
      const double share = double(count_shared<NodeId>(national.themes, traits_.themes)) /
                           double(national.themes.size());
      total += kThemeWeight * share * (2 - share);
      parts += kThemeWeight;
    }
    return total / parts;
  }

  const Corpus& corpus_;
  const MeasureTexts& texts_;
  std::vector<Entry> measures_;
  std::u32string letters_;     // of the measure that is compared
  Traits traits_;              // likewise
  PairIndex index_;            // made last: reading uses what stands above
  std::vector<double> found_;  // weight that each measure shares with it
};

// The answers among all scored pairs of one pair of documents, which it puts in order.
void choose(std::vector<National::Match>& matches, std::vector<Answer>* out) {
  std::sort(matches.begin(), matches.end(), [](const auto& a, const auto& b) {
    return std::tie(a.national, b.score, a.lower) < std::tie(b.national, a.score, b.lower);
  });
  for (size_t i = 0; i < matches.size(); ++i) {
    const National::Match& m = matches[i];
    const bool best = i == 0 || matches[i - 1].national != m.national;
    if (!best && m.score < kFurtherAnswer) continue;
    out->push_back({m.lower, m.national, m.wording >= kKept, m.score});
  }
}

// The answers of one pair of documents that an earlier derivation found. False: it did not look.
bool take_over(const DocumentPair& pair, const Kept& kept, std::vector<Answer>* out) {
  const uint32_t lower = kept.document_before(pair.lower);
  const uint32_t national = kept.document_before(pair.national);
  if (lower == kNoId || national == kNoId) return false;
  const DeriveTraceView& before = kept.before();
  const auto found = std::ranges::lower_bound(
      before.alignments, std::pair(national, lower), {},
      [](const Alignment& a) { return std::pair(a.national, a.lower); });
  if (found == before.alignments.end() || found->national != national || found->lower != lower) {
    return false;
  }
  const uint32_t begin = found == before.alignments.begin() ? 0 : std::prev(found)->answers_end;
  for (Answer answer : before.answers.subspan(begin, found->answers_end - begin)) {
    answer.lower = kept.measure_now(answer.lower);
    answer.national = kept.measure_now(answer.national);
    out->push_back(answer);
  }
  return true;
}

// The answers that one national document has, pair by pair.
struct Answers {
  std::vector<Answer> all;
  std::vector<uint32_t> ends;  // of each pair's
};

Answers answers_of(std::span<const DocumentPair> pairs, const Corpus& corpus,
                   const MeasureTexts& texts, const Kept& kept) {
  Answers out;
  std::optional<National> national;  // made when it is needed
  std::vector<National::Match> matches;
  for (const DocumentPair& pair : pairs) {
    if (!take_over(pair, kept, &out.all)) {
      if (!national) national.emplace(corpus, texts, pair.national);
      matches.clear();
      const IdRange rows = corpus.documents[pair.lower].measures;
      for (uint32_t m = rows.begin; m < rows.end; ++m) {
        if (!corpus.measures[m].duplicate) national->compare(m, &matches);
      }
      choose(matches, &out.all);
    }
    out.ends.push_back(uint32_t(out.all.size()));
  }
  out.all.shrink_to_fit();
  return out;
}

// Adds, for each lower document without a reference, the national ones whose subject it shares.
void add_by_title(const Corpus& corpus, const std::vector<bool>& referring,
                  std::vector<DocumentPair>* pairs) {
  NationalTitles titles(corpus);
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    const DocumentRow& document = corpus.documents[i];
    if (!is_lower(document) || referring[i] || document.measures.size() == 0) continue;
    for (const uint32_t national : titles.sharing(subject_of(document.title))) {
      pairs->push_back({i, national, true});
    }
  }
}

}  // namespace

std::vector<DocumentPair> pairs_to_align(const Corpus& corpus) {
  std::vector<DocumentPair> pairs;
  std::vector<bool> referring(corpus.documents.size());
  for (const Corpus::Reference& reference : corpus.references) {
    const DocumentRow& from = corpus.documents[reference.from];
    const DocumentRow& to = corpus.documents[reference.to];
    if (!is_lower(from) || !is_national(to) || to.measures.size() == 0) continue;
    pairs.push_back({reference.from, reference.to, false});
    referring[reference.from] = true;
  }
  add_by_title(corpus, referring, &pairs);
  std::sort(pairs.begin(), pairs.end(), [](const DocumentPair& a, const DocumentPair& b) {
    return std::tie(a.national, a.lower) < std::tie(b.national, b.lower);
  });
  return pairs;
}

std::vector<DerivedRelationship> derived_from(const Corpus& corpus, const MeasureTexts& texts,
                                              const Kept& kept, DeriveTrace* trace) {
  std::vector<DocumentPair> pairs = pairs_to_align(corpus);
  std::erase_if(pairs, [&](const DocumentPair& pair) {
    return corpus.documents[pair.lower].measures.size() == 0;
  });
  std::vector<size_t> groups;  // where each national document's pairs begin
  for (size_t i = 0; i < pairs.size(); ++i) {
    if (i == 0 || pairs[i].national != pairs[i - 1].national) groups.push_back(i);
  }
  groups.push_back(pairs.size());
  std::vector<Answers> found(groups.size() - 1);
  const auto pairs_of = [&](size_t g) {
    return std::span(pairs).subspan(groups[g], groups[g + 1] - groups[g]);
  };
  parallel_for(found.size(),
               [&](size_t g) { found[g] = answers_of(pairs_of(g), corpus, texts, kept); });
  for (size_t g = 0; g < found.size(); ++g) {
    const Answers answers = std::exchange(found[g], {});
    const auto before = uint32_t(trace->answers.size());
    trace->answers.append(answers.all);
    const auto of_group = pairs_of(g);
    for (size_t i = 0; i < of_group.size(); ++i) {
      trace->alignments.push_back({kept.document_now(of_group[i].lower),
                                   kept.document_now(of_group[i].national),
                                   before + answers.ends[i]});
    }
  }
  std::vector<DerivedRelationship> out;
  out.reserve(trace->answers.size());
  for (const Answer& answer : trace->answers) {
    out.push_back({corpus.measures[answer.lower].node, corpus.measures[answer.national].node,
                   answer.score, 0, answer.kept ? Derivation::kKept : Derivation::kAdapted});
  }
  trace->answers.memory().forget();
  return out;
}

}  // namespace zhengmai::derive_internal
