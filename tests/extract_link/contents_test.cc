// What a measure says, as facts: every kind of node and relationship that contents give, with
// evidence that can be checked in the text.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "extract/link/extract.h"
#include "graph/model/schema.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr std::string_view kPlan =
    "福建省人民政府办公厅关于发展养蜂业的意见\n\n各市、县（区）人民政府：\n"
    "为贯彻落实《国务院关于养蜂业的意见》（国发〔2018〕5号），到２０２５年把产值翻一番，提出如下意"
    "见。\n"
    "一、扩大规模。支持中小微企业建设产地冷库，对经认定的蜂场给予最高30万元补助。推进厦门、三明市养"
    "蜂试点，实施“甜蜜乡\n\n"
    "村”工程。（省农业厅，各设区市人民政府）\n"
    "二、管好质量。按照《蜂蜜管理办法》，应用物联网建设追溯体系。（省工商局）\n"
    "福建省人民政府办公厅\n2019年3月5日\n";

std::unique_ptr<FactBlock> extract(std::string_view bytes) {
  static const Lexicon lexicon = Lexicon::builtin();
  static const Extractor extractor(lexicon);
  return extractor.extract({.name = "a.txt", .bytes = bytes, .encoding = {}});
}

// "type start>end" of the relationships of one type, the document's digits left out.
std::set<std::string> ends(const FactBlock& block, std::string_view type) {
  std::set<std::string> found;
  const std::string key = block.document_id.substr(4);
  const auto plain = [&](std::string_view id) {
    std::string s(id);
    const size_t at = s.find(key);
    return at == s.npos ? s : s.replace(at, key.size(), "");
  };
  for (const RelationshipFact& r : block.relationships()) {
    if (r.type == type) found.insert(plain(r.start->id) + ">" + plain(r.end->id));
  }
  return found;
}

}  // namespace

TEST_CASE("contents become nodes with stable ids") {
  const auto block = extract(kPlan);
  using Set = std::set<std::string>;
  CHECK(ends(*block, type::kHasTheme) ==
        Set{"measure:/1>theme:cold_chain", "measure:/2>theme:traceability"});
  CHECK(ends(*block, type::kBroader) ==
        Set{"theme:cold_chain>theme:smart_logistics", "theme:traceability>theme:market_order"});
  CHECK(ends(*block, type::kImplements) == Set{"doc:>doc:国发〔2018〕5号"});
  CHECK(ends(*block, type::kCites) == Set{"doc:>doc:蜂蜜管理办法", "measure:/2>doc:蜂蜜管理办法"});
  CHECK(ends(*block, type::kHasTarget) ==
        Set{"doc:>target:/1", "doc:>target:/2", "measure:/1>target:/3"});
  CHECK(ends(*block, type::kPilotedIn) ==
        Set{"measure:/1>place:350200", "measure:/1>place:350400"});
  CHECK(ends(*block, type::kRunsProgramme) == Set{"measure:/1>programme:甜蜜乡村"});
  CHECK(ends(*block, type::kUsesTechnology) == Set{"measure:/2>technology:物联网"});
  CHECK(ends(*block, type::kBenefits) == Set{"measure:/1>beneficiary:中小微企业"});
  CHECK(ends(*block, type::kHasClause).size() == 3);
  CHECK(
      ends(*block, type::kUsesInstrument).contains("measure:/1>instrument:supply/public_funding"));
}

TEST_CASE("the words of every relationship are the words at its span") {
  const auto block = extract(kPlan);
  const std::u32string source = to_utf32(block->source_text());
  for (const RelationshipFact& r : block->relationships()) {
    CAPTURE(std::string(r.id));
    const Span span = r.evidence.span;
    REQUIRE(span.begin < span.end);
    REQUIRE(span.end <= source.size());
    CHECK(block->cut(span) ==
          to_utf8(std::u32string_view(source).substr(span.begin, span.size())));
    CHECK_FALSE(r.evidence.rule.empty());
  }
}

TEST_CASE("evidence goes over a line break inside a name, and the name has none") {
  const auto block = extract(kPlan);
  for (const RelationshipFact& r : block->relationships()) {
    if (r.type == type::kRunsProgramme) CHECK(block->cut(r.evidence.span) == "“甜蜜乡\n\n村”工程");
  }
}

TEST_CASE("a theme says how sure it is, and which words named it") {
  const auto block = extract(kPlan);
  int primary = 0;
  for (const RelationshipFact& r : block->relationships()) {
    if (r.type != type::kHasTheme) continue;
    for (const Property& p : r.properties) {
      if (p.key == key::kScore) CHECK((p.value.as_float() >= 0.6 && p.value.as_float() <= 1.0));
      if (p.key == key::kCues) CHECK_FALSE(p.value.as_list().empty());
      if (p.key == key::kPrimary) primary += p.value.as_boolean() ? 1 : 0;
    }
  }
  CHECK(primary == 2);
}

TEST_CASE("a document without measures has no contents, and hostile text harms nothing") {
  for (const char* bytes :
       {"今天天气很好。\n", "《", "“", "（（（（", "到年，对给予", "一批一批一批", "1万至",
        "试点试点、、等", "《《《》》", "每每每100元", "〔2016〕号", "在在在领域"}) {
    CAPTURE(bytes);
    const auto block = extract(bytes);
    CHECK(ends(*block, type::kHasTheme).empty());
  }
}

}  // namespace zhengmai
