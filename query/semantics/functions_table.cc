#include "query/semantics/functions_table.h"

#include <algorithm>
#include <string>
#include <unordered_map>

namespace zhengmai {
namespace {

using namespace type_set;  // NOLINT: the table's vocabulary

constexpr TypeSet kNumber = kInteger | kFloat;
constexpr TypeSet kText = kString;
constexpr TypeSet kGraphElement = kNode | kRelationship;
constexpr TypeSet kHasKeys = kNode | kRelationship | kMap;
constexpr uint8_t kMany = FunctionSignature::kAnyNumber;
using Sig = FunctionSignature;

constexpr Sig fn(std::string_view name, uint8_t min, uint8_t max, TypeSet result, TypeSet a = kAny,
                 TypeSet b = kAny, TypeSet c = kAny) {
  return Sig{name, min, max, result, {a, b, c}, false, true};
}
constexpr Sig impure(std::string_view name, uint8_t min, uint8_t max, TypeSet result) {
  return Sig{name, min, max, result, {kAny, kAny, kAny}, false, false};
}
constexpr Sig agg(std::string_view name, uint8_t arguments, TypeSet result, TypeSet a = kAny,
                  TypeSet b = kAny) {
  return Sig{name, arguments, arguments, result, {a, b, kAny}, true, true};
}

constexpr Sig kTable[] = {
    // Aggregates.
    agg("avg", 1, kNumber | kDuration, kNumber | kDuration),
    agg("collect", 1, kList),
    agg("count", 1, kInteger),
    agg("max", 1, kAny),
    agg("min", 1, kAny),
    agg("percentileCont", 2, kFloat, kNumber, kNumber),
    agg("percentileDisc", 2, kNumber, kNumber, kNumber),
    agg("stDev", 1, kFloat, kNumber),
    agg("stDevP", 1, kFloat, kNumber),
    agg("sum", 1, kNumber | kDuration, kNumber | kDuration),

    // Nodes, relationships, paths, maps.
    fn("elementId", 1, 1, kString, kGraphElement),
    fn("endNode", 1, 1, kNode, kRelationship),
    fn("exists", 1, 1, kBoolean),
    fn("id", 1, 1, kInteger, kGraphElement),
    fn("keys", 1, 1, kList, kHasKeys),
    fn("labels", 1, 1, kList, kNode),
    fn("length", 1, 1, kInteger, kPath),
    fn("nodes", 1, 1, kList, kPath),
    fn("properties", 1, 1, kMap, kHasKeys),
    fn("relationships", 1, 1, kList, kPath),
    fn("rels", 1, 1, kList, kPath),
    fn("startNode", 1, 1, kNode, kRelationship),
    fn("type", 1, 1, kString, kRelationship),

    // Lists.
    fn("head", 1, 1, kAny, kList),
    fn("isEmpty", 1, 1, kBoolean, kList | kMap | kString),
    fn("last", 1, 1, kAny, kList),
    fn("range", 2, 3, kList),
    fn("reverse", 1, 1, kList | kString, kList | kString),
    fn("size", 1, 1, kInteger, kList | kString | kMap),
    fn("tail", 1, 1, kList, kList),

    // Any value.
    fn("coalesce", 1, kMany, kAny),
    fn("nullIf", 2, 2, kAny),
    impure("randomUUID", 0, 0, kString),
    impure("timestamp", 0, 0, kInteger),
    fn("valueType", 1, 1, kString),

    // Conversions: what they take is judged when they run.
    fn("toBoolean", 1, 1, kBoolean),
    fn("toBooleanList", 1, 1, kList, kList),
    fn("toBooleanOrNull", 1, 1, kBoolean),
    fn("toFloat", 1, 1, kFloat),
    fn("toFloatList", 1, 1, kList, kList),
    fn("toFloatOrNull", 1, 1, kFloat),
    fn("toInteger", 1, 1, kInteger),
    fn("toIntegerList", 1, 1, kList, kList),
    fn("toIntegerOrNull", 1, 1, kInteger),
    fn("toString", 1, 1, kString),
    fn("toStringList", 1, 1, kList, kList),
    fn("toStringOrNull", 1, 1, kString),

    // Numbers.
    fn("abs", 1, 1, kNumber, kNumber),
    fn("acos", 1, 1, kFloat, kNumber),
    fn("asin", 1, 1, kFloat, kNumber),
    fn("atan", 1, 1, kFloat, kNumber),
    fn("atan2", 2, 2, kFloat, kNumber, kNumber),
    fn("ceil", 1, 1, kFloat, kNumber),
    fn("cos", 1, 1, kFloat, kNumber),
    fn("cosh", 1, 1, kFloat, kNumber),
    fn("cot", 1, 1, kFloat, kNumber),
    fn("degrees", 1, 1, kFloat, kNumber),
    fn("e", 0, 0, kFloat),
    fn("exp", 1, 1, kFloat, kNumber),
    fn("floor", 1, 1, kFloat, kNumber),
    fn("haversin", 1, 1, kFloat, kNumber),
    fn("isNaN", 1, 1, kBoolean, kNumber),
    fn("log", 1, 1, kFloat, kNumber),
    fn("log10", 1, 1, kFloat, kNumber),
    fn("pi", 0, 0, kFloat),
    fn("radians", 1, 1, kFloat, kNumber),
    impure("rand", 0, 0, kFloat),
    fn("round", 1, 3, kFloat, kNumber),
    fn("sign", 1, 1, kInteger, kNumber),
    fn("sin", 1, 1, kFloat, kNumber),
    fn("sinh", 1, 1, kFloat, kNumber),
    fn("sqrt", 1, 1, kFloat, kNumber),
    fn("tan", 1, 1, kFloat, kNumber),
    fn("tanh", 1, 1, kFloat, kNumber),

    // Strings.
    fn("btrim", 1, 2, kString, kText, kText),
    fn("char_length", 1, 1, kInteger, kText),
    fn("character_length", 1, 1, kInteger, kText),
    fn("left", 2, 2, kString, kText, kInteger),
    fn("lower", 1, 1, kString, kText),
    fn("ltrim", 1, 2, kString, kText, kText),
    fn("normalize", 1, 2, kString, kText, kText),
    fn("replace", 3, 3, kString, kText, kText, kText),
    fn("right", 2, 2, kString, kText, kInteger),
    fn("rtrim", 1, 2, kString, kText, kText),
    fn("split", 2, 2, kList, kText, kText | kList),
    fn("substring", 2, 3, kString, kText, kInteger, kInteger),
    fn("toLower", 1, 1, kString, kText),
    fn("toUpper", 1, 1, kString, kText),
    fn("trim", 1, 2, kString, kText, kText),
    fn("upper", 1, 1, kString, kText),

    // Points and lengths of time.
    fn("date", 0, 1, kTemporal),
    impure("date.realtime", 0, 1, kTemporal),
    fn("date.statement", 0, 1, kTemporal),
    fn("date.transaction", 0, 1, kTemporal),
    fn("date.truncate", 1, 3, kTemporal),
    fn("datetime", 0, 1, kTemporal),
    fn("datetime.fromEpoch", 1, 2, kTemporal),
    fn("datetime.fromEpochMillis", 1, 1, kTemporal),
    impure("datetime.realtime", 0, 1, kTemporal),
    fn("datetime.statement", 0, 1, kTemporal),
    fn("datetime.transaction", 0, 1, kTemporal),
    fn("datetime.truncate", 1, 3, kTemporal),
    fn("duration", 1, 1, kDuration),
    fn("duration.between", 2, 2, kDuration),
    fn("duration.inDays", 2, 2, kDuration),
    fn("duration.inMonths", 2, 2, kDuration),
    fn("duration.inSeconds", 2, 2, kDuration),
    fn("localdatetime", 0, 1, kTemporal),
    impure("localdatetime.realtime", 0, 1, kTemporal),
    fn("localdatetime.statement", 0, 1, kTemporal),
    fn("localdatetime.transaction", 0, 1, kTemporal),
    fn("localdatetime.truncate", 1, 3, kTemporal),
    fn("localtime", 0, 1, kTemporal),
    impure("localtime.realtime", 0, 1, kTemporal),
    fn("localtime.statement", 0, 1, kTemporal),
    fn("localtime.transaction", 0, 1, kTemporal),
    fn("localtime.truncate", 1, 3, kTemporal),
    fn("time", 0, 1, kTemporal),
    impure("time.realtime", 0, 1, kTemporal),
    fn("time.statement", 0, 1, kTemporal),
    fn("time.transaction", 0, 1, kTemporal),
    fn("time.truncate", 1, 3, kTemporal),
};

std::string folded(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

}  // namespace

const FunctionSignature* find_signature(std::string_view name) {
  static const auto kByName = [] {
    std::unordered_map<std::string, const FunctionSignature*> by_name;
    for (const FunctionSignature& s : kTable) by_name.emplace(folded(s.name), &s);
    return by_name;
  }();
  const auto found = kByName.find(folded(name));
  return found == kByName.end() ? nullptr : found->second;
}

std::span<const FunctionSignature> function_signatures() {
  static const auto kSorted = [] {
    std::vector<FunctionSignature> all(std::begin(kTable), std::end(kTable));
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
    return all;
  }();
  return kSorted;
}

}  // namespace zhengmai
