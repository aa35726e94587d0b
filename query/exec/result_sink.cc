#include "query/exec/result_sink.h"

#include <fmt/format.h>

namespace zhengmai::exec {

bool ResultSink::push(Batch& batch) {
  count_ += batch.size;
  if (columns_.empty()) return true;  // a query that only creates
  if (count_ > run_.limits().max_rows) {
    throw LimitError(fmt::format("the query gives more rows than its limit of {}",
                                 run_.limits().max_rows),
                     "add LIMIT to the query, or raise --max-rows");
  }
  if (!rows_) {
    run_.add_memory(int64_t(batch.size * columns_.size() * sizeof(Value)));
    for (size_t i = 0; i < batch.size; ++i) {
      for (const Symbol s : columns_) cells_.push_back(batch[s].value(i));
    }
    return true;
  }
  for (size_t i = 0; i < batch.size; ++i) {
    row_.clear();
    for (const Symbol s : columns_) row_.push_back(batch[s].value(i));
    if (!rows_->row(row_)) return false;
  }
  return true;
}

}  // namespace zhengmai::exec
