// What a derivation found out about single measures and pairs of them, for the next derivation over
// nearly the same documents.
//
//   DeriveTrace trace;
//   derive(graph, {}, add, {}, &trace);
//   …
//   derive(changed, {}, add, {trace.view(), unchanged, {}}, &next);   // the same as without the trace
//
// A trace is whole: the next one follows from it and from the documents that changed. Numbers count
// documents that have measures, by id, and measures by document and ordinal.
//
// Memory: 4 bytes a sampled run (one run in eight), 16 a pair of similar measures and an answer, 8 a
// measure: 1.7 KB a generated document. Threads: a view is immutable.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "graph/memory/growing_array.h"

namespace zhengmai {

// Two measures that are similar enough to be reported, were there not better ones.
struct SimilarPair {
  uint32_t first;
  uint32_t second;
  double score;
};

// A pair of documents that were compared for DERIVED_FROM; its answers end before `answers_end`,
// and begin where those of the pair before end.
struct Alignment {
  uint32_t lower;
  uint32_t national;
  uint32_t answers_end;
};

struct Answer {
  uint32_t lower;  // measures
  uint32_t national : 31;
  uint32_t kept : 1;  // else adapted
  double score;
};

struct DeriveTraceView {
  std::span<const char> ids;               // of the documents, one behind the other
  std::span<const uint32_t> id_ends;       // by document
  std::span<const uint32_t> measure_ends;  // by document
  std::span<const uint32_t> run_ends;      // by measure: of its sampled runs
  std::span<const uint32_t> runs;          // 32 bits of each one's hash
  std::span<const uint32_t> distinct;      // by measure: distinct runs
  std::span<const SimilarPair> similar;    // by first
  std::span<const Alignment> alignments;   // by national document, then lower
  std::span<const Answer> answers;         // by alignment
};

struct DeriveTrace {
  explicit DeriveTrace(const Spill* spill = nullptr)
      : ids(spill), id_ends(spill), measure_ends(spill), run_ends(spill), runs(spill),
        distinct(spill), similar(spill), alignments(spill), answers(spill) {}

  GrowingArray<char> ids;
  GrowingArray<uint32_t> id_ends, measure_ends, run_ends, runs, distinct;
  GrowingArray<SimilarPair> similar;
  GrowingArray<Alignment> alignments;
  GrowingArray<Answer> answers;

  DeriveTraceView view() const {
    return {ids.span(),      id_ends.span(), measure_ends.span(), run_ends.span(), runs.span(),
            distinct.span(), similar.span(), alignments.span(),   answers.span()};
  }
};

// An earlier derivation, and which of its documents are as they were: what the graph
// says of them, and of the agencies and themes they name, is the same. Empty: none are.
struct EarlierDerivation {
  DeriveTraceView trace;
  std::function<bool(std::string_view document_id)> unchanged;
  std::function<void()> forget;  // lets the kernel take what was read of the trace; may be none
};

}  // namespace zhengmai
