// Extraction of many documents on several threads, results in the order of the sources.
//
// Workers take the next source, a consumer gets each result on the calling thread, in order, so
// that output and store are the same for any number of threads. At most a few batches of documents a
// worker wait for an earlier one.
//
// Cost: extraction's. Errors: what the consumer throws ends the run; a document's own failure is
// in its result. Ctrl-C: no further source is taken, what was taken is delivered.
// Threads: call from one thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/sources.h"
#include "extract/link/extract.h"
#include "graph/model/fact.h"
#include "graph/store/block.h"

namespace zhengmai {

struct Extracted {
  Source source;                     // without its bytes when encoded
  std::string sha256;                // of the bytes
  std::unique_ptr<FactBlock> facts;  // null when skipped, failed or encoded
  std::optional<EncodedDocument> encoded;
  std::string error;                 // not empty: this document failed
  bool skipped = false;              // `unchanged` said so
};

struct PipelineOptions {
  int jobs = 1;
  std::optional<std::string> encoding;
  // For the store: `encoded` instead of `facts`, so that the consumer only writes.
  bool encode = false;
  // Whether this content of this source needs no extraction; called by workers, several at once.
  std::function<bool(const std::string& source, const std::string& sha256)> unchanged;
};

void run_pipeline(SourceReader& reader, const Extractor& extractor, const PipelineOptions& options,
                  const std::function<void(Extracted&)>& consume);

// The number of threads for "-j 0": the processors this process may use, at most 64.
int default_jobs();

}  // namespace zhengmai
