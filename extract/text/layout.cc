#include "extract/text/layout.h"

#include <algorithm>
#include <array>

#include "extract/text/normalise.h"
#include "extract/text/numerals.h"

namespace zhengmai::text_internal {
namespace {

bool is_small_numeral(char32_t c) {
  return std::u32string_view(U"一二三四五六七八九十百").find(c) != std::u32string_view::npos;
}

size_t skip_blanks(LineText line, size_t i) {
  while (i < line.size() && (line.char_class(i) == CharClass::kBlank ||
                             line.char_class(i) == CharClass::kTab)) {
    ++i;
  }
  return i;
}

size_t count_digits(LineText line, size_t i) {
  size_t n = 0;
  while (i + n < line.size() && is_digit(line[i + n])) ++n;
  return n;
}

bool is_dash(char32_t c) { return c == U'-' || c == U'—' || c == U'–' || c == U'_' || c == U'·'; }

// The words that labels of official documents end in. Metadata (发文字号：, 来源：) stands alone on its
// line; a duty (责任单位：, 完成时限：) may run over several.
constexpr std::u32string_view kMetadataTails[] = {
    U"机关", U"机构", U"字号", U"文号", U"日期", U"分类", U"时效", U"有效性", U"联系人", U"电话",
    U"标题", U"名称", U"来源", U"编辑", U"主题词", U"索引号", U"公开方式", U"公开形式", U"关键词",
    U"抄送", U"主送", U"位置", U"作者", U"次数", U"点击", U"浏览", U"字体", U"发布时间", U"发文时间",
    U"发表时间", U"公开时间", U"更新时间", U"生成时间", U"成文时间", U"发布单位", U"发文单位", U"发布部门",
    U"发文部门"};
constexpr std::u32string_view kDutyTails[] = {
    U"单位", U"部门", U"时限", U"期限", U"时间", U"领导", U"责任人", U"附件", U"附", U"目标",
    U"任务", U"措施", U"要求", U"内容", U"分工", U"节点", U"进度", U"备注"};

// What stands before a duty's tail: 责任 + 单位, 完成 + 时限.
constexpr std::u32string_view kDutyHeads[] = {
    U"责任", U"牵头", U"参与", U"参加", U"配合", U"落实", U"协办", U"协同", U"协助", U"主办", U"承办",
    U"主管", U"实施", U"组织", U"负责", U"支持", U"考核", U"督导", U"完成", U"办理", U"工作", U"主要"};

constexpr std::u32string_view kTitleTails[] = {
    U"通知", U"意见", U"方案", U"规划", U"办法", U"计划", U"决定", U"公告", U"通告", U"纲要",
    U"细则", U"规定", U"措施", U"批复", U"通报", U"报告", U"要点", U"条例", U"举措", U"分工",
    U"文件", U"清单", U"复函", U"的函", U"指南", U"规则", U"制度", U"机制", U"工作", U"任务", U"政策"};

// A few characters of a line, off the heap. REQUIRES: no more than `Most` are added.
template <size_t Most>
class Letters {
 public:
  void add(char32_t c) { items_[size_++] = c; }
  std::u32string_view view() const { return {items_.data(), size_}; }

 private:
  std::array<char32_t, Most> items_;
  size_t size_ = 0;
};

constexpr size_t kLongestLabel = 14;
constexpr size_t kLongestHead = 24;
using Head = Letters<kLongestHead>;

struct Label {
  size_t length = 0;  // with its ':'; 0: no label
  bool metadata = false;
};

// The text before a ':' in the first characters of a line, or inside 【】, when it ends like a label. A
// duty's may have a ';' instead, a slip of the keyboard.
Label label_of(LineText line) {
  Letters<kLongestLabel> label;
  const bool bracket = !line.empty() && line[0] == U'【';
  const auto ends = [&](char32_t c) {
    return bracket ? c == U'】' : c == U':' || c == U';';
  };
  size_t i = bracket ? 1 : 0;
  size_t word = 0;  // where the last of several words begins
  for (; i < std::min(line.size(), kLongestLabel) && !ends(line[i]); ++i) {
    const CharClass k = line.char_class(i);
    if (k != CharClass::kHan && k != CharClass::kBlank) return {};
    if (k == CharClass::kHan) label.add(line[i]);
    if (k == CharClass::kBlank) word = label.view().size();
  }
  const std::u32string_view words = label.view();
  // 财政厅  配合单位： is the end of one label's content and then another label.
  for (const std::u32string_view head : kDutyHeads) {
    if (word > 0 && words.substr(word).starts_with(head)) return {};
  }
  if (words.empty() || i >= line.size() || !ends(line[i])) return {};
  const bool duty = std::any_of(std::begin(kDutyHeads), std::end(kDutyHeads),
                                [&](std::u32string_view head) { return words.starts_with(head); });
  if (line[i] == U';' && !duty) return {};
  const auto has_tail = [&](std::u32string_view tail) { return words.ends_with(tail); };
  if (std::any_of(std::begin(kMetadataTails), std::end(kMetadataTails), has_tail)) {
    return {i + 1, true};
  }
  return {std::any_of(std::begin(kDutyTails), std::end(kDutyTails), has_tail) ? i + 1 : 0, false};
}

// A bracket at the end that holds a list of bodies, not a qualifier like （园区） or （市、区）.
bool closes_list(LineText line) {
  size_t depth = 0;
  size_t i = line.size();
  while (i > 0) {
    --i;
    if (line[i] == U')' || line[i] == U']') ++depth;
    if ((line[i] == U'(' || line[i] == U'[') && --depth == 0) break;
    if (line.size() - i > 400) return true;
  }
  if (depth != 0) return line.size() > 1;  // opened on an earlier line: long, so a list
  const LineText inside = line.substr(i + 1, line.size() - i - 2);
  if (i == 0) return true;  // the bracket is the whole line
  bool divisions_only = true;
  bool separated = false;
  for (size_t k = 0; k < inside.size() && (divisions_only || !separated); ++k) {
    const CharClass c = inside.char_class(k);
    separated |= c == CharClass::kPause || c == CharClass::kStop;
    divisions_only = divisions_only && std::u32string_view(U"省市县区州旗盟、,〔〕[]各自治").find(
                                           inside[k]) != std::u32string_view::npos;
  }
  if (divisions_only) return false;
  if (separated) return true;
  for (const std::u32string_view tail :
       {U"负责", U"牵头", U"配合", U"政府", U"厅", U"局", U"委", U"部", U"办", U"社", U"院", U"公司",
        U"中心", U"银行", U"单位", U"部门", U"下同", U"落实"}) {
    if (inside.ends_with(tail)) return true;
  }
  return false;
}

// The first characters that are not blank, as a line's numbering is read: （ 二 ） is （二）.
Head head_of(LineText line) {
  Head head;
  for (size_t i = 0; i < line.size() && head.view().size() < kLongestHead; ++i) {
    const CharClass k = line.char_class(i);
    if (k < CharClass::kBlank) head.add(line[i]);
  }
  return head;
}

size_t run_of_digits(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && is_digit(text[i + n])) ++n;
  return n;
}

size_t run_of_numerals(std::u32string_view text, size_t i) {
  size_t n = 0;
  while (i + n < text.size() && is_small_numeral(text[i + n])) ++n;
  return n;
}

// 一、 but not the enumeration 一、二、三产业.
bool is_numeral_item(std::u32string_view head) {
  const size_t n = run_of_numerals(head, 0);
  if (n == 0 || n > 4 || n >= head.size() || head[n] != U'、') return false;
  const size_t more = run_of_numerals(head, n + 1);
  const size_t after = n + 1 + more;
  return more == 0 || after >= head.size() ||
         std::u32string_view(U"、产线级").find(head[after]) == std::u32string_view::npos;
}

// 一、 （一） (1) 1. 1、 1) ① 第一章 第二条
bool is_numbered(std::u32string_view head) {
  if (head.size() < 2) return false;
  if (is_numeral_item(head) || (head[0] >= U'①' && head[0] <= U'⑳')) return true;
  if (head[0] == U'(') {
    size_t n = run_of_numerals(head, 1);
    if (n == 0) n = std::min<size_t>(run_of_digits(head, 1), 2);
    return n > 0 && 1 + n < head.size() && head[1 + n] == U')';
  }
  if (head[0] == U'第') {
    const size_t n = std::max(run_of_numerals(head, 1), run_of_digits(head, 1));
    return n > 0 && n <= 4 && 1 + n < head.size() &&
           std::u32string_view(U"章节条篇").find(head[1 + n]) != std::u32string_view::npos;
  }
  const size_t digits = run_of_digits(head, 0);
  if (digits == 0 || digits > 2 || digits >= head.size()) return false;
  const bool decimal = digits + 1 < head.size() && is_digit(head[digits + 1]);
  return head[digits] == U'、' || (!decimal && (head[digits] == U'.' || head[digits] == U')'));
}

}  // namespace

bool LineText::ends_with(std::u32string_view tail) const {
  if (tail.size() > size()) return false;
  for (size_t i = 0; i < tail.size(); ++i) {
    if ((*this)[size() - tail.size() + i] != tail[i]) return false;
  }
  return true;
}

bool contains_letters(LineText line, std::u32string_view needle) {
  size_t matched = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    if (line.char_class(i) >= CharClass::kBlank) continue;
    if (line[i] != needle[matched]) matched = 0;
    if (line[i] == needle[matched] && ++matched == needle.size()) return true;
  }
  return false;
}

bool is_bare_number(LineText line) {
  return !line.empty() && line.size() <= 4 && count_digits(line, 0) == line.size();
}

bool is_row_number(LineText line, size_t n) {
  size_t value = 0;
  for (size_t i = 0; i < line.size(); ++i) {
    const size_t digits = count_digits(line, i);
    if (digits == 0) return false;
    value = value * 10 + (line[i] >= U'０' ? line[i] - U'０' : line[i] - U'0');
  }
  return !line.empty() && value == n;
}

bool is_number_header(LineText line) {
  return line.size() <= 5 && head_of(line).view() == U"序号";
}

bool is_page_number(LineText line) {
  if (line.empty() || line.size() > 24) return false;
  size_t i = 0;
  size_t dashes = 0;
  while (i < line.size() && is_dash(line[i])) ++i, ++dashes;
  i = skip_blanks(line, i);
  const bool di = i < line.size() && line[i] == U'第';
  if (di) i = skip_blanks(line, i + 1);
  size_t digits = 0;
  while (const size_t more = count_digits(line, i)) {  // — 1 4 —
    digits += more;
    i = skip_blanks(line, i + more);
  }
  if (digits == 0 || digits > 4) return false;
  if (di) {
    if (i >= line.size() || line[i] != U'页') return false;
    for (; i < line.size(); ++i) {  // ( 共 12 页 )
      const char32_t c = line[i];
      if (!is_digit(c) && line.char_class(i) != CharClass::kBlank &&
          std::u32string_view(U"页共,、/()").find(c) == std::u32string_view::npos) {
        return false;
      }
    }
    return true;
  }
  if (i < line.size() && line[i] == U'/') {  // 3 / 10
    i = skip_blanks(line, i + 1);
    const size_t total = count_digits(line, i);
    return total > 0 && total <= 4 && i + total == line.size();
  }
  const size_t tail = i;
  while (i < line.size() && is_dash(line[i])) ++i;
  return i == line.size() && dashes > 0 && i > tail;
}

bool is_contents_entry(LineText line) {
  size_t i = line.size();
  while (i > 0 && (is_digit(line[i - 1]) || line.char_class(i - 1) == CharClass::kBlank ||
                   line[i - 1] == U'-' || line[i - 1] == U')' || line[i - 1] == U'(')) {
    --i;
  }
  if (i == line.size() || i < 4) return false;
  size_t leader = 0;
  for (; i > 0; --i) {
    const char32_t c = line[i - 1];
    if (c == U'.' || c == U'·' || c == U'_') {
      ++leader;
    } else if (c == U'…' || c == U'⋯' || c == U'‥') {
      leader += 3;
    } else if (line.char_class(i - 1) != CharClass::kBlank) {
      break;
    }
  }
  return leader >= 5 && i > 0;
}

bool is_contents_title(LineText line) {
  std::u32string letters;
  for (size_t i = 0; i < line.size() && letters.size() < 3; ++i) {
    if (line.char_class(i) != CharClass::kBlank) letters += line[i];
  }
  return letters == U"目录" || letters == U"目次";
}

bool ends_sentence(LineText line) {
  size_t n = line.size();
  while (n > 0 && (line[n - 1] == U'”' || line[n - 1] == U'’')) --n;
  if (n == 0) return false;
  const CharClass last = line.char_class(n - 1);
  if (last == CharClass::kStop || line[n - 1] == U'?') return true;
  if (n < line.size()) return false;  // “智慧市场” is no end
  if (line[n - 1] != U')' && line[n - 1] != U']') return false;
  if (n >= 2 && line.char_class(n - 2) == CharClass::kStop) return true;
  return closes_list(line);
}

bool ends_open(LineText line) {
  if (line.empty()) return false;
  const CharClass last = line.char_class(line.size() - 1);
  if (last == CharClass::kPause || last == CharClass::kOpen) return true;
  return std::u32string_view(U"的和与及或在对为以将把被向从于由并其等该+/").find(line.back()) !=
         std::u32string_view::npos;
}

bool begins_inside(LineText line) {
  if (line.empty()) return false;
  const CharClass first = line.char_class(0);
  return first == CharClass::kPause || first == CharClass::kClose || first == CharClass::kStop;
}

bool begins_numbered(LineText line) { return is_numbered(head_of(line).view()); }

bool begins_block(LineText line) {
  const Head letters = head_of(line);
  const std::u32string_view head = letters.view();
  if (head.empty()) return false;
  if (is_numbered(head) || label_of(line).length > 0) return true;
  if (std::u32string_view(U"#●■◆▲★◇□▪►➢·*").find(head[0]) != std::u32string_view::npos) return true;
  if (head.size() >= 3 && head.starts_with(U"附件") &&
      (is_digit(head[2]) || is_small_numeral(head[2]) || head[2] == U':')) {
    return true;
  }
  if (head.starts_with(U"(此件") && line.back() == U')') return true;
  return is_date_line(line) || is_number_line(line);
}

bool is_date_line(LineText line) {
  if (line.size() > 24) return false;
  // 2016-08-10 09:12:33: the time of day is not looked at.
  size_t end = 0;
  while (end < line.size() && line[end] != U':') ++end;
  if (end < line.size()) {
    while (end > 0 && is_digit(line[end - 1])) --end;
  }
  const Head letters = head_of(line.substr(0, end));
  const std::u32string_view head = letters.view();
  const auto date = date_at(head, 0);
  return date && date->complete() && date->end == head.size();
}

bool is_number_line(LineText line) {
  if (line.size() > 24) return false;
  const Head letters = head_of(line);
  const std::u32string_view head = letters.view();
  size_t i = 0;
  while (i < head.size() && is_han(head[i])) ++i;
  const bool bracket = i > 0 && i < head.size() &&
                       std::u32string_view(U"〔[(【").find(head[i]) != std::u32string_view::npos;
  if (!bracket) return false;
  const size_t year = run_of_digits(head, i + 1);
  const size_t number = run_of_digits(head, i + year + 2);
  return year == 4 && number > 0 && i + year + number + 3 == head.size() && head.back() == U'号';
}

bool ends_with_label(LineText line) {
  if (line.empty() || line.back() != U':') return false;
  const LineText text = line.substr(0, line.size() - 1);
  for (const std::u32string_view tail : {U"单位", U"部门", U"时限", U"期限", U"责任人", U"领导"}) {
    if (!text.ends_with(tail)) continue;
    const LineText before = text.substr(0, text.size() - tail.size());
    for (const std::u32string_view head : kDutyHeads) {
      if (before.ends_with(head)) return true;
    }
  }
  return false;
}

bool is_split_label(LineText line, LineText next) {
  const Head letters = head_of(next);
  const std::u32string_view head = letters.view();
  const size_t colon = head.find(U':');
  if (colon == 0 || colon == std::u32string::npos || colon > 5) return false;
  // The label as it was before the break: up to four characters of `line`, then what stands in
  // `next`.
  std::u32string label(head.substr(0, colon));
  for (size_t i = line.size(), taken = 0; i > 0 && taken < 4; --i) {
    if (line.char_class(i - 1) >= CharClass::kBlank) continue;
    label.insert(label.begin(), line[i - 1]);
    ++taken;
    for (const std::u32string_view first : kDutyHeads) {
      if (!label.starts_with(first)) continue;
      const auto rest = std::u32string_view(label).substr(first.size());
      if (std::find(std::begin(kDutyTails), std::end(kDutyTails), rest) != std::end(kDutyTails)) {
        return true;
      }
    }
  }
  return false;
}

bool ends_duty(LineText line) {
  return std::u32string_view(U"厅局委部办社院会行府司位门心队团校馆所站署等区县市旗长前底年月日间续")
             .find(line.back()) != std::u32string_view::npos;
}

bool begins_metadata(LineText line) { return label_of(line).metadata; }

bool begins_duty(LineText line) {
  const Label label = label_of(line);
  return label.length > 0 && !label.metadata;
}

bool begins_title(LineText line) { return head_of(line).view().starts_with(U"关于"); }

bool ends_title(LineText line) {
  size_t n = line.size();
  if (n > 0 && line[n - 1] == U')') {  // （试行）, （2016—2020年）
    while (n > 0 && line[n - 1] != U'(') --n;
    if (n > 0) --n;
  }
  const LineText body = line.substr(0, n);
  for (const std::u32string_view tail : kTitleTails) {
    if (body.ends_with(tail)) return true;
  }
  return false;
}

}  // namespace zhengmai::text_internal
