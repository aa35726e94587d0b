#include "cli/completion.h"

#include <algorithm>
#include <array>

#include "graph/model/schema.h"

namespace zhengmai {
namespace {

constexpr std::array<std::string_view, 40> kKeywords = {
    "MATCH", "OPTIONAL MATCH", "WHERE", "RETURN", "WITH", "UNWIND", "ORDER BY", "SKIP", "LIMIT",
    "DISTINCT", "AS", "AND", "OR", "XOR", "NOT", "IN", "STARTS WITH", "ENDS WITH", "CONTAINS",
    "IS NULL", "IS NOT NULL", "CASE", "WHEN", "THEN", "ELSE", "END", "UNION", "UNION ALL", "CALL",
    "YIELD", "EXPLAIN", "PROFILE", "EXISTS", "count(", "collect(", "DESC", "ASC", "true", "false",
    "null"};

bool begins_with(std::string_view name, std::string_view word, bool ignore_case) {
  if (name.size() < word.size()) return false;
  for (size_t i = 0; i < word.size(); ++i) {
    const auto fold = [&](char c) {
      return ignore_case && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    };
    if (fold(name[i]) != fold(word[i])) return false;
  }
  return true;
}

char last_mark(const std::string& before) {
  const size_t at = before.find_last_not_of(' ');
  return at == std::string::npos ? '\0' : before[at];
}

void add_names(const Dictionary& names, std::vector<std::string_view>& out) {
  for (size_t i = 0; i < names.size(); ++i) out.push_back(names.name(static_cast<uint16_t>(i)));
}

// Of the schema only what the graph holds: the rest would lead to empty answers.
void add_chinese(const Dictionary& names, std::string_view (*chinese)(std::string_view),
                 std::vector<std::string_view>& out) {
  for (size_t i = 0; i < names.size(); ++i) {
    out.push_back(chinese(names.name(static_cast<uint16_t>(i))));
  }
}

}  // namespace

const std::vector<std::string>& repl_commands() {
  static const std::vector<std::string> commands = {":explain", ":export", ":format", ":help",
                                                    ":param",   ":quit",   ":schema", ":show",
                                                    ":time"};
  return commands;
}

std::vector<std::string> complete_word(const Graph& graph, const std::string& before,
                                       const std::string& word) {
  std::vector<std::string> out;
  if (before == ":") {
    for (const std::string& command : repl_commands()) {
      if (begins_with(std::string_view(command).substr(1), word, false)) {
        out.push_back(command.substr(1));
      }
    }
    return out;
  }
  std::vector<std::string_view> names;
  bool ignore_case = false;
  const char mark = last_mark(before);
  const bool in_brackets = before.rfind('[') != std::string::npos &&
                           before.rfind('[') + 1 > before.rfind('(') + 1;
  if (mark == ':' || (mark == '|' && in_brackets)) {
    const Dictionary& dictionary = in_brackets ? graph.types() : graph.labels();
    add_names(dictionary, names);
    add_chinese(dictionary, in_brackets ? chinese_type : chinese_label, names);
  } else if (mark == '.' || mark == '{' || mark == ',') {
    add_names(graph.keys(), names);
    add_chinese(graph.keys(), chinese_key, names);
  } else {
    ignore_case = true;
    names.assign(kKeywords.begin(), kKeywords.end());
  }
  for (const std::string_view name : names) {
    if (begins_with(name, word, ignore_case)) out.emplace_back(name);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace zhengmai
