#include "query/values/functions.h"

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string>
#include <unordered_map>

#include "query/values/function_tables.h"

namespace zhengmai {
namespace {

std::string lower(std::string_view name) {
  std::string out(name);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

struct Catalogue {
  std::vector<Function> sorted;
  std::unordered_map<std::string, const Function*> by_name;  // in lower case

  Catalogue() {
    for (const auto table : {scalar_functions(), graph_functions(), list_functions(),
                             string_functions(), math_functions(), conversion_functions(),
                             temporal_functions()})
      sorted.insert(sorted.end(), table.begin(), table.end());
    std::sort(sorted.begin(), sorted.end(),
              [](const Function& a, const Function& b) { return a.name < b.name; });
    for (const Function& f : sorted) by_name.emplace(lower(f.name), &f);
  }
};

const Catalogue& catalogue() {
  static const Catalogue instance;
  return instance;
}

}  // namespace

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  const int64_t nanos = std::chrono::duration_cast<std::chrono::nanoseconds>(since).count();
  return {nanos / 1'000'000'000, static_cast<int32_t>(nanos % 1'000'000'000)};
}

const Function* find_function(std::string_view name) {
  const auto& by_name = catalogue().by_name;
  const auto found = by_name.find(lower(name));
  return found == by_name.end() ? nullptr : found->second;
}

std::span<const Function> all_functions() { return catalogue().sorted; }

}  // namespace zhengmai
