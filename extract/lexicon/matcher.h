// Finding many patterns in a text at once: every place name, agency name and cue of the lexicon.
//
//   Matcher matcher({U"商务厅", U"福建省"});
//   matcher.find_all(text, [&](Match m) { … });          // leftmost-longest, non-overlapping
//   matcher.find_overlapping(text, [&](Match m) { … });  // every occurrence
//
// A table of the two characters that patterns begin with and of those that may follow, behind a filter
// of bits that stays in the first cache, and a double-array trie (Aoe 1989) for what follows them, walked from each position.
// Aho–Corasick's failure links were left out on purpose: names are short (longest about 25 code
// points) and most positions die on the first or second step, so that walking again from the next
// position costs less than carrying states, and leftmost-longest needs no second pass.
//
// Units: indices of the text given. Patterns are numbered in the order given; where two are equal
// the first number is reported; empty patterns are never found.
// Cost: building is linear in the patterns in practice; searching is a few memory reads a code
// point on ordinary text, and is bounded by text × longest pattern.
// Threads: const access from any thread.
#pragma once

#include <algorithm>
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
    if (may_begin(text, at)) walk(text, at, [&best](Match m) { best = m; });
    return best;
  }

  // Every pattern that starts at `at`, shortest first.
  template <typename Visitor>
  void each_at(std::u32string_view text, size_t at, Visitor&& visit) const {
    if (may_begin(text, at)) walk(text, at, visit);
  }

  // Whether a pattern may start at `at`; never false where one does.
  bool may_begin(std::u32string_view text, size_t at) const {
    if (at >= text.size()) return false;
    const char32_t second = at + 1 < text.size() ? text[at + 1] : kNoCharacter;
    const bool pair = has_bit(bit_of(pair_hash(text[at], second)));
    return has_single_ ? pair | has_bit(single_bit(text[at])) : pair;
  }

  // The first place from `at` on where a pattern may start: where none does in between. The end of
  // the text when there is none.
  size_t next_candidate(std::u32string_view text, size_t at) const {
    while (at < text.size() && !may_begin(text, at)) ++at;
    return at;
  }

  // Left to right, at each place the longest pattern, going on after its end.
  template <typename Visitor>
  void find_all(std::u32string_view text, Visitor&& visit) const {
    for (size_t at = next_candidate(text, 0); at < text.size(); at = next_candidate(text, at)) {
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
    // In blocks and three loops, of which the first two do not branch on what they find: two fifths
    // of the places of a text pass the filter of a large lexicon, in no order that could be guessed.
    std::array<uint32_t, kBlock> places;
    std::array<Start, 2 * kBlock> starts;
    for (size_t from = 0; from < text.size(); from += kBlock) {
      const size_t to = std::min(from + kBlock, text.size());
      size_t passed = 0;
      for (size_t at = from; at < to; ++at) {
        places[passed] = static_cast<uint32_t>(at);
        passed += may_begin(text, at);
      }
      size_t found = 0;
      for (size_t i = 0; i < passed; ++i) {
        each_start(text, places[i], [&](Start start) {
          starts[found] = start;
          found += start.beginning != 0;
        });
      }
      for (size_t i = 0; i < found; ++i) go_on(text, starts[i], visit);
    }
  }

  std::vector<Match> find_all(std::u32string_view text) const;
  std::vector<Match> find_overlapping(std::u32string_view text) const;

 private:
  static constexpr uint32_t kNoPattern = UINT32_MAX;
  static constexpr uint32_t kRoot = 0;
  static constexpr char32_t kNoCharacter = 0x110000;
  static constexpr int kFilterBits = 16;  // at most: 8 KB
  static constexpr size_t kBitsEach = 16;  // of a beginning: of small lexicons the filter is small
  static constexpr size_t kBlock = 256;   // places of a text that are looked at together

  struct Cell {
    uint32_t base = 0;              // children of this state sit at base + symbol
    uint32_t parent = UINT32_MAX;   // the state this cell is a child of
    uint32_t pattern = kNoPattern;  // the pattern that ends here
    uint32_t next = 0;              // bits of the characters that patterns go on with
  };

  // The first two characters of patterns, or the only one, and what is behind them.
  struct Beginning {
    char32_t first = 0;
    char32_t second = kNoCharacter;  // none: a pattern of one character
    uint32_t pattern = kNoPattern;   // of these characters alone
    uint32_t state = kRoot;          // of the trie, behind them
    uint32_t next = 0;               // as in the cell of that state

    uint32_t size() const { return second == kNoCharacter ? 1 : 2; }
  };

  // A place of a text, and what begins there: 0 for nothing.
  struct Start {
    uint32_t at = 0;
    uint32_t beginning = 0;
  };

  static uint32_t pair_hash(char32_t first, char32_t second) {
    return first * 0x9E3779B1u + second * 0x85EBCA77u;
  }
  uint32_t bit_of(uint32_t hash) const { return hash >> filter_shift_; }
  uint32_t single_bit(char32_t c) const { return bit_of(pair_hash(c, kNoCharacter)); }
  static uint32_t next_bit(char32_t c) { return uint32_t{1} << (c * 0x9E3779B1u >> 27); }
  bool has_bit(uint32_t bit) const { return (filter_[bit >> 6] >> (bit & 63) & 1) != 0; }

  // The slot where a beginning stands, or the free one where it would.
  size_t slot_of(char32_t first, char32_t second) const {
    const uint32_t hash = pair_hash(first, second);
    for (size_t slot = hash ^ hash >> 15;; ++slot) {
      slot &= slots_.size() - 1;
      const Beginning& b = beginnings_[slots_[slot]];
      if (slots_[slot] == 0 || (b.first == first && b.second == second)) return slot;
    }
  }
  Beginning& beginning_of(char32_t first, char32_t second);

  // What begins at `at`, the shorter first. REQUIRES: may_begin(text, at).
  template <typename Visitor>
  void each_start(std::u32string_view text, size_t at, Visitor&& visit) const {
    const auto place = static_cast<uint32_t>(at);
    if (has_single_ && has_bit(single_bit(text[at]))) {
      visit(Start{place, slots_[slot_of(text[at], kNoCharacter)]});
    }
    if (at + 1 < text.size()) visit(Start{place, slots_[slot_of(text[at], text[at + 1])]});
  }

  uint32_t step(uint32_t state, char32_t c) const {
    const uint32_t symbol = c < symbols_.size() ? symbols_[c] : 0;  // 0: no pattern contains it
    if (symbol == 0) return kRoot;
    const uint32_t next = cells_[state].base + symbol;
    return cells_[next].parent == state ? next : kRoot;
  }

  // The patterns of one start, shortest first.
  template <typename Visitor>
  void go_on(std::u32string_view text, Start start, Visitor&& visit) const {
    const Beginning& b = beginnings_[start.beginning];
    const auto found = [&](size_t end, uint32_t pattern) {
      visit(Match{start.at, static_cast<uint32_t>(end), pattern});
    };
    size_t i = start.at + size_t{b.size()};
    if (b.pattern != kNoPattern) found(i, b.pattern);
    uint32_t state = b.state;
    // Nearly all walks end at the bits, without a load of the cell that is not there.
    for (uint32_t next = b.next; i < text.size() && (next & next_bit(text[i])) != 0; ++i) {
      state = step(state, text[i]);
      if (state == kRoot) return;
      if (cells_[state].pattern != kNoPattern) found(i + 1, cells_[state].pattern);
      next = cells_[state].next;
    }
  }

  // REQUIRES: may_begin(text, at).
  template <typename Visitor>
  void walk(std::u32string_view text, size_t at, Visitor&& visit) const {
    each_start(text, at, [&](Start start) { go_on(text, start, visit); });
  }

  std::array<uint64_t, (size_t{1} << kFilterBits) / 64> filter_{};  // what patterns begin with
  int filter_shift_ = 31;    // from a hash to a bit of it
  bool has_single_ = false;  // a pattern of one character
  std::vector<uint32_t> slots_;        // open addressing: numbers of beginnings, 0 where free
  std::vector<Beginning> beginnings_;  // the first is of no pattern
  std::vector<uint16_t> symbols_;  // code point → symbol, 1-based
  std::vector<Cell> cells_;        // padded so that base + symbol is always inside
};

}  // namespace zhengmai
