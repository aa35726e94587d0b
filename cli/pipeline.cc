#include "cli/pipeline.h"

#include <sched.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <vector>

#include "cli/signals.h"
#include "graph/model/error.h"
#include "graph/model/ids.h"

namespace zhengmai {
namespace {

// Short documents go through in batches: waking a thread for each would cost as much as a tenth of it.
constexpr size_t kBatchDocuments = 16;
constexpr size_t kBatchBytes = size_t{1} << 17;
constexpr uint64_t kWaitingPerJob = 3;  // batches

using Batch = std::vector<Extracted>;

Extracted extract_one(Source source, const Extractor& extractor, const PipelineOptions& options) {
  Extracted result;
  result.source = std::move(source);
  result.error = result.source.error;
  if (!result.error.empty()) return result;
  result.sha256 = sha256_hex(result.source.bytes);
  if (options.unchanged && options.unchanged(result.source.name, result.sha256)) {
    result.skipped = true;
    return result;
  }
  try {
    result.facts = extractor.extract({.name = result.source.name,
                                      .bytes = result.source.bytes,
                                      .encoding = options.encoding,
                                      .sha256 = result.sha256});
    if (options.encode) {
      result.encoded = encode_document(*result.facts);
      // Given back by the thread that took them, which makes the next ones of the same memory.
      result.facts.reset();
      result.source.bytes = {};
    }
  } catch (const Error& error) {
    result.error = error.what();
    if (!error.hint().empty()) result.error += "; " + error.hint();
  } catch (const std::bad_alloc&) {
    result.error = result.source.name + ": not enough memory to read it; raise the limit, or split it";
  }
  return result;
}

std::vector<Source> take_batch(SourceReader& reader) {
  std::vector<Source> batch;
  for (size_t bytes = 0; batch.size() < kBatchDocuments && bytes < kBatchBytes;) {
    std::optional<Source> source = reader.next();
    if (!source) break;
    bytes += source->bytes.size();
    batch.push_back(std::move(*source));
  }
  return batch;
}

Batch extract_all(std::vector<Source> sources, const Extractor& extractor,
                  const PipelineOptions& options) {
  Batch batch;
  batch.reserve(sources.size());
  for (Source& source : sources) {
    batch.push_back(extract_one(std::move(source), extractor, options));
  }
  return batch;
}

// The state that workers and the consumer share.
struct Exchange {
  std::mutex mutex;
  std::condition_variable room;   // workers wait: too far ahead of the consumer
  std::condition_variable ready;  // the consumer waits: the next batch
  std::map<uint64_t, Batch> results;
  uint64_t taken = 0;
  uint64_t delivered = 0;
  int working = 0;
  bool exhausted = false;
  std::exception_ptr failure;
};

void work(Exchange& x, SourceReader& reader, const Extractor& extractor,
          const PipelineOptions& options, uint64_t window) {
  std::unique_lock lock(x.mutex);
  try {
    while (true) {
      x.room.wait(lock, [&] { return x.exhausted || x.taken < x.delivered + window; });
      if (x.exhausted || interrupt_flag()) break;
      // Reading stays under the lock: sources come in order, and the disk is not the bottleneck.
      std::vector<Source> sources = take_batch(reader);
      if (sources.empty()) break;
      const uint64_t number = x.taken++;
      lock.unlock();
      Batch batch = extract_all(std::move(sources), extractor, options);
      lock.lock();
      x.results.emplace(number, std::move(batch));
      if (number == x.delivered) x.ready.notify_one();
    }
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    if (!x.failure) x.failure = std::current_exception();
  }
  x.exhausted = true;
  --x.working;
  x.room.notify_all();
  x.ready.notify_one();
}

}  // namespace

void run_pipeline(SourceReader& reader, const Extractor& extractor, const PipelineOptions& options,
                  const std::function<void(Extracted&)>& consume) {
  const int jobs = std::max(1, options.jobs);
  Exchange x;
  x.working = jobs;
  std::vector<std::jthread> workers;
  for (int i = 0; i < jobs; ++i) {
    workers.emplace_back([&] {
      work(x, reader, extractor, options, kWaitingPerJob * static_cast<uint64_t>(jobs));
    });
  }
  std::unique_lock lock(x.mutex);
  try {
    while (true) {
      x.ready.wait(lock, [&] { return x.results.count(x.delivered) > 0 || x.working == 0; });
      auto node = x.results.extract(x.delivered);
      if (node.empty()) break;
      ++x.delivered;
      x.room.notify_all();
      lock.unlock();
      for (Extracted& result : node.mapped()) consume(result);
      lock.lock();
    }
  } catch (...) {
    if (!lock.owns_lock()) lock.lock();
    if (!x.failure) x.failure = std::current_exception();
    x.exhausted = true;
    x.room.notify_all();
  }
  lock.unlock();
  workers.clear();  // joins
  if (x.failure) std::rethrow_exception(x.failure);
}

int default_jobs() {
  cpu_set_t set;
  CPU_ZERO(&set);
  const int count = sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 1;
  return std::clamp(count, 1, 64);
}

}  // namespace zhengmai
