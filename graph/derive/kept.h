// Which measures of a corpus an earlier derivation knew, as they are now.
//
// Documents are matched by their ids; rows and the numbers of a trace (trace.h) ascend alike, so what
// is kept keeps its order.
//
// Internal to graph/derive. Memory: 4 bytes a measure, now and then. Threads: immutable.
#pragma once

#include <vector>

#include "graph/derive/corpus.h"
#include "graph/derive/trace.h"

namespace zhengmai::derive_internal {

class Kept {
 public:
  Kept(const Corpus& corpus, const EarlierDerivation& earlier);

  const DeriveTraceView& before() const { return before_; }
  bool none() const { return none_; }
  // The number that a measure had, or has now; kNoId: it changed, or is not there.
  uint32_t measure_before(uint32_t now) const { return none_ ? kNoId : measures_before_[now]; }
  uint32_t measure_now(uint32_t before) const { return measures_now_[before]; }
  // The number among those that have measures of a document (a row) now and then; kNoId likewise.
  uint32_t document_now(uint32_t row) const { return documents_[row].now; }
  uint32_t document_before(uint32_t row) const { return documents_[row].before; }

  // Gives back what is in memory of the trace's file.
  void forget() const {
    if (forget_) forget_();
  }

  // Notes the documents and how many measures they have.
  void note_documents(const Corpus& corpus, DeriveTrace* trace) const;

 private:
  struct Numbers {
    uint32_t now = kNoId;
    uint32_t before = kNoId;
  };

  DeriveTraceView before_;
  std::function<void()> forget_;
  bool none_ = true;
  std::vector<Numbers> documents_;         // by row
  std::vector<uint32_t> measures_before_;  // by row
  std::vector<uint32_t> measures_now_;     // by their number before
};

}  // namespace zhengmai::derive_internal
