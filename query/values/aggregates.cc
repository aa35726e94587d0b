#include "query/values/aggregates.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <iterator>
#include <unordered_set>

#include "query/values/compare.h"
#include "query/values/error.h"
#include "query/values/temporal.h"

namespace zhengmai {
namespace {

struct NamedKind {
  std::string_view name;
  AggregateKind kind;
};

constexpr NamedKind kNames[] = {
    {"count", AggregateKind::kCount},
    {"sum", AggregateKind::kSum},
    {"avg", AggregateKind::kAverage},
    {"min", AggregateKind::kMinimum},
    {"max", AggregateKind::kMaximum},
    {"collect", AggregateKind::kCollect},
    {"stdev", AggregateKind::kStDev},
    {"stdevp", AggregateKind::kStDevP},
    {"percentilecont", AggregateKind::kPercentileCont},
    {"percentiledisc", AggregateKind::kPercentileDisc},
};

bool equal_without_case(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == y;
  });
}

class CountAll : public Aggregate {
 public:
  void add(const Value&) override { ++count_; }
  void merge(Aggregate& other) override {
    count_ += std::exchange(static_cast<CountAll&>(other).count_, 0);
  }
  Value finish() override { return Value::integer(count_); }

 private:
  int64_t count_ = 0;
};

class Count : public Aggregate {
 public:
  void add(const Value& v) override { count_ += !v.is_null(); }
  void merge(Aggregate& other) override {
    count_ += std::exchange(static_cast<Count&>(other).count_, 0);
  }
  Value finish() override { return Value::integer(count_); }

 private:
  int64_t count_ = 0;
};

// Integers are added in 128 bits, so that only the result must fit; once there is a float, the
// result is one. Durations are added among themselves.
class Sum : public Aggregate {
 public:
  explicit Sum(bool average) : average_(average) {}

  void add(const Value& v) override {
    if (v.is_null()) return;
    ++count_;
    if (v.is_integer()) {
      integers_ += v.as_integer();
      ++numbers_;
    } else if (v.is_float()) {
      floats_.add(v.as_float());
      has_float_ = true;
      ++numbers_;
    } else if (v.kind() == ValueKind::kDuration) {
      durations_ = zhengmai::add(durations_, v.as_duration());
    } else {
      throw_wrong_kind(name(), "numbers or durations", v, "InvalidArgumentType");
    }
  }

  void merge(Aggregate& base) override {
    auto& other = static_cast<Sum&>(base);
    integers_ += other.integers_;
    floats_.merge(other.floats_);
    durations_ = zhengmai::add(durations_, other.durations_);
    has_float_ |= other.has_float_;
    count_ += other.count_;
    numbers_ += other.numbers_;
    other = Sum(average_);
  }

  Value finish() override {
    if (count_ == 0) return average_ ? Value::null() : Value::integer(0);
    if (numbers_ == 0)
      return Value::duration(average_ ? divide(durations_, double(count_)) : durations_);
    if (numbers_ != count_)
      throw EvaluationError("TypeError", "InvalidArgumentType",
                            fmt::format("{} cannot mix numbers and durations", name()));
    if (average_) return Value::floating(total() / static_cast<double>(count_));
    if (has_float_) return Value::floating(total());
    if (integers_ > INT64_MAX || integers_ < INT64_MIN)
      throw_arithmetic("the sum does not fit a 64-bit integer", "IntegerOverflow",
                       "sum floats instead: sum(1.0 * x)");
    return Value::integer(static_cast<int64_t>(integers_));
  }

 private:
  __extension__ typedef __int128 Wide;

  std::string_view name() const { return average_ ? "avg()" : "sum()"; }

  double total() const {
    ExactSum all = floats_;
    // A wide integer as floats: what lies above 2^53 and the rest, each exact.
    const Wide high = integers_ / (Wide{1} << 53) * (Wide{1} << 53);
    all.add(static_cast<double>(high));
    all.add(static_cast<double>(integers_ - high));
    return all.value();
  }

  bool average_;
  bool has_float_ = false;
  int64_t count_ = 0, numbers_ = 0;
  Wide integers_ = 0;
  ExactSum floats_;
  Duration durations_;
};

class Extreme : public Aggregate {
 public:
  explicit Extreme(bool maximum) : maximum_(maximum) {}

  void add(const Value& v) override {
    if (v.is_null()) return;
    if (best_.is_null() || (maximum_ ? order(v, best_) > 0 : order(v, best_) < 0)) best_ = v;
  }
  void merge(Aggregate& other) override {
    add(std::exchange(static_cast<Extreme&>(other).best_, Value::null()));
  }
  Value finish() override { return best_; }

 private:
  bool maximum_;
  Value best_;
};

class Collect : public Aggregate {
 public:
  void add(const Value& v) override {
    if (!v.is_null()) items_.push_back(v);
  }
  void merge(Aggregate& base) override {
    auto& other = static_cast<Collect&>(base);
    items_.insert(items_.end(), std::make_move_iterator(other.items_.begin()),
                  std::make_move_iterator(other.items_.end()));
    other.items_.clear();
  }
  Value finish() override { return Value::list(std::move(items_)); }
  size_t bytes() const override { return items_.capacity() * sizeof(Value); }

 private:
  List items_;
};

// Welford's running variance; parts are joined as Chan, Golub and LeVeque do.
class StDev : public Aggregate {
 public:
  explicit StDev(bool population) : population_(population) {}

  void add(const Value& v) override {
    if (v.is_null()) return;
    if (!v.is_number())
      throw_wrong_kind(population_ ? "stDevP()" : "stDev()", "numbers", v, "InvalidArgumentType");
    ++count_;
    const double delta = v.as_number() - mean_;
    mean_ += delta / count_;
    squares_ += delta * (v.as_number() - mean_);
  }
  void merge(Aggregate& base) override {
    auto& other = static_cast<StDev&>(base);
    if (other.count_ == 0) return;
    const double total = count_ + other.count_, delta = other.mean_ - mean_;
    mean_ += delta * other.count_ / total;
    squares_ += other.squares_ + delta * delta * count_ * other.count_ / total;
    count_ = total;
    other = StDev(population_);
  }
  Value finish() override {
    const double freedom = population_ ? count_ : count_ - 1;
    return Value::floating(freedom > 0 ? std::sqrt(squares_ / freedom) : 0);
  }

 private:
  bool population_;
  double count_ = 0, mean_ = 0, squares_ = 0;
};

class Percentile : public Aggregate {
 public:
  explicit Percentile(bool continuous) : continuous_(continuous) {}

  void set_parameter(const Value& parameter) override {
    if (!parameter.is_number())
      throw_wrong_kind(name(), "a percentile between 0 and 1", parameter, "InvalidArgumentType");
    fraction_ = parameter.as_number();
    if (!(fraction_ >= 0 && fraction_ <= 1))
      throw_bad_argument(fmt::format("{}: the percentile must be between 0 and 1, not {}", name(),
                                     fraction_),
                         "NumberOutOfRange");
  }
  void add(const Value& v) override {
    if (v.is_null()) return;
    if (!v.is_number()) throw_wrong_kind(name(), "numbers", v, "InvalidArgumentType");
    values_.push_back(v);
  }
  void merge(Aggregate& base) override {
    auto& other = static_cast<Percentile&>(base);
    values_.insert(values_.end(), other.values_.begin(), other.values_.end());
    fraction_ = other.fraction_;
    other.values_.clear();
  }
  Value finish() override {
    if (values_.empty()) return {};
    std::sort(values_.begin(), values_.end(), OrderLess());
    const size_t last = values_.size() - 1;
    if (!continuous_) {
      // The first value that at least this fraction of all values does not exceed.
      const double rank = std::ceil(fraction_ * static_cast<double>(values_.size()));
      return values_[rank < 1 ? 0 : std::min(last, static_cast<size_t>(rank) - 1)];
    }
    const double place = fraction_ * static_cast<double>(last);
    const auto below = static_cast<size_t>(place);
    const double low = values_[below].as_number();
    const double high = values_[std::min(last, below + 1)].as_number();
    return Value::floating(low + (high - low) * (place - static_cast<double>(below)));
  }
  size_t bytes() const override { return values_.capacity() * sizeof(Value); }

 private:
  std::string_view name() const { return continuous_ ? "percentileCont()" : "percentileDisc()"; }

  bool continuous_;
  double fraction_ = 0;
  List values_;
};

// Passes each value on once, in the order of first appearance; merging passes on what is new.
class Distinct : public Aggregate {
 public:
  explicit Distinct(std::unique_ptr<Aggregate> inner) : inner_(std::move(inner)) {}

  void set_parameter(const Value& parameter) override { inner_->set_parameter(parameter); }
  void add(const Value& v) override {
    if (!v.is_null() && seen_.insert(v).second) {
      ordered_.push_back(v);
      inner_->add(v);
    }
  }
  void merge(Aggregate& base) override {
    auto& other = static_cast<Distinct&>(base);
    for (const Value& v : other.ordered_) add(v);
    other.ordered_.clear();
    other.seen_.clear();
  }
  Value finish() override { return inner_->finish(); }
  size_t bytes() const override {
    return inner_->bytes() + seen_.size() * 48 + ordered_.capacity() * sizeof(Value);
  }

 private:
  std::unique_ptr<Aggregate> inner_;
  std::unordered_set<Value, EquivalenceHash, Equivalence> seen_;
  List ordered_;
};

std::unique_ptr<Aggregate> make_plain(AggregateKind kind) {
  switch (kind) {
    case AggregateKind::kCountAll: return std::make_unique<CountAll>();
    case AggregateKind::kCount: return std::make_unique<Count>();
    case AggregateKind::kSum: return std::make_unique<Sum>(false);
    case AggregateKind::kAverage: return std::make_unique<Sum>(true);
    case AggregateKind::kMinimum: return std::make_unique<Extreme>(false);
    case AggregateKind::kMaximum: return std::make_unique<Extreme>(true);
    case AggregateKind::kCollect: return std::make_unique<Collect>();
    case AggregateKind::kStDev: return std::make_unique<StDev>(false);
    case AggregateKind::kStDevP: return std::make_unique<StDev>(true);
    case AggregateKind::kPercentileCont: return std::make_unique<Percentile>(true);
    case AggregateKind::kPercentileDisc: return std::make_unique<Percentile>(false);
  }
  return nullptr;
}

}  // namespace

std::optional<AggregateKind> find_aggregate(std::string_view name) {
  for (const NamedKind& entry : kNames)
    if (equal_without_case(name, entry.name)) return entry.kind;
  return std::nullopt;
}

int arity(AggregateKind kind) {
  if (kind == AggregateKind::kCountAll) return 0;
  return kind == AggregateKind::kPercentileCont || kind == AggregateKind::kPercentileDisc ? 2 : 1;
}

void Aggregate::set_parameter(const Value&) {}

std::unique_ptr<Aggregate> make_aggregate(AggregateKind kind, bool distinct) {
  auto plain = make_plain(kind);
  // The smallest and the largest are the same with and without repetitions.
  const bool indifferent = kind == AggregateKind::kMinimum || kind == AggregateKind::kMaximum ||
                           kind == AggregateKind::kCountAll;
  if (!distinct || indifferent) return plain;
  return std::make_unique<Distinct>(std::move(plain));
}

}  // namespace zhengmai
