// Which national documents another one may answer, by the subjects of their titles alone.
//
//   NationalTitles titles(corpus);
//   titles.sharing(subject_of("福建省人民政府办公厅关于推进冷链物流发展的实施方案"));  // rows
//
// Cost: documents of the same subject are looked for once. A subject that shares half of another's
// runs shares one of any half of them, so each subject is indexed under its rarer half only, and a
// run that every title has (高质量发展) is seldom looked at: near-linear, as far as subjects differ.
// Internal to graph/derive. Threads: one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/derive/corpus.h"

namespace zhengmai::derive_internal {

bool is_national(const DocumentRow& document);
bool is_lower(const DocumentRow& document);

// What a title is about: without issuer, 关于, 印发 and its kind. Letters only.
std::u32string subject_of(std::string_view title);

class NationalTitles {
 public:
  // Of the national documents that have measures.
  explicit NationalTitles(const Corpus& corpus);

  // Rows of the national documents half of whose subject's runs of six letters, or more, are in
  // `subject`: the three that share most, of equals the first.
  const std::vector<uint32_t>& sharing(const std::u32string& subject);

 private:
  struct Subject {
    std::vector<uint64_t> runs;       // sorted, distinct
    std::vector<uint32_t> documents;  // the first few rows that have it
  };

  void index_rarer_halves();
  std::vector<uint32_t> look_up(const std::u32string& subject) const;

  std::vector<Subject> subjects_;
  std::unordered_map<uint64_t, std::vector<uint32_t>> holders_;  // of a run; subjects
  std::unordered_map<std::u32string, std::vector<uint32_t>> known_;
};

}  // namespace zhengmai::derive_internal
