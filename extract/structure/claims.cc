#include "extract/structure/claims.h"
#include "extract/text/search.h"

#include <algorithm>
#include <functional>
#include <map>
#include <unordered_map>

namespace zhengmai {
namespace {

constexpr uint32_t kMinSentence = 8;  // code points; shorter ones repeat in any text
constexpr size_t kMinRepeats = 6;     // fewer repeated sentences are a slip, not a second run
constexpr int kNoRun = -1;
constexpr int kReach = 256;           // sentences looked over: an interruption is a page, not a book

struct Sentence {
  TextRange range;     // with its 。
  int measure = 0;     // whose literal text it stands in
  int words = 0;       // the same for copies of one sentence
  bool head = false;   // glued to the list before it: opens a measure
  bool opens = false;  // the first of its section
  bool stray = false;  // behind a list and before the next heading: in no measure's literal text
  bool certain = false;  // its run is told by copies
  int twin = -1;       // the other copy; -1 when it is the only one
  int run = kNoRun;    // 0 the run that is ahead, 1 the one that repeats it
};

class ClaimReader {
 public:
  ClaimReader(const Normalised& text, const std::vector<Section>& sections,
              const std::vector<ResponsibilityList>& lists, std::vector<Measure>& measures)
      : text_(text.text), sections_(sections), lists_(lists), measures_(measures) {}

  void read() {
    split();
    if (!pair_copies()) return;
    place_the_rest();
    claim_by_votes();
    leave_the_unclaimed();
  }

 private:
  void split() {
    first_.assign(measures_.size() + 1, 0);
    for (size_t i = 0; i < measures_.size(); ++i) {
      first_[i] = size();
      const Measure& m = measures_[i];
      const bool head = i > 0 && is_run_on(measures_[i - 1]);
      const uint32_t previous = head ? lists_[measures_[i - 1].lists.back()].range.end : m.text.begin;
      // A heading may cut the text behind a list off from it.
      if (previous < m.text.begin) split({previous, m.text.begin}, static_cast<int>(i), head, true);
      split(m.text, static_cast<int>(i), head && first_[i] == size(), false);
    }
    first_[measures_.size()] = size();
  }

  void split(TextRange within, int measure, bool head, bool stray) {
    bool opens = !stray && measures_[measure].rule == "M.since-heading";
    for (uint32_t at = within.begin; at < within.end;) {
      if (text_[at] == U'\n' || text_[at] == U' ') {
        ++at;
        continue;
      }
      const auto stop = static_cast<uint32_t>(std::min<size_t>(find_char(text_, U'。', at), within.end));
      const uint32_t end = std::min(stop + 1, within.end);
      if (stop - at >= kMinSentence && !(stray && stop == within.end)) {
        const auto words = text_.substr(at, stop - at);
        const int number = numbers_.emplace(words, static_cast<int>(numbers_.size())).first->second;
        sentences_.push_back({.range = {at, end}, .measure = measure, .words = number, .head = head,
                              .opens = opens, .stray = stray});
        opens = false;
      }
      head = false;
      at = end;
    }
  }

  bool is_run_on(const Measure& m) const {
    return m.has_list() && lists_[m.lists.back()].form == ListForm::kRunOn &&
           !lists_[m.lists.front()].agencies.empty();
  }

  // Copies in one order are two runs through the document. False when this is no such document.
  bool pair_copies() {
    std::vector<std::pair<int, int>> pairs;
    std::unordered_map<int, int> seen;
    for (int s = 0; s < size(); ++s) {
      const auto [it, is_new] = seen.emplace(sentences_[s].words, s);
      if (!is_new) pairs.emplace_back(it->second, s);
    }
    std::ranges::sort(pairs);
    std::vector<int> ends;  // of the longest rising subsequence, by length
    for (const auto& [a, b] : pairs) {
      const auto it = std::ranges::lower_bound(ends, b);
      if (it == ends.end()) ends.push_back(b);
      else *it = b;
    }
    if (pairs.size() < kMinRepeats || ends.size() * 5 < pairs.size() * 4) return false;
    for (const auto& [a, b] : pairs) {
      sentences_[a].twin = b;
      sentences_[b].twin = a;
      sentences_[a].run = 0;
      sentences_[b].run = 1;
      sentences_[a].certain = sentences_[b].certain = true;
    }
    return true;
  }

  // A sentence that stands once goes on with the run before it, unless a copy shows that run
  // without it; a glued one is bound to what follows it.
  void place_the_rest() {
    for (int s = 0; s < size(); ++s) {
      Sentence& it = sentences_[s];
      if (it.twin >= 0) continue;
      const int before = s > 0 ? sentences_[s - 1].run : kNoRun;
      const bool anchored = s + 1 < size() && sentences_[s + 1].twin >= 0;
      it.run = it.head && anchored ? sentences_[s + 1].run : before;
      it.certain = it.head && anchored && s > 0 && sentences_[s - 1].twin >= 0;
      if (it.run == kNoRun) continue;
      const bool is_other = is_closed(s, it.run);
      it.certain = it.certain || is_other || is_closed(s, 1 - it.run);
      if (is_other) it.run = 1 - it.run;
    }
  }

  // Whether the repeated sentences of the run around `s` follow on each other in their copies.
  bool is_closed(int s, int run) const {
    int a = s, b = s;
    const auto anchors = [&](int at) { return sentences_[at].twin >= 0 && sentences_[at].run == run; };
    while (a >= floor(s) && !anchors(a)) --a;
    while (b < std::min(size(), s + kReach) && !anchors(b)) ++b;
    return a >= floor(s) && b < std::min(size(), s + kReach) &&
           sentences_[b].twin == sentences_[a].twin + 1;
  }

  // The list behind measure `m`, by its bodies and the sentence that is glued to it.
  std::pair<std::u32string_view, int> list_words(int m) const {
    const auto& bodies = lists_[measures_[m].lists.front()].agencies;
    const uint32_t begin = bodies.front().range.begin;
    const int head = first_[m + 1];
    return {text_.substr(begin, bodies.back().range.end - begin),
            head < size() ? sentences_[head].words : -1};
  }

  int run_of_list(int m) const {
    const int head = first_[m + 1];
    return head < size() && sentences_[head].head ? sentences_[head].run : kNoRun;
  }

  bool is_goal(int m) const {
    const int s = measures_[m].section;
    return s >= 0 && sections_[s].kind == SectionKind::kGoals;
  }

  // The sentence before the list in its run: over those that copies tell to be of the other run.
  // -1 when the text says none.
  int tail_of(int m) const {
    if (is_goal(m)) return -1;
    const int run = run_of_list(m);
    int s = first_[m + 1] - 1;
    const int from = floor(s);
    while (s >= from && run != kNoRun && sentences_[s].certain && sentences_[s].run != run) --s;
    return s < from || (s == first_[m] - 1 && run == kNoRun) ? -1 : s;
  }

  void claim_by_votes() {
    std::map<std::pair<std::u32string_view, int>, std::vector<int>> groups;
    for (size_t m = 0; m < measures_.size(); ++m) {
      if (is_run_on(measures_[m])) groups[list_words(static_cast<int>(m))].push_back(static_cast<int>(m));
    }
    for (const auto& [words, copies] : groups) claim(copies);
  }

  void claim(const std::vector<int>& copies) {
    std::map<int, int> votes;  // by words
    std::vector<int> tails;
    for (const int m : copies) {
      const int t = tail_of(m);
      if (t >= 0 && ++votes[sentences_[t].words] == 1) tails.push_back(t);
    }
    const auto weight = [&](int t) {
      return 2 * votes[sentences_[t].words] + (sentences_[t].twin >= 0 ? 1 : 0);
    };
    std::ranges::stable_sort(tails, std::greater<>(), weight);
    bool sure = !tails.empty() && votes[sentences_[tails[0]].words] > 1;
    const int opened = head_before(copies);
    if (!sure && opened >= 0 && (tails.empty() || sentences_[tails[0]].twin < 0)) {
      tails = {opened};
      sure = true;
    }
    // Of two that stand once each, either may be the other run's. Beside one that the other run
    // has, it may be what that run lost.
    if (!sure && tails.size() > 1 && sentences_[tails[0]].twin < 0) tails.clear();
    if (sure || tails.size() > 2) tails.resize(1);
    std::vector<int> claimed;
    for (const int t : tails) {
      if (t == tails.front() || sentences_[t].twin < 0) add_chain(t, claimed);
    }
    const auto ranges = joined(claimed);
    for (const int m : copies) {
      measures_[m].claimed = ranges;
      measures_[m].is_claim = true;
      measures_[m].ambiguous = !sure;
    }
  }

  // As ranges in the order of the text; neighbours are one.
  std::vector<TextRange> joined(std::vector<int>& claimed) {
    std::ranges::sort(claimed);
    std::vector<TextRange> out;
    for (size_t i = 0; i < claimed.size(); ++i) {
      const Sentence& s = sentences_[claimed[i]];
      claimed_.push_back(s.words);
      if (i > 0 && claimed[i] == claimed[i - 1] + 1 && !s.head && !s.opens) {
        out.back().end = s.range.end;
      } else {
        out.push_back(s.range);
      }
    }
    return out;
  }

  // The sentence glued to the list before, where all copies have the same list before them in
  // their run: its measure is the one that this list closes.
  int head_before(const std::vector<int>& copies) const {
    if (copies.size() < 2) return -1;
    int found = -1;
    for (const int m : copies) {
      const int run = run_of_list(m);
      if (run == kNoRun) return -1;
      int h = first_[m + 1] - 1;
      const int from = floor(h);
      while (h >= from && (!sentences_[h].head || sentences_[h].run != run)) --h;
      if (h < from || (found >= 0 && sentences_[found].words != sentences_[h].words)) return -1;
      found = h;
    }
    return found;
  }

  // Back from the tail through sentences that a copy shows before one another.
  void add_chain(int tail, std::vector<int>& taken) const {
    if (sentences_[tail].twin < 0) {
      const auto own = since_heading(tail);
      taken.insert(taken.end(), own.begin(), own.end());
      return;
    }
    for (int s = tail; s >= 0 && !is_taken(s, taken);) {
      taken.push_back(s);
      s = sentences_[s].head ? -1 : before(s, taken);
    }
  }

  // Copies in different orders may lead back to where one came from. Ends the walk too.
  bool is_taken(int s, const std::vector<int>& taken) const {
    return taken.size() >= static_cast<size_t>(kReach) || std::ranges::any_of(taken, [&](int t) {
      return sentences_[t].words == sentences_[s].words;
    });
  }

  // A section's text up to its list, when nothing in it stands elsewhere; else the tail alone.
  std::vector<int> since_heading(int tail) const {
    std::vector<int> out;
    for (int s = tail; s >= first_[sentences_[tail].measure]; --s) {
      if (sentences_[s].twin >= 0) break;
      out.push_back(s);
      if (sentences_[s].opens) return out;
    }
    return {tail};
  }

  // The sentence before a repeated one, by the copy that tells it best: a repeated sentence right
  // before it or over the other run, then sentences that stand once and lie between two of its run.
  int before(int s, std::vector<int>& taken) const {
    const int copies[] = {std::min(s, sentences_[s].twin), std::max(s, sentences_[s].twin)};
    for (const bool over : {false, true}) {
      for (const int copy : copies) {
        const int p = in_run_before(copy, over);
        if (p >= 0 && sentences_[p].twin >= 0 && !is_parted(p, copy)) return p;
      }
    }
    for (const bool over : {false, true}) {
      for (const int copy : copies) {
        const int p = in_run_before(copy, over);
        if (p < 0) continue;
        if (sentences_[p].head) return p;
        int q = p;
        while (q >= floor(p) && sentences_[q].twin < 0 && sentences_[q].run == sentences_[copy].run &&
               !sentences_[q].head && !sentences_[q].opens) {
          --q;
        }
        if (q < floor(p) || sentences_[q].twin < 0 || sentences_[q].run != sentences_[copy].run) continue;
        for (int between = p; between > q; --between) taken.push_back(between);
        return q;
      }
    }
    return -1;
  }

  // Whether the other run has the glued sentence of a list between two neighbours of this one: this
  // run lost it.
  bool is_parted(int a, int b) const {
    const int from = sentences_[a].twin, to = sentences_[b].twin;
    for (int s = from + 1; s < std::min(to, from + kReach); ++s) {
      const Sentence& it = sentences_[s];
      if (it.head && it.certain && it.run == sentences_[to].run) return true;
    }
    return false;
  }

  // The sentence before `s` in its run; -1 across a heading. Over the other run only where copies
  // tell that it is the other.
  int in_run_before(int s, bool over) const {
    const int run = sentences_[s].run;
    if (sentences_[s].opens || sentences_[s].head) return -1;
    int at = s - 1;
    while (over && at >= floor(s) && sentences_[at].run != run && sentences_[at].certain) --at;
    return at >= floor(s) && sentences_[at].run == run ? at : -1;
  }

  void leave_the_unclaimed() {
    std::ranges::sort(claimed_);
    std::vector<Measure> bare;
    int previous = -2;
    for (int s = 0; s < size(); ++s) {
      const Sentence& it = sentences_[s];
      const bool repeats = it.twin >= 0 && it.twin < s;
      if (repeats || std::ranges::binary_search(claimed_, it.words) || is_goal(it.measure)) continue;
      if (it.stray && it.twin < 0) continue;
      if (!measures_[it.measure].has_list()) continue;
      if (previous == s - 1 && !it.head) {
        bare.back().text.end = it.range.end;
      } else {
        Measure& m = bare.emplace_back();
        m.text = it.range;
        m.section = measures_[it.measure].section;
        m.rule = "M.bare";
        m.scrambled = true;
      }
      previous = s;
    }
    for (Measure& m : measures_) {
      if (m.duplicate_of >= 0) m.duplicate_of += inserted_before(bare, measures_[m.duplicate_of]);
    }
    measures_.insert(measures_.end(), bare.begin(), bare.end());
    std::ranges::stable_sort(measures_, {}, [](const Measure& m) { return m.text.begin; });
  }

  static int inserted_before(const std::vector<Measure>& bare, const Measure& m) {
    const auto it = std::ranges::lower_bound(bare, m.text.begin, {},
                                             [](const Measure& b) { return b.text.begin; });
    return static_cast<int>(it - bare.begin());
  }

  static int floor(int s) { return std::max(0, s - kReach); }
  int size() const { return static_cast<int>(sentences_.size()); }

  const std::u32string_view text_;
  const std::vector<Section>& sections_;
  const std::vector<ResponsibilityList>& lists_;
  std::vector<Measure>& measures_;
  std::vector<Sentence> sentences_;  // in the order of the text
  std::unordered_map<std::u32string_view, int> numbers_;  // of words
  std::vector<int> first_;           // of each measure, and the end
  std::vector<int> claimed_;         // words of the sentences that lists claim
};

}  // namespace

void claim_sentences(const Normalised& text, const std::vector<Section>& sections,
                     const std::vector<ResponsibilityList>& lists, std::vector<Measure>& measures) {
  const auto doubtful = std::ranges::count_if(measures, [](const Measure& m) {
    return m.scrambled && m.has_list();
  });
  if (doubtful == 0) return;
  ClaimReader(text, sections, lists, measures).read();
}

}  // namespace zhengmai
