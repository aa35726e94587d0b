#include "extract/read/jsonl.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "graph/model/error.h"

namespace zhengmai {
namespace {

constexpr size_t kReadAtOnce = size_t{1} << 16;

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

// A line of any kind, by the parser that can say what is wrong with it and at which byte.
JsonlDocument parse_or_explain(const std::string& line, const std::string& where) {
  nlohmann::json value;
  try {
    value = nlohmann::json::parse(line);
  } catch (const nlohmann::json::parse_error& e) {
    throw InputError(fmt::format("{}: not valid JSON at byte {}", where, e.byte),
                     "each line is {\"id\": \"…\", \"text\": \"…\"}");
  } catch (const nlohmann::json::out_of_range&) {
    throw InputError(where + ": not valid JSON: a number that no 64 bits can hold");
  }
  if (!value.is_object()) {
    throw InputError(fmt::format("{}: a {}, expected an object", where, value.type_name()),
                     "each line is {\"id\": \"…\", \"text\": \"…\"}");
  }
  JsonlDocument document{take_string(value, "id", where), take_string(value, "text", where)};
  if (document.id.empty()) throw InputError(where + ": \"id\" is empty");
  return document;
}

}  // namespace

// The fast parser: what is as it should be, and nothing else.
struct JsonlReader::Parser {
  simdjson::dom::parser parser;

  // Nothing where the line is not an object with both texts, or is beyond this parser's limits
  // (numbers of more than 64 bits, a thousand levels).
  std::optional<JsonlDocument> parse(std::string& line) {
    line.reserve(line.size() + simdjson::SIMDJSON_PADDING);  // which it may read, not use
    simdjson::dom::object object;
    if (parser.parse(line).get(object) != simdjson::SUCCESS) return std::nullopt;
    std::string_view id, text;
    bool has_text = false;
    for (const auto& [key, value] : object) {
      const bool is_text = key == "text";
      if (!is_text && key != "id") continue;
      if (value.get(is_text ? text : id) != simdjson::SUCCESS) return std::nullopt;
      has_text |= is_text;
    }
    if (id.empty() || !has_text) return std::nullopt;
    return JsonlDocument{std::string(id), std::string(text)};
  }
};

JsonlReader::JsonlReader(std::istream& in, std::string name, uint64_t longest_line)
    : in_(in),
      name_(std::move(name)),
      longest_line_(longest_line),
      bytes_(kReadAtOnce),
      parser_(std::make_unique<Parser>()) {}
JsonlReader::~JsonlReader() = default;

// Takes what has come by now: a document is not held back until the next ones fill the buffer.
bool JsonlReader::refill() {
  std::streambuf& in = *in_.rdbuf();
  if (in.sgetc() == std::char_traits<char>::eof()) return false;
  const auto most = static_cast<std::streamsize>(bytes_.size());
  begin_ = 0;
  end_ = static_cast<size_t>(
      in.sgetn(bytes_.data(), std::clamp<std::streamsize>(in.in_avail(), 1, most)));
  return end_ > 0;
}

bool JsonlReader::read_line(std::string* line) {
  line->clear();
  bool any = false, too_long = false, ended = false;
  while (!ended && (begin_ < end_ || refill())) {
    any = true;
    const std::string_view rest(bytes_.data() + begin_, end_ - begin_);
    const std::string_view part = rest.substr(0, rest.find('\n'));
    ended = part.size() < rest.size();
    begin_ += part.size() + (ended ? 1 : 0);
    too_long |= part.size() > longest_line_ - line->size();
    if (!too_long) line->append(part);  // a line that is too long is read to its end, but not kept
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
    if (auto document = parser_->parse(line)) return document;
    return parse_or_explain(line, fmt::format("{}:{}", name_, line_));
  }
  return std::nullopt;
}

}  // namespace zhengmai
