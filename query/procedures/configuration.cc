#include "query/procedures/configuration.h"

#include <fmt/format.h>

#include <algorithm>

#include "graph/model/schema.h"
#include "query/syntax/diagnostics.h"
#include "query/values/error.h"
#include "query/values/value_text.h"

namespace zhengmai {
namespace {

constexpr std::string_view kProjectionOptions[] = {"labels", "types", "direction", "weight"};

uint16_t find_name(const Dictionary& dictionary, std::string_view name, std::string_view canonical,
                   std::string_view noun) {
  if (const auto id = dictionary.find(name)) return *id;
  if (const auto id = canonical.empty() ? std::nullopt : dictionary.find(canonical)) return *id;
  std::vector<std::string_view> known;
  for (size_t i = 0; i < dictionary.size(); ++i)
    known.push_back(dictionary.name(static_cast<uint16_t>(i)));
  const std::string near = nearest(name, known);
  throw_bad_argument(fmt::format("the graph has no {} {}", noun, quoted(name)),
                     "InvalidArgumentValue",
                     near.empty() ? "" : fmt::format("did you mean {}?", quoted(near)));
}

}  // namespace

LabelId find_label(const Graph& graph, std::string_view name) {
  return find_name(graph.labels(), name, canonical_label(name), "label");
}
TypeId find_type(const Graph& graph, std::string_view name) {
  return find_name(graph.types(), name, canonical_type(name), "relationship type");
}
KeyId find_key(const Graph& graph, std::string_view name) {
  return find_name(graph.keys(), name, canonical_key(name), "property");
}

Configuration::Configuration(const Graph& graph, const Value& argument, std::string_view procedure,
                             std::vector<std::string_view> options, Scope scope)
    : graph_(graph), argument_(argument), procedure_(procedure) {
  if (argument.is_null()) return;
  if (!argument.is_map())
    throw_wrong_kind(fmt::format("{}()", procedure), "a map of options", argument);
  if (scope == Scope::kSubgraph)
    options.insert(options.end(), std::begin(kProjectionOptions), std::end(kProjectionOptions));
  for (const auto& [name, value] : argument.as_map()) {
    if (std::find(options.begin(), options.end(), name) != options.end()) continue;
    const std::string near = nearest(name, options);
    throw_bad_argument(fmt::format("{}() has no option {}", procedure, quoted(name)),
                       "InvalidArgumentValue",
                       near.empty() ? fmt::format("its options are {}", fmt::join(options, ", "))
                                    : fmt::format("did you mean {}?", quoted(near)));
  }
}

const Value* Configuration::find(std::string_view option) const {
  if (argument_.is_null()) return nullptr;
  const auto found = argument_.as_map().find(option);
  return found == argument_.as_map().end() || found->second.is_null() ? nullptr : &found->second;
}

void Configuration::wrong_kind(std::string_view option, std::string_view expected,
                               const Value& actual) const {
  throw_wrong_kind(fmt::format("option {} of {}()", option, procedure_), expected, actual);
}

// One name, or a list of them.
std::vector<std::string> Configuration::names(std::string_view option) const {
  std::vector<std::string> out;
  const Value* value = find(option);
  if (!value) return out;
  const auto take = [&](const Value& v) {
    if (!v.is_string()) wrong_kind(option, "text or a list of text", v);
    out.emplace_back(v.as_string());
  };
  if (value->is_list()) {
    for (const Value& v : value->as_list()) take(v);
  } else {
    take(*value);
  }
  return out;
}

Projection Configuration::projection(Direction default_direction) const {
  Projection part;
  for (const std::string& name : names("labels")) part.labels.push_back(find_label(graph_, name));
  for (const std::string& name : names("types")) part.types.push_back(find_type(graph_, name));
  part.direction = default_direction;
  if (const auto direction = text("direction")) {
    if (*direction == "out") part.direction = Direction::kOut;
    else if (*direction == "in") part.direction = Direction::kIn;
    else if (*direction == "both") part.direction = Direction::kBoth;
    else throw_bad_argument(fmt::format("there is no direction {}", quoted(*direction)),
                            "InvalidArgumentValue", "directions are 'out', 'in' and 'both'");
  }
  if (const auto key = text("weight")) part.weight = find_key(graph_, *key);
  return part;
}

double Configuration::number(std::string_view option, double otherwise, double low,
                             double high) const {
  const Value* value = find(option);
  if (!value) return otherwise;
  if (!value->is_number()) wrong_kind(option, "a number", *value);
  const double number = value->as_number();
  if (!(number >= low && number <= high))
    throw_bad_argument(fmt::format("option {} of {}() must be {} … {}, not {}", option, procedure_,
                                   low, high, number),
                       "NumberOutOfRange");
  return number;
}

int64_t Configuration::integer(std::string_view option, int64_t otherwise, int64_t low,
                               int64_t high) const {
  const Value* value = find(option);
  if (!value) return otherwise;
  if (!value->is_integer()) wrong_kind(option, "an integer", *value);
  if (value->as_integer() < low || value->as_integer() > high)
    throw_bad_argument(fmt::format("option {} of {}() must be {} … {}, not {}", option, procedure_,
                                   low, high, value->as_integer()),
                       "NumberOutOfRange");
  return value->as_integer();
}

bool Configuration::boolean(std::string_view option, bool otherwise) const {
  const Value* value = find(option);
  if (!value) return otherwise;
  if (!value->is_boolean()) wrong_kind(option, "true or false", *value);
  return value->as_boolean();
}

std::optional<std::string> Configuration::text(std::string_view option) const {
  const Value* value = find(option);
  if (!value) return std::nullopt;
  if (!value->is_string()) wrong_kind(option, "text", *value);
  return std::string(value->as_string());
}

}  // namespace zhengmai
