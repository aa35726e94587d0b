#include "graph/memory/import_header.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace zhengmai {

namespace {

using Role = ImportColumn::Role;

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? char(c + 32) : c;
  return out;
}

std::optional<Role> role_named(std::string_view type) {
  static const std::map<std::string_view, Role> kRoles = {
      {"ID", Role::kId},        {"LABEL", Role::kLabels}, {"START_ID", Role::kStart},
      {"END_ID", Role::kEnd},   {"TYPE", Role::kType},    {"IGNORE", Role::kIgnore}};
  const auto found = kRoles.find(type);
  return found == kRoles.end() ? std::nullopt : std::optional(found->second);
}

std::optional<FieldType> type_named(const std::string& type) {
  static const std::map<std::string_view, FieldType> kTypes = {
      {"string", FieldType::kString},
      {"char", FieldType::kString},
      {"long", FieldType::kLong},
      {"integer", FieldType::kLong},
      {"int", FieldType::kInt},
      {"short", FieldType::kShort},
      {"byte", FieldType::kByte},
      {"double", FieldType::kDouble},
      {"float", FieldType::kFloat},
      {"boolean", FieldType::kBoolean},
      {"date", FieldType::kDate},
      {"localtime", FieldType::kLocalTime},
      {"time", FieldType::kTime},
      {"localdatetime", FieldType::kLocalDateTime},
      {"datetime", FieldType::kDateTime},
      {"duration", FieldType::kDuration}};
  const auto found = kTypes.find(type);
  return found == kTypes.end() ? std::nullopt : std::optional(found->second);
}

// Takes "open … close" off the end of `text`, or nothing.
std::string_view take_suffix(std::string_view& text, char open, char close) {
  if (text.empty() || text.back() != close) return {};
  const size_t begin = text.rfind(open);
  if (begin == std::string_view::npos) return {};
  const std::string_view inside = text.substr(begin + 1, text.size() - begin - 2);
  text = trim(text.substr(0, begin));
  return inside;
}

// What makes a column's text wrong, or nothing.
std::optional<std::string> parse_column(std::string_view text, ImportColumn& column) {
  const std::string_view options = take_suffix(text, '{', '}');
  column.group = take_suffix(text, '(', ')');
  const size_t colon = text.rfind(':');
  column.name = trim(text.substr(0, colon));
  std::string_view type = colon == std::string_view::npos ? "" : trim(text.substr(colon + 1));
  if (const auto role = role_named(type)) {
    column.role = *role;
  } else {
    if (type.ends_with("[]")) {
      column.array = true;
      type.remove_suffix(2);
    }
    const auto known = type.empty() ? FieldType::kString : type_named(lower(type));
    if (!known) return fmt::format("the type {} is not known", type);
    column.type = *known;
    if (column.name.empty()) return "a property has no name";
  }
  if (column.role == Role::kId && column.name.empty()) column.name = "id";
  for (size_t at = 0; at < options.size();) {
    const size_t comma = std::min(options.find(',', at), options.size());
    const std::string_view option = options.substr(at, comma - at);
    at = comma + 1;
    const size_t separator = option.find(':');
    const std::string key(trim(option.substr(0, separator)));
    const std::string value =
        lower(trim(separator == std::string_view::npos ? "" : option.substr(separator + 1)));
    if (key != "id-type") return fmt::format("the option {} is not known", key);
    const auto id_type = type_named(value);
    if (column.role != Role::kId || !id_type) return fmt::format("an id cannot be a {}", value);
    column.typed_id = true;
    column.type = *id_type == FieldType::kString ? FieldType::kString : FieldType::kLong;
    if (*id_type > FieldType::kByte) return fmt::format("an id cannot be a {}", value);
  }
  return std::nullopt;
}

}  // namespace

std::vector<ImportColumn> parse_header(const CsvFile& file, const std::vector<CsvField>& fields,
                                       bool nodes) {
  const auto refuse = [&](const std::string& problem) {
    file.fail(0, fmt::format("the header of {}: {}", nodes ? "nodes" : "relationships", problem),
              nodes ? "expected columns like id:ID(Group),name,order:int,:LABEL"
                    : "expected columns like :START_ID(Group),:END_ID(Group),order:int,:TYPE");
  };
  std::vector<ImportColumn> columns;
  std::map<Role, int> count;
  std::set<std::string> names;
  for (const CsvField& field : fields) {
    ImportColumn& column = columns.emplace_back();
    if (const auto problem = parse_column(trim(field.text), column)) {
      refuse(fmt::format("column {} ({}): {}", columns.size(), field.text, *problem));
    }
    ++count[column.role];
    const bool named = column.role == Role::kProperty || column.role == Role::kId;
    if (named && !names.insert(column.name).second) {
      refuse(fmt::format("two columns are named {}", column.name));
    }
  }
  if (nodes) {
    if (count[Role::kId] > 1) refuse("there are several ID columns");
    if (count[Role::kStart] + count[Role::kEnd] + count[Role::kType] > 0) {
      refuse("START_ID, END_ID and TYPE belong to relationships");
    }
  } else {
    if (count[Role::kStart] != 1 || count[Role::kEnd] != 1) {
      refuse("there must be one START_ID and one END_ID column");
    }
    if (count[Role::kType] > 1) refuse("there are several TYPE columns");
    if (count[Role::kId] + count[Role::kLabels] > 0) refuse("ID and LABEL belong to nodes");
  }
  return columns;
}

}  // namespace zhengmai
