#include "extract/structure/list_sentences.h"

#include <algorithm>
#include <optional>

#include "extract/structure/list_scanner.h"
#include "extract/text/numerals.h"
#include "extract/text/search.h"

namespace zhengmai {
namespace {

constexpr int kMaxItem = 200;
constexpr size_t kMaxDuty = 400;    // code points from 由 to the end of the sentence

bool joins(char32_t c) { return list_internal::is_joiner(c) || c == U'、' || c == U','; }
bool spans(char32_t c) {
  return c == U'-' || c == U'—' || c == U'–' || c == U'~' || c == U'至' || c == U'到';
}
bool ends_duty(char32_t c) { return c == U'。' || c == U';' || c == U'\n'; }

bool ends_sentence(char32_t c) { return ends_duty(c) || c == U'!' || c == U'?' || c == U'”'; }

}  // namespace

class DutyReader {
 public:
  DutyReader(const ListReader& reader, const Normalised& text)
      : reader_(reader), normalised_(text), text_(text.text) {}

  std::vector<ResponsibilityList> read() const {
    std::vector<ResponsibilityList> out;
    for (size_t at = find_char(text_, U'第', 0); at < text_.size();) {
      auto duty = duty_at(at);
      const size_t next = duty ? duty->range.end : at + 1;
      if (duty) out.push_back(std::move(*duty));
      at = find_char(text_, U'第', next);
    }
    for (const std::u32string& word : reader_.words_.duty_words) {
      for (size_t at = find_word(text_, word); at < text_.size();) {
        auto duty = sentence_at(sentence_start(at));
        const size_t next = duty ? duty->range.end : at + word.size();
        if (duty) out.push_back(std::move(*duty));
        at = find_word(text_, word, next);
      }
    }
    return out;
  }

 private:
  size_t sentence_start(size_t at) const {
    size_t begin = at;
    while (begin > 0 && at - begin < kMaxDuty && !ends_sentence(text_[begin - 1])) --begin;
    return begin;
  }

  // 由甲局牵头,乙局配合; 此项工作由甲局负责; 甲局牵头,乙局配合.
  std::optional<ResponsibilityList> sentence_at(size_t begin) const {
    if (begin == 0) return std::nullopt;
    const uint32_t names = reader_.behind_subject(text_, static_cast<uint32_t>(begin),
                                                  static_cast<uint32_t>(text_.size()));
    const bool passive = names > begin;
    auto list = duty(begin, names, "L.sentence");
    if (!list) return std::nullopt;
    const bool somebody = std::ranges::any_of(list->agencies, [](const ListedAgency& a) {
      return a.name.known() && !a.name.collective && !a.bare_place;
    });
    const bool leads = std::ranges::any_of(
        list->agencies, [](const ListedAgency& a) { return a.role == Role::kLead; });
    // 甲局、乙局按职责分工负责: several whose duty it is.
    const auto words = text_.substr(list->range.begin, list->range.size());
    const bool share = list->agencies.size() > 1 && list_internal::states_duty(*list, words);
    if (!somebody || !(passive || leads || share)) return std::nullopt;
    return list;
  }

  bool starts(size_t at, std::u32string_view words) const {
    return at < text_.size() && text_.substr(at).starts_with(words);
  }

  // Whether another number follows at `at`.
  bool goes_on(size_t at) const {
    return at < text_.size() && (joins(text_[at]) || spans(text_[at]));
  }

  // 3, 十二, (三). Moves `at` behind it.
  std::optional<NumberedItem> number(size_t& at) const {
    const size_t open = at + (at < text_.size() && text_[at] == U'(');
    const size_t size = numeral_length(text_, open);
    const auto value = parse_numeral(text_.substr(open, size));
    if (!value || *value < 1 || *value > kMaxItem) return std::nullopt;
    size_t end = open + size;
    if (open > at && (end >= text_.size() || text_[end++] != U')')) return std::nullopt;
    const bool digits = list_internal::is_digit(text_[open]);
    at = end;
    return NumberedItem{static_cast<int>(*value), digits};
  }

  // 1、2; 1—3; (一)至(三). Empty when `at` does not stand behind 第. Moves `at` behind them.
  std::vector<NumberedItem> numbers(size_t& at) const {
    std::vector<NumberedItem> out;
    bool to = false;
    for (;;) {
      const auto item = number(at);
      if (!item) return {};
      for (int n = to ? out.back().number + 1 : item->number; n <= item->number; ++n) {
        out.push_back({n, item->digits});
      }
      if (starts(at, U"项") && goes_on(at + 1)) ++at;  // 第1项、第2项
      if (!goes_on(at)) return out;
      to = spans(text_[at]);
      at += 1 + starts(at + 1, U"第");
    }
  }

  std::optional<ResponsibilityList> duty_at(size_t begin) const {
    size_t at = begin + 1;
    std::vector<NumberedItem> items = numbers(at);
    if (items.empty() || !(starts(at, U"项") || starts(at, U"条"))) return std::nullopt;
    ++at;
    for (const std::u32string& what : reader_.words_.item_nouns) {
      if (starts(at, what)) at += what.size();
    }
    if (!starts(at, U"由") && !starts(at, U":")) return std::nullopt;
    auto list = duty(begin, at + 1, "L.items");
    if (list) list->items = std::move(items);
    return list;
  }

  // The rest of the sentence from `at` on, when it is a list that says who does what.
  std::optional<ResponsibilityList> duty(size_t begin, size_t at, std::string_view rule) const {
    size_t end = at;
    while (end < text_.size() && end - at < kMaxDuty && !ends_duty(text_[end])) ++end;
    ResponsibilityList list;
    list.form = ListForm::kSentence;
    list.rule = rule;
    list.range = {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
    ListScanner scanner(reader_, normalised_, ListScanner::Mode::kPlainBracket);
    const uint32_t stop = scanner.read(static_cast<uint32_t>(at), list.range.end, list);
    const bool whole = stop == end && scanner.unread() == 0 && scanner.guessed() == 0;
    const bool known = std::ranges::all_of(list.agencies,
                                           [](const ListedAgency& a) { return a.name.known(); });
    const bool says = known || list_internal::states_duty(list, text_.substr(at, end - at));
    if (!whole || list.agencies.empty() || !says) return std::nullopt;
    return list;
  }

  const ListReader& reader_;
  const Normalised& normalised_;
  const std::u32string_view text_;
};

std::vector<ResponsibilityList> read_duty_sentences(const ListReader& reader,
                                                    const Normalised& text) {
  return DutyReader(reader, text).read();
}

}  // namespace zhengmai
