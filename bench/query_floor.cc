// The floor under the query engine: six tasks of bench/compare as loops that a program written for
// that one question would use. One thread, plain vectors, ids from 0 on, nothing checked.
//
// usage: query_floor FOLDER     (FOLDER as bench/graph_csv.py writes it; reads FOLDER/import)
//
// Prints one line of JSON: for each task its median in milliseconds, the same loop over the Graph's
// own rows where there is one, and a number of its answer, so that bench/compare can tell that both
// did the same work.
#include <cstdio>
#include <cstring>
#include <fstream>
#include <span>

#include "bench/measure.h"

using namespace zhengmai;
using namespace zhengmai::bench;

namespace {

// The arcs of one type, by start node.
struct PlainRows {
  std::vector<uint32_t> offsets;
  std::vector<NodeId> ends;

  PlainRows(const Graph& g, TypeId type) : ends(g.ends_of(type).begin(), g.ends_of(type).end()) {
    for (NodeId n = 0; n < g.node_count(); ++n) {
      offsets.push_back(uint32_t(n == 0 ? 0 : offsets.back() + g.out_degree(n - 1, type)));
    }
    offsets.push_back(uint32_t(ends.size()));
  }
  std::span<const NodeId> nodes(NodeId n) const {
    return std::span(ends).subspan(offsets[n], offsets[n + 1] - offsets[n]);
  }
  uint32_t degree(NodeId n) const { return offsets[n + 1] - offsets[n]; }
};

// The Graph's rows under the same names.
struct GraphRows {
  const Rows& rows;
  std::span<const NodeId> nodes(NodeId n) const { return rows[n].nodes(); }
  uint32_t degree(NodeId n) const { return rows.degree(n); }
};

template <typename R>
struct Tables {
  const R issued, contains, assigned, about;
};

struct Data {
  IdRange provinces, documents, measures, agencies, themes;
  std::vector<int64_t> years;       // of documents
  std::vector<uint32_t> classes;    // of agencies
  uint32_t class_count = 0;
  std::vector<uint32_t> roles;      // of assignments, by id
  uint32_t lead = 0, support = 0;
  const Column* texts = nullptr;    // of measures
  std::string needle;
};

// q03: the pair of agencies that shares most measures, by a square of counters.
template <typename R>
uint64_t shared_pairs(const Tables<R>& t, const Data& d) {
  const uint64_t width = d.agencies.size();
  std::vector<uint32_t> count(width * width);
  for (NodeId m = d.measures.begin; m < d.measures.end; ++m) {
    const auto ends = t.assigned.nodes(m);  // ascending
    for (size_t i = 0; i < ends.size(); ++i) {
      uint32_t* const line = &count[(ends[i] - d.agencies.begin) * width];
      for (size_t j = i + 1; j < ends.size(); ++j) ++line[ends[j] - d.agencies.begin];
    }
  }
  return std::ranges::max(count);
}

// q04: themes by province, all mentions.
template <typename R>
uint64_t theme_by_province(const Tables<R>& t, const Data& d) {
  std::vector<uint32_t> count(size_t(d.provinces.size()) * d.themes.size());
  for (NodeId p = d.provinces.begin; p < d.provinces.end; ++p) {
    uint32_t* const line = &count[size_t(p - d.provinces.begin) * d.themes.size()];
    for (const NodeId document : t.issued.nodes(p)) {
      for (const NodeId m : t.contains.nodes(document)) {
        for (const NodeId theme : t.about.nodes(m)) ++line[theme - d.themes.begin];
      }
    }
  }
  uint64_t sum = 0;
  for (const uint32_t n : count) sum += n;
  return sum;
}

// q05: leads and supports of each agency, the most leads.
template <typename R>
uint64_t lead_support(const Tables<R>& t, const Data& d) {
  std::vector<uint32_t> leads(d.agencies.size()), supports(d.agencies.size());
  size_t id = 0;
  for (NodeId m = d.measures.begin; m < d.measures.end; ++m) {
    for (const NodeId a : t.assigned.nodes(m)) {
      const uint32_t role = d.roles[id++];
      leads[a - d.agencies.begin] += role == d.lead;
      supports[a - d.agencies.begin] += role == d.support;
    }
  }
  return std::ranges::max(leads) + 0 * supports[0];
}

// q08: measures whose text contains a word.
template <typename Offset>
uint64_t containing_in(std::span<const Offset> offsets, const Data& d) {
  const char* const heap = d.texts->heap().data();
  const char* const end = heap + offsets.back();
  uint64_t found = 0;
  size_t row = 0;
  for (const char* at = heap; at < end;) {
    const auto* hit =
        static_cast<const char*>(memmem(at, size_t(end - at), d.needle.data(), d.needle.size()));
    if (!hit) break;
    while (offsets[row + 1] <= uint64_t(hit - heap)) ++row;
    ++found;  // the texts end in full stops: no hit lies across two of them
    at = heap + offsets[row + 1];
  }
  return found;
}

template <typename R>
uint64_t containing(const Tables<R>&, const Data& d) {
  return d.texts->offsets().visit([&](auto offsets) { return containing_in(offsets, d); });
}

// q11: assignments by class of agency and year of document, the largest group.
template <typename R>
uint64_t class_by_year(const Tables<R>& t, const Data& d) {
  const auto [first, last] = std::ranges::minmax(d.years);
  std::vector<uint32_t> count(size_t(last - first + 1) * d.class_count);
  for (NodeId n = d.documents.begin; n < d.documents.end; ++n) {
    uint32_t* const line = &count[size_t(d.years[n - d.documents.begin] - first) * d.class_count];
    for (const NodeId m : t.contains.nodes(n)) {
      for (const NodeId a : t.assigned.nodes(m)) ++line[d.classes[a - d.agencies.begin]];
    }
  }
  return std::ranges::max(count);
}

// q12: paths document → measure → agency, by degrees.
template <typename R>
uint64_t two_hops(const Tables<R>& t, const Data& d) {
  uint64_t paths = 0;
  for (NodeId n = d.documents.begin; n < d.documents.end; ++n) {
    for (const NodeId m : t.contains.nodes(n)) paths += t.assigned.degree(m);
  }
  return paths;
}

Data data_of(const Graph& g, const std::filesystem::path& folder) {
  const auto range = [&](const char* label) { return g.nodes_with(*g.labels().find(label))[0]; };
  const auto column = [&](IdRange nodes, const char* key) {
    return g.node_column(g.label_set_of(nodes.begin), *g.keys().find(key));
  };
  Data d;
  d.provinces = range("Province"), d.documents = range("Document"), d.measures = range("Measure");
  d.agencies = range("Agency"), d.themes = range("Theme");
  const auto years = column(d.documents, "year")->integers();
  years.visit([&](auto each) { d.years.assign(each.begin(), each.end()); });
  const Column& classes = *column(d.agencies, "cls_name");
  classes.codes().visit([&](auto codes) { d.classes.assign(codes.begin(), codes.end()); });
  d.class_count = classes.dictionary_size();
  const Column& roles = *g.relationship_column(*g.types().find("ASSIGNED_TO"), *g.keys().find("role"));
  roles.codes().visit([&](auto codes) { d.roles.assign(codes.begin(), codes.end()); });
  d.lead = *roles.find_code("lead"), d.support = *roles.find_code("support");
  d.texts = column(d.measures, "text");
  // "needle": "…" of parameters.json, without a JSON library.
  std::ifstream in(folder / "parameters.json");
  const std::string text(std::istreambuf_iterator<char>(in), {});
  const size_t begin = text.find('"', text.find(':', text.find("\"needle\""))) + 1;
  d.needle = text.substr(begin, text.find('"', begin) - begin);
  return d;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "usage: query_floor FOLDER\n");
    return 64;
  }
  GraphBuilder builder;
  import_csv(sources_in(std::filesystem::path(argv[1]) / "import"), builder);
  const Graph g = std::move(builder).freeze();
  const auto type = [&](const char* name) { return *g.types().find(name); };
  const TypeId types[] = {type("ISSUED"), type("CONTAINS"), type("ASSIGNED_TO"), type("ABOUT")};
  const Tables<PlainRows> plain{{g, types[0]}, {g, types[1]}, {g, types[2]}, {g, types[3]}};
  const Tables<GraphRows> rows{{g.rows_out(types[0])}, {g.rows_out(types[1])},
                               {g.rows_out(types[2])}, {g.rows_out(types[3])}};
  const Data data = data_of(g, argv[1]);
  const char* separator = "{";
  const auto measure = [&](const char* name, auto over_plain, auto over_graph) {
    const uint64_t answer = over_plain(plain, data);
    if (over_graph(rows, data) != answer) std::fprintf(stderr, "%s DIFFERS\n", name);
    const double p = median_milliseconds([&] { over_plain(plain, data); });
    const double m = median_milliseconds([&] { over_graph(rows, data); });
    std::printf("%s\"%s\": {\"plain\": %.4f, \"graph\": %.4f, \"answer\": %llu}", separator, name, p,
                m, static_cast<unsigned long long>(answer));
    separator = ", ";
  };
  measure("q03", shared_pairs<PlainRows>, shared_pairs<GraphRows>);
  measure("q04", theme_by_province<PlainRows>, theme_by_province<GraphRows>);
  measure("q05", lead_support<PlainRows>, lead_support<GraphRows>);
  measure("q08", containing<PlainRows>, containing<GraphRows>);
  measure("q11", class_by_year<PlainRows>, class_by_year<GraphRows>);
  measure("q12", two_hops<PlainRows>, two_hops<GraphRows>);
  std::printf("}\n");
  return 0;
}
