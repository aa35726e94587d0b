// Finding many patterns in a text at once: every place name, agency name and cue of the lexicon.
//
//   Matcher matcher({U"商务厅", U"福建省"});
//   matcher.find_all(text, [&](Match m) { … });          // leftmost-longest, non-overlapping
//   matcher.find_overlapping(text, [&](Match m) { … });  // every occurrence
//
// A double-array trie (Aoe 1989) over the code points that occur in patterns, walked from each
// position. Aho–Corasick's failure links were left out on purpose: names are short (longest about
// 25 code points) and most positions die on the first or second step, so that walking again from
// the next position costs less than carrying states, and leftmost-longest needs no second pass.
//
// Before it walks, it asks a filter of two characters, which stays in the first cache.
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

  // Whether the two characters at `at` can begin a pattern. Most places are told apart by this, and
  // with it neither the alphabet nor the trie is read for them.
  bool may_begin(std::u32string_view text, size_t at) const {
    const char32_t second = at + 1 < text.size() ? text[at + 1] : 0;
    return has_bit(pair_bit(text[at], second)) || (has_single_ && has_bit(single_bit(text[at])));
  }

  static uint32_t pair_bit(char32_t first, char32_t second) {
    return (first * 0x9E3779B1u + second * 0x85EBCA77u) >> (32 - kFilterBits);
  }
  static uint32_t single_bit(char32_t c) { return c * 0xC2B2AE3Du >> (32 - kFilterBits); }
  bool has_bit(uint32_t bit) const { return (filter_[bit >> 6] >> (bit & 63) & 1) != 0; }

  template <typename Visitor>
  void walk(std::u32string_view text, size_t at, Visitor&& visit) const {
    if (at >= text.size() || !may_begin(text, at)) return;
    // In locals, so that what `visit` writes does not make them be read again.
    const Cell* const cells = cells_.data();
    const uint16_t* const symbols = symbols_.data();
    const size_t alphabet = symbols_.size();
    uint32_t state = kRoot;
    for (size_t i = at; i < text.size(); ++i) {
      const char32_t c = text[i];
      const uint32_t symbol = c < alphabet ? symbols[c] : 0;  // 0: no pattern contains it
      if (symbol == 0) return;
      const uint32_t next = cells[state].base + symbol;
      const Cell& cell = cells[next];
      if (cell.parent != state) return;
      state = next;
      if (cell.pattern != kNoPattern) {
        visit(Match{static_cast<uint32_t>(at), static_cast<uint32_t>(i + 1), cell.pattern});
      }
    }
  }

  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> filter_{};  // what patterns begin with
  bool has_single_ = false;        // a pattern of one character
  std::vector<uint16_t> symbols_;  // code point → symbol, 1-based
  std::vector<Cell> cells_;        // padded so that base + symbol is always inside
};

}  // namespace zhengmai
