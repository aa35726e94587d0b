// Extraction on documents whose answer is known by construction: every dialect in which work is
// assigned × every damage that documents suffer, from fixed seeds.
#include <catch2/catch.hpp>
#include <fmt/format.h>

#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "extract/lexicon/lexicon.h"
#include "extract/link/extract.h"
#include "generator.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "transform.h"

namespace zhengmai::generated {
namespace {

constexpr int kRounds = 6;  // documents a dialect and damage
constexpr double kLeastF1 = 0.98;

struct Edge {
  size_t begin = 0;
  size_t end = 0;
  std::string agency;
  std::string role;
  std::string surface;
};

struct Tally {
  size_t gold = 0, found = 0, right = 0;
  size_t linked = 0, role = 0;   // of the right ones
  size_t bad_spans = 0;

  double f1() const { return gold + found == 0 ? 1 : 2.0 * double(right) / double(gold + found); }
  double share(size_t n) const { return right == 0 ? 1 : double(n) / double(right); }
  void add(const Tally& other) {
    gold += other.gold, found += other.found, right += other.right;
    linked += other.linked, role += other.role, bad_spans += other.bad_spans;
  }
};

Value get(const RelationshipFact& edge, std::string_view key) {
  for (const Property& p : edge.properties) {
    if (p.key == key) return p.value;
  }
  return Value::null();
}

std::vector<Edge> assigned_edges(const FactBlock& facts) {
  std::vector<Edge> edges;
  for (const RelationshipFact& r : facts.relationships()) {
    if (r.type != type::kAssignedTo) continue;
    const Span span = r.evidence.span;
    edges.push_back({span.begin, span.end, std::string(r.end->id),
                     std::string(get(r, key::kRole).as_string()), std::string(facts.cut(span))});
  }
  return edges;
}

std::string shown(const Document& document, size_t begin, size_t end) {
  const size_t from = begin < 12 ? 0 : begin - 12;
  std::string out = to_utf8(document.text.substr(from, begin - from)) + "[" +
                    to_utf8(document.text.substr(begin, end - begin)) + "]" +
                    to_utf8(document.text.substr(end, 8));
  for (char& c : out) c = c == '\n' ? '|' : c == '\r' ? '^' : c;
  return out;
}

Tally compare(const Document& document, const FactBlock& facts, std::vector<std::string>* wrong) {
  std::map<std::pair<size_t, size_t>, const Mention*> gold;
  for (size_t i = 0; i < document.text.size();) {
    const int id = document.mention[i];
    size_t end = i + 1;
    while (end < document.text.size() && document.mention[end] == id) ++end;
    if (id >= 0) gold.emplace(std::pair(i, end), &document.mentions[size_t(id)]);
    i = end;
  }
  Tally tally;
  tally.gold = gold.size();
  const std::u32string source = to_utf32(facts.source_text());
  std::set<std::pair<size_t, size_t>> seen;
  for (const Edge& edge : assigned_edges(facts)) {
    tally.bad_spans += to_utf8(source.substr(edge.begin, edge.end - edge.begin)) != edge.surface;
    if (!seen.emplace(edge.begin, edge.end).second) continue;
    ++tally.found;
    const auto match = gold.find({edge.begin, edge.end});
    if (match == gold.end()) {
      wrong->push_back("+ " + shown(document, edge.begin, edge.end));
      continue;
    }
    ++tally.right;
    const Mention& m = *match->second;
    const bool linked = m.agency_class.empty() ||
                        edge.agency == "agency:" + m.place + "/" + m.agency_class;
    tally.linked += linked;
    tally.role += edge.role == m.role;
    if (!linked) wrong->push_back(edge.agency + " " + shown(document, edge.begin, edge.end));
    if (edge.role != m.role) {
      wrong->push_back(edge.role + ", not " + m.role + " " + shown(document, edge.begin, edge.end));
    }
    gold.erase(match);
  }
  for (const auto& [span, mention] : gold) {
    wrong->push_back("- " + shown(document, span.first, span.second));
  }
  return tally;
}

struct Coding {
  const char* encoding;
  bool crlf;
};
constexpr Coding kCodings[] = {{"UTF-8", false}, {"GB18030", false}, {"UTF-8", true},
                               {"UTF-16LE", false}, {"GB18030", true}};

class Bench {
 public:
  Bench() : lexicon_(Lexicon::builtin()), extractor_(lexicon_) {}

  Tally run(Dialect dialect, Damage damage, std::vector<std::string>* wrong) const {
    Tally tally;
    for (int round = 0; round < kRounds; ++round) {
      std::mt19937 random(unsigned(int(dialect) * 1000 + int(damage) * 50 + round));
      Document document = apply(damage, make_document(dialect, random), random);
      const Coding& coding = kCodings[size_t(round) % std::size(kCodings)];
      const bool page = damage == Damage::kHtml;
      const std::string bytes =
          page ? as_page(document) : encode(document, coding.encoding, coding.crlf);
      const auto facts = extractor_.extract({"generated.txt", bytes, std::nullopt});
      if (page) CHECK(facts->source_text() == to_utf8(document.text));
      tally.add(compare(document, *facts, wrong));
    }
    return tally;
  }

 private:
  Lexicon lexicon_;
  Extractor extractor_;
};

}  // namespace

TEST_CASE("assignments survive what documents suffer, in every dialect") {
  const Bench bench;
  const bool verbose = std::getenv("ZHENGMAI_VERBOSE") != nullptr;
  Tally all;
  for (int d = 0; d < kDamages; ++d) {
    Tally of_damage;
    for (int k = 0; k < kDialects; ++k) {
      std::vector<std::string> wrong;
      const Tally tally = bench.run(Dialect(k), Damage(d), &wrong);
      of_damage.add(tally);
      if (!verbose || wrong.empty()) continue;
      std::cerr << fmt::format("{} / {}: f1 {:.3f} linked {:.3f} role {:.3f}\n", name_of(Damage(d)),
                               name_of(Dialect(k)), tally.f1(), tally.share(tally.linked),
                               tally.share(tally.role));
      for (size_t i = 0; i < wrong.size() && i < 8; ++i) std::cerr << "    " << wrong[i] << "\n";
    }
    CAPTURE(name_of(Damage(d)), of_damage.gold, of_damage.found, of_damage.right);
    CHECK(of_damage.f1() >= kLeastF1);
    CHECK(of_damage.share(of_damage.linked) >= kLeastF1);
    CHECK(of_damage.share(of_damage.role) >= kLeastF1);
    CHECK(of_damage.bad_spans == 0);
    all.add(of_damage);
  }
  std::cerr << fmt::format("{} documents, {} mentions: f1 {:.4f}, linked {:.4f}, role {:.4f}\n",
                           kDamages * kDialects * kRounds, all.gold, all.f1(),
                           all.share(all.linked), all.share(all.role));
}

TEST_CASE("the same document gives the same facts in every encoding and line end") {
  const Bench bench;
  const Lexicon lexicon = Lexicon::builtin();
  const Extractor extractor(lexicon);
  for (int k = 0; k < kDialects; ++k) {
    std::set<std::string> answers;
    for (const Coding& coding : kCodings) {
      std::mt19937 random(unsigned(k) + 77);
      Document document = make_document(Dialect(k), random);
      const std::string bytes = encode(document, coding.encoding, coding.crlf);
      std::string answer;
      for (const Edge& e :
           assigned_edges(*extractor.extract({"generated.txt", bytes, std::nullopt}))) {
        answer += e.agency + " " + e.role + " " + e.surface + "\n";
      }
      answers.insert(answer);
    }
    CAPTURE(name_of(Dialect(k)));
    CHECK(answers.size() == 1);
  }
}

}  // namespace zhengmai::generated
