#include "extract/read/jsonl.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

std::string take_string(nlohmann::json& object, const char* key, const std::string& where) {
  const auto member = object.find(key);
  if (member == object.end()) {
    throw InputError(fmt::format("{}: no \"{}\"", where, key),
                     "each line is {\"id\": \"…\", \"text\": \"…\"}");
  }
  if (!member->is_string()) {
    throw InputError(fmt::format("{}: \"{}\" is a {}, expected a string", where, key,
                                 member->type_name()));
  }
  return std::move(member->get_ref<std::string&>());
}

}  // namespace

JsonlReader::JsonlReader(std::istream& in, std::string name, uint64_t longest_line)
    : in_(in), name_(std::move(name)), longest_line_(longest_line) {}

bool JsonlReader::read_line(std::string* line) {
  line->clear();
  std::streambuf* buffer = in_.rdbuf();
  bool any = false;
  bool too_long = false;
  for (int c = buffer->sbumpc(); c != std::char_traits<char>::eof(); c = buffer->sbumpc()) {
    any = true;
    if (c == '\n') break;
    if (line->size() >= longest_line_) {
      too_long = true;  // read on to its end, without keeping it
    } else {
      *line += static_cast<char>(c);
    }
  }
  if (!any) return false;
  ++line_;
  if (too_long) {
    throw InputError(fmt::format("{}:{}: line longer than {} bytes", name_, line_, longest_line_));
  }
  return true;
}

std::optional<JsonlDocument> JsonlReader::next() {
  std::string line;
  while (read_line(&line)) {
    if (line_ == 1 && line.starts_with("\xEF\xBB\xBF")) line.erase(0, 3);
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string where = fmt::format("{}:{}", name_, line_);
    nlohmann::json value;
    try {
      value = nlohmann::json::parse(line);
    } catch (const nlohmann::json::parse_error& e) {
      throw InputError(fmt::format("{}: not valid JSON at byte {}", where, e.byte),
                       "each line is {\"id\": \"…\", \"text\": \"…\"}");
    }
    if (!value.is_object()) {
      throw InputError(fmt::format("{}: a {}, expected an object", where, value.type_name()),
                       "each line is {\"id\": \"…\", \"text\": \"…\"}");
    }
    JsonlDocument document{take_string(value, "id", where), take_string(value, "text", where)};
    if (document.id.empty()) throw InputError(where + ": \"id\" is empty");
    return document;
  }
  return std::nullopt;
}

}  // namespace zhengmai
