// Derivations that take over what an earlier one found, beside derivations from nothing.
#include <catch2/catch.hpp>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "tests/graph_derive/corpus.h"

namespace zhengmai {
namespace {

using derive_test::Corpus;
using derive_test::DocumentSpec;
using derive_test::MeasureSpec;

// Documents that copy whole sentences from few, so that runs have more holders than a measure meets.
class Documents {
 public:
  explicit Documents(uint32_t seed, int count = 50) : random_(seed) {
    for (int i = 0; i < 14; ++i) {
      std::string& sentence = sentences_.emplace_back();
      for (int k = 0; k < 24; ++k) sentence += character();
    }
    for (int i = 0; i < count; ++i) add();
  }

  std::vector<DocumentSpec> all() const {
    std::vector<DocumentSpec> out;
    for (const auto& [id, document] : documents_) {
      out.push_back(document);
      // What is not there any more is not implemented.
      if (!documents_.contains(document.implements)) out.back().implements.clear();
    }
    return out;
  }
  const std::set<std::string>& changed() const { return changed_; }

  void change() { change(1 + below(4)); }
  void change(uint32_t times) {
    changed_.clear();
    for (; times > 0; --times) {
      const auto at = std::next(documents_.begin(), below(uint32_t(documents_.size())));
      switch (below(3)) {
        case 0: add(); break;
        case 1:
          changed_.insert(at->first);
          documents_.erase(at);
          break;
        default: fill(at->second); break;
      }
    }
  }

 private:
  uint32_t below(uint32_t n) { return uint32_t(random_() % n); }
  std::string character() {
    const char32_t c = 0x4E00 + below(3000);
    return {char(0xE0 | c >> 12), char(0x80 | (c >> 6 & 63)), char(0x80 | (c & 63))};
  }

  void add() {
    const std::string id = fmt::format("doc:{:04}", below(10'000));
    DocumentSpec document{id, "关于" + sentences_[below(3)] + "的意见",
                          below(4) == 0 ? 100000 : int(110000 + 10000 * below(20)), "", {}};
    if (document.place != 100000 && below(2) == 0) {
      for (const auto& [other, national] : documents_) {
        if (national.place == 100000 && below(3) == 0) document.implements = other;
      }
    }
    fill(documents_.insert_or_assign(id, document).first->second);
  }

  void fill(DocumentSpec& document) {
    changed_.insert(document.id);
    document.measures.clear();
    for (uint32_t n = 1; n <= below(7); ++n) {
      MeasureSpec measure{"measure:" + document.id.substr(4) + "/" + std::to_string(n), "", {}, {}};
      for (uint32_t k = 1 + below(4); k > 0; --k) measure.text += sentences_[below(14)];
      for (int k = 0; k < 10; ++k) measure.text += character();
      measure.agencies.push_back("agency:" + std::to_string(document.place) + "/c" +
                                 std::to_string(below(4)));
      measure.themes.push_back("theme:" + std::to_string(below(4)));
      measure.duplicate = below(12) == 0;
      document.measures.push_back(measure);
    }
  }

  std::mt19937 random_;
  std::vector<std::string> sentences_;
  std::map<std::string, DocumentSpec> documents_;
  std::set<std::string> changed_;
};

using Line = std::tuple<std::string, std::string, std::string, double, std::string, uint32_t>;

std::vector<Line> lines(const Corpus& corpus, const EarlierDerivation& earlier, DeriveTrace* trace) {
  std::vector<Line> out;
  const auto add = [&](const DerivedRelationship& r) {
    out.emplace_back(r.type(), corpus.id(r.start), corpus.id(r.end), r.score, r.kind(), r.count);
  };
  derive(corpus.graph, {}, add, earlier, trace);
  return out;
}

template <typename T>
std::string bytes_of(std::span<const T> elements) {
  return {reinterpret_cast<const char*>(elements.data()), elements.size_bytes()};
}

void check_same(const DeriveTraceView& a, const DeriveTraceView& b) {
  CHECK(bytes_of(a.ids) == bytes_of(b.ids));
  CHECK(bytes_of(a.id_ends) == bytes_of(b.id_ends));
  CHECK(bytes_of(a.measure_ends) == bytes_of(b.measure_ends));
  CHECK(bytes_of(a.run_ends) == bytes_of(b.run_ends));
  CHECK(bytes_of(a.runs) == bytes_of(b.runs));
  CHECK(bytes_of(a.distinct) == bytes_of(b.distinct));
  CHECK(bytes_of(a.similar) == bytes_of(b.similar));
  CHECK(bytes_of(a.alignments) == bytes_of(b.alignments));
  CHECK(bytes_of(a.answers) == bytes_of(b.answers));
}

}  // namespace

TEST_CASE("what is taken over from an earlier derivation is what a new one finds") {
  size_t similar = 0, answers = 0;
  for (uint32_t seed = 1; seed <= 6; ++seed) {
    Documents documents(seed);
    DeriveTrace before;
    lines(Corpus(documents.all()), {}, &before);
    for (int step = 1; step <= 25; ++step) {
      documents.change();
      const Corpus corpus(documents.all());
      const auto unchanged = [&](std::string_view id) {
        return !documents.changed().contains(std::string(id));
      };
      DeriveTrace expected_trace, trace;
      const std::vector<Line> expected = lines(corpus, {}, &expected_trace);
      INFO("seed " << seed << ", step " << step);
      CHECK(lines(corpus, {before.view(), unchanged, {}}, &trace) == expected);
      check_same(trace.view(), expected_trace.view());
      similar += trace.similar.size();
      answers += trace.answers.size();
      before = std::move(trace);
    }
  }
  CHECK(similar > 10'000);
  CHECK(answers > 1'000);
}

TEST_CASE("where most measures changed the others' answers are taken over all the same") {
  Documents documents(8, 1200);
  DeriveTrace before, expected_trace, trace;
  lines(Corpus(documents.all()), {}, &before);
  documents.change(800);
  const Corpus corpus(documents.all());
  const auto unchanged = [&](std::string_view id) {
    return !documents.changed().contains(std::string(id));
  };
  const std::vector<Line> expected = lines(corpus, {}, &expected_trace);
  CHECK(lines(corpus, {before.view(), unchanged, {}}, &trace) == expected);
  check_same(trace.view(), expected_trace.view());
  CHECK(trace.distinct.size() > 2000);  // measures
}

TEST_CASE("a trace of other documents, or of none, is of no harm") {
  Documents documents(9), others(10);
  const Corpus corpus(documents.all());
  DeriveTrace unrelated, empty, trace;
  lines(Corpus(others.all()), {}, &unrelated);
  const auto no = [](std::string_view) { return false; };
  const std::vector<Line> expected = lines(corpus, {}, &trace);
  CHECK(lines(corpus, {unrelated.view(), no, {}}, nullptr) == expected);
  CHECK(lines(corpus, {empty.view(), no, {}}, nullptr) == expected);
  CHECK(lines(Corpus({}), {trace.view(), no, {}}, nullptr).empty());
}

}  // namespace zhengmai
