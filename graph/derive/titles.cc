#include "graph/derive/titles.h"

#include <algorithm>
#include <utility>

#include "graph/derive/wording.h"

namespace zhengmai::derive_internal {
namespace {

constexpr size_t kRun = 6;  // letters; 互联网流通 is five, so a subject is more
// A title alone says little: without this bound, a corpus whose titles are alike would compare every
// document with every national one.
constexpr size_t kMost = 3;

// The fewest runs that are half of a subject's.
size_t half(size_t runs) { return (runs + 1) / 2; }

}  // namespace

bool is_national(const DocumentRow& document) { return document.jurisdiction == kCountry; }
bool is_lower(const DocumentRow& document) {
  return document.jurisdiction != kCountry && document.jurisdiction != 0;
}

std::u32string subject_of(std::string_view title) {
  std::u32string letters = letters_of(title);
  const size_t about = letters.rfind(U"关于");
  if (about != std::u32string::npos) letters.erase(0, about + 2);
  for (const std::u32string_view head :
       {U"转发", U"印发", U"贯彻落实", U"深入实施", U"贯彻", U"落实", U"加快", U"推进", U"促进",
        U"做好", U"支持", U"进一步"}) {
    if (letters.substr(0, head.size()) == head) letters.erase(0, head.size());
  }
  for (const std::u32string_view tail :
       {U"的通知", U"的意见", U"的实施意见", U"的若干意见", U"的指导意见", U"的实施方案", U"实施方案",
        U"工作方案", U"的方案", U"的决定", U"的若干措施", U"若干措施"}) {
    if (letters.size() > tail.size() &&
        letters.compare(letters.size() - tail.size(), tail.size(), tail) == 0) {
      letters.resize(letters.size() - tail.size());
    }
  }
  return letters;
}

NationalTitles::NationalTitles(const Corpus& corpus) {
  std::unordered_map<std::u32string, size_t> numbers;
  for (uint32_t i = 0; i < corpus.documents.size(); ++i) {
    const DocumentRow& document = corpus.documents[i];
    if (!is_national(document) || document.measures.size() == 0) continue;
    std::u32string subject = subject_of(document.title);
    const auto [number, is_new] = numbers.try_emplace(std::move(subject), subjects_.size());
    if (is_new) subjects_.push_back({runs_of(number->first, kRun), {}});
    std::vector<uint32_t>& documents = subjects_[number->second].documents;
    if (documents.size() < kMost) documents.push_back(i);
  }
  index_rarer_halves();
}

void NationalTitles::index_rarer_halves() {
  std::unordered_map<uint64_t, uint32_t> frequency;
  for (const Subject& subject : subjects_) {
    for (const uint64_t run : subject.runs) ++frequency[run];
  }
  std::vector<uint64_t> rarest;
  for (uint32_t s = 0; s < subjects_.size(); ++s) {
    rarest = subjects_[s].runs;
    if (rarest.empty()) continue;
    std::ranges::sort(rarest, {}, [&](uint64_t run) { return std::pair(frequency[run], run); });
    rarest.resize(rarest.size() - half(rarest.size()) + 1);
    for (const uint64_t run : rarest) holders_[run].push_back(s);
  }
}

const std::vector<uint32_t>& NationalTitles::sharing(const std::u32string& subject) {
  const auto [entry, is_new] = known_.try_emplace(subject);
  if (is_new) entry->second = look_up(subject);
  return entry->second;
}

std::vector<uint32_t> NationalTitles::look_up(const std::u32string& subject) const {
  const std::vector<uint64_t> runs = runs_of(subject, kRun);
  std::vector<uint32_t> met;
  for (const uint64_t run : runs) {
    if (const auto found = holders_.find(run); found != holders_.end()) {
      met.insert(met.end(), found->second.begin(), found->second.end());
    }
  }
  std::ranges::sort(met);
  met.erase(std::unique(met.begin(), met.end()), met.end());
  std::vector<std::pair<double, uint32_t>> answers;  // share of the subject, negative; document
  for (const uint32_t s : met) {
    const Subject& national = subjects_[s];
    const size_t shared = count_shared<uint64_t>(national.runs, runs);
    if (shared < half(national.runs.size())) continue;
    const double share = double(shared) / double(national.runs.size());
    for (const uint32_t document : national.documents) answers.emplace_back(-share, document);
  }
  std::ranges::sort(answers);
  std::vector<uint32_t> out;
  for (const auto& [share, document] : answers) {
    if (out.size() == kMost) break;
    out.push_back(document);
  }
  return out;
}

}  // namespace zhengmai::derive_internal
