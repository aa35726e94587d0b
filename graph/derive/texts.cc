#include "graph/derive/texts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "graph/derive/wording.h"
#include "graph/memory/parallel.h"

namespace zhengmai::derive_internal {
namespace {

constexpr size_t kTask = 1024;     // measures
constexpr size_t kForgetEvery = 64;  // tasks after which the graph's pages are given back

constexpr bool is_high_surrogate(char16_t unit) { return unit - 0xD800u < 0x400u; }

}  // namespace

MeasureTexts::MeasureTexts(const Corpus& corpus) {
  struct Part {
    std::u32string letters;
    std::vector<size_t> ends;
  };
  const size_t count = corpus.measures.size();
  std::vector<Part> parts((count + kTask - 1) / kTask);
  const auto read = [&](size_t p) {
    std::u32string letters;
    for (size_t m = p * kTask; m < std::min((p + 1) * kTask, count); ++m) {
      if (!corpus.measures[m].duplicate) {
        letters_of(corpus.text_of(uint32_t(m)), &letters);
        parts[p].letters += letters;
      }
      parts[p].ends.push_back(parts[p].letters.size());
    }
  };
  parallel_in_order(parts.size(), read, [&](size_t p) {
    const Part part = std::move(parts[p]);
    size_t begin = 0;
    for (const size_t end : part.ends) {
      append(std::u32string_view(part.letters).substr(begin, end - begin));
      begin = end;
    }
    if (p % kForgetEvery == kForgetEvery - 1) corpus.forget();
  });
  corpus.forget();
}

void MeasureTexts::append(std::u32string_view letters) {
  for (const char32_t letter : letters) {
    if (letter < 0x10000) {
      letters_.push_back(char16_t(letter));
      continue;
    }
    surrogates_ = true;
    letters_.push_back(char16_t(0xD800 + ((letter - 0x10000) >> 10)));
    letters_.push_back(char16_t(0xDC00 + ((letter - 0x10000) & 0x3FF)));
  }
  ends_.push_back(letters_.size());
}

void MeasureTexts::read(uint32_t measure, std::u32string* letters) const {
  const size_t begin = measure == 0 ? 0 : ends_[measure - 1];
  const auto units = letters_.span().subspan(begin, ends_[measure] - begin);
  letters->resize(units.size());
  if (!surrogates_) {
    std::ranges::copy(units, letters->begin());
    return;
  }
  char32_t* out = letters->data();
  for (size_t i = 0; i < units.size(); ++i) {
    char32_t letter = units[i];
    // A letter is never half of a pair (fold), so what looks like a first half is one.
    if (is_high_surrogate(units[i])) {
      letter = 0x10000 + ((letter - 0xD800) << 10) + (units[++i] - 0xDC00u);
    }
    *out++ = letter;
  }
  letters->resize(size_t(out - letters->data()));
}

}  // namespace zhengmai::derive_internal
