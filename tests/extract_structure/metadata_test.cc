// Metadata: every variant of title, number, date, issuer and addressees, in our own words.
#include <catch2/catch.hpp>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "extract/structure/document_number.h"
#include "structure_fixture.h"

using namespace zhengmai;
using zhengmai::testing::date_text;
using zhengmai::testing::read_document;

TEST_CASE("a document number is read in every way that documents write it") {
  const std::pair<const char*, const char*> cases[] = {
      {"皖政办〔2019〕7号", "皖政办〔2019〕7号"},
      {"皖政办［２０１９］７号", "皖政办〔2019〕7号"},
      {"皖政办(2019)第7号", "皖政办〔2019〕7号"},
      {"（皖政办［2019〕7号）", "皖政办〔2019〕7号"},
      {"皖政办2019〕7号", "皖政办〔2019〕7号"},
      {"皖政办20197号", "皖政办〔2019〕7号"},
      {"按照皖政办【2019】7号要求", "皖政办〔2019〕7号"},
      {"省政府令第288号", "省政府令第288号"},
      {"市监总局公告2020年第12号", "市监总局公告〔2020〕12号"},
      {"建设大厦3号楼", ""},
      {"第2019号", ""},
      {"热线12345号", ""},
      {"房间2019〕7号", "房间〔2019〕7号"},
      {"皖政办 [2019] 7 号", "皖政办〔2019〕7号"},
      {"皖政办{2019}7号", "皖政办〔2019〕7号"},
      {"皖政办<2019>7号", "皖政办〔2019〕7号"},
      {"皖政办〔2O19〕7号", "皖政办〔2019〕7号"},
      {"皖政办〔20l9〕7号", "皖政办〔2019〕7号"},
      {"皖政办〔二〇一九〕7号", "皖政办〔2019〕7号"},
      {"皖政办发2019年7号", "皖政办发〔2019〕7号"},
      {"皖政办发 2019第7号", "皖政办发〔2019〕7号"},
      {"皖政办发2019 7号", "皖政办发〔2019〕7号"},
      {"关于2019年7号台风", ""},
      {"国道2019第7号桥", ""},
      {"皖政办〔2019〕 号", ""},
  };
  const DocumentNumbers numbers(Lexicon::builtin());
  CHECK(numbers.whole(U"皖政办〔2019〕7")->canonical == "皖政办〔2019〕7号");
  CHECK_FALSE(numbers.whole(U"2019年7").has_value());
  CHECK_FALSE(numbers.whole(U"皖政办〔2019〕7号等").has_value());
  for (const auto& [written, expected] : cases) {
    CAPTURE(written);
    const auto found = numbers.find(canonical(to_utf32(written)));
    CHECK((found.empty() ? "" : found.front().canonical) == expected);
  }
}

TEST_CASE("a plain opinion says who, what, when and to whom") {
  const auto doc = read_document(
      "安徽省人民政府办公厅关于加快养蜂业发展的若干意见\n皖政办〔2019〕7号\n\n"
      "各市、县人民政府，省政府各部门、各直属机构：\n"
      "为落实国务院部署，经省政府同意，提出以下意见。\n"
      "一、扩大规模。支持蜂农增加蜂群。（省农业农村厅）\n\n"
      "安徽省人民政府办公厅\n2019年3月5日\n（此件公开发布）\n");
  const Metadata& m = doc.metadata;
  CHECK(m.title.text == "安徽省人民政府办公厅关于加快养蜂业发展的若干意见");
  CHECK(m.doc_type.text == "意见");
  CHECK(m.doc_number.text == "皖政办〔2019〕7号");
  CHECK(date_text(m.date) == "2019-03-05");
  CHECK(m.disclosure.text == "此件公开发布");
  REQUIRE(m.issuers.size() == 1);
  CHECK(m.issuers[0].name.text == "安徽省人民政府办公厅");
  CHECK(m.issuers[0].agency_class == "general_office");
  CHECK(m.issuers[0].rule == "D.issuer.signature");
  CHECK(m.jurisdiction == "340000");
  REQUIRE(m.addressees.size() == 3);
  CHECK(m.addressees[0].text == "各市、县人民政府");
  CHECK(m.addressees[2].text == "各直属机构");
  CHECK(doc.slice(m.body).find("皖政办") == std::string::npos);
  CHECK(doc.slice(m.body).find("2019年3月5日") == std::string::npos);
}

TEST_CASE("a date is read with full-width digits, Han numerals and blanks") {
  for (const char* date : {"２０１９年３月５日", "二〇一九年三月五日", "2019 年 3 月 5 日"}) {
    CAPTURE(date);
    const auto doc =
        read_document(std::string("关于加快养蜂业发展的通知\n各市人民政府：\n请抓好落实。\n"
                                  "　　　　　安徽省人民政府\n　　　　　") +
                      date + "\n");
    CHECK(date_text(doc.metadata.date) == "2019-03-05");
    CHECK(doc.metadata.issuers.size() == 1);
  }
}

TEST_CASE("fields that a site runs together are told apart, and its date is kept apart") {
  const auto doc = read_document(
      "索 引 号 :0150/2020-17发文字号 :皖政办〔2020〕3号\n\n发布机构 :省政府办公厅公文时效 "
      ":有效\n\n"
      "主题分类 :农业、林业、水利成文日期 :2020-02-10\n\n安徽省人民政府办公厅 关于发展养蜂业 "
      "的实施意见\n"
      "皖政办〔2020〕3号\n各市人民政府：\n请落实。\n安徽省人民政府办公厅\n2020年1月20日\n");
  const Metadata& m = doc.metadata;
  CHECK(m.index_number.text == "0150/2020-17");
  CHECK(m.doc_number.text == "皖政办〔2020〕3号");
  CHECK(m.validity.text == "有效");
  CHECK(m.govcn_theme.text == "农业、林业、水利");
  CHECK(m.title.text == "安徽省人民政府办公厅关于发展养蜂业的实施意见");
  CHECK(date_text(m.date_metadata) == "2020-02-10");
  CHECK(date_text(m.date) == "2020-01-20");
}

TEST_CASE("a notice and the plan that it passes on have a title each") {
  const auto doc = read_document(
      "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知\n各市人民政府：\n"
      "现将《养蜂业振兴实施方案》印发给你们，请遵照执行。\n安徽省人民政府办公厅\n2020年1月20日\n"
      "养蜂业振兴实施方案\n一、扩大规模。支持蜂农增加蜂群。（省农业农村厅）\n二、树立品牌。办好蜂蜜"
      "节。（省商务厅）\n");
  CHECK(doc.metadata.title.text == "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知");
  CHECK(doc.metadata.attachment_title.text == "养蜂业振兴实施方案");
  CHECK(doc.slice(doc.metadata.body).find("遵照执行") == std::string::npos);
  CHECK(doc.paths() == "1 2");
}

TEST_CASE("a notice whose parts run together on one line is still told apart") {
  const auto doc = read_document(
      "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知发布日期:2020-02-"
      "01各市、县（区）人民政府，省政府各部门："
      "现印发给你们。安徽省人民政府办公厅2020年1月20日（此件主动公开）养蜂业振兴实施方案一、扩大规"
      "模支持蜂农增加蜂群，"
      "建好蜂场。责任单位：省农业农村厅");
  const Metadata& m = doc.metadata;
  CHECK(m.title.text == "安徽省人民政府办公厅关于印发养蜂业振兴实施方案的通知");
  CHECK(date_text(m.published) == "2020-02-01");
  CHECK(date_text(m.date) == "2020-01-20");
  CHECK(m.attachment_title.text == "养蜂业振兴实施方案");
  REQUIRE(m.addressees.size() == 2);
  CHECK(m.addressees[0].text == "各市、县（区）人民政府");
  CHECK(m.disclosure.text == "此件主动公开");
}

TEST_CASE("a number that is cited is not the document's own") {
  const auto doc = read_document(
      "关于加快养蜂业发展的意见\n各市人民政府：\n按照《养蜂管理规定》（农牧发〔2012〕4号）的要求，"
      "提出意见。\n"
      "安徽省人民政府\n2020年1月20日\n");
  CHECK(doc.metadata.doc_number.empty());
}

TEST_CASE("several issuers sign one document") {
  const auto doc = read_document(
      "关于做好蜂产品监管的通知\n各省、自治区、直辖市人民政府：\n请落实。\n农业农村部\n国家市场监督"
      "管理总局\n2020年1月20日\n");
  REQUIRE(doc.metadata.issuers.size() == 2);
  CHECK(doc.metadata.issuers[1].name.text == "国家市场监督管理总局");
  CHECK(doc.metadata.jurisdiction == "100000");
}

TEST_CASE("a league's or region's administration issues its documents") {
  for (const char* office : {"兴安盟行政公署", "阿里地区行署"}) {
    const auto doc = read_document(std::string(office) + "关于修缮渡口的意见\n各县人民政府：\n一、修好渡口。\n");
    REQUIRE(doc.metadata.issuers.size() == 1);
    CHECK(doc.metadata.issuers[0].name.text == office);
    CHECK(doc.metadata.issuers[0].rule == "D.issuer.title");
  }
}

TEST_CASE("issuers on one line are told apart by their names") {
  const auto doc = read_document(
      "关于做好蜂产品监管的通知\n各省人民政府：\n请落实。\n农业农村部　商务部\n2020年1月20日\n");
  REQUIRE(doc.metadata.issuers.size() == 2);
  CHECK(doc.metadata.issuers[0].name.text == "农业农村部");
  CHECK(doc.metadata.issuers[1].name.text == "商务部");
}

TEST_CASE(
    "a number may stand in brackets under the title, and the printer's date is not the date") {
  const auto doc = read_document(
      "关于加快养蜂业发展的实施意见\n（浙政办发［2018〕4号）\n各市人民政府：\n请落实。\n"
      "浙江省人民政府办公厅\n二○一八年一月二十日\n抄送：省委各部门\n浙江省人民政府办公厅2018年1月22"
      "日印发\n");
  CHECK(doc.metadata.doc_number.text == "浙政办发〔2018〕4号");
  CHECK(date_text(doc.metadata.date) == "2018-01-20");
}

TEST_CASE("a signature is one though its date cannot be read") {
  for (const char* date : {"2019年 月 日", "2019年13月45日", "20l9年5月6日", "二〇一九年某月某日"}) {
    INFO(date);
    const auto doc = read_document("关于做好养蜂工作的通知\n各市人民政府：\n请落实。\n安徽省人民政府办公厅\n" +
                                   std::string(date) + "\n");
    REQUIRE(doc.metadata.issuers.size() == 1);
    CHECK(doc.metadata.issuers[0].name.text == "安徽省人民政府办公厅");
    CHECK(doc.metadata.jurisdiction == "340000");
    CHECK_FALSE(doc.metadata.date.date);
  }
}

TEST_CASE("a document number tells whose document it is where nothing else does") {
  const std::pair<const char*, const char*> cases[] = {
      {"苏府办〔2021〕88号", "320500"}, {"苏政办规〔2021〕8号", "320000"},
      {"青政办字〔2021〕8号", "370200"}, {"青政办〔2021〕8号", "630000"},
      {"甬政办发〔2021〕8号", "330200"}, {"国办函〔2021〕8号", "100000"},
      {"养蜂办〔2021〕8号", ""}};
  for (const auto& [number, code] : cases) {
    INFO(number);
    const auto doc = read_document("关于印发养蜂行动方案的通知\n" + std::string(number) +
                                   "\n各区人民政府：\n请落实。\n2021年4月9日\n");
    CHECK(doc.metadata.jurisdiction == code);
  }
}

TEST_CASE("a law has its date under the title") {
  const auto doc = read_document(
      "安徽省养蜂条例\n（2019年7月26日安徽省人民代表大会常务委员会通过）\n第一条 "
      "为了养蜂，制定本条例。\n");
  CHECK(doc.metadata.title.text == "安徽省养蜂条例");
  CHECK(date_text(doc.metadata.date) == "2019-07-26");
  CHECK(doc.metadata.jurisdiction == "340000");
}

TEST_CASE("the frame of a web page is not part of the document") {
  const auto doc = read_document(
      "首页 > 政务公开\n字体：大 中 小 打印本页\n索引号：0001/2021-5\t发布日期：2021年05月28日\n"
      "安徽省人民政府关于养蜂的通知\n各市人民政府：\n一、扩大规模。支持蜂农。\n安徽省人民政府\n2021"
      "年5月20日\n"
      "责任编辑：某人\n【打印本页】 【关闭窗口】\n");
  CHECK(doc.metadata.title.text == "安徽省人民政府关于养蜂的通知");
  CHECK(doc.metadata.index_number.text == "0001/2021-5");
  CHECK(date_text(doc.metadata.published) == "2021-05-28");
  CHECK(doc.slice(doc.metadata.body).find("编辑") == std::string::npos);
}

TEST_CASE("a note in brackets above the title, and a column of the site, are no title") {
  const auto doc = read_document(
      "【说明】本文件为自拟的实施方案\n通知公告\n合肥市人民政府办公室关于养蜂的通知\n各区人民政府："
      "\n请落实。\n"
      "合肥市人民政府办公室\n2020年1月20日\n");
  CHECK(doc.metadata.title.text == "合肥市人民政府办公室关于养蜂的通知");
  CHECK(doc.metadata.jurisdiction == "340100");
}

TEST_CASE("a text that says nothing about itself has no metadata") {
  const auto doc = read_document("今天天气很好，大家去公园散步，晚上回家吃饭。\n");
  CHECK(doc.metadata.title.empty());
  CHECK(doc.metadata.doc_number.empty());
  CHECK(doc.metadata.issuers.empty());
  CHECK(doc.metadata.jurisdiction.empty());
  CHECK_FALSE(doc.metadata.date.date.has_value());
  CHECK(read_document("").sections.empty());
}

TEST_CASE("every range of metadata lies inside the text") {
  for (const char* text : {"：", "〔2016〕24号", "关于的通知", "2016年4月15日", "附件", "（此件",
                           "一、", "标题:\n\n"}) {
    CAPTURE(text);
    const auto doc = read_document(text);
    const Metadata& m = doc.metadata;
    for (const TextRange r :
         {m.title.range, m.attachment_title.range, m.body, m.signature, m.date.range}) {
      CHECK(r.end <= doc.text.text.size());
    }
  }
}

TEST_CASE("the metadata of annotated documents agrees with their annotation") {
  const std::string shared = ZHENGMAI_SOURCE_DIR "/../shared";
  std::ifstream gold(shared + "/domain/gold/documents.jsonl");
  if (!gold) {
    std::cout << "no annotated documents beside the project: skipped\n";
    return;
  }
  const auto field = [](const nlohmann::json& row, const char* key) {
    return row.contains(key) && row[key].is_string() ? row[key].get<std::string>() : std::string();
  };
  for (std::string line; std::getline(gold, line);) {
    const auto row = nlohmann::json::parse(line);
    std::ifstream file(shared + "/seeds/" + row["doc"].get<std::string>() + ".txt",
                       std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    CAPTURE(row["doc"].get<std::string>());
    const auto doc = read_document(bytes.str());
    const Metadata& m = doc.metadata;
    CHECK(m.title.text == field(row, row.contains("title_in_file") ? "title_in_file" : "title"));
    CHECK(m.doc_number.text == field(row, "doc_number"));
    CHECK(date_text(m.date) == field(row, "date"));
    CHECK(date_text(m.published) == field(row, "published"));
    CHECK(m.jurisdiction == field(row, "jurisdiction"));
    CHECK(m.disclosure.text == field(row, "disclosure"));
    REQUIRE(m.issuers.size() == 1);
    CHECK(m.issuers[0].name.text == field(row, "issuer"));
    CHECK(m.issuers[0].agency_class == field(row, "issuer_class"));
    REQUIRE(m.addressees.size() == row["addressees"].size());
    for (size_t i = 0; i < m.addressees.size(); ++i) {
      CHECK(m.addressees[i].text == row["addressees"][i].get<std::string>());
    }
    CHECK(canonical(to_utf32(m.attachment_title.text)) ==
          canonical(to_utf32(field(row, "attachment_title"))));
  }
}

TEST_CASE("a page that begins with the addressees is named by the plan that it passes on") {
  const auto doc = read_document(
      "各街道办事处，区政府各部门：\n《渡口修缮实施方案》已经区政府同意，现印发给你们，请认真组织实施。\n"
      "济南市钢城区人民政府办公室\n2021年4月10日\n渡口修缮实施方案\n为方便群众出行，制定本方案。\n"
      "一、修好渡口\n加固栈桥。（牵头单位：区交通运输局）\n");
  CHECK(doc.metadata.title.text == "渡口修缮实施方案");
  CHECK(doc.metadata.doc_type.text == "方案");
  CHECK(doc.metadata.jurisdiction == "370117");
  CHECK(doc.slice(doc.metadata.body).find("现印发") == std::string::npos);
}

TEST_CASE("a title may stand in marks of its own, a heading is none") {
  const auto doc = read_document(
      "《关于修缮渡口的实施细则》\n为方便群众出行，结合淮安实际，制定本细则。\n一、落实修缮支持政策\n"
      "加固栈桥。（市交通运输局）\n");
  CHECK(doc.metadata.title.text == "关于修缮渡口的实施细则");
  CHECK(doc.metadata.jurisdiction == "320800");
}

TEST_CASE("the first paragraphs tell the territory where head and signature do not") {
  const std::pair<const char*, const char*> cases[] = {
      {"为方便群众出行，结合官渡区实际，制定如下措施。", "530111"},
      {"日前，潮州市人民政府印发渡口修缮方案，全文如下。", "445100"},
      {"据悉，安徽省人民政府发布渡口修缮的通知。", "340000"},
      {"根据《昆明市人民政府关于印发渡口修缮措施的通知》要求，提出以下措施。", ""},
      {"结合昆明的经验，提出以下措施。", ""},
  };
  for (const auto& [words, code] : cases) {
    CAPTURE(words);
    const auto doc =
        read_document(std::string(words) + "\n一、修好渡口。加固栈桥。（区交通运输局牵头）\n");
    CHECK(doc.metadata.jurisdiction == code);
  }
}

TEST_CASE("fields may stand behind bars or in lines of their own") {
  const auto bars = read_document(
      "发布机构 | 金乡县人民政府办公室 | 公开方式 | 主动公开 |\n成文日期 | 2025-02-28 | 废止日期 | |\n"
      "各镇政府，县政府各部门：\n现将有关事项通知如下：\n一、修好渡口。加固栈桥。（县交通运输局）\n");
  CHECK(date_text(bars.metadata.date_metadata) == "2025-02-28");
  CHECK(bars.metadata.jurisdiction == "370828");
  const auto lines = read_document(
      "市人民政府办公室关于印发渡口修缮措施的通知\n\n索引号\n000014349/2023-1\n文件类型\n通知\n"
      "发文单位\n市人民政府办公室\n发文字号\n十政办发〔2023〕3号\n发布日期\n2023年06月07日\n效力状态\n"
      "有效\n各县市区人民政府：\n现印发给你们，请认真抓好落实。\n一、修好渡口。加固栈桥。（市交通运输局）\n");
  CHECK(lines.metadata.doc_number.text == "十政办发〔2023〕3号");
  CHECK(lines.metadata.jurisdiction == "420300");
}

TEST_CASE("addressees, what the notice passes on and a damaged date tell whose the document is") {
  const auto addressed = read_document(
      "各区、市人民政府，青岛西海岸新区管委，市政府各部门：\n为方便群众出行，提出以下意见。\n"
      "一、修好渡口。加固栈桥。（市交通运输局）\n");
  CHECK(addressed.metadata.jurisdiction == "370200");
  const auto province = read_document(
      "各市、自治州人民政府，兰州新区管委会，省政府各部门：\n为方便群众出行，提出以下意见。\n"
      "一、修好渡口。加固栈桥。（省交通运输厅）\n");
  CHECK(province.metadata.jurisdiction == "620000");
  const auto damaged = read_document(
      "各县（市、区）人民政府：\n《渡口修缮办法》已经市政府同意，现印发给你们。\n忻州市人民政府办公室\n2022530\n\n"
      "忻州市渡口\n\n修缮办法\n\n为方便群众出行，制定本办法。\n一、修好渡口。加固栈桥。（市交通运输局）\n");
  CHECK(damaged.metadata.jurisdiction == "140900");
  CHECK(date_text(damaged.metadata.date) == "2022-05-30");
  CHECK(damaged.metadata.title.text == "忻州市渡口修缮办法");
  const auto doubtful = read_document(
      "厦门市人民政府办公厅关于修缮渡口的通知\n各区人民政府：\n现就有关事项通知如下。\n厦门市人民政府办公厅\n2019116\n");
  REQUIRE(doubtful.metadata.issuers.size() == 1);
  CHECK(doubtful.metadata.date.range.empty());
  const auto passed_on = read_document(
      "各县区人民政府：\n《忻州市渡口修缮办法》已经市人民政府同意，现印发给你们。\n一、修好渡口。加固栈桥。"
      "（市交通运输局）\n");
  CHECK(passed_on.metadata.jurisdiction == "140900");
}

TEST_CASE("a title is told from what stands around it") {
  const std::pair<const char*, const char*> cases[] = {
      {"池州市人民政府关于修缮渡口的意见(池政〔2017〕9号)\n各县人民政府：\n现通知如下。\n",
       "池州市人民政府关于修缮渡口的意见"},
      {"标  题 河南省人民政府关于修缮渡口的意见\n各市人民政府：\n现通知如下。\n",
       "河南省人民政府关于修缮渡口的意见"},
      {"西政办〔2020〕9号\n西平县人民政府办公室\n关于印发西平县渡口修缮工作安排的通知\n各乡镇人民政府：\n现通知如下。\n",
       "西平县人民政府办公室关于印发西平县渡口修缮工作安排的通知"},
      {"嘉兴市贯彻落实《浙江省渡口修缮办法》实施方案为方便群众出行，制定本方案。一、修好渡口。加固栈桥。\n",
       "嘉兴市贯彻落实《浙江省渡口修缮办法》实施方案"},
      {"山西省人民政府 商务部 今天是: 设为首页 加入收藏 无障碍浏览\n山西省渡口修缮2022年行动计划\n为方便群众出行。\n",
       "山西省渡口修缮2022年行动计划"},
  };
  for (const auto& [text, title] : cases) {
    CAPTURE(text);
    const auto doc = read_document(text);
    CHECK(doc.metadata.title.text == title);
    CHECK(!doc.metadata.jurisdiction.empty());
  }
  const auto both = read_document(
      "各县市委和人民政府：\n现通知如下。\n中共甘南州委办公室   甘南州人民政府办公室\n2022年8月17日\n");
  CHECK(both.metadata.issuers.size() == 2);
}

TEST_CASE("a seal under the names and a number before the title are passed over") {
  const auto sealed = read_document(
      "渡口修缮推进计划\n为方便群众出行，制定本计划。\n一、修好渡口。加固栈桥。（交通运输部负责）\n\n"
      "国务院渡口修缮工作部际联席会议办公室\n（国家发展和改革委员会代章）\n2021年12月27日\n");
  REQUIRE(sealed.metadata.issuers.size() == 1);
  CHECK(sealed.metadata.issuers[0].name.text == "国务院渡口修缮工作部际联席会议办公室");
  CHECK(sealed.metadata.jurisdiction == "100000");
  const auto numbered = read_document(
      "（新政发〔2016〕21号）区人民政府关于印发新洲区渡口修缮计划的通知\n各街道办事处：\n现印发给你们。\n"
      "武汉市新洲区人民政府\n2016年12月29日\n");
  CHECK(numbered.metadata.title.text == "区人民政府关于印发新洲区渡口修缮计划的通知");
  CHECK(numbered.metadata.doc_number.text == "新政发〔2016〕21号");
  CHECK(numbered.metadata.jurisdiction == "420117");
}

TEST_CASE("where the page stands, and what a notice repeats, is no part of its title") {
  const auto crumbs = read_document(
      "您当前位置: 首页>文件>渡口\n\n渝北区交通局关于印发渡口修缮计划的通知\n\n各街道办事处：\n现印发给你们。\n");
  CHECK(crumbs.metadata.title.text == "渝北区交通局关于印发渡口修缮计划的通知");
  const auto twice = read_document(
      "《上海市人民政府办公厅关于印发〈渡口修缮计划〉的通知》沪府办发〔2016〕10号 "
      "上海市人民政府办公厅关于印发《渡口修缮计划》的通知\n各区、县人民政府:\n现印发给你们。\n");
  CHECK(twice.metadata.title.text == "上海市人民政府办公厅关于印发《渡口修缮计划》的通知");
  CHECK(twice.metadata.doc_number.text == "沪府办发〔2016〕10号");
  const auto longest = read_document(
      "中共静安区委办公室 静安区人民政府办公室印发《静安区全力修缮“黄浦江畔”渡口加快建设“水上静安”方便群众"
      "出行与货物运输三年行动计划（2018—2020年）》的通知\n静安区全力修缮渡口\n三年行动计划\n为方便群众，制定本计划。\n");
  CHECK(longest.metadata.title.text.ends_with("》的通知"));
  CHECK(longest.metadata.jurisdiction == "310106");
  const auto above = read_document(
      "兰州市人民政府办公厅\n印发关于加快修缮全市渡口的\n实施意见的通知\n兰政办发〔2015〕7号\n各县、区人民政府：\n"
      "现印发给你们。\n");
  CHECK(above.metadata.title.text == "兰州市人民政府办公厅印发关于加快修缮全市渡口的实施意见的通知");
  REQUIRE(above.metadata.issuers.size() == 1);
  CHECK(above.metadata.issuers[0].name.text == "兰州市人民政府办公厅");
}

TEST_CASE("addressees that begin with a separator are the ones behind it") {
  const auto doc = read_document("、各市人民政府，省政府各部门：\n现印发给你们，请认真组织实施。\n");
  REQUIRE(doc.metadata.addressees.size() == 2);
  CHECK(doc.metadata.addressees[0].text == "各市人民政府");
}

TEST_CASE("a title over two lines is the one that the notice above names") {
  const auto plan = read_document(
      "各县区人民政府，市政府各部门：\n《修缮“渡口”保障农忙工作方案》已经市人民政府同意，现印发给你们。\n"
      "2017年10月24日\n（此件公开发布）\n修缮“渡口”保障农忙\n工作方案\n为方便群众出行，制定本方案。\n一、总体要求\n"
      "加固栈桥。\n");
  CHECK(plan.metadata.title.text == "修缮“渡口”保障农忙工作方案");
  CHECK(date_text(plan.metadata.date) == "2017-10-24");
  // What the notice names is a title whatever it ends in.
  const auto division = read_document(
      "各镇人民政府、街道办事处：\n《渡口修缮责任分解》已经市政府同意，现印发给你们。\n桐乡市人民政府办公室\n"
      "2020年5月22日\n渡口修缮责任分解\n一、渡口\n1.加固栈桥。\n责任单位：财政局、发改局\n");
  CHECK(division.metadata.title.text == "渡口修缮责任分解");
  // A line above that the notice does not name is none of it.
  const auto other = read_document(
      "各县区人民政府，市政府各部门：\n《渡口修缮工作方案》已经市人民政府同意，现印发给你们。\n"
      "2017年10月24日\n渡口内容\n渡口修缮工作方案\n为方便群众出行，制定本方案。\n");
  CHECK(other.metadata.title.text == "渡口修缮工作方案");
}

TEST_CASE("a table of the site whose cells only blanks hold apart has fields, and one may end in the next line") {
  const auto blanks = read_document(
      "索 引 号 11370812/2022-07 公开方式 主动公开\n成文日期 2022-12-27 废止日期\n"
      "发文字号 济兖政字〔2022〕27号 有效性 有效\n济宁市兖州区人民政府关于修缮渡口的意见\n"
      "发布日期: 2023-01-05 信息来源:兖州区政府办\n各镇街：\n一、修好渡口。加固栈桥。（区交通运输局）\n");
  CHECK(blanks.metadata.doc_number.text == "济兖政字〔2022〕27号");
  CHECK(date_text(blanks.metadata.date_metadata) == "2022-12-27");
  // Nobody signed: the day that the site says it was written is its date.
  CHECK(date_text(blanks.metadata.date) == "2022-12-27");
  const auto next = read_document(
      "镇巴县渡口修缮办法\n\n  • 发文日期:\n\n    2024年04月06日 16:40\n  • 有效性:\n\n"
      "第一条 为方便群众出行，制定本办法。\n第二条 加固栈桥。\n");
  CHECK(date_text(next.metadata.date) == "2024-04-06");
  const auto text = read_document("文号的编排另行规定\n各镇街：\n成文日期以会议通过为准。\n");
  CHECK(text.metadata.doc_number.text.empty());
  CHECK(text.metadata.date.range.empty());
}

TEST_CASE("a title stands behind the site's column, and before a mark that ends it like a sentence") {
  const std::pair<const char*, const char*> cases[] = {
      {"政务服务丨济宁市人民政府关于修缮渡口的意见\n各县（市、区）人民政府：\n现提出以下意见。\n",
       "济宁市人民政府关于修缮渡口的意见"},
      {"关于修缮渡口的十条意见。为方便群众出行，现提出以下意见。1.加固栈桥。责任单位：市交通局。\n",
       "关于修缮渡口的十条意见"},
      {"菏政办字 〔2023〕1号\n各县区人民政府：\n为落实《山东省渡口修缮方案》，现将《菏泽市渡口修缮工作方案》"
       "（以下简称《方案》）印发给你们，请认真实施。\n1.加固栈桥。（牵头单位：市交通运输局）\n",
       "菏泽市渡口修缮工作方案"},
      {"各县区人民政府：\n我市制定《菏泽市渡口修缮工作方案》两年以来，成效明显。\n1.加固栈桥。（市交通运输局）\n",
       ""},
  };
  for (const auto& [words, title] : cases) {
    CAPTURE(words);
    CHECK(read_document(words).metadata.title.text == title);
  }
}

TEST_CASE("issuers that run together are told apart in the title too, and banks and courts sign") {
  const auto titled = read_document(
      "吕梁市商务局吕梁市财政局关于修缮渡口的通知\n各县市区商务局：\n一、修好渡口。加固栈桥。（市财政局）\n");
  REQUIRE(titled.metadata.issuers.size() == 2);
  CHECK(titled.metadata.issuers[1].name.text == "吕梁市财政局");
  const auto signed_by = read_document(
      "《2015年河南省渡口修缮要点》（豫发改财金[2015]809号）\n"
      "河南省发展和改革委员会 中国人民银行郑州中心支行关于印发《2015年河南省渡口修缮要点》的通知\n"
      "各省辖市人民政府：\n现将《2015年河南省渡口修缮要点》印发你们。\n"
      "河南省发展和改革委员会 中国人民银行郑州中心支行\n2015年7月23日\n");
  CHECK(signed_by.metadata.doc_number.text == "豫发改财金〔2015〕809号");
  REQUIRE(signed_by.metadata.issuers.size() == 2);
  CHECK(signed_by.metadata.issuers[1].agency_class == "central_bank");
}

TEST_CASE("the letterhead and the site's field say who issued what nobody signed") {
  const auto head = read_document(
      "常州市人民政府文件\n常政发〔2010〕182号\n市政府关于修缮渡口的意见\n各辖市、区人民政府：\n现提出以下意见。\n"
      "一、修好渡口。加固栈桥。（市交通局）\n");
  REQUIRE(head.metadata.issuers.size() == 1);
  CHECK(head.metadata.issuers[0].name.text == "常州市人民政府");
  const auto field = read_document(
      "发布机构：金乡县人民政府办公室\n渡口修缮办法\n各镇政府：\n一、修好渡口。加固栈桥。（县交通运输局）\n");
  REQUIRE(field.metadata.issuers.size() == 1);
  CHECK(field.metadata.issuers[0].rule == "D.issuer.field");
  const auto copied = read_document(
      "发布机构：新密市统计局\n河南省渡口修缮办法\n各省辖市人民政府：\n一、修好渡口。加固栈桥。（省交通运输厅）\n");
  CHECK(copied.metadata.issuers.empty());
  CHECK(copied.metadata.jurisdiction == "410000");
}

TEST_CASE("a title that stands twice in marks is one") {
  const auto twice = read_document(
      "京政办发〔2016〕26号《北京市人民政府办公厅关于印发〈渡口修缮要点〉的通知》\n"
      "《北京市人民政府办公厅关于印发〈渡口修缮要点〉的通知》\n京政办发〔2016〕26号\n各区人民政府：\n"
      "一、修好渡口。加固栈桥。（市交通委）\n");
  CHECK(twice.metadata.title.text == "北京市人民政府办公厅关于印发〈渡口修缮要点〉的通知");
}

TEST_CASE("the time of day belongs to the site's date, and a page that gives its title twice has one") {
  const std::pair<const char*, const char*> cases[] = {
      {"发布时间:2024-11-16 09:20:40\n中共中央办公厅 国务院办公厅关于修缮渡口的通知\n", "中共中央办公厅国务院办公厅关于修缮渡口的通知"},
      {"发布时间:2024-11-16 09:20:40 来源: sp2024\n国务院办公厅关于修缮渡口的通知\n", "国务院办公厅关于修缮渡口的通知"},
      {"2024-11-16 09:20:40\n国务院办公厅关于修缮渡口的通知\n", "国务院办公厅关于修缮渡口的通知"},
      {"《国务院办公厅关于修缮渡口的通知》\n\n各省、自治区、直辖市人民政府：\n", "国务院办公厅关于修缮渡口的通知"},
      {"政策 阿坝州人民政府办公室关于修缮渡口的通知\n\n阿坝州人民政府办公室关于修缮渡口的通知\n",
       "阿坝州人民政府办公室关于修缮渡口的通知"},
      {"阿坝州人民政府办公室\n关于印发渡口修缮方案\n和养护方案的通知\n", "阿坝州人民政府办公室关于印发渡口修缮方案和养护方案的通知"},
      {"阿坝州人民政府办公室\n关于公布渡口修缮方案\n和养护方案的通知\n", "阿坝州人民政府办公室关于公布渡口修缮方案和养护方案的通知"},
  };
  for (const auto& [head, title] : cases) {
    CAPTURE(head);
    const auto doc = read_document(std::string(head) + "\n文号:\n阿府办发〔2011〕45号\n现将有关事项通知如下。\n"
                                   "一、修好渡口。加固栈桥。（交通运输部）\n");
    CHECK(doc.metadata.title.text == title);
  }
}

TEST_CASE("a signature stands behind the name of an attachment whose line it was joined to") {
  const auto doc = read_document(
      "关于修缮渡口的通知\n各区县人民政府：\n一、修好渡口。加固栈桥。（市交通局）\n"
      "附件：渡口修缮联席会议制度济南市人民政府\n2015年11月19日\n");
  REQUIRE(doc.metadata.issuers.size() == 1);
  CHECK(doc.metadata.issuers[0].name.text == "济南市人民政府");
}
