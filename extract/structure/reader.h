// The parts that StructureReader is made of. Internal to extract/structure.
//
// A document is read outside in: the head (site fields, title, number, addressees), the tail
// (signature, disclosure, attachments), and then the body in between, which has the sections.
// Threads: const access from any thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/lexicon/matcher.h"
#include "extract/structure/document_number.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct StructureReader::Tables {
  Tables(const Lexicon& lexicon, const Places& places, const AgencyNames& names);

  enum class Field : uint8_t {
    kIndexNumber,
    kDocNumber,
    kIssuer,
    kValidity,
    kGovcnTheme,
    kDateMetadata,
    kPublished,
    kDisclosure,
    kTitle,
    kOther
  };
  struct TypeEnding {
    std::u32string ending;
    std::string kind;
  };

  // The kind of document that a title ending at `end` names (longest ending), or null. Looks
  // through a bracket at the end: …实施办法(试行).
  const TypeEnding* type_ending(std::u32string_view title, size_t* type_end) const;
  // Function id and jurisdiction of an issuer's name.
  void resolve(Issuer* issuer, std::u32string_view name) const;
  // The innermost territory of nested names (浙江省杭州市西湖区) at `at`: its code, and where the
  // names end. Empty and `at` when there is none.
  std::string_view territory_at(std::u32string_view text, size_t at, size_t* end) const;
  // The territory whose documents bear this prefix in their number (闽政办 → 350000), or empty.
  std::string_view territory_of_prefix(std::string_view prefix) const;

  const Places& places;
  const AgencyNames& names;
  DocumentNumbers numbers;
  Matcher field_labels;
  std::vector<Field> fields;  // by pattern of field_labels
  std::vector<TypeEnding> type_endings;
  // Words of body_words.tsv, by use.
  std::vector<std::u32string> addressee_words, no_addressee_words, issuer_endings, list_endings,
      list_words;
  std::vector<std::u32string> passes_on;  // 印发, 转发: what a notice does with a plan
  Matcher goals;
  Matcher closings;
  Matcher chrome;
  std::vector<bool> chrome_is_label;  // by pattern of chrome: a label of lists too
  Matcher initiators;       // words that begin a directive sentence
  Matcher weak_initiators;  // the same, when no head follows them (创新监管手段, not 创新发展)
  Matcher heads;            // nouns that headings end in
  Matcher before_own_place;  // 结合|…|实际: around the territory that a document speaks for
  Matcher after_own_place;
  Matcher issues;           // 印发《…》 behind it
  Matcher names_plan;       // 现将《…》: before the plan that a notice passes on
  Matcher disclosures;      // (此件 公开发布)
  std::unordered_map<std::string, std::string> number_prefixes;  // 闽政办 → 350000
};

namespace structure_internal {

using Tables = StructureReader::Tables;

inline TextRange make_range(size_t begin, size_t end) {
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

// The lines of a stretch, without the '\n'.
std::vector<TextRange> lines_of(std::u32string_view text, TextRange within);

inline Quoted quote(std::u32string_view text, TextRange range) {
  return range.empty() ? Quoted{} : Quoted{readable(text, range), range};
}

// Fills the fields of the site, title, number, type and addressees; returns where the text begins.
size_t read_head(std::u32string_view text, const Tables& tables, Metadata* metadata);
// Fills the type of document from the title.
void set_type(std::u32string_view text, const Tables& tables, Metadata* metadata);
// Fills date, issuers, disclosure, attachment title, signature and body.
void read_tail(std::u32string_view text, size_t head_end, const Tables& tables, Metadata* metadata);
// Whether a line is 附件, 附件1 or 附件:; one that names attachments (附件:1.任务分工表) is not.
bool attachment_line(std::u32string_view line);

}  // namespace structure_internal
}  // namespace zhengmai
