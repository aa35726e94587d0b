// What an annotation may say of a document beside agencies and themes, and how much of it was found.
//
//   kind            compared                                    annotated in
//   instruments     class/sub-type                              "instruments" of a block
//   beneficiaries   name                                        "beneficiaries" of a block
//   technologies    name                                        "technologies" of a block
//   pilots          name of the place, with or without 市       a block, or mentions.jsonl (kind place)
//   programmes      name                                        a block, or mentions.jsonl
//   targets         kind value unit bound                       targets.jsonl (kind period is none)
//
// A block's own lists are compared with the measures that its agencies hang on, the files with the
// whole document. Cost: linear. Errors: InputError naming file and line. Threads: pure functions.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/model/fact.h"

namespace zhengmai::report {

struct ContentCounts {
  uint64_t found = 0, extra = 0, missed = 0;
};

// By kind. A name counts once, a target as often as it is written.
using Contents = std::map<std::string, std::multiset<std::string>>;

// Adds what targets.jsonl and mentions.jsonl say of `document`.
void add_target_gold(std::string_view targets_jsonl, std::string_view document, Contents* gold);
void add_mention_gold(std::string_view mentions_jsonl, std::string_view document, Contents* gold);

// What the facts hold; of the given measures only, if there are any.
Contents contents_of(const FactBlock& facts, const std::set<std::string_view>& measures);

// Compares the kinds that `gold` has. `errors` gets a line a mistake when it is not null.
void score_contents(const Contents& gold, const Contents& found,
                    std::map<std::string, ContentCounts>* counts, std::vector<std::string>* errors);

}  // namespace zhengmai::report
