#include "graph/load/read_ahead.h"

#include <condition_variable>
#include <deque>
#include <exception>
#include <memory>
#include <mutex>
#include <thread>

namespace zhengmai {
namespace {

constexpr size_t kBatch = 16;   // documents handed over at once: a lock each would cost as much
constexpr size_t kBatches = 4;

struct Batch {
  std::vector<DecodedDocument> documents{kBatch};
  size_t size = 0;
};

// Batches on their way to the reader and back, used again and again.
class Exchange {
 public:
  Exchange() {
    for (size_t i = 0; i < kBatches; ++i) empty_.push_back(std::make_unique<Batch>());
  }

  // Null once the visitor has given up.
  std::unique_ptr<Batch> take_empty() { return take(empty_, abandoned_); }
  // Null once everything was read.
  std::unique_ptr<Batch> take_full() { return take(full_, finished_); }
  void put_empty(std::unique_ptr<Batch> batch) {
    batch->size = 0;
    put(empty_, std::move(batch));
  }
  void put_full(std::unique_ptr<Batch> batch) { put(full_, std::move(batch)); }
  void finish() { set(finished_); }
  void abandon() { set(abandoned_); }

 private:
  using Queue = std::deque<std::unique_ptr<Batch>>;

  std::unique_ptr<Batch> take(Queue& queue, const bool& ended) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !queue.empty() || ended; });
    if (queue.empty()) return nullptr;
    std::unique_ptr<Batch> batch = std::move(queue.front());
    queue.pop_front();
    return batch;
  }
  void put(Queue& queue, std::unique_ptr<Batch> batch) {
    const std::lock_guard lock(mutex_);
    queue.push_back(std::move(batch));
    changed_.notify_all();
  }
  void set(bool& flag) {
    const std::lock_guard lock(mutex_);
    flag = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  Queue empty_, full_;
  bool finished_ = false;
  bool abandoned_ = false;
};

void decode(const DocumentRecord& record, std::string_view packed, DecodedDocument& out) {
  out.record = record;
  unpack(packed, out.bytes);
  BlockReader reader(out.bytes);
  out.shared_count = reader.shared_count();
  out.node_count = reader.node_count();
  out.relationship_count = reader.relationship_count();
  if (out.nodes.size() < out.node_count) out.nodes.resize(out.node_count);
  if (out.relationships.size() < out.relationship_count) {
    out.relationships.resize(out.relationship_count);
  }
  for (uint32_t i = 0; i < out.node_count; ++i) reader.next_node(out.nodes[i]);
  for (uint32_t i = 0; i < out.relationship_count; ++i) {
    reader.next_relationship(out.relationships[i]);
  }
  BlockRelationship none;
  reader.next_relationship(none);  // looks for bytes that should not be there
}

void read(const Store& store, Exchange& exchange) {
  struct Abandoned {};
  std::unique_ptr<Batch> batch = exchange.take_empty();
  try {
    store.for_each([&](const DocumentRecord& record, std::string_view packed) {
      if (!batch) throw Abandoned();
      decode(record, packed, batch->documents[batch->size++]);
      if (batch->size < kBatch) return;
      exchange.put_full(std::move(batch));
      batch = exchange.take_empty();
    });
  } catch (const Abandoned&) {
    return;
  }
  if (batch && batch->size > 0) exchange.put_full(std::move(batch));
}

}  // namespace

void read_document(const Store& store, std::string_view id, DecodedDocument& document) {
  const std::string packed = store.packed_block(id);
  decode(*store.find_document(id), packed, document);
}

void for_each_decoded(const Store& store, const std::function<void(DecodedDocument&)>& visit) {
  Exchange exchange;
  std::exception_ptr failure;
  std::jthread reader([&] {
    try {
      read(store, exchange);
    } catch (...) {
      failure = std::current_exception();
    }
    exchange.finish();
  });
  try {
    while (std::unique_ptr<Batch> batch = exchange.take_full()) {
      for (size_t i = 0; i < batch->size; ++i) visit(batch->documents[i]);
      exchange.put_empty(std::move(batch));
    }
  } catch (...) {
    exchange.abandon();
    throw;
  }
  reader.join();
  if (failure) std::rethrow_exception(failure);
}

}  // namespace zhengmai
