#include "query/exec/accumulator.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "query/exec/pair_set.h"
#include "query/values/aggregates.h"

namespace zhengmai::exec {
namespace {

// count(*) and count(x).
class Count final : public Accumulator {
 public:
  void add(std::span<const uint32_t> groups, size_t group_count, const Vector* argument,
           const Vector*) override {
    counts_.resize(group_count);
    if (!argument || argument->type() == VectorType::kInteger) {
      if (group_count == 1) {
        counts_[0] += static_cast<int64_t>(groups.size());
        return;
      }
      int64_t* const counts = counts_.data();
      for (const uint32_t g : groups) ++counts[g];
      return;
    }
    for (size_t i = 0; i < groups.size(); ++i) {
      if (!argument->is_null(i)) ++counts_[groups[i]];
    }
  }
  void merge(Accumulator& other, std::span<const uint32_t> mapping, size_t group_count) override {
    counts_.resize(group_count);
    const Count& from = static_cast<Count&>(other);
    for (size_t g = 0; g < from.counts_.size(); ++g) counts_[mapping[g]] += from.counts_[g];
  }
  void finish(size_t begin, size_t end, size_t group_count, Vector& out) override {
    counts_.resize(group_count);
    out.reset(VectorType::kInteger);
    out.integers().assign(counts_.begin() + begin, counts_.begin() + end);
  }

 private:
  std::vector<int64_t> counts_;
};

// Any aggregate, one object a group.
class General final : public Accumulator {
 public:
  General(MemoryAccount& memory, const plan::AggregateCall& call)
      : memory_(memory), call_(call), kind_(*find_aggregate(call.name)) {}

  void add(std::span<const uint32_t> groups, size_t group_count, const Vector* argument,
           const Vector* parameter) override {
    grow(group_count);
    guard([&] {
      for (size_t i = 0; i < groups.size(); ++i) {
        std::unique_ptr<zhengmai::Aggregate>& state = states_[groups[i]];
        if (!state) {
          state = make_aggregate(kind_, call_.distinct);
          if (parameter) state->set_parameter(parameter->value(i));
        }
        state->add(argument ? argument->value(i) : Value());
      }
    });
    if (!keeps_values()) return;
    memory_.add(int64_t(groups.size()) * int64_t(sizeof(Value)));
    if (argument) memory_.hold(*argument);
  }
  // What a plain accumulator had gathered before it met a value that it cannot add.
  void seed(size_t group, const Value& value) {
    grow(group + 1);
    states_[group] = make_aggregate(kind_, call_.distinct);
    states_[group]->add(value);
  }
  void merge(Accumulator& other, std::span<const uint32_t> mapping, size_t group_count) override {
    grow(group_count);
    General& from = static_cast<General&>(other);
    guard([&] {
      for (size_t g = 0; g < from.states_.size(); ++g) {
        if (!from.states_[g]) continue;
        std::unique_ptr<zhengmai::Aggregate>& state = states_[mapping[g]];
        if (state) {
          state->merge(*from.states_[g]);
        } else {
          state = std::move(from.states_[g]);
        }
      }
    });
  }
  void finish(size_t begin, size_t end, size_t group_count, Vector& out) override {
    grow(group_count);
    out.reset(VectorType::kValue);
    guard([&] {
      for (size_t g = begin; g < end; ++g) {
        if (!states_[g]) states_[g] = make_aggregate(kind_, call_.distinct);
        out.values().push_back(states_[g]->finish());
        states_[g].reset();
      }
    });
  }

 private:
  void grow(size_t group_count) {
    if (group_count <= states_.size()) return;
    memory_.add(int64_t(group_count - states_.size()) * 64);
    states_.resize(group_count);
  }
  bool keeps_values() const {
    return call_.distinct || kind_ == AggregateKind::kCollect ||
           kind_ == AggregateKind::kPercentileCont || kind_ == AggregateKind::kPercentileDisc;
  }
  template <typename Body>
  void guard(Body body) {
    try {
      body();
    } catch (const EvaluationError& error) {
      memory_.run().raise(error, call_.range);
    }
  }

  MemoryAccount& memory_;
  const plan::AggregateCall& call_;
  AggregateKind kind_;
  std::vector<std::unique_ptr<zhengmai::Aggregate>> states_;
};

// One integer a group while the columns are such that this will do; from the first one on where it
// will not, the general form.
class Plain : public Accumulator {
 public:
  Plain(MemoryAccount& memory, const plan::AggregateCall& call) : memory_(memory), call_(call) {}

  void add(std::span<const uint32_t> groups, size_t group_count, const Vector* argument,
           const Vector* parameter) final {
    if (!general_) {
      numbers_.resize(std::max(numbers_.size(), group_count));
      if (add_plain(groups, *argument)) return;
      generalise();
    }
    general_->add(groups, group_count, argument, parameter);
  }
  void merge(Accumulator& other, std::span<const uint32_t> mapping, size_t group_count) final {
    Plain& from = static_cast<Plain&>(other);
    if (!general_ && !from.general_) {
      numbers_.resize(std::max(numbers_.size(), group_count));
      if (merge_plain(from, mapping)) return;
    }
    generalise();
    from.generalise();
    general_->merge(*from.general_, mapping, group_count);
  }
  void finish(size_t begin, size_t end, size_t group_count, Vector& out) final {
    if (general_) return general_->finish(begin, end, group_count, out);
    numbers_.resize(group_count);
    out.reset(VectorType::kInteger);
    out.integers().assign(numbers_.begin() + begin, numbers_.begin() + end);
  }

 protected:
  // False, and nothing done, where integers will not do. REQUIRES: numbers_ has every group.
  virtual bool add_plain(std::span<const uint32_t> groups, const Vector& argument) = 0;
  virtual bool merge_plain(const Plain& other, std::span<const uint32_t> mapping) = 0;
  // Gives what was gathered to the general form.
  virtual void hand_over(General& general) = 0;

  MemoryAccount& memory_;
  const plan::AggregateCall& call_;
  std::vector<int64_t> numbers_;  // by group

 private:
  void generalise() {
    if (general_) return;
    general_ = std::make_unique<General>(memory_, call_);
    hand_over(*general_);
    numbers_.clear();
  }

  std::unique_ptr<General> general_;
};

// sum of integers.
class Sum final : public Plain {
 public:
  using Plain::Plain;

 private:
  bool add_plain(std::span<const uint32_t> groups, const Vector& argument) override {
    if (argument.type() != VectorType::kInteger) return false;
    const int64_t* values = argument.integers().data();
    if (numbers_.size() == 1) {
      if (const auto total = small_total(values, groups.size())) {
        grow(numbers_[0], *total);
        return true;
      }
    }
    for (size_t i = 0; i < groups.size(); ++i) grow(numbers_[groups[i]], values[i]);
    return true;
  }
  bool merge_plain(const Plain& other, std::span<const uint32_t> mapping) override {
    const std::vector<int64_t>& totals = static_cast<const Sum&>(other).numbers_;
    for (size_t g = 0; g < totals.size(); ++g) grow(numbers_[mapping[g]], totals[g]);
    return true;
  }
  void hand_over(General& general) override {
    for (size_t g = 0; g < numbers_.size(); ++g) general.seed(g, Value::integer(numbers_[g]));
  }

  // The sum of numbers of 32 bits, of which a batch is far from overflow; nothing for others.
  static std::optional<int64_t> small_total(const int64_t* values, size_t rows) {
    uint64_t total = 0, beyond = 0;
    for (size_t i = 0; i < rows; ++i) {
      const auto value = static_cast<uint64_t>(values[i]);
      total += value;
      beyond |= value + (1u << 31);
    }
    if (beyond >> 32 != 0) return std::nullopt;
    return static_cast<int64_t>(total);
  }
  void grow(int64_t& total, int64_t value) const {
    if (__builtin_add_overflow(total, value, &total)) overflow();
  }
  [[noreturn]] void overflow() const {
    try {
      throw_arithmetic("the sum of integers is beyond 64 bits", "IntegerOverflow",
                       "add floats instead: sum(toFloat(x))");
    } catch (const EvaluationError& error) {
      memory_.run().raise(error, call_.range);
    }
  }
};

// count(DISTINCT x) where x is an id, a code or a small integer.
class CountDistinct final : public Plain {
 public:
  using Plain::Plain;

 private:
  bool add_plain(std::span<const uint32_t> groups, const Vector& argument) override {
    if (!fits(argument)) return false;
    met_.prepare(numbers_.size(), numbers_below());
    if (argument.type() == VectorType::kInteger) {
      for (size_t i = 0; i < groups.size(); ++i) {
        insert(groups[i], static_cast<uint32_t>(argument.integers()[i]));
      }
    } else {
      const uint32_t* const ids = argument.ids().data();
      for (size_t i = 0; i < groups.size(); ++i) {
        if (ids[i] != kNoId) insert(groups[i], ids[i]);
      }
    }
    weigh();
    return true;
  }
  bool merge_plain(const Plain& other, std::span<const uint32_t> mapping) override {
    const CountDistinct& from = static_cast<const CountDistinct&>(other);
    if (!from.known_) return true;  // it has met nothing
    if (known_ && (type_ != from.type_ || dictionary_ != from.dictionary_)) return false;
    known_ = true;
    type_ = from.type_;
    dictionary_ = from.dictionary_;
    met_.prepare(numbers_.size(), numbers_below());
    from.met_.for_each([&](uint32_t group, uint32_t number) { insert(mapping[group], number); });
    weigh();
    return true;
  }
  void hand_over(General& general) override {
    std::vector<uint32_t> groups(1);
    met_.for_each([&](uint32_t group, uint32_t number) {
      Vector one;
      if (type_ == VectorType::kCode) {
        one.reset_codes(dictionary_);
      } else {
        one.reset(type_);
      }
      if (type_ == VectorType::kInteger) {
        one.integers().push_back(number);
      } else {
        one.ids().push_back(number);
      }
      groups[0] = group;
      general.add(groups, numbers_.size(), &one, nullptr);
    });
    met_.clear();
  }

  bool fits(const Vector& v) {
    const bool ids = v.type() == VectorType::kNode || v.type() == VectorType::kRelationship ||
                     v.type() == VectorType::kCode;
    if (!ids && v.type() != VectorType::kInteger) return false;
    if (known_ && (type_ != v.type() || dictionary_ != v.dictionary())) return false;
    if (!ids) {
      for (const int64_t x : v.integers()) {
        if (x < 0 || x >= UINT32_MAX) return false;
      }
    }
    known_ = true;
    type_ = v.type();
    dictionary_ = v.dictionary();
    return true;
  }
  uint32_t numbers_below() const {
    const Graph& graph = memory_.run().graph();
    switch (type_) {
      case VectorType::kNode: return graph.node_count();
      case VectorType::kRelationship: return graph.relationship_count();
      case VectorType::kCode: return dictionary_->dictionary_size();
      default: return UINT32_MAX;
    }
  }
  void insert(uint32_t group, uint32_t number) { numbers_[group] += met_.insert(group, number); }
  void weigh() {
    const auto bytes = static_cast<int64_t>(met_.bytes());
    memory_.add(bytes - std::exchange(weighed_bytes_, bytes));
  }

  bool known_ = false;
  VectorType type_ = VectorType::kValue;
  const Column* dictionary_ = nullptr;
  PairSet met_;
  int64_t weighed_bytes_ = 0;
};

}  // namespace

std::unique_ptr<Accumulator> make_accumulator(MemoryAccount& memory,
                                              const plan::AggregateCall& call) {
  if (call.name == "count" && (call.arguments.empty() || !call.distinct)) {
    return std::make_unique<Count>();
  }
  if (call.name == "count") return std::make_unique<CountDistinct>(memory, call);
  if (call.name == "sum" && !call.distinct) return std::make_unique<Sum>(memory, call);
  return std::make_unique<General>(memory, call);
}

}  // namespace zhengmai::exec
