// Reads the inside of one responsibility list from left to right (lists.h finds where they are).
//
// Internal to extract/structure. One scanner reads one list; it borrows the reader and the text.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "extract/structure/default_assignees.h"
#include "extract/structure/lists.h"

namespace zhengmai {

namespace list_internal {

inline bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }
inline bool is_separator(char32_t c) {
  return c == U'、' || c == U',' || c == U';' || c == U'。' || c == U' ' || c == U'\t' ||
         c == U'\n' || c == U'/' || c == U'.' || c == U'|';
}
// *省商务厅、省财政厅: the mark of the body that leads.
inline bool is_lead_mark(char32_t c) {
  return c == U'*' || c == U'★' || c == U'☆' || c == U'▲' || c == U'△';
}
// Marks after which a name no longer takes the prefix of the one before.
inline bool ends_run(char32_t c) { return c == U',' || c == U';' || c == U'。' || c == U'\n'; }
inline bool is_bracket(char32_t c) {
  return c == U'(' || c == U')' || c == U'[' || c == U']' || c == U'〔' || c == U'〕' || c == U'【' ||
         c == U'】';
}
inline bool is_joiner(char32_t c) { return c == U'和' || c == U'与' || c == U'及' || c == U'并' || c == U'同'; }
// Whether the inside of a list says who does what, and does not only name bodies.
bool states_duty(const ResponsibilityList& list, std::u32string_view inside);

}  // namespace list_internal

class ListScanner {
 public:
  enum class Mode {
    kPlainBracket,  // nothing but names and words of role may stand here
    kLabelled,      // a label has said that this is a list: unknown bodies are taken by their ending
  };

  // `defaults`: statements that may stand inside a list and are passed over; may be null.
  ListScanner(const ListReader& reader, const Normalised& text, Mode mode,
              const std::vector<DefaultAssignees>* defaults = nullptr)
      : reader_(reader), text_(text), mode_(mode), defaults_(defaults) {}

  // Reads [begin, end) into `list`. Returns where reading stopped: `end`, or the first place that
  // is no list (run-on text after an unbracketed list).
  uint32_t read(uint32_t begin, uint32_t end, ResponsibilityList& list);

  using LabelRole = ListReader::WordRole;

  // Reads one cell of a table, whose header says what its bodies do.
  void read_cell(uint32_t begin, uint32_t end, LabelRole role, ResponsibilityList& list) {
    label_ = role;
    pending_ = list.agencies.size();
    read(begin, end, list);
  }

  // A label at `at` that a colon, a tab or the end of a line follows.
  struct Label {
    uint32_t end = 0;  // after the colon
    ListReader::WordRole role = ListReader::WordRole::kResponsible;
  };
  std::optional<Label> label_at(uint32_t at, uint32_t end) const;

  uint32_t unread() const { return unread_; }  // code points passed over that were no names
  // Bodies of a plain bracket that only their neighbours tell: neither name nor ending is known.
  size_t guessed() const { return guessed_; }

 private:
  using WordRole = ListReader::WordRole;

  std::u32string_view view(uint32_t end) const {
    return std::u32string_view(text_.text).substr(0, end);
  }
  // The body's name at `at`. Rules ask again for the one just read.
  const std::optional<AgencyName>& name_at(uint32_t at, uint32_t end) const {
    if (named_at_ != at || named_end_ != end) {
      name_ = reader_.names_.parse(view(end), at);
      named_at_ = at;
      named_end_ = end;
    }
    return name_;
  }
  // Whether the matching buffer dropped something before `at`: a blank, a line's end.
  bool is_gap(uint32_t at) const { return text_.source[at] > text_.source[at - 1] + 1; }
  bool is_boundary(uint32_t at, uint32_t end) const;
  bool opens_unknown(uint32_t at, uint32_t end) const;
  bool read_next(uint32_t& at, uint32_t end);
  bool ends_phrase(uint32_t at, uint32_t end) const;
  std::optional<Match> word_at(uint32_t at, uint32_t end) const;
  bool read_word(uint32_t& at, uint32_t end);
  bool read_residual(uint32_t& at, uint32_t end);
  void widen_example(const AgencyName& group);
  bool says_first_leads(std::u32string_view here) const;
  bool read_first_leads(uint32_t& at, uint32_t end);
  bool read_default(uint32_t& at, uint32_t end) const;
  bool read_agency(uint32_t& at, uint32_t end);
  AgencyName unknown_name(uint32_t begin, uint32_t end) const;
  bool read_unknown(uint32_t& at, uint32_t end);
  bool read_between_marks(uint32_t begin, uint32_t& at, uint32_t end);
  uint16_t class_by_ending(uint32_t begin, uint32_t end) const;
  uint16_t class_of_branch(uint32_t begin, uint32_t end) const;
  bool is_function(std::u32string_view words) const;
  bool read_departments(uint32_t& at, uint32_t stop, uint32_t end);
  uint32_t shared_departments(uint32_t at, uint32_t stop, uint32_t end) const;
  bool read_shared_head(uint32_t& at, uint32_t stop, uint32_t end);
  std::optional<uint32_t> place_of_stem(std::u32string_view stem) const;
  bool read_county_office(AgencyName& name) const;
  bool read_shared_zone(uint32_t& at, uint32_t stop, uint32_t end);
  bool read_bracket(uint32_t& at, uint32_t end);
  std::optional<BodyEnding> body_ending(uint32_t begin, uint32_t end) const;
  bool is_open() const {  // no bracket closes the list
    return list_->form == ListForm::kLabelledLine || list_->form == ListForm::kRunOn;
  }
  uint32_t branch_end(uint32_t from, uint32_t end) const;
  uint32_t office_end(uint32_t at, uint32_t end) const;
  std::optional<AgencyName> second_name(uint32_t from, uint32_t end) const;
  bool is_company(const AgencyName& name) const;
  bool may_be_name(uint32_t begin, uint32_t end) const;
  bool list_goes_on(uint32_t at, uint32_t end) const;
  bool opens_with_verb(uint32_t at, uint32_t end) const;
  bool read_bare_place(uint32_t& at, uint32_t end);
  bool read_deadline(uint32_t& at, uint32_t end);
  void read_separators(uint32_t& at, uint32_t end);
  void skip_person(uint32_t& at, uint32_t end);
  uint32_t item_end(uint32_t at, uint32_t end) const;
  void add(const AgencyName& name, bool bare_place = false);
  void apply(WordRole role);
  void leave_supported();
  void finish();

  const ListReader& reader_;
  const Normalised& text_;
  const Mode mode_;
  const std::vector<DefaultAssignees>* const defaults_;
  ResponsibilityList* list_ = nullptr;
  size_t pending_ = 0;  // agencies from here on wait for a word of role
  std::optional<WordRole> label_;
  bool joined_ = false;       // after 会同: who follows joins
  bool opens_run_ = true;
  bool any_lead_ = false;
  uint32_t unread_ = 0;
  size_t guessed_ = 0;
  mutable std::optional<AgencyName> name_;  // what name_at(named_at_, named_end_) says
  mutable uint32_t named_at_ = UINT32_MAX;
  mutable uint32_t named_end_ = 0;
};

}  // namespace zhengmai
