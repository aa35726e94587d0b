// Citations: which documents a document names, and whether it implements them.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;

namespace {

struct Found {
  std::u32string text;
  std::vector<Citation> citations;
};

Found cite(std::string_view utf8) {
  const auto& readers = testing::Readers::get();
  const Normalised text = normalise(decode(utf8, std::nullopt).text, test::builtin_words());
  const Metadata metadata = readers.structure.metadata(text);
  const auto sections = readers.structure.sections(text, metadata);
  const auto end =
      sections.empty() ? static_cast<uint32_t>(text.text.size()) : sections.front().heading.begin;
  return {text.text, readers.citations.read(text.text, metadata, end)};
}

const std::string kHead = "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知\n各市人民政府：\n";

}  // namespace

TEST_CASE("the preamble implements, the body cites") {
  const auto found =
      cite(kHead +
           "为贯彻落实《国务院关于养蜂业的意见》（国发〔2018〕5号）和《种业规划》，制定方案。\n"
           "一、扩大规模。落实《蜂场建设办法》，参照蜂农补助十条措施（皖政办〔2017〕9号）执行。\n");
  REQUIRE(found.citations.size() == 4);
  CHECK(found.citations[0].title == "国务院关于养蜂业的意见");
  CHECK(found.citations[0].number == "国发〔2018〕5号");
  CHECK(found.citations[0].implements);
  CHECK(found.citations[1].title == "种业规划");
  CHECK(found.citations[1].number.empty());
  CHECK(found.citations[1].implements);
  CHECK_FALSE(found.citations[2].implements);
  CHECK(found.citations[3].title == "蜂农补助十条措施");
  CHECK(found.citations[3].number == "皖政办〔2017〕9号");
  CHECK_FALSE(found.citations[3].bracketed);
}

TEST_CASE("a bracket before a citation does not swallow it") {
  const auto found = cite(
      "关于养蜂的意见\n各市、县（区）人民政府：\n为落实《养蜂意见》（国发〔2018〕5号），提出意见。"
      "\n");
  REQUIRE(found.citations.size() == 1);
  CHECK(found.citations[0].title == "养蜂意见");
  CHECK(found.citations[0].number == "国发〔2018〕5号");
}

TEST_CASE("a document does not cite itself") {
  CHECK(cite("关于印发2018年养蜂规划任务分解方案的通知\n各市人民政府：\n"
             "现将《2018年〈养蜂规划〉任务分解方案》印发给你们。\n")
            .citations.empty());
  CHECK(cite(kHead + "现将《养蜂业振兴实施方案》印发给你们，请认真执行。\n").citations.empty());
}

TEST_CASE("a short name is the document that it was given to") {
  for (const char* bracket : {"（国发〔2018〕5号，以下简称《意见》）", "（国发(2018)5号）(以下简称《意见》)",
                              "（国发〔2018〕5号）（以下简称“《意见》”）",
                              "（国发〔2018〕5号）（下称《意见》）"}) {
    CAPTURE(bracket);
    const auto found = cite(kHead + "为落实《国务院关于养蜂业的意见》" + bracket +
                            "，制定方案。\n一、扩大规模。按照《意见》补助蜂农。\n");
    REQUIRE(found.citations.size() == 2);
    for (const Citation& citation : found.citations) {
      CHECK(citation.title == "国务院关于养蜂业的意见");
      CHECK(citation.number == "国发〔2018〕5号");
    }
    CHECK(found.citations[0].implements);
    CHECK_FALSE(found.citations[1].implements);
    const TextRange last = found.citations[1].range;
    CHECK(found.text.substr(last.begin, last.size()) == U"《意见》");
  }
}

TEST_CASE("the document's own short name cites nothing, nor does one that was given to none") {
  CHECK(cite(kHead + "现将《养蜂业振兴实施方案》（以下简称《方案》）印发给你们。\n"
                     "一、加强督导。市畜牧局督导《方案》的落实。\n")
            .citations.empty());
  CHECK(cite(kHead + "一、加强督导。督导《实施意见》和《行动计划》的落实。\n").citations.empty());
  CHECK(cite(kHead + "一、加强督导。督导《养蜂意见》的落实。\n").citations.size() == 1);
}

TEST_CASE("standards have numbers too, and titles may hold titles") {
  const auto found =
      cite(kHead + "一、执行《蜂蜜分类》（GB/T 4754—2011）和《关于修改〈养蜂规定〉的决定》。\n");
  REQUIRE(found.citations.size() == 2);
  CHECK(found.citations[0].number == "GB/T 4754—2011");
  CHECK(found.citations[1].title == "关于修改〈养蜂规定〉的决定");
}

TEST_CASE("brackets that hold no number cite nothing") {
  CHECK(cite(kHead + "一、建设蜂场（分场），推广蜂蜜（手机）订购，（此件公开发布）《》\n")
            .citations.empty());
  CHECK(cite("《没有结束的书名").citations.empty());
}
