// Time and memory of derive() over made-up corpora of growing size.
//
//   graph_derive_bench [MEASURES...]        default 1000 10000 100000
//
// A national document of 20 measures; lower documents of 10 measures each, of which a third adapt a
// national one (a tenth of the characters changed), a third copy a paragraph that a few hundred
// others copy too, and a third are their own. 250 characters a measure, 6 agencies of 40 classes.
#include <fmt/format.h>
#include <sys/resource.h>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "graph/derive/derive.h"
#include "graph/memory/builder.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"

namespace {

using namespace zhengmai;

constexpr size_t kLength = 250;
constexpr int kClasses = 40;

std::u32string random_text(std::mt19937& random) {
  std::u32string text;
  for (size_t i = 0; i < kLength; ++i) text += char32_t(0x4E00 + random() % 2500);
  return text;
}

std::u32string adapted(std::u32string text, std::mt19937& random) {
  for (size_t i = 0; i < text.size() / 10; ++i) {
    text[random() % text.size()] = char32_t(0x4E00 + random() % 2500);
  }
  return text;
}

Graph make_graph(size_t measures) {
  std::mt19937 random(1);
  GraphBuilder builder;
  std::vector<std::u32string> national, copied;
  for (int i = 0; i < 20; ++i) national.push_back(random_text(random));
  for (size_t i = 0; i < measures / 1000 + 1; ++i) copied.push_back(random_text(random));
  std::map<std::string, NodeId> agencies;
  const auto agency = [&](int place, int klass) {
    const std::string id = fmt::format("agency:{}/c{:02}", place, klass);
    const auto found = agencies.find(id);
    if (found != agencies.end()) return found->second;
    const NodeId node = builder.add_node(
        {label::kAgency}, {{key::kId, Value::string(id)},
                           {key::kClass, Value::string(fmt::format("c{:02}", klass))},
                           {key::kJurisdiction, Value::string(std::to_string(place))}});
    agencies.emplace(id, node);
    return node;
  };
  const auto document = [&](int number, int place) {
    return builder.add_node({label::kDocument},
                            {{key::kId, Value::string(fmt::format("doc:{:08}", number))},
                             {key::kJurisdiction, Value::string(std::to_string(place))}});
  };
  const auto measure = [&](int doc, int n, int place, const std::u32string& text) {
    const NodeId node = builder.add_node(
        {label::kMeasure}, {{key::kId, Value::string(fmt::format("measure:{:08}/{}", doc, n))},
                            {key::kOrdinal, Value::integer(n)},
                            {key::kText, Value::string(to_utf8(text))}});
    for (int i = 0; i < 6; ++i) {
      builder.add_relationship(type::kAssignedTo, node, agency(place, int(random() % kClasses)),
                               {});
    }
  };
  const NodeId top = document(0, 100000);
  for (int i = 0; i < 20; ++i) measure(0, i + 1, 100000, national[size_t(i)]);
  for (int d = 1; size_t(d) * 10 < measures; ++d) {
    const int place = (11 + d % 50) * 10000 + (d / 50 % 20) * 100;
    builder.add_relationship(type::kImplements, document(d, place), top, {});
    for (int n = 1; n <= 10; ++n) {
      const std::u32string text = n % 3 == 0   ? adapted(national[random() % 20], random)
                                  : n % 3 == 1 ? copied[random() % copied.size()]
                                               : random_text(random);
      measure(d, n, place, text);
    }
  }
  return std::move(builder).freeze();
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<size_t> sizes;
  for (int i = 1; i < argc; ++i) sizes.push_back(std::strtoull(argv[i], nullptr, 10));
  if (sizes.empty()) sizes = {1'000, 10'000, 100'000};
  for (const size_t size : sizes) {
    const Graph graph = make_graph(size);
    const auto start = std::chrono::steady_clock::now();
    const auto derived = derive(graph);
    const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - start;
    std::map<std::string_view, size_t> counts;
    for (const DerivedRelationship& r : derived) ++counts[r.type()];
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    fmt::print("{:>9} measures {:8.3f} s  peak {:5} MB ", size, spent.count(),
               usage.ru_maxrss / 1024);
    for (const auto& [type, n] : counts) fmt::print(" {} {}", type, n);
    fmt::print("\n");
  }
}
