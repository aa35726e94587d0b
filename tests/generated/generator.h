// Made-up policy documents with the answer known: who is responsible for what, and where it stands.
//
// Each document is written in one of the dialects in which offices assign work, in words of our
// own, from a seed; the gold follows by construction and moves with the text through transform.h.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai::generated {

enum class Dialect {
  kNational,      // （商务部、国家发展改革委，地方各级人民政府）, several in a paragraph
  kPrefixOnce,    // （省商务厅、发展改革委、财政厅，各市、县人民政府）
  kPrefixEach,    // （省商务厅、省发展改革委、省财政厅，各市、州人民政府）
  kLabel,         // （责任单位：省商务厅、省财政厅）
  kLeadSupport,   // （省商务厅牵头，省财政厅、省教育厅配合）
  kByDuty,        // （省商务厅、省财政厅按职责分工负责）
  kFirstLeads,    // (省商务厅、财政厅。列在首位的为牵头单位,下同), half width
  kLines,         // 牵头部门：… ⏎ 参与部门：… ⏎ 完成时限：…
  kOwnLine,       // 责任单位：省商务厅、财政厅，各设区市人民政府 on a line of its own
  kGlued,         // the same, run straight into the next measure
  kDeadline,      // （6月底完成，牵头单位：省商务厅；责任单位：省财政厅、省教育厅）
  kVertical,      // （省商务厅、财政厅，合肥海关，人行合肥中心支行，省供销社）
  kUnlisted,      // （省数字乡村发展中心、省商务厅、省低空经济发展办公室）: bodies no table has
  kSubItems,      // 1.…。（省商务厅负责） 2.…, numbered inside one paragraph
  kDecoys,        // plain lists among brackets and bodies that assign nothing
  kSpaced,        // （牵头单位：省商务厅  配合单位：省财政厅）: two roles, blanks between
};
inline constexpr int kDialects = 16;
std::string_view name_of(Dialect dialect);

struct Mention {
  std::string agency_class;  // empty: which agency it is, is not asked
  int measure = 0;       // 0-based, in the order of the text
  std::string role;      // lead, support or unspecified
  std::string place;     // jurisdiction code
};

// Text whose code points say which mention they belong to (-1: none) and whether they are the body
// of the document, whose layout transformations may change.
struct Document {
  std::u32string text;
  std::vector<int> mention;
  std::vector<bool> body;
  std::vector<Mention> mentions;
  Dialect dialect = Dialect::kNational;

  void add(std::u32string_view piece, int mention_id = -1, bool in_body = true);
};

Document make_document(Dialect dialect, std::mt19937& random);

}  // namespace zhengmai::generated
