// Finding many patterns in a text at once: every place name, agency name and cue of the lexicon.
//
//   Matcher matcher({U"商务厅", U"福建省"});
//   matcher.find_all(text, [&](Match m) { … });          // leftmost-longest, non-overlapping
//   matcher.find_overlapping(text, [&](Match m) { … });  // every occurrence
//
// A table of the two characters that patterns begin with, behind a filter of bits that stays in the
// first cache, and a double-array trie (Aoe 1989) for what follows them, walked from each position. Aho–Corasick's failure links were left out on purpose: names are short (longest about
// 25 code points) and most positions die on the first or second step, so that walking again from
// the next position costs less than carrying states, and leftmost-longest needs no second pass.
//
// Units: indices of the text given. Patterns are numbered in the order given; where two are equal
// the first number is reported; empty patterns are never found.
// Cost: building is linear in the patterns in practice; searching is a few memory reads a code
// point on ordinary text, and is bounded by text × longest pattern.
// Threads: const access from any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai {

struct Match {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t pattern = 0;

  uint32_t size() const { return end - begin; }
  friend bool operator==(const Match&, const Match&) = default;
};

class Matcher {
 public:
  Matcher() : Matcher(std::span<const std::u32string>{}) {}
  explicit Matcher(std::span<const std::u32string> patterns);

  // The longest pattern that starts at `at`.
  std::optional<Match> longest_at(std::u32string_view text, size_t at) const {
    std::optional<Match> best;
    walk(text, at, [&best](Match m) { best = m; });
    return best;
  }

  // Every pattern that starts at `at`, shortest first.
  template <typename Visitor>
  void each_at(std::u32string_view text, size_t at, Visitor&& visit) const {
    walk(text, at, visit);
  }

  // Left to right, at each place the longest pattern, going on after its end.
  template <typename Visitor>
  void find_all(std::u32string_view text, Visitor&& visit) const {
    for (size_t at = 0; at < text.size();) {
      Match best;
      walk(text, at, [&best](Match m) { best = m; });
      if (best.end == 0) {
        ++at;
        continue;
      }
      visit(best);
      at = best.end;
    }
  }

  // Every occurrence of every pattern, by beginning, then by length.
  template <typename Visitor>
  void find_overlapping(std::u32string_view text, Visitor&& visit) const {
    for (size_t at = 0; at < text.size(); ++at) walk(text, at, visit);
  }

  std::vector<Match> find_all(std::u32string_view text) const;
  std::vector<Match> find_overlapping(std::u32string_view text) const;

 private:
  static constexpr uint32_t kNoPattern = UINT32_MAX;
  static constexpr uint32_t kRoot = 0;
  static constexpr int kFilterBits = 15;  // 4 KB: four thousand names set an eighth of the bits

  struct Cell {
    uint32_t base = 0;              // children of this state sit at base + symbol
    uint32_t parent = UINT32_MAX;   // the state this cell is a child of
    uint32_t pattern = kNoPattern;  // the pattern that ends here
  };

  // The first two characters of patterns, and the state of the trie behind them.
  struct Pair {
    char32_t first = 0;
    char32_t second = 0;
    uint32_t pattern = kNoPattern;  // of these two characters alone
    uint32_t state = kRoot;         // kRoot: no pattern goes on
  };

  static uint32_t pair_hash(char32_t first, char32_t second) {
    return first * 0x9E3779B1u + second * 0x85EBCA77u;
  }
  static uint32_t bit_of(uint32_t hash) { return hash >> (32 - kFilterBits); }
  static uint32_t single_bit(char32_t c) { return bit_of(c * 0xC2B2AE3Du); }
  bool has_bit(uint32_t bit) const { return (filter_[bit >> 6] >> (bit & 63) & 1) != 0; }
  size_t slot_of(uint32_t hash) const { return (hash ^ hash >> 15) & (pairs_.size() - 1); }
  void add_pair(const std::u32string& pattern);
  uint32_t step(uint32_t state, char32_t c) const {
    const uint32_t symbol = c < symbols_.size() ? symbols_[c] : 0;  // 0: no pattern contains it
    if (symbol == 0) return kRoot;
    const uint32_t next = cells_[state].base + symbol;
    return cells_[next].parent == state ? next : kRoot;
  }

  template <typename Visitor>
  void walk(std::u32string_view text, size_t at, Visitor&& visit) const {
    if (at >= text.size()) return;
    const auto found = [&](size_t end, uint32_t pattern) {
      visit(Match{static_cast<uint32_t>(at), static_cast<uint32_t>(end), pattern});
    };
    if (has_single_ && has_bit(single_bit(text[at]))) {
      const uint32_t state = step(kRoot, text[at]);
      if (state != kRoot && cells_[state].pattern != kNoPattern) found(at + 1, cells_[state].pattern);
    }
    if (at + 1 >= text.size()) return;
    const uint32_t hash = pair_hash(text[at], text[at + 1]);
    if (!has_bit(bit_of(hash))) return;
    const Pair* pair = &pairs_[slot_of(hash)];
    while (pair->first != text[at] || pair->second != text[at + 1]) {
      if (pair->first == 0) return;
      pair = pair == &pairs_.back() ? &pairs_.front() : pair + 1;
    }
    if (pair->pattern != kNoPattern) found(at + 2, pair->pattern);
    uint32_t state = pair->state;
    for (size_t i = at + 2; state != kRoot && i < text.size(); ++i) {
      state = step(state, text[i]);
      if (state != kRoot && cells_[state].pattern != kNoPattern) found(i + 1, cells_[state].pattern);
    }
  }

  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> filter_{};  // what patterns begin with
  bool has_single_ = false;        // a pattern of one character
  std::vector<Pair> pairs_;        // open addressing, a power of two, at most half full; 0: free
  std::vector<uint16_t> symbols_;  // code point → symbol, 1-based
  std::vector<Cell> cells_;        // padded so that base + symbol is always inside
};

}  // namespace zhengmai
