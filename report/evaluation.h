// Scoring extraction against annotated documents: precision and recall of agency mentions, and of
// the mentions found the share hung on the right measure, linked to the right agency and role.
//
//   mentions   agency mentions by exact span, over the annotated stretch of the document
//   governed   of the mentions found: on the measure whose text the list governs (spans overlap,
//              intersection over union ≥ 0.5)
//   linked     of the mentions found that have a class in the annotation: class and jurisdiction
//   role       of the mentions found: lead, support or unspecified, as annotated
//   themes     measure–theme pairs over the blocks found, where the annotation has themes
//   prose      where the annotation has duties in running text: the share of their bodies that
//              ASSIGNED_TO with prose: true or COORDINATED_BY reports, and how many were taken
//              from sentences that are no duty (issuers of a cited rule, contacts, beneficiaries)
//   contents   where the annotation has them: instruments, beneficiaries, technologies, pilots,
//              programmes and targets (contents_score.h)
//   evidence   of all relationships: the quoted span, cut from the document, equals its surface
//
// An annotation is a file of JSON Lines, one assignment block a line: text_char and list_char
// [start, end), agencies as class ids beside agencies_surface in list order, or as objects
// {surface, char, class, class_alt, gb, role, open_tail}, themes, and lists of names for the kinds
// of contents_score.h. Offsets are code points.
//
// Cost: linear. Errors: InputError naming file and line for a malformed annotation.
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/fact.h"
#include "graph/model/span.h"
#include "report/contents_score.h"

namespace zhengmai::report {

struct GoldMention {
  std::string surface;
  Span span;
  std::string agency_class;                // empty: not annotated
  std::vector<std::string> class_alternatives;
  std::optional<std::string> jurisdiction;
  std::string role = "unspecified";
  bool open_tail = false;                  // 等有关部门: reporting it is allowed, not required
};

struct GoldBlock {
  Span text;
  std::vector<GoldMention> mentions;
  std::vector<std::string> themes;
  Contents contents;
};

struct GoldDocument {
  std::vector<GoldBlock> blocks;
  std::optional<uint32_t> truncated_at;    // annotated up to here
  std::vector<Span> optional_spans;        // statements whose agencies may be reported or not
  std::vector<Span> prose_duties;          // bodies that running text gives a task
  std::vector<Span> prose_decoys;          // sentences that name bodies and give them none
  Contents contents;                       // of the whole document
};

struct Score {
  uint64_t found = 0, extra = 0, missed = 0;
  uint64_t governed = 0, linkable = 0, linked = 0, role = 0;
  uint64_t themes_found = 0, themes_extra = 0, themes_missed = 0;
  uint64_t quoted = 0, quoted_exactly = 0;
  uint64_t duties = 0, duties_found = 0, decoys_taken = 0;
  std::map<std::string, ContentCounts> contents;  // by kind, those that are annotated

  void add(const Score& other);
  double precision() const;
  double recall() const;
  double f1() const;
};

// `jsonl` is the annotation of one document, `text` its decoded text, `name` for messages.
GoldDocument parse_gold(std::string_view jsonl, std::string_view text, const std::string& name);

// Adds what prose_assignments.jsonl says of a document: duties are those with a lead.
void add_gold_prose(GoldDocument& gold, std::string_view prose_jsonl, std::string_view document,
                    std::string_view text);

// Adds what documents.jsonl says of a document (truncated_at, default_assignees).
void add_gold_metadata(GoldDocument& gold, std::string_view documents_jsonl,
                       std::string_view document);

// `errors` gets one line a mistake when it is not null.
Score score(const GoldDocument& gold, const FactBlock& facts, std::vector<std::string>* errors);

// One row, as wide as a terminal: the document's name and every figure.
std::string score_row(std::string_view name, const Score& score);
// The same as a JSON object.
std::string score_json(std::string_view name, const Score& score);

}  // namespace zhengmai::report
