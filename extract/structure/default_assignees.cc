#include "extract/structure/default_assignees.h"
#include "extract/text/search.h"

#include <algorithm>
#include <optional>

namespace zhengmai {
namespace {

constexpr uint32_t kMaxStatement = 80;

bool ends_sentence(char32_t c) { return c == U'。' || c == U';' || c == U'\n' || c == U':'; }

class StatementReader {
 public:
  StatementReader(std::u32string_view text, const AgencyNames& names,
                  const std::vector<std::u32string>& not_again)
      : text_(text), names_(names), not_again_(not_again) {}

  std::vector<DefaultAssignees> read() {
    std::vector<uint32_t> cues;
    for (size_t at = find_word(text_, U"不再"); at != text_.npos;
         at = find_word(text_, U"不再", at + 2)) {
      const auto after = text_.substr(at + 2);
      if (std::ranges::any_of(not_again_, [&](const auto& w) { return after.starts_with(w); })) {
        cues.push_back(static_cast<uint32_t>(at));
      }
    }
    for (size_t at = find_word(text_, U"下同"); at != text_.npos;
         at = find_word(text_, U"下同", at + 2)) {
      cues.push_back(static_cast<uint32_t>(at));
    }
    std::ranges::sort(cues);
    for (const uint32_t cue : cues) {
      if (!out_.empty() && cue < out_.back().range.end) continue;
      if (auto statement = around(cue)) out_.push_back(std::move(*statement));
    }
    return std::move(out_);
  }

 private:
  // From the first clause of the sentence that names a group, or says 以下, to the cue's end.
  std::optional<DefaultAssignees> around(uint32_t cue) const {
    uint32_t begin = cue;
    int depth = 0;
    while (begin > 0 && cue - begin < kMaxStatement && !ends_sentence(text_[begin - 1])) {
      if (text_[begin - 1] == U')') ++depth;
      if (text_[begin - 1] == U'(' && --depth < 0) break;
      --begin;
    }
    for (uint32_t from = begin; from < cue; ++from) {
      if (from > begin && text_[from - 1] != U',') continue;
      const uint32_t comma = clause_end(from, cue);
      const auto clause = text_.substr(from, comma - from);
      const bool opens = clause.starts_with(U"以下") || clause.starts_with(U"下列");
      DefaultAssignees out;
      out.bodies = groups({from, opens ? cue : comma});
      if (out.bodies.empty() || (!opens && clause.find(U'均') == clause.npos)) continue;
      out.range = {from, statement_end(cue)};
      out.below_only = opens;
      return out;
    }
    return std::nullopt;
  }

  uint32_t clause_end(uint32_t at, uint32_t end) const {
    int depth = 0;
    for (; at < end; ++at) {
      if (text_[at] == U'(') ++depth;
      if (text_[at] == U')') --depth;
      if (text_[at] == U',' && depth <= 0) break;
    }
    return at;
  }

  // After 不再列出 and a 下同 behind it.
  uint32_t statement_end(uint32_t cue) const {
    const auto stop = [&](uint32_t at) {
      while (at < text_.size() && !ends_sentence(text_[at]) && text_[at] != U',' &&
             text_[at] != U')') {
        ++at;
      }
      return at;
    };
    const uint32_t end = stop(cue);
    return text_.substr(end).starts_with(U",下同") ? stop(end + 1) : end;
  }

  std::vector<AgencyName> groups(TextRange range) const {
    std::vector<AgencyName> out;
    for (uint32_t at = range.begin; at < range.end; ++at) {
      const auto group = names_.parse_collective(text_.substr(0, range.end), at,
                                                 [](uint32_t) { return true; });
      if (!group || !group->known()) continue;
      const AgencyClass& cls = names_.classes()[group->cls];
      const bool territorial = std::ranges::find(cls.functions, "territorial_government") !=
                               cls.functions.end();
      if (!territorial) continue;
      out.push_back(*group);
      at = group->end - 1;
    }
    return out;
  }

  const std::u32string_view text_;
  const AgencyNames& names_;
  const std::vector<std::u32string>& not_again_;
  std::vector<DefaultAssignees> out_;
};

}  // namespace

std::vector<DefaultAssignees> find_default_assignees(std::u32string_view text,
                                                     const AgencyNames& names,
                                                     const std::vector<std::u32string>& not_again) {
  return StatementReader(text, names, not_again).read();
}

}  // namespace zhengmai
