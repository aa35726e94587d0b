#include "query/syntax/lexical_errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

#include "ZhengmaiParser.h"
#include "graph/model/unicode.h"
#include "query/syntax/token_pass.h"

namespace zhengmai::syntax {
namespace {

using P = grammar::ZhengmaiParser;

constexpr size_t kMaxQueryBytes = size_t{1} << 20;
constexpr size_t kMaxReported = 10;

// Characters that an input method or a word processor puts where the language wants ASCII.
constexpr std::pair<std::string_view, std::string_view> kLookalikes[] = {
    {"（", "("}, {"）", ")"}, {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"}, {"｛", "{"},
    {"｝", "}"}, {"，", ","}, {"、", ","}, {"：", ":"}, {"；", ";"}, {"。", "."}, {"．", "."},
    {"＝", "="}, {"＜", "<"}, {"＞", ">"}, {"＋", "+"}, {"－", "-"}, {"—", "-"},  {"–", "-"},
    {"−", "-"},  {"＊", "*"}, {"／", "/"}, {"％", "%"}, {"！", "!"}, {"｜", "|"}, {"＆", "&"},
    {"＄", "$"}, {"￥", "$"}, {"“", "\""}, {"”", "\""}, {"‘", "'"},  {"’", "'"},  {"＂", "\""},
    {"＇", "'"}, {"≠", "<>"}, {"≤", "<="}, {"≥", ">="}, {"→", "->"}, {"←", "<-"}, {"×", "*"},
    {"÷", "/"},  {"·", "`"},
};

}  // namespace

void LexicalErrors::check(const antlr4::Token& token, bool before_colon) {
  const SourceRange range = range_of(token);
  const SourceRange first{range.begin, range.begin + 1};
  switch (token.getType()) {
    case P::MALFORMED_NUMBER:
      return add_malformed_number(range, before_colon);
    case P::UNTERMINATED_STRING:
      return add(first, "this string is never closed", string_hint(range), "UnexpectedSyntax");
    case P::UNTERMINATED_NAME:
      return add(first, "this quoted name is never closed",
                 "close it with `; a ` inside a name is written ``", "UnexpectedSyntax");
    case P::UNTERMINATED_COMMENT:
      return add({range.begin, range.begin + 2}, "this comment is never closed", "close it with */",
                 "UnexpectedSyntax");
    case P::UNKNOWN:
      return add_unknown_character(range);
    default:
      return;
  }
}

void LexicalErrors::add(SourceRange range, std::string message, std::string hint,
                        std::string detail) {
  if (found_.size() == kMaxReported) return;
  found_.push_back(syntax_error(range, std::move(message), std::move(hint), std::move(detail)));
}

// “中文” with the first quote typed in another mode than the second is the usual cause.
std::string LexicalErrors::string_hint(SourceRange range) const {
  const std::string_view quote = source_.slice({range.begin, range.begin + 1});
  for (const std::string_view curly : {"”", "“", "’", "‘", "＂", "＇"}) {
    if (source_.slice(range).find(curly) != std::string_view::npos) {
      return fmt::format("{} does not close it; write {}", curly, quote);
    }
  }
  return fmt::format("close it with {}; a quote inside a string is written \\{}", quote, quote);
}

void LexicalErrors::add_unknown_character(SourceRange range) {
  const std::string_view written = source_.slice(range);
  const bool ascii = written.size() == 1;
  const std::string code = fmt::format("U+{:04X}", uint32_t(to_utf32(written).front()));
  std::string message = ascii && written[0] > ' '
                            ? fmt::format("unexpected character '{}'", written)
                        : ascii ? fmt::format("unexpected control character {}", code)
                                : fmt::format("unexpected character '{}' ({})", written, code);
  std::string hint;
  for (const auto& entry : kLookalikes) {
    if (entry.first == written) hint = fmt::format("write '{}'", entry.second);
  }
  add(range, std::move(message), std::move(hint),
      ascii ? "UnexpectedSyntax" : "InvalidUnicodeCharacter");
}

void LexicalErrors::add_malformed_number(SourceRange range, bool is_key) {
  const std::string_view written = source_.slice(range);
  if (is_key) {
    return add(range, fmt::format("a key cannot start with a digit, as '{}' does", written),
               fmt::format("write `{}`", written), "UnexpectedSyntax");
  }
  const bool hex = written.starts_with("0x") || written.starts_with("0X");
  const bool octal = written.starts_with("0o") || written.starts_with("0O");
  std::string hint = hex     ? "a hexadecimal number is 0x and digits 0-9, a-f"
                     : octal ? "an octal number is 0o and digits 0-7"
                             : "a name that starts with a digit is written in `backticks`";
  add(range, fmt::format("'{}' is not a number", written), std::move(hint), "InvalidNumberLiteral");
}

void LexicalErrors::throw_if_any() const {
  if (!found_.empty()) throw QueryError(found_, source_.text());
}

void check_query_bytes(std::string_view text) {
  if (text.size() > kMaxQueryBytes) {
    throw QueryError(
        {syntax_error(
            {0, 0},
            fmt::format("the query is {} bytes long; the most is {}", text.size(), kMaxQueryBytes),
            "pass data as a parameter instead of writing it in the query", "UnexpectedSyntax")},
        "");
  }
  if (const auto bad = find_invalid_utf8(text)) {
    const std::string_view valid = text.substr(0, *bad);
    const auto place = static_cast<uint32_t>(count_code_points(valid));
    throw QueryError({syntax_error({place, place + 1},
                                   fmt::format("the query is not valid UTF-8 at byte {}", *bad),
                                   "save or send it as UTF-8", "InvalidUnicodeCharacter")},
                     std::string(valid) + "\xEF\xBF\xBD");
  }
  if (const size_t nul = text.find('\0'); nul != std::string_view::npos) {
    const auto place = static_cast<uint32_t>(count_code_points(text.substr(0, nul)));
    throw QueryError(
        {syntax_error({place, place + 1}, fmt::format("the query has a NUL at byte {}", nul), "",
                      "UnexpectedSyntax")},
        text);
  }
}

void throw_nested_too_deep(SourceRange range, const SourceText& source) {
  const auto line =
      1 + std::count(source.text().begin(), source.slice({0, range.begin}).end(), '\n');
  throw LimitError(fmt::format("query nested deeper than {} levels at line {}", kMaxNesting, line),
                   "brackets, NOT, signs and CASE nest; use WITH to compute in steps");
}

}  // namespace zhengmai::syntax
