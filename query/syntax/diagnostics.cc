#include "query/syntax/diagnostics.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr int kMaxColumns = 100;  // of a shown line; longer ones are cut around the caret

// The line that a place is on: code points [begin, end), and its number from 1.
struct Line {
  size_t begin = 0;
  size_t end = 0;
  size_t number = 1;
};

Line line_at(std::u32string_view text, size_t place) {
  Line line;
  place = std::min(place, text.size());
  for (size_t i = 0; i < place; ++i) {
    if (text[i] != U'\n') continue;
    line.begin = i + 1;
    ++line.number;
  }
  const size_t end = text.find(U'\n', line.begin);
  line.end = end == std::u32string_view::npos ? text.size() : end;
  if (line.end > line.begin && text[line.end - 1] == U'\r') --line.end;
  return line;
}

// What a terminal may be shown: controls would move the caret, or worse.
char32_t shown(char32_t c) {
  if (c == U'\t') return U' ';
  const bool control = c < 0x20 || (c >= 0x7F && c < 0xA0);
  const bool bidi = (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                    (c >= 0x2060 && c <= 0x2069) || c == 0xFEFF;
  return control || bidi ? U'\uFFFD' : c;
}

int width_of(char32_t c) {
  return display_width(shown(c));
}

// Moves `line` to the stretch of it around `place` that fits on a screen.
void cut_to_screen(std::u32string_view text, size_t place, Line& line) {
  int columns = 0;
  size_t begin = std::clamp(place, line.begin, line.end);
  while (begin > line.begin && columns + width_of(text[begin - 1]) <= kMaxColumns / 2) {
    columns += width_of(text[--begin]);
  }
  size_t end = std::clamp(place, line.begin, line.end);
  while (end < line.end && columns + width_of(text[end]) <= kMaxColumns) {
    columns += width_of(text[end++]);
  }
  // What the right side does not need, the left side may use.
  while (begin > line.begin && columns + width_of(text[begin - 1]) <= kMaxColumns) {
    columns += width_of(text[--begin]);
  }
  line.begin = begin;
  line.end = end;
}

struct Colours {
  std::string_view severity, caret, off;
};

Colours colours_of(Severity severity, bool colour) {
  if (!colour) return {};
  return {severity == Severity::kError ? "\x1b[1;31m" : "\x1b[1;33m", "\x1b[1;32m", "\x1b[0m"};
}

// Optimal string alignment distance, letters compared without case, or limit + 1 when larger.
size_t distance(std::u32string_view a, std::u32string_view b, size_t limit) {
  const auto fold = [](char32_t c) { return c >= U'A' && c <= U'Z' ? c + 32 : c; };
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return limit + 1;
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t cost = fold(a[i - 1]) == fold(b[j - 1]) ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && fold(a[i - 1]) == fold(b[j - 2]) && fold(a[i - 2]) == fold(b[j - 1])) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

size_t typo_limit(std::u32string_view name) {
  // Chinese names are short: one wrong character of two is still a typo.
  if (name.size() == 2 && name[0] >= 0x2E80) return 1;
  return name.size() / 3;
}

}  // namespace

std::string render(const Diagnostic& diagnostic, std::string_view query, bool colour) {
  const std::u32string text = to_utf32(query);
  const size_t place = std::min<size_t>(diagnostic.range.begin, text.size());
  Line line = line_at(text, place);
  const size_t column = place - line.begin + 1;
  const size_t whole_begin = line.begin, whole_end = line.end;
  cut_to_screen(text, place, line);

  std::string source = line.begin > whole_begin ? "…" : "";
  int before = line.begin > whole_begin ? display_width(U'…') : 0;
  int under = 0;
  for (size_t i = line.begin; i < line.end; ++i) {
    append_utf8(source, shown(text[i]));
    if (i < place) before += width_of(text[i]);
    if (i >= place && i < diagnostic.range.end) under += width_of(text[i]);
  }
  if (line.end < whole_end) source += "…";

  const Colours c = colours_of(diagnostic.severity, colour);
  std::string out =
      fmt::format("{}{}:{} line {}, column {}: {}\n  {}\n  {}{}{}{}", c.severity,
                  diagnostic.severity == Severity::kError ? "error" : "warning", c.off, line.number,
                  column, diagnostic.message, source, std::string(static_cast<size_t>(before), ' '),
                  c.caret, std::string(static_cast<size_t>(std::max(under, 1)), '^'), c.off);
  if (!diagnostic.hint.empty()) out += fmt::format("\n  hint: {}", diagnostic.hint);
  return out;
}

QueryError::QueryError(std::vector<Diagnostic> diagnostics, std::string_view query, ExitCode code)
    : Error(code, diagnostics.empty() ? "the query is wrong"
                                      : std::min_element(diagnostics.begin(), diagnostics.end(),
                                                         [](const auto& a, const auto& b) {
                                                           return a.range.begin < b.range.begin;
                                                         })
                                            ->message),
      diagnostics_(std::move(diagnostics)),
      query_(query) {
  std::stable_sort(
      diagnostics_.begin(), diagnostics_.end(),
      [](const Diagnostic& a, const Diagnostic& b) { return a.range.begin < b.range.begin; });
}

std::string QueryError::rendered(bool colour) const {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics_) {
    if (!out.empty()) out += '\n';
    out += render(diagnostic, query_, colour);
  }
  return out;
}

std::string nearest(std::string_view name, const std::vector<std::string_view>& known) {
  const std::u32string wanted = to_utf32(name);
  const size_t limit = typo_limit(wanted);
  size_t best = limit + 1;
  std::string_view found;
  for (const std::string_view candidate : known) {
    if (candidate == name) continue;
    const size_t d = distance(wanted, to_utf32(candidate), limit);
    if (d < best) {
      best = d;
      found = candidate;
    }
  }
  return std::string(found);
}

}  // namespace zhengmai
