#include "report/json_value.h"

#include <nlohmann/json.hpp>

#include "graph/model/error.h"

namespace zhengmai::report {
namespace {

using Json = nlohmann::json;

constexpr int kMaxNesting = 200;  // as deep as a query may nest

Value to_value(const Json& json, int depth) {
  if (depth > kMaxNesting) throw LimitError("a JSON value is nested deeper than 200");
  switch (json.type()) {
    case Json::value_t::boolean: return Value::boolean(json.get<bool>());
    case Json::value_t::number_integer: return Value::integer(json.get<int64_t>());
    case Json::value_t::number_unsigned:
      if (json.get<uint64_t>() > static_cast<uint64_t>(INT64_MAX)) {
        return Value::floating(json.get<double>());
      }
      return Value::integer(json.get<int64_t>());
    case Json::value_t::number_float: return Value::floating(json.get<double>());
    case Json::value_t::string: return Value::string(json.get<std::string>());
    case Json::value_t::array: {
      List items;
      for (const Json& item : json) items.push_back(to_value(item, depth + 1));
      return Value::list(std::move(items));
    }
    case Json::value_t::object: {
      Map entries;
      for (const auto& entry : json.items()) {
        entries[entry.key()] = to_value(entry.value(), depth + 1);
      }
      return Value::map(std::move(entries));
    }
    default: return Value();
  }
}

}  // namespace

std::optional<Value> parse_json_value(std::string_view text) {
  const Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return std::nullopt;
  return to_value(json, 0);
}

}  // namespace zhengmai::report
