#include "extract/structure/measures.h"
#include "extract/text/search.h"

#include <algorithm>
#include <map>
#include <memory_resource>
#include <unordered_map>

namespace zhengmai {
namespace {

constexpr uint32_t kMinMeasure = 12;   // code points; less is a stray word or a page number
constexpr uint32_t kMinParagraph = 24;

bool is_blank(char32_t c) {
  return c == U' ' || c == U'\n' || c == U'\t' || c == U'。' || c == U';' || c == U',' || c == U':' ||
         c == U'、' || c == U'.' || c == U')' || c == U'(';
}

class MeasureReader {
 public:
  MeasureReader(const Normalised& text, const Metadata& metadata,
                const std::vector<Section>& sections, const std::vector<ResponsibilityList>& lists)
      : text_(text.text), metadata_(metadata), sections_(sections), lists_(lists),
        covered_(sections.size(), false) {}

  std::vector<Measure> read() {
    for (size_t i = 0; i < lists_.size(); ++i) governed(static_cast<int>(i));
    remainders();
    if (sections_.empty() && lists_.empty()) paragraphs();
    std::ranges::stable_sort(measures_, {}, [](const Measure& m) { return m.text.begin; });
    return std::move(measures_);
  }

 private:
  TextRange trimmed(uint32_t begin, uint32_t end) const {
    while (begin < end && is_blank(text_[begin])) ++begin;
    while (end > begin && (text_[end - 1] == U'\n' || text_[end - 1] == U' ' ||
                           text_[end - 1] == U'\t')) {
      --end;
    }
    return {begin, end};
  }

  // The innermost section that `at` lies in: sections follow the text without gaps.
  int section_at(uint32_t at) const {
    const auto after = std::ranges::upper_bound(sections_, at, {}, [](const Section& s) {
      return s.heading.begin;
    });
    return static_cast<int>(after - sections_.begin()) - 1;
  }

  // Where the last paragraph with words before `at` begins: what a first list without a heading governs.
  uint32_t paragraph_before(uint32_t at) const {
    const uint32_t end = trimmed(0, at).end;
    const size_t line = end == 0 ? text_.npos : text_.rfind(U'\n', end - 1);
    return line == text_.npos ? 0 : static_cast<uint32_t>(line + 1);
  }

  bool has_list_between(uint32_t begin, uint32_t end) const {
    const auto it = std::ranges::lower_bound(
        lists_, begin, {}, [](const ResponsibilityList& l) { return l.range.begin; });
    return it != lists_.end() && it->range.begin < end;
  }

  void add(TextRange text, int section, int list, std::string_view rule) {
    Measure& m = measures_.emplace_back();
    m.text = text;
    m.section = section;
    m.rule = rule;
    if (list >= 0) m.lists.push_back(list);
    mark(section);
  }

  void mark(int section) {
    for (int s = section; s >= 0; s = sections_[s].parent) covered_[s] = true;
  }

  void governed(int i) {
    const ResponsibilityList& list = lists_[i];
    const int s = section_at(list.range.begin);
    if (!list.task.empty()) {
      // A cell merged over several rows is one task with several lists.
      if (i > 0 && lists_[i - 1].task == list.task) {
        measures_.back().lists.push_back(i);
      } else {
        add(list.task, s, i, "M.row");
      }
      return;
    }
    if (by_number(i)) return;
    const uint32_t floor = s >= 0 ? sections_[s].body.begin : metadata_.body.begin;
    const uint32_t previous = i > 0 ? lists_[i - 1].range.end : 0;
    uint32_t start = std::max(std::min(floor, list.range.begin), previous);
    if (s < 0 && previous == 0) start = std::max(start, paragraph_before(list.range.begin));
    const TextRange before = trimmed(start, list.range.begin);
    if (s >= 0 && previous <= sections_[s].heading.begin) {
      if (const int parent = shared_parent(s, list); parent >= 0) {
        for (size_t k = parent; k <= static_cast<size_t>(s); ++k) covered_[k] = true;
        add(trimmed(sections_[parent].body.begin, list.range.begin), parent, i, "M.points");
        return;
      }
    }
    if (!before.empty()) {
      if (s >= 0 && previous <= sections_[s].heading.begin) {
        const TextRange title = sections_[s].title;
        if (title.size() >= before.size()) {
          add({title.begin, before.end}, s, i, "M.since-heading");
          return;
        }
      }
      add(before, s, i, previous > floor ? "M.since-list" : "M.since-heading");
      return;
    }
    if (previous == start && !measures_.empty() && previous > 0 &&
        previous >= (s >= 0 ? sections_[s].heading.begin : 0)) {
      measures_.back().lists.push_back(i);  // a second list side by side with the first
      return;
    }
    after_title(i, s);
  }

  // 第1、2项由甲局负责: each of the headings before the list that it names. False when there is none.
  bool by_number(int i) {
    const ResponsibilityList& list = lists_[i];
    const size_t known = measures_.size();
    bool found = false;
    for (const NumberedItem& item : list.items) {
      const int s = heading_before(list.range.begin, item);
      if (s < 0) continue;
      found = true;
      const auto own = std::find_if(measures_.begin(), measures_.begin() + known,
                                    [s](const Measure& m) { return m.section == s; });
      if (own != measures_.begin() + known) {
        own->lists.push_back(i);
        continue;
      }
      const TextRange title = sections_[s].title;
      const TextRange body = trimmed(sections_[s].body.begin, sections_[s].body.end);
      const bool whole = title.size() >= body.size();
      add({whole ? title.begin : body.begin, std::max(title.end, body.end)}, s, i, "M.numbered");
    }
    return found;
  }

  // The last heading before `at` with that number in that writing that `at` does not lie under; -1 when
  // there is none.
  int heading_before(uint32_t at, const NumberedItem& item) const {
    for (int s = section_at(at); s >= 0; --s) {
      const Section& section = sections_[s];
      const bool digits = section.ordinal_raw.find_first_of("0123456789") != std::string::npos;
      if (section.ordinal == item.number && digits == item.digits && section.extent.end <= at) return s;
    }
    return -1;
  }

  // A list right behind the title governs what follows, or the title when nothing does.
  void after_title(int i, int s) {
    const ResponsibilityList& list = lists_[i];
    uint32_t end = s >= 0 ? sections_[s].extent.end : metadata_.body.end;
    bool next_has_its_own = false;  // what follows is governed by the list behind it
    if (i + 1 < static_cast<int>(lists_.size()) && lists_[i + 1].range.begin < end) {
      const int next = section_at(lists_[i + 1].range.begin);
      next_has_its_own = next == s && !trimmed(list.range.end, lists_[i + 1].range.begin).empty();
      end = next == s || next < 0 ? lists_[i + 1].range.begin : sections_[next].heading.begin;
      if (next != s && next > s + 1 && sections_[next].parent >= s) {
        end = std::min(end, sections_[s + 1].heading.begin);
      }
    }
    const TextRange after = trimmed(list.range.end, std::max(end, list.range.end));
    // 1.推进渡口改造，方便群众出行。（A负责）⏎: a whole sentence in one line is the task itself, and
    // so is one before a sentence with a list of its own.
    const bool behind = s >= 0 && list.range.begin > 0 && text_[list.range.begin - 1] == U'。';
    const bool sentence = behind && (list.form == ListForm::kSentence ||
                                     (sections_[s].title.size() >= kMinMeasure &&
                                      (list.range.end >= text_.size() ||
                                       text_[list.range.end] == U'\n' || next_has_its_own)));
    if (after.size() >= kMinMeasure && !sentence) {
      add(after, s, i, "M.after-title");
      for (size_t k = s + 1; s >= 0 && k < sections_.size() && sections_[k].heading.begin < end; ++k) {
        covered_[k] = true;
      }
      return;
    }
    if (s >= 0 && sections_[s].title.begin < list.range.begin) {
      const TextRange title = trimmed(sections_[s].title.begin,
                                      std::min(sections_[s].title.end, list.range.begin));
      if (!title.empty()) {
        add(title, s, i, "M.title");
        return;
      }
    }
    add({list.range.begin, list.range.end}, s, i, "M.title");
  }

  // The section whose numbered points (1. 2. 3.) share the one list behind the last of them; -1
  // when the list is the last point's own.
  int shared_parent(int s, const ResponsibilityList& list) const {
    const Section& last = sections_[s];
    const int p = last.parent;
    if (p < 0 || last.level < 3) return -1;
    const Section& parent = sections_[p];
    if (static_cast<size_t>(s) + 1 < sections_.size() &&
        sections_[s + 1].heading.begin < parent.extent.end) {
      return -1;
    }
    if (has_list_between(parent.heading.begin, list.range.begin)) return -1;
    if (has_list_between(list.range.end, parent.extent.end)) return -1;
    return s - p >= 2 ? p : -1;
  }

  void remainders() {
    for (size_t s = 0; s < sections_.size(); ++s) {
      const Section& section = sections_[s];
      if (section.kind != SectionKind::kTasks) continue;
      const bool leaf = s + 1 == sections_.size() ||
                        sections_[s + 1].parent != static_cast<int>(s);
      uint32_t begin = section.body.begin;
      for (const auto& list : lists_) {
        if (list.range.begin >= section.heading.begin && list.range.begin < section.body.end) {
          begin = std::max(begin, list.range.end);
        }
      }
      const bool listed = begin > section.body.begin;
      if (covered_[s] && !listed) continue;
      if (!leaf && !listed) continue;
      if (listed && has_forward_list(static_cast<int>(s))) continue;
      TextRange rest = trimmed(begin, section.body.end);
      if (rest.size() < kMinMeasure && !listed) {
        rest = {section.title.begin, std::max(section.title.end, rest.end)};
      }
      if (rest.size() >= kMinMeasure) add(rest, static_cast<int>(s), -1, "M.bare");
    }
  }

  bool has_forward_list(int s) const {
    return std::ranges::any_of(measures_, [s](const Measure& m) {
      return m.section == s && (m.rule == "M.after-title" || m.rule == "M.points");
    });
  }

  void paragraphs() {
    for (uint32_t at = metadata_.body.begin; at < metadata_.body.end;) {
      auto end = static_cast<uint32_t>(find_char(text_, U'\n', at));
      end = std::min(end, metadata_.body.end);
      const TextRange line = trimmed(at, end);
      if (line.size() >= kMinParagraph) add(line, -1, -1, "M.paragraph");
      at = end + 1;
    }
  }

  const std::u32string_view text_;
  const Metadata& metadata_;
  const std::vector<Section>& sections_;
  const std::vector<ResponsibilityList>& lists_;
  std::vector<bool> covered_;
  std::vector<Measure> measures_;
};

}  // namespace

std::vector<Measure> read_measures(const Normalised& text, const Metadata& metadata,
                                   const std::vector<Section>& sections,
                                   const std::vector<ResponsibilityList>& lists) {
  return MeasureReader(text, metadata, sections, lists).read();
}

namespace {

// Of sentences, two characters a step: the library's hash takes twice as long.
struct HashOfText {
  size_t operator()(std::u32string_view text) const {
    uint64_t hash = text.size();
    const auto mix = [&](uint64_t two) {
      hash = (hash ^ two) * 0x9E3779B97F4A7C15u;
      hash ^= hash >> 32;
    };
    size_t i = 0;
    for (; i + 1 < text.size(); i += 2) mix(uint64_t{text[i]} << 32 | text[i + 1]);
    if (i < text.size()) mix(text[i]);
    return hash;
  }
};

}  // namespace

void mark_repeats(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                  std::vector<Measure>& measures) {
  constexpr uint32_t kMinSentence = 12;  // shorter ones repeat in any text
  const std::u32string_view all = text.text;
  std::pmr::monotonic_buffer_resource room(size_t{1} << 14);
  std::pmr::unordered_map<std::u32string_view, int, HashOfText> count(&room), first_with(&room);
  const auto each_sentence = [&](TextRange range, auto&& visit) {
    const std::u32string_view within = all.substr(0, range.end);  // no further: texts may have none
    for (uint32_t at = range.begin; at < range.end;) {
      const auto stop = std::min<size_t>(find_char(within, U'。', at), range.end);
      if (stop - at >= kMinSentence) visit(all.substr(at, stop - at));
      at = static_cast<uint32_t>(stop) + 1;
    }
  };
  std::vector<std::pair<Measure*, const int*>> sentences;  // and how often the text has them
  for (Measure& m : measures) {
    each_sentence(m.text, [&](auto s) { sentences.emplace_back(&m, &++count[s]); });
  }
  for (const auto& [m, times] : sentences) m->scrambled = m->scrambled || *times > 1;
  for (size_t i = 0; i < measures.size(); ++i) {
    Measure& m = measures[i];
    const auto whole = all.substr(m.text.begin, m.text.size());
    const auto [it, is_new] = first_with.emplace(whole, static_cast<int>(i));
    if (!is_new) m.duplicate_of = it->second;
  }
  // (last sentence, bodies of the list) → how often they stand together.
  std::map<std::pair<std::u32string_view, std::u32string_view>, int> votes;
  const auto vote_of = [&](const Measure& m) {
    std::u32string_view last;
    each_sentence(m.text, [&](auto s) { last = s; });
    const auto& bodies = lists[m.lists.front()].agencies;
    const uint32_t begin = bodies.front().range.begin;
    return std::pair(last, all.substr(begin, bodies.back().range.end - begin));
  };
  const auto in_doubt = [&](const Measure& m) {
    return m.scrambled && m.has_list() && lists[m.lists.front()].form == ListForm::kRunOn;
  };
  for (const Measure& m : measures) {
    if (in_doubt(m)) ++votes[vote_of(m)];
  }
  for (Measure& m : measures) m.ambiguous = in_doubt(m) && votes[vote_of(m)] == 1;
}

}  // namespace zhengmai
