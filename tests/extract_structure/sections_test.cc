// Sections: numbering, false numbering, and how far a heading goes.
#include <catch2/catch.hpp>

#include "structure_fixture.h"

using namespace zhengmai;
using zhengmai::testing::read_document;

TEST_CASE("four levels of numbering make a tree") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、扩大规模\n（一）增加蜂群。支持蜂农。\n1."
      "建设蜂场。每县一座。\n（1）选址。靠近花源。\n"
      "（2）施工。当年完成。\n2."
      "改良蜂种。引进良种。\n（二）培训蜂农。开办课堂。\n二、树立品牌\n（一）办好蜂蜜节。每年一次。"
      "\n");
  CHECK(doc.paths() == "1 1.1 1.1.1 1.1.1.1 1.1.1.2 1.1.2 1.2 2 2.1");
  CHECK(doc.title(0) == "扩大规模");
  CHECK(doc.title(3) == "选址");
  CHECK(doc.sections[1].parent == 0);
  CHECK(doc.slice(doc.sections[2].extent).find("施工") != std::string::npos);
  CHECK(doc.slice(doc.sections[2].body).find("施工") == std::string::npos);
  CHECK(doc.slice(doc.sections[8].body) == "每年一次。");
}

TEST_CASE("chapters and articles are sections too") {
  const auto doc = read_document(
      "养蜂管理办法\n第一章 总则\n第一条 为规范养蜂，制定本办法。\n第二条 "
      "本办法适用于全省。\n第二章 蜂场\n第三条 蜂场应当登记。\n");
  CHECK(doc.paths() == "1 1.1 1.2 2 2.3");
  CHECK(doc.title(0) == "总则");
}

TEST_CASE("an attachment is a part of its own, and what is numbered in it lies in it") {
  const auto doc = read_document(
      "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知\n各市人民政府：\n现印发给你们。\n2020年"
      "1月20日\n养蜂业振兴实施方案\n"
      "一、扩大规模。支持蜂农。\n附件\n重点任务分工\n一、建设蜂场。省农业农村厅。\n二、培训蜂农。省"
      "教育厅。\n");
  REQUIRE(doc.paths() == "1 attachment attachment.1 attachment.2");
  CHECK(doc.sections[1].kind == SectionKind::kAttachment);
  CHECK(doc.sections[2].kind == SectionKind::kAttachment);
  CHECK(doc.slice(doc.sections[0].extent).find("附件") == std::string::npos);
  CHECK(doc.slice(doc.sections[1].extent).find("培训蜂农") != std::string::npos);
}

TEST_CASE("an article has no heading, it is its text") {
  const auto doc =
      read_document("养蜂办法\n第一条 为规范养蜂，制定本办法。\n第二条 适用于全省。\n");
  REQUIRE(doc.paths() == "1 2");
  CHECK(doc.title(0).empty());
  CHECK(doc.slice(doc.sections[0].body).find("为规范养蜂") == 0);
}

TEST_CASE("a heading may stand in the middle of a line behind a list") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、扩大规模。支持蜂农增加蜂群。（省农业农村厅，各市人民政府"
      "）二、树立品牌。办好蜂蜜节。（省商务厅）\n");
  CHECK(doc.paths() == "1 2");
  CHECK(doc.title(1) == "树立品牌");
}

TEST_CASE("a list without a closing mark may run into the next heading") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、重点任务（一）扩大蜂群规模支持蜂农增加蜂群，建好蜂场。责"
      "任单位：省农业农村厅，各设区市人民政府"
      "（二）加强质量监管推广蜂产品检测，做好抽查。责任单位：省质监局，各设区市人民政府（三）培育蜂"
      "蜜消费鼓励办蜂蜜节，做好宣传。\n");
  CHECK(doc.paths() == "1 1.1 1.2 1.3");
  CHECK(doc.title(2) == "加强质量监管");
  CHECK(doc.title(3) == "培育蜂蜜消费");
}

TEST_CASE("numbering inside running text opens no section") {
  const std::string head = "关于养蜂的意见\n各市人民政府：\n一、扩大规模。";
  for (const char* text :
       {"推动农村一、二、三产业融合。", "建设交换节点（分平台）和枢纽（园区）。",
        "按照第（二）项的规定办理。", "增长3.5个百分点。", "在一、二线城市设点。",
        "分为甲、乙、丙三类。", "执行（国办发〔2016〕24号）文件。"}) {
    CAPTURE(text);
    CHECK(read_document(head + text + "\n二、树立品牌。办好蜂蜜节。\n").paths() == "1 2");
  }
}

TEST_CASE("numbering that counts on through chapters keeps its numbers") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、总体要求\n（一）指导思想。以蜂农为本。\n二、重点任务\n（"
      "二）扩大规模。支持蜂农。\n（三）树立品牌。办节。\n"
      "三、保障措施\n（四）加强领导。成立小组。\n");
  CHECK(doc.paths() == "1 1.1 2 2.2 2.3 3 3.4");
}

TEST_CASE("repeated sections have paths of their own") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、扩大规模。支持蜂农。\n二、树立品牌。办节。\n一、扩大规模"
      "。支持蜂农。\n");
  CHECK(doc.paths() == "1 2 1~2");
}

TEST_CASE("goals and closing words are told from tasks") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、总体要求\n（一）发展目标。蜂群翻番。\n二、重点任务\n（二"
      "）扩大规模。支持蜂农。（省农业农村厅）\n"
      "各地区、各部门要加强领导，抓好落实。\n");
  REQUIRE(doc.paths() == "1 1.1 2 2.2 closing");
  CHECK(doc.sections[0].kind == SectionKind::kGoals);
  CHECK(doc.sections[1].kind == SectionKind::kGoals);
  CHECK(doc.sections[2].kind == SectionKind::kTasks);
  CHECK(doc.sections[4].kind == SectionKind::kClosing);
  CHECK(doc.slice(doc.sections[3].body).find("各地区") == std::string::npos);
}

TEST_CASE("an item that is one long sentence has no heading") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n1."
      "支持蜂农在花期内增加蜂群数量，改进取蜜方法，提高蜂蜜质量。\n2."
      "组织蜂农参加培训，掌握防病知识，减少损失和浪费。\n");
  REQUIRE(doc.paths() == "1 2");
  CHECK(doc.title(0).empty());
  CHECK(doc.slice(doc.sections[0].body).find("支持蜂农") == 0);
}

TEST_CASE("a list in a heading is no part of its title") {
  const auto doc = read_document(
      "关于养蜂的意见\n各市人民政府：\n一、扩大规模（省农业农村厅牵头）\n支持蜂农增加蜂群。\n");
  CHECK(doc.title(0) == "扩大规模");
}
