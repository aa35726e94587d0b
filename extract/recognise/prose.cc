#include "extract/recognise/prose.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr uint32_t kMaxRun = 80;  // code points that the names before a word may take

bool ends_sentence(char32_t c) { return c == U'。' || c == U';' || c == U'\n'; }
bool ends_clause(char32_t c) {
  return ends_sentence(c) || c == U',' || c == U':' || c == U'(' || c == U')' || c == U'“' ||
         c == U'”';
}
bool joins(char32_t c) { return c == U'、' || c == U'和' || c == U'与' || c == U'及'; }

}  // namespace

ProseReader::ProseReader(const Lexicon& lexicon, const AgencyNames& names) : names_(names) {
  const Table& table = lexicon.table("prose_roles");
  std::vector<std::u32string> words;
  for (size_t row = 0; row < table.rows(); ++row) {
    const std::string_view role = table.at(row, "role");
    Word word;
    word.joins = role == "joint";
    word.needs_lead = table.at(row, "needs") == "lead";
    if (role == "lead" || role == "joint") {
      word.before = Role::kLead;
    } else if (role == "support") {
      word.before = Role::kSupport;
    } else if (role != "responsible") {
      throw Error(ExitCode::kConfig,
                  fmt::format("{}: row '{}': unknown role '{}'", table.name(), table.at(row, 0), role),
                  "one of lead, support, responsible, joint");
    }
    words.push_back(to_utf32(table.at(row, 0)));
    words_.push_back(word);
  }
  matcher_ = Matcher(words);
}

// One stretch of text.
class ProseReader::Scan {
 public:
  Scan(const ProseReader& reader, std::u32string_view text, TextRange within)
      : reader_(reader), text_(text.substr(0, within.end)), within_(within) {}

  std::vector<ProseAssignment> read() && {
    const Matcher& words = reader_.matcher_;
    for (size_t at = words.next_candidate(text_, within_.begin); at < within_.end;
         at = words.next_candidate(text_, at)) {
      const auto word = words.longest_at(text_, at);
      at = word && assign(*word) ? word->end : at + 1;
    }
    return std::move(found_);
  }

 private:
  std::optional<AgencyName> name_at(uint32_t at) const {
    const auto name = reader_.names_.parse(text_, at);
    const auto group = reader_.names_.parse_collective(text_, at, [&](uint32_t end) {
      return ends_phrase(end) || joins(text_[end]) || reader_.matcher_.longest_at(text_, end);
    });
    if (group && (!name || group->end > name->end)) return group;
    if (const auto shared = shared_departments(at)) return shared;
    // Short names without a territory (海关, 公安) are words of the text as often as bodies.
    if (name && name->prefix == AgencyPrefix::kNone && name->end - name->begin < 3) return {};
    return name;
  }

  // 公安、交通部门: functions that share 部门 are one group, as in a list.
  std::optional<AgencyName> shared_departments(uint32_t at) const {
    constexpr uint32_t kMaxFunction = 8;
    constexpr std::u32string_view kHead = U"部门";
    uint32_t begin = at;
    for (uint32_t end = at; end < text_.size() && end - begin <= kMaxFunction; ++end) {
      const bool last = text_.substr(end).starts_with(kHead);
      if (!last && !joins(text_[end])) continue;
      const std::u32string alone = std::u32string(text_.substr(begin, end - begin)).append(kHead);
      const auto name = reader_.names_.parse(alone, 0);
      if (end == begin || !name || name->end != alone.size()) {
        if (last) return {};
        continue;  // 文化和旅游: the joiner is inside the function
      }
      if (!last) {
        begin = end + 1;
        continue;
      }
      if (begin == at) return {};  // one function alone is a name
      AgencyName group;
      group.begin = group.core = at;
      group.end = end + static_cast<uint32_t>(kHead.size());
      group.cls = reader_.names_.named().departments;
      group.collective = true;
      return group;
    }
    return {};
  }

  bool ends_phrase(uint32_t at) const { return at >= text_.size() || ends_clause(text_[at]); }

  // Names joined by 、 or 和 from `at` on; the run must end at `end` (any place when 0).
  uint32_t run(uint32_t at, uint32_t end, Role role, std::vector<ProseAssignment>& out) const {
    bool first = true;
    while (at < text_.size()) {
      const auto name = name_at(at);
      if (!name || (end != 0 && name->end > end)) return 0;
      out.push_back({{name->begin, name->end}, *name, role, first});
      first = false;
      at = name->end;
      if (end != 0 && text_.substr(at).starts_with(U"等") && at + 1 == end) return end;
      if (at == end || (end == 0 && (at >= text_.size() || !joins(text_[at])))) return at;
      if (!joins(text_[at])) return 0;
      ++at;
    }
    return 0;
  }

  // 牵头单位, 负责人: the word is part of another.
  bool is_part_of_word(uint32_t end) const {
    const auto after = text_.substr(end);
    return after.starts_with(U"单位") || after.starts_with(U"部门") || after.starts_with(U"人") ||
           after.starts_with(U"同志");
  }

  bool behind_a_lead(uint32_t at) const {
    const auto lead = std::find_if(found_.rbegin(), found_.rend(), [](const ProseAssignment& a) {
      return a.role == Role::kLead;
    });
    if (lead == found_.rend()) return false;
    const auto between = text_.substr(lead->range.end, at - lead->range.end);
    return std::none_of(between.begin(), between.end(), ends_sentence);
  }

  bool assign(Match match) {
    const Word& word = reader_.words_[match.pattern];
    const uint32_t at = match.begin;
    if (is_part_of_word(match.end)) return false;
    if (word.needs_lead && !(ends_phrase(match.end) && behind_a_lead(at))) return false;
    uint32_t begin = at;
    while (begin > within_.begin && at - begin < kMaxRun && !ends_clause(text_[begin - 1])) --begin;
    for (uint32_t from = begin; from < at; ++from) {
      const bool opens = from == begin || text_[from - 1] == U'由' ||
                         text_.substr(0, from).ends_with(U"牵头、");
      if (!opens) continue;
      std::vector<ProseAssignment> names;
      if (run(from, at, word.before, names) != at) continue;
      found_.insert(found_.end(), names.begin(), names.end());
      std::vector<ProseAssignment> others;
      if (word.joins && run(match.end, 0, Role::kSupport, others) != 0) {
        found_.insert(found_.end(), others.begin(), others.end());
      }
      return true;
    }
    return false;
  }

  const ProseReader& reader_;
  const std::u32string_view text_;
  const TextRange within_;
  std::vector<ProseAssignment> found_;
};

std::vector<ProseAssignment> ProseReader::read(std::u32string_view text, TextRange within) const {
  return Scan(*this, text, within).read();
}

}  // namespace zhengmai
