// DistinctTexts: numbers texts in the order in which they are first seen.
//
// Cost: a hash and a comparison a look-up, where it is not the text of the last one; the text, 8 bytes
// and two to four slots of 4 bytes an entry. Threads: one fills it, any read it.
#pragma once

#include <string_view>
#include <vector>

#include "graph/memory/graph.h"
#include "graph/memory/growing_array.h"
#include "graph/model/distinct.h"

namespace zhengmai {

class DistinctTexts {
 public:
  explicit DistinctTexts(const Spill* spill) : heap_(spill), ends_(spill) {}

  uint32_t code_of(std::string_view text) {
    // A column's rows come in runs: a document's relationships all have its id as their source.
    if (last_ < size() && this->text(last_) == text) return last_;
    return last_ = look_up(text);
  }
  // Valid until the next code_of.
  std::string_view text(uint32_t code) const {
    const uint64_t begin = code == 0 ? 0 : ends_[code - 1];
    return {heap_.data() + begin, ends_[code] - begin};
  }
  uint32_t size() const { return uint32_t(ends_.size()); }
  // Lets the kernel take what lies in files.
  void forget() const {
    heap_.memory().forget();
    ends_.memory().forget();
  }

 private:
  uint32_t look_up(std::string_view text) {
    if (2 * (ends_.size() + 1) > slots_.size()) grow();
    const size_t mask = slots_.size() - 1;
    for (size_t i = hash_of(text) & mask;; i = (i + 1) & mask) {
      if (slots_[i] == kNoId) {
        slots_[i] = uint32_t(ends_.size());
        heap_.append(text);
        ends_.push_back(heap_.size());
        return slots_[i];
      }
      if (this->text(slots_[i]) == text) return slots_[i];
    }
  }
  void grow() {
    slots_.assign(slots_.empty() ? 16 : slots_.size() * 2, kNoId);
    const size_t mask = slots_.size() - 1;
    for (uint32_t code = 0; code < size(); ++code) {
      size_t i = hash_of(text(code)) & mask;
      while (slots_[i] != kNoId) i = (i + 1) & mask;
      slots_[i] = code;
    }
  }

  GrowingArray<char> heap_;
  GrowingArray<uint64_t> ends_;
  std::vector<uint32_t> slots_;
  uint32_t last_ = kNoId;  // the code that was given last
};

}  // namespace zhengmai
