// The front door of extraction: one document in, its facts out.
//
//   Lexicon lexicon = Lexicon::builtin();
//   Extractor extractor(lexicon);
//   std::unique_ptr<FactBlock> facts = extractor.extract({.name = "a.txt", .bytes = bytes});
//
// A pure function of (document, lexicon): no clock, no store, no state between documents.
// Cost: linear in the text, goal 100 MB/s of UTF-8 a core.
// Errors: InputError when the bytes are no document (binary, undecodable, damaged container).
// Threads: one Extractor may serve any number of threads.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "extract/lexicon/lexicon.h"
#include "graph/model/fact.h"

namespace zhengmai {

struct SourceDocument {
  std::string name;    // path or JSONL id; its ending helps to tell its format
  std::string_view bytes;
  std::optional<std::string> encoding;  // forced by the user
  std::string sha256 = {};              // of the bytes, where the caller has it
};

class Extractor {
 public:
  // REQUIRES: `lexicon` outlives the extractor.
  explicit Extractor(const Lexicon& lexicon);
  ~Extractor();

  // The facts say what tables say without copying it: the extractor outlives them.
  std::unique_ptr<FactBlock> extract(const SourceDocument& document) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Documents come by the thousand: memory that one gave back serves the next, where the C library
// would return it to the system and fault it in again, page by page. A setting of the process, for
// main: a program that extracts spends about a tenth less. Threads: call before others start.
void keep_freed_memory();

}  // namespace zhengmai
