#include "tests/extract_lists/annotated.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>
#include <span>

#include "extract/link/extract.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"
#include "tests/extract_link/extracting.h"

namespace zhengmai::test {
namespace {

const AnnotatedDocument& document(const std::string& name) {
  static const auto all = read_annotated(ZHENGMAI_SOURCE_DIR "/tests/extract_lists/annotated.txt");
  const auto it = std::ranges::find(all, name, &AnnotatedDocument::name);
  REQUIRE(it != all.end());
  return *it;
}

std::string text_of(std::span<const Property> properties, std::string_view key) {
  const Value* v = get(properties, key);
  return v == nullptr ? "-" : std::string(v->as_string());
}

Span span_of(std::span<const Property> properties) {
  return {static_cast<uint32_t>(get(properties, key::kSpanStart)->as_integer()),
          static_cast<uint32_t>(get(properties, key::kSpanEnd)->as_integer())};
}

double overlap(Span a, Span b) {
  const uint32_t begin = std::max(a.begin, b.begin);
  const uint32_t end = std::min(a.end, b.end);
  const double common = begin < end ? end - begin : 0;
  return common / (a.size() + b.size() - common);
}

TEST_CASE("annotated documents give exactly the assignments that are written into them") {
  const auto all = read_annotated(ZHENGMAI_SOURCE_DIR "/tests/extract_lists/annotated.txt");
  REQUIRE(all.size() >= 20);
  for (const auto& d : all) {
    INFO(d.name);
    const auto block = extractor().extract({.name = d.name, .bytes = d.text, .encoding = {}});
    std::map<Span, const RelationshipFact*> found;
    for (const auto& r : block->relationships()) {
      const Value* prose = get(r.properties, key::kProse);
      if (r.type == type::kAssignedTo && !(prose != nullptr && prose->as_boolean())) {
        found[r.evidence.span] = &r;
      }
    }
    for (const auto& a : d.agencies) {
      INFO(a.surface);
      const auto it = found.find(a.span);
      CHECK(it != found.end());
      if (it == found.end()) continue;
      const RelationshipFact& edge = *it->second;
      const NodeFact& agency = *edge.end;
      CHECK(text_of(edge.properties, key::kRole) == a.role);
      CHECK(text_of(agency.properties, key::kClass) == a.cls);
      CHECK(text_of(agency.properties, key::kJurisdiction) == a.jurisdiction);
      CHECK(overlap(span_of(edge.start->properties), d.measures.at(a.measure)) >= 0.5);
      found.erase(it);
    }
    for (const auto& [span, edge] : found) {
      FAIL_CHECK("not an assignment: " << block->cut(span));
    }
  }
}

TEST_CASE("every relationship quotes the text that its span points at") {
  for (const auto& d : read_annotated(ZHENGMAI_SOURCE_DIR "/tests/extract_lists/annotated.txt")) {
    const std::u32string text = to_utf32(d.text);
    const auto block = extractor().extract({.name = d.name, .bytes = d.text, .encoding = {}});
    for (const auto& r : block->relationships()) {
      const Span span = r.evidence.span;
      REQUIRE(span.begin < span.end);
      REQUIRE(span.end <= text.size());
      REQUIRE(to_utf8(text.substr(span.begin, span.size())) == block->cut(span));
    }
  }
}

TEST_CASE("mutilated documents keep their evidence") {
  std::mt19937 random(7);
  for (const auto& d : read_annotated(ZHENGMAI_SOURCE_DIR "/tests/extract_lists/annotated.txt")) {
    for (int round = 0; round < 6; ++round) {
      std::u32string text = to_utf32(d.text);
      for (int cut = 0; cut < 12; ++cut) {
        const size_t at = random() % text.size();
        const size_t length = std::min<size_t>(text.size() - at, random() % 6);
        if (cut % 3 == 0) {
          text.insert(at, text.substr(random() % text.size(), length));
        } else {
          text.erase(at, length);
        }
      }
      const std::string bytes = to_utf8(text);
      const auto block = extractor().extract({.name = d.name, .bytes = bytes, .encoding = {}});
      for (const auto& r : block->relationships()) {
        const Span span = r.evidence.span;
        REQUIRE(span.begin < span.end);
        REQUIRE(to_utf8(text.substr(span.begin, span.size())) == block->cut(span));
      }
    }
  }
}

TEST_CASE("a run-on list behind repeated sentences is ambiguous unless a copy agrees") {
  const std::string head = "福建省人民政府办公厅关于印发渡口改造方案的通知\n一、加强建设。";
  const std::string agreeing =
      "每个渡口配备救生设备和照明。责任单位：省水利厅、财政厅"
      "每个渡口配备救生设备和照明。责任单位：省水利厅、财政厅开展船员培训，提高应急处置的能力。责任单位：省交通运输厅\n";
  const std::string differing =
      "每个渡口配备救生设备和照明。责任单位：省水利厅、财政厅"
      "每个渡口配备救生设备和照明。责任单位：省交通运输厅开展船员培训，提高应急处置的能力。责任单位：省教育厅\n";
  const auto count = [&](const std::string& body) {
    const std::string bytes = head + body;
    const auto block = extractor().extract({.name = "a", .bytes = bytes, .encoding = {}});
    int ambiguous = 0;
    int duplicates = 0;
    for (const auto& r : block->relationships()) {
      ambiguous += get(r.properties, key::kAmbiguous) != nullptr;
    }
    for (const auto& n : block->nodes()) {
      duplicates += get(n.properties, key::kDuplicateOf) != nullptr;
    }
    CHECK(duplicates == 1);
    return ambiguous;
  };
  CHECK(count(agreeing) == 0);
  CHECK(count(differing) == 3);
}

TEST_CASE("a group that is said to be responsible for all that follows is, unless a list names it") {
  struct Case {
    const char* preamble;
    const char* first_list;   // of the first of three measures
    const char* second_list;
    int edges;
    const char* statement;
  };
  const Case cases[] = {
      {"现提出以下意见。各市、县政府均为责任单位，不再逐一列出。", "（省商务厅、省财政厅）", "（省财政厅负责）", 3,
       "各市、县政府均为责任单位，不再逐一列出"},
      {"现提出以下意见。", "（省商务厅牵头，省财政厅配合；均涉及相关市（州）政府，不再做分工，下同）",
       "（省财政厅负责）", 3, "均涉及相关市（州）政府，不再做分工，下同"},
      {"现提出以下意见。", "（省商务厅牵头。以下各项均需各地区落实，不再列出）", "（省财政厅负责）", 2,
       "以下各项均需各地区落实，不再列出"},
      {"现提出以下意见。各市、县政府均为责任单位，不再逐一列出。", "（省商务厅，各市、县政府）",
       "（省财政厅负责）", 2, "各市、县政府均为责任单位，不再逐一列出"},
      {"现提出以下意见。", "（省商务厅，各市政府（含管委会，下同））", "（省财政厅负责）", 0, ""},
      {"现提出以下意见。各部门不再列出重复指标，各市政府要加强领导。", "（省商务厅、省财政厅）",
       "（省财政厅负责）", 0, ""},
  };
  for (const auto& c : cases) {
    INFO(c.preamble << c.first_list);
    const std::string bytes = std::string("四川省人民政府办公厅关于改造渡口的意见\n\n各市（州）人民政府：\n\n") +
                              c.preamble + "\n\n一、加强建设。每个渡口配备救生设备和照明。" + c.first_list +
                              "\n\n二、培训船员。每年培训船员不少于两次。" + c.second_list +
                              "\n\n三、加强检查。每季度检查渡船一次，消除隐患。\n";
    const auto block = extractor().extract({.name = "a", .bytes = bytes, .encoding = {}});
    int edges = 0;
    int listed = 0;
    for (const auto& r : block->relationships()) {
      if (r.type != type::kAssignedTo) continue;
      if (r.evidence.rule != "L.default") {
        ++listed;
        continue;
      }
      ++edges;
      CHECK(block->cut(r.evidence.span) == c.statement);
      CHECK(text_of(r.properties, key::kRole) == "unspecified");
    }
    CHECK(edges == c.edges);
    CHECK(listed >= 2);
  }
}

TEST_CASE("deadlines in and beside a list are properties of its edges") {
  struct Case {
    const char* name;
    const char* surface;
    const char* deadline;
  };
  const Case cases[] = {
      {"province-labelled-bracket", "国家税务总局安徽省税务局", "2020年9月底前"},
      {"province-line-blocks", "省市场监管局", "2019年6月底前"},
      {"province-line-blocks", "省大数据中心", "持续推进"},
      {"city-prefecture", "市政务办", "6月底完成"},
      {"deadlines-and-people", "市城管委", "1月底完成"},
      {"deadlines-and-people", "裕华区政府", "2月5日前完成"},
  };
  for (const auto& c : cases) {
    INFO(c.surface);
    const auto& d = document(c.name);
    const auto block = extractor().extract({.name = d.name, .bytes = d.text, .encoding = {}});
    bool seen = false;
    for (const auto& r : block->relationships()) {
      if (r.type != type::kAssignedTo || block->cut(r.evidence.span) != c.surface) continue;
      seen = true;
      CHECK(text_of(r.properties, key::kDeadline) == c.deadline);
    }
    CHECK(seen);
  }
}

TEST_CASE("the same document gives the same facts, byte for byte") {
  const auto& d = document("prefix-runs");
  const auto print = [](const FactBlock& block) {
    std::string out;
    for (const auto& r : block.relationships()) {
      out += std::string(r.id) + r.type.data();
      (out += block.cut(r.evidence.span)) += "\n";
    }
    for (const auto& n : block.nodes()) out += std::string(n.id) + "\n";
    return out;
  };
  const SourceDocument source{.name = d.name, .bytes = d.text, .encoding = {}};
  CHECK(print(*extractor().extract(source)) == print(*extractor().extract(source)));
}

}  // namespace
}  // namespace zhengmai::test
