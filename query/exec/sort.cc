// ORDER BY, and ORDER BY with LIMIT, which keeps only the best rows. Both are stable.
#include <algorithm>
#include <numeric>

#include "query/exec/build.h"
#include "query/exec/memory_account.h"

namespace zhengmai::exec {
namespace {

// Rows put aside, with a comparison over their key columns.
class RowStore {
 public:
  RowStore(Context& context, const plan::LogicalOp& op, std::vector<Symbol> columns,
           const std::vector<plan::SortKey>& keys)
      : context_(context), columns_(std::move(columns)), keys_(keys), memory_(context.run(), op),
        rows_(context.symbols()) {}

  size_t size() const { return rows_.size; }
  void clear() {
    for (const Symbol s : columns_) rows_[s].reset(rows_[s].type());
    rows_.size = 0;
    memory_.clear();
  }
  void append(const Batch& batch, std::span<const uint32_t> selected) {
    for (const Symbol s : columns_) {
      rows_[s].append_rows(batch[s], selected);
      memory_.hold(rows_[s], rows_.size);
    }
    rows_.size += selected.size();
    memory_.add(bytes_of(selected.size()));
  }
  void keep(std::span<const uint32_t> ascending) {
    for (const Symbol s : columns_) rows_[s].select(ascending);
    memory_.clear();
    memory_.add(bytes_of(ascending.size()));
    for (const Symbol s : columns_) memory_.hold(rows_[s]);
    rows_.size = ascending.size();
  }

  // Row numbers in order; only the first `limit` are exact.
  std::vector<uint32_t> order(size_t limit) {
    std::vector<uint32_t> rows(rows_.size);
    std::iota(rows.begin(), rows.end(), 0);
    auto before = [&](uint32_t a, uint32_t b) {
      context_.tick();
      const int c = compare(rows_, a, rows_, b);
      return c != 0 ? c < 0 : a < b;
    };
    if (limit < rows.size()) {
      std::nth_element(rows.begin(), rows.begin() + limit, rows.end(), before);
      rows.resize(limit);
    }
    std::sort(rows.begin(), rows.end(), before);
    return rows;
  }

  // Whether row `i` of the batch comes strictly before the stored row.
  bool before(const Batch& batch, size_t i, size_t stored) const {
    return compare(batch, i, rows_, stored) < 0;
  }

  // Hands the rows on in this order, full batches at a time.
  void emit(std::span<const uint32_t> rows, const plan::SymbolSet& live, Operator& next) {
    Batch out(context_.symbols());
    for (size_t begin = 0; begin < rows.size(); begin += Batch::kRows) {
      const auto part = rows.subspan(begin, std::min(Batch::kRows, rows.size() - begin));
      for (const Symbol s : live) {
        out[s].reset(VectorType::kValue);
        out[s].append_rows(rows_[s], part);
      }
      out.size = part.size();
      if (!next.push(out)) return;
    }
  }

 private:
  // The cells, and the number by which a row is sorted.
  int64_t bytes_of(size_t rows) const {
    return int64_t(rows * (columns_.size() * sizeof(Value) + 8));
  }

  int compare(const Batch& a, size_t i, const Batch& b, size_t k) const {
    for (const plan::SortKey& key : keys_) {
      const int c = compare_cells(a[key.symbol], i, b[key.symbol], k);
      if (c != 0) return key.descending ? -c : c;
    }
    return 0;
  }
  // Null is the largest; codes of a sorted dictionary are in the order of their texts.
  static int compare_cells(const Vector& a, size_t i, const Vector& b, size_t k) {
    auto three_way = [](auto x, auto y) { return x < y ? -1 : x > y ? 1 : 0; };
    if (a.type() == b.type()) {
      switch (a.type()) {
        case VectorType::kInteger: return three_way(a.integers()[i], b.integers()[k]);
        case VectorType::kNode:
        case VectorType::kRelationship: return three_way(a.ids()[i], b.ids()[k]);
        case VectorType::kCode:
          if (a.dictionary() == b.dictionary()) return three_way(a.ids()[i], b.ids()[k]);
          break;
        default: break;
      }
    }
    const auto c = order_of(a.value(i), b.value(k));
    return c < 0 ? -1 : c > 0 ? 1 : 0;
  }
  static std::weak_ordering order_of(const Value& a, const Value& b) {
    return zhengmai::order(a, b);
  }

  Context& context_;
  std::vector<Symbol> columns_;
  const std::vector<plan::SortKey>& keys_;
  MemoryAccount memory_;
  Batch rows_;
};

std::vector<Symbol> stored_columns(const plan::LogicalOp& op,
                                   const std::vector<plan::SortKey>& keys) {
  plan::SymbolSet symbols = op.live;
  for (const plan::SortKey& key : keys) symbols.insert(key.symbol);
  return {symbols.begin(), symbols.end()};
}

class Sort final : public Operator {
 public:
  Sort(Context& context, const plan::LogicalOp& op, const plan::Sort& sort)
      : op_(op), rows_(context, op, stored_columns(op, sort.keys), sort.keys) {}

  bool push(Batch& batch) override {
    all_.resize(batch.size);
    std::iota(all_.begin(), all_.end(), 0);
    rows_.append(batch, all_);
    return true;
  }
  void finish() override {
    rows_.emit(rows_.order(rows_.size()), op_.live, *next_);
    rows_.clear();
    next_->finish();
  }
  void reset() override {
    rows_.clear();
    next_->reset();
  }

 private:
  const plan::LogicalOp& op_;
  RowStore rows_;
  std::vector<uint32_t> all_;
};

// Keeps at most twice the wanted rows. After the first pruning the worst kept row is a threshold
// that later rows must beat.
class TopK final : public Operator {
 public:
  TopK(Context& context, const plan::LogicalOp& op, const plan::TopK& top)
      : context_(context), op_(op), top_(top),
        rows_(context, op, stored_columns(op, top.keys), top.keys) {}

  bool push(Batch& batch) override {
    if (wanted_ == 0) return false;
    context_.tick(static_cast<uint32_t>(batch.size));
    selected_.clear();
    for (uint32_t i = 0; i < batch.size; ++i) {
      if (!pruned_ || rows_.before(batch, i, worst_)) selected_.push_back(i);
    }
    if (selected_.empty()) return true;
    rows_.append(batch, selected_);
    if (rows_.size() >= 2 * wanted_ + 4 * Batch::kRows) prune();
    return true;
  }
  void finish() override {
    std::vector<uint32_t> rows = rows_.order(wanted_);
    rows.erase(rows.begin(), rows.begin() + std::min(skip_, rows.size()));
    rows_.emit(rows, op_.live, *next_);
    restart();
    next_->finish();
  }
  void reset() override {
    restart();
    next_->reset();
  }

 private:
  void restart() {
    rows_.clear();
    pruned_ = false;
    skip_ = top_.skip ? row_count(context_, *top_.skip, "SKIP") : 0;
    const uint64_t limit = row_count(context_, *top_.limit, "LIMIT");
    wanted_ = limit == 0 ? 0 : std::min<uint64_t>(limit, UINT32_MAX - skip_) + skip_;
  }
  void prune() {
    std::vector<uint32_t> best = rows_.order(wanted_);
    const uint32_t worst = best.back();
    std::sort(best.begin(), best.end());
    rows_.keep(best);
    worst_ = static_cast<size_t>(std::lower_bound(best.begin(), best.end(), worst) - best.begin());
    pruned_ = true;
  }

  Context& context_;
  const plan::LogicalOp& op_;
  const plan::TopK& top_;
  RowStore rows_;
  size_t wanted_ = 0;
  size_t skip_ = 0;
  bool pruned_ = false;
  size_t worst_ = 0;
  std::vector<uint32_t> selected_;
};

}  // namespace

std::unique_ptr<Operator> make_sort(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<Sort>(context, op, *op.as<plan::Sort>());
}
std::unique_ptr<Operator> make_top_k(Context& context, const plan::LogicalOp& op) {
  return std::make_unique<TopK>(context, op, *op.as<plan::TopK>());
}

}  // namespace zhengmai::exec
