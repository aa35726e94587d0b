// Responsibility lists: where a document says whose job the text before it is.
//
//   ListReader reader(lexicon, places, names);
//   std::vector<ResponsibilityList> lists = reader.find(normalised);
//
//   (省商务厅牵头,合肥海关配合)          (责任单位:省经济和信息化厅、省财政厅)
//   牵头部门:A、B ⏎ 参与部门:C ⏎ 完成时限:2019年6月底前          责任单位:A、B,各设区市政府…
//
// The forms and rules are in extract/RULES.md. A list is found from its form (brackets, a label),
// and read from left to right: separators, names, groups, words of role, deadlines. A bracket
// without a label is a list only when nothing but those is in it.
//
// Units: TextRange, indices of Normalised.text. Roles are only what the text says: lead, support,
// or unspecified. Cost: linear in the text plus the lists; a plain bracket that does not open with
// a name costs a few trie steps. Threads: const access from any thread.
#pragma once

#include <string_view>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/matcher.h"
#include "extract/lexicon/places.h"
#include "extract/structure/default_assignees.h"
#include "extract/structure/structure.h"
#include "extract/text/text.h"

namespace zhengmai {

enum class Role : uint8_t { kUnspecified, kLead, kSupport };

std::string_view role_name(Role role);  // lead, support, unspecified

struct ListedAgency {
  TextRange range;
  AgencyName name;        // indices as in range; cls is kNoClass for a body no table knows
  Role role = Role::kUnspecified;
  bool opens_run = false;  // first of the list, or after a mark that ends the reach of a prefix
  bool bare_place = false;  // 浦东新区, 厦门: a territory that stands for its government
};

enum class ListForm : uint8_t { kBracket, kLabelledBracket, kLabelledLine, kRunOn, kTableRow,
                                kSentence };

// A heading that a duty names by its number (第3项由…负责).
struct NumberedItem {
  int number = 0;
  bool digits = true;  // 3 and not 三
};

struct ResponsibilityList {
  TextRange range;  // with its brackets or labels
  ListForm form = ListForm::kBracket;
  std::string_view rule;  // id in extract/RULES.md
  std::vector<ListedAgency> agencies;
  TextRange deadline;             // empty when none is stated
  TextRange task;  // of a row of a table: the cell that it governs; empty otherwise
  std::vector<NumberedItem> items;  // the headings that it governs by number; mostly none
  bool open_ended = false;        // 等有关部门
  bool states_first_leads = false;  // 列在首位的为牵头单位
  bool states_below_too = false;    // … 下同: for all lists from here on
  bool roles_stated = false;      // 牵头, 配合, 会同 … is written
};

// What the ending of a written name tells: 处 and 中心 are parts of bodies as well as bodies, 集团 and
// 大学 have names of their own, which no neighbour's territory stands before.
enum class BodyEnding : uint8_t { kBody, kOffice, kOwn };

class ListReader {
 public:
  // REQUIRES: all three outlive the reader.
  ListReader(const Lexicon& lexicon, const Places& places, const AgencyNames& names);

  // In the order of the text; ranges do not overlap.
  std::vector<ResponsibilityList> find(const Normalised& text) const;

  // Gives roles to lists that 列第一位者为牵头单位 or its like reaches and that state none themselves: the
  // first body leads, the others support. A statement in a list reaches the lists after it when it
  // says 下同; one in running text always does.
  void apply_first_leads(std::u32string_view text, std::vector<ResponsibilityList>& lists) const;
  // Where such a statement stands; empty when it does not.
  TextRange first_leads_statement(std::u32string_view text) const;

  // Bodies that the text says are responsible for all that follows, in the order of the text.
  std::vector<DefaultAssignees> default_assignees(std::u32string_view text) const {
    return find_default_assignees(text, names_, words_.not_again);
  }

  // Where a statement of time that starts at `at` ends, or `at` when none starts there.
  uint32_t deadline_end(std::u32string_view text, uint32_t at, uint32_t end) const;
  // Behind the 由 that a duty at `at` begins with (由甲局牵头; 此项工作由甲局牵头), or `at`.
  uint32_t behind_subject(std::u32string_view text, uint32_t at, uint32_t end) const;

  // Whether a cell of a table says that it says what the one above it says: 〃, 同上.
  bool says_as_above(std::u32string_view cell) const;

  // Whether the label that a row of list_labels.tsv is (时间, 完成时限) stands before a deadline.
  bool is_deadline_label(size_t row) const { return label_role_[row] == WordRole::kDeadline; }

 private:
  friend class ListScanner;
  friend class DutyReader;

  enum class WordRole : uint8_t { kLead, kSupport, kResponsible, kJoint, kSkip, kDeadline, kPerson };

  struct Words {  // list_words.tsv
    std::vector<std::u32string> first_leads, time_openers, times, zones, zone_heads, not_again, as_above,
        duty_words, duty_subjects, duty_openers, item_nouns, shared_heads;
  };

  const Places& places_;
  const AgencyNames& names_;
  Matcher roles_;
  std::vector<WordRole> role_of_;
  Matcher labels_;
  std::vector<WordRole> label_role_;
  Matcher endings_;
  std::vector<BodyEnding> ending_kind_;
  Words words_;
  Matcher first_leads_;
  Matcher time_openers_;
};

}  // namespace zhengmai
