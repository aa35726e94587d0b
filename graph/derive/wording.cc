#include "graph/derive/wording.h"

#include <algorithm>

namespace zhengmai::derive_internal {
namespace {

char32_t fold(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c -= 0xFEE0;
  if (c >= U'A' && c <= U'Z') c += 32;
  const bool ascii = (c >= U'0' && c <= U'9') || (c >= U'a' && c <= U'z');
  const bool han = (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || c >= 0x20000 ||
                   c == U'〇';
  return ascii || han ? c : 0;
}

}  // namespace

void letters_of(std::string_view utf8, std::u32string* letters) {
  letters->resize(utf8.size());
  char32_t* out = letters->data();
  const auto* at = reinterpret_cast<const unsigned char*>(utf8.data());
  const auto* const end = at + utf8.size();
  while (at < end) {
    const unsigned char lead = *at;
    if ((lead & 0xF0) == 0xE0 && end - at >= 3) {  // nearly every character of a measure
      const char32_t c = char32_t(lead & 0x0F) << 12 | char32_t(at[1] & 0x3F) << 6 | (at[2] & 0x3F);
      at += 3;
      const bool han = c - 0x3400 <= 0x9FFF - 0x3400;
      if (const char32_t letter = han ? c : fold(c)) *out++ = letter;
      continue;
    }
    const ptrdiff_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (ptrdiff_t k = 1; k < length && at + k < end; ++k) c = c << 6 | (at[k] & 0x3F);
    if (const char32_t letter = fold(c)) *out++ = letter;
    at += length;
  }
  letters->resize(size_t(out - letters->data()));
}

std::u32string letters_of(std::string_view utf8) {
  std::u32string letters;
  letters_of(utf8, &letters);
  return letters;
}

std::vector<uint64_t> runs_of(std::u32string_view letters, size_t n) {
  std::vector<uint64_t> out;
  for_each_run(letters, n, [&](uint64_t run) { out.push_back(run); });
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

void RunSet::assign(std::u32string_view letters) {
  size_t capacity = 16;
  while (capacity < letters.size() * 2) capacity *= 2;
  slots_.assign(capacity, {});
  size_ = 0;
  round_ = 1;
  filter_.fill(0);
  for_each_run(letters, n_, [&](uint64_t run) {
    Slot& slot = find(run);
    size_ += slot.round == 0;
    slot = {run, round_};
    filter_[filter_word(run)] |= filter_bit(run);
  });
}

// The slot that holds `run`, or the free one where it belongs.
RunSet::Slot& RunSet::find(uint64_t run) {
  Slot* const slots = slots_.data();
  const size_t mask = slots_.size() - 1;
  for (size_t i = run & mask;; i = (i + 1) & mask) {
    Slot& slot = slots[i];
    if (slot.round == 0 || slot.run == run) return slot;
  }
}

size_t RunSet::count_shared(std::u32string_view letters) {
  ++round_;
  size_t shared = 0;
  for_each_run(letters, n_, [&](uint64_t run) {
    if ((filter_[filter_word(run)] & filter_bit(run)) == 0) return;
    Slot& slot = find(run);
    if (slot.round == 0 || slot.round == round_) return;
    slot.round = round_;
    ++shared;
  });
  return shared;
}

}  // namespace zhengmai::derive_internal
