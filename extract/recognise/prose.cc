#include "extract/recognise/prose.h"
#include "extract/text/char_set.h"

#include <algorithm>
#include <optional>

namespace zhengmai {
namespace {

constexpr uint32_t kMaxRun = 80;  // code points that the names before a word may take

struct Trigger {
  std::u32string_view word;
  Role before;
  bool joins;  // who follows joins those before
};
constexpr Trigger kTriggers[] = {{U"牵头", Role::kLead, false},
                                 {U"要会同", Role::kLead, true},
                                 {U"会同", Role::kLead, true},
                                 {U"负责", Role::kUnspecified, false},
                                 {U"配合", Role::kSupport, false}};

constexpr CharSet kTriggerStarts(U"牵要会负配");

bool ends_clause(char32_t c) {
  return c == U'。' || c == U';' || c == U',' || c == U':' || c == U'\n' || c == U'(' || c == U')' ||
         c == U'“' || c == U'”';
}
bool joins(char32_t c) { return c == U'、' || c == U'和' || c == U'与' || c == U'及'; }

class ProseReader {
 public:
  ProseReader(std::u32string_view text, TextRange within, const AgencyNames& names)
      : text_(text.substr(0, within.end)), within_(within), names_(names) {}

  std::vector<ProseAssignment> read() {
    for (size_t next = within_.begin;; ++next) {
      next = kTriggerStarts.next(text_, next);
      if (next >= within_.end) break;
      const auto at = static_cast<uint32_t>(next);
      for (const Trigger& t : kTriggers) {
        if (!text_.substr(at).starts_with(t.word)) continue;
        const auto size = static_cast<uint32_t>(t.word.size());
        if (trigger(t, at)) next += size - 1;
        break;
      }
    }
    return std::move(found_);
  }

 private:
  std::optional<AgencyName> name_at(uint32_t at) const {
    const auto name = names_.parse(text_, at);
    const auto group = names_.parse_collective(text_, at, [&](uint32_t end) {
      return end >= text_.size() || ends_clause(text_[end]) || joins(text_[end]);
    });
    if (group && (!name || group->end > name->end)) return group;
    // Short names without a territory (海关, 公安) are words of the text as often as bodies.
    if (name && name->prefix == AgencyPrefix::kNone && name->end - name->begin < 3) return {};
    return name;
  }

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

  bool trigger(const Trigger& t, uint32_t at) {
    const auto after = text_.substr(at + t.word.size());
    if (after.starts_with(U"单位") || after.starts_with(U"部门") || after.starts_with(U"人")) {
      return false;
    }
    uint32_t begin = at;
    while (begin > within_.begin && at - begin < kMaxRun && !ends_clause(text_[begin - 1])) --begin;
    for (uint32_t from = begin; from < at; ++from) {
      const bool opens = from == begin || text_[from - 1] == U'由' ||
                         text_.substr(0, from).ends_with(U"牵头、");
      if (!opens) continue;
      std::vector<ProseAssignment> names;
      if (run(from, at, t.before, names) != at) continue;
      found_.insert(found_.end(), names.begin(), names.end());
      if (t.joins) {
        std::vector<ProseAssignment> others;
        if (run(at + static_cast<uint32_t>(t.word.size()), 0, Role::kSupport, others) != 0) {
          found_.insert(found_.end(), others.begin(), others.end());
        }
      }
      return true;
    }
    return false;
  }

  const std::u32string_view text_;
  const TextRange within_;
  const AgencyNames& names_;
  std::vector<ProseAssignment> found_;
};

}  // namespace

std::vector<ProseAssignment> find_prose_assignments(std::u32string_view text, TextRange within,
                                                    const AgencyNames& names) {
  return ProseReader(text, within, names).read();
}

}  // namespace zhengmai
