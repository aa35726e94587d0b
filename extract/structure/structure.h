// What a document is made of, apart from its words: metadata and the tree of sections.
//
//   StructureReader reader(lexicon, places, names);      // once
//   Metadata metadata = reader.metadata(normalised);     // for each document
//   std::vector<Section> sections = reader.sections(normalised, metadata);
//
// Shape: plain values. A TextRange is a half-open range of indices into Normalised.text; where it
// lies in the document as decoded is Normalised::to_source. An empty range means "the document does
// not say", and then the text beside it is empty too.
// Cost: a reader compiles its tables once (a few milliseconds); reading is linear in the text.
// Errors: none; a document without structure is one without sections.
// Threads: values; one reader serves any number of threads.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/places.h"
#include "extract/text/text.h"
#include "graph/model/temporal.h"

namespace zhengmai {

// Half-open, indices into Normalised.text.
struct TextRange {
  uint32_t begin = 0;
  uint32_t end = 0;

  bool empty() const { return begin >= end; }
  uint32_t size() const { return empty() ? 0 : end - begin; }
  bool contains(uint32_t at) const { return begin <= at && at < end; }
  friend auto operator<=>(const TextRange&, const TextRange&) = default;
};

// A value read from the text, and where it was read.
struct Quoted {
  std::string text;  // UTF-8: line breaks and blanks out, digits half width, punctuation full width
  TextRange range;

  bool empty() const { return range.empty(); }
};

struct QuotedDate {
  std::optional<Date> date;
  TextRange range;
};

// A body that issued the document: from the signature, the title, or a field of the site.
struct Issuer {
  Quoted name;               // as written: 福建省人民政府办公厅
  std::string agency_class;  // id of agencies.tsv (general_office); empty when no table knows it
  std::string jurisdiction;  // GB/T 2260 code (350000); empty when unknown
  std::string_view rule;     // D.issuer.signature, …: of RULES.md
};

struct Metadata {
  Quoted title;  // of the document proper (通知, 意见 …), parts of a split title joined
  Quoted attachment_title;  // of the plan that a notice passes on, when it stands in the same file
  Quoted doc_number;        // 国办发〔2016〕24号, in canonical form
  Quoted doc_type;          // 意见, 通知, 实施方案 …
  Quoted index_number;
  Quoted validity;
  Quoted govcn_theme;
  Quoted disclosure;
  QuotedDate date;           // 成文日期: of the signature
  QuotedDate date_metadata;  // of the site's own fields
  QuotedDate published;
  std::vector<Issuer> issuers;
  std::vector<Quoted> addressees;

  // The territory that the document speaks for, from the issuer, the title, the number or 我省.
  std::string jurisdiction;     // GB/T 2260 code; 100000 for the country; empty when unknown
  TextRange jurisdiction_from;  // what says so
  std::string_view jurisdiction_rule;  // D.jurisdiction.issuer, …: of RULES.md
  TextRange issuer_field;       // what the site gives as the issuer

  // Where the frame of the page begins again (上一篇, 主办单位); the end of the text when it has none.
  uint32_t frame_begin = UINT32_MAX;

  // Where measures can stand: after the addressees and site chrome, before the signature and what
  // follows the last paragraph. The whole text when nothing says otherwise. Of a notice with its
  // plan: the plan. Where attachments follow the signature, they and the signature are inside.
  TextRange body;
  TextRange signature;  // the issuers' names and the date under the text
};

enum class SectionKind : uint8_t {
  kTasks,       // what the document sets out to do
  kGoals,       // 总体要求, 主要目标: principles and figures, not tasks
  kClosing,     // the unnumbered last words: 各地区、各部门要加强组织领导
  kAttachment,  // what stands behind a line 附件
};

// One numbered heading and what stands under it. A closing and an attachment are sections without a
// number (ordinal 0, path "closing", "attachment"), of level 1 and 0: what is numbered in an
// attachment lies in it.
struct Section {
  SectionKind kind = SectionKind::kTasks;  // sub-sections are of their parent's kind
  int level = 1;  // 1 = 一、  2 = （一）  3 = 1.  4 = （1）; 第一章 and 第一条 count down to 1
  std::string ordinal_raw;  // as written: 一、 （十三） 3.
  int ordinal = 0;          // 13
  std::string path;   // "2.1": ordinals from the root, unique in the document ("2.1~2" on repeats)
  TextRange heading;  // numbering and title
  TextRange title;    // without the numbering; ends before the first 。 or line end
  TextRange body;     // after the heading, up to the next heading of any level
  TextRange extent;   // from the heading to the end of the last descendant
  int parent = -1;    // index into the vector of sections, -1 at the top
};

// A stretch of the matching buffer as people write it: ASCII punctuation beside Han back to full
// width, line breaks out. UTF-8.
std::string readable(std::u32string_view text, TextRange range);

class DocumentNumbers;  // document_number.h

class StructureReader {
 public:
  struct Tables;  // compiled from the lexicon; see reader.h
  // REQUIRES: places and names outlive the reader.
  StructureReader(const Lexicon& lexicon, const Places& places, const AgencyNames& names);
  StructureReader(StructureReader&&) noexcept;
  ~StructureReader();

  Metadata metadata(const Normalised& text) const;
  // In the order of the text. Numbering inside running text (农村一、二、三产业) opens no section.
  std::vector<Section> sections(const Normalised& text, const Metadata& metadata) const;

  // How document numbers are read, for others that read them; lives as long as the reader.
  const DocumentNumbers& numbers() const;

 private:
  void read_part(std::u32string_view text, TextRange part, std::vector<Section>* sections) const;

  std::unique_ptr<const Tables> tables_;
};

}  // namespace zhengmai
