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

// The finaliser of MurmurHash3: every bit of the input moves every bit of the output.
uint64_t mix(uint64_t h) {
  h = (h ^ h >> 33) * 0xFF51AFD7ED558CCDull;
  h = (h ^ h >> 33) * 0xC4CEB9FE1A85EC53ull;
  return h ^ h >> 33;
}

// Calls f with the hash of each run of `n` code points, in order.
template <typename F>
void for_each_run(std::u32string_view letters, size_t n, F f) {
  constexpr uint64_t kBase = 0x9E3779B97F4A7C15ull;
  if (n == 0 || letters.size() < n) return;
  uint64_t leaving = 1;  // kBase^n: what the oldest character weighs when it leaves
  for (size_t i = 0; i < n; ++i) leaving *= kBase;
  uint64_t rolling = 0;
  for (size_t i = 0; i < letters.size(); ++i) {
    rolling = rolling * kBase + letters[i];
    if (i >= n) rolling -= leaving * letters[i - n];
    if (i + 1 >= n) f(mix(rolling));
  }
}

}  // namespace

void letters_of(std::string_view utf8, std::u32string* letters) {
  letters->resize(utf8.size());
  size_t used = 0;
  for (size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFF >> (length + 1));
    for (size_t k = 1; k < length && i + k < utf8.size(); ++k) c = c << 6 | (utf8[i + k] & 0x3F);
    if (const char32_t letter = fold(c)) (*letters)[used++] = letter;
    i += length;
  }
  letters->resize(used);
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

RunSet::RunSet(std::u32string_view letters, size_t n) : n_(n) {
  size_t capacity = 16;
  while (capacity < letters.size() * 2) capacity *= 2;
  slots_.resize(capacity);
  for_each_run(letters, n, [&](uint64_t run) {
    Slot& slot = find(run);
    size_ += slot.round == 0;
    slot = {run, round_};
  });
}

// The slot that holds `run`, or the free one where it belongs.
RunSet::Slot& RunSet::find(uint64_t run) {
  for (size_t i = run;; ++i) {
    Slot& slot = slots_[i & (slots_.size() - 1)];
    if (slot.round == 0 || slot.run == run) return slot;
  }
}

size_t RunSet::count_shared(std::u32string_view letters) {
  ++round_;
  size_t shared = 0;
  for_each_run(letters, n_, [&](uint64_t run) {
    Slot& slot = find(run);
    if (slot.round == 0 || slot.round == round_) return;
    slot.round = round_;
    ++shared;
  });
  return shared;
}

size_t count_shared(const std::vector<uint64_t>& a, const std::vector<uint64_t>& b) {
  size_t shared = 0;
  for (size_t i = 0, k = 0; i < a.size() && k < b.size();) {
    if (a[i] < b[k]) {
      ++i;
    } else if (b[k] < a[i]) {
      ++k;
    } else {
      ++shared, ++i, ++k;
    }
  }
  return shared;
}

}  // namespace zhengmai::derive_internal
