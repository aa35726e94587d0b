#include "extract/text/normalise.h"

#include <catch2/catch.hpp>

#include <filesystem>
#include <fstream>
#include <iostream>
#include <random>
#include <sstream>

#include "extract/text/decode.h"
#include "graph/model/unicode.h"
#include "tests/builtin_words.h"

namespace zhengmai {
namespace {

std::string normal(std::string_view text) {
  return to_utf8(normalise(to_utf32(text), test::builtin_words()).text);
}

struct Case {
  std::string in;
  std::string out;
};

void check(const std::vector<Case>& cases) {
  for (const Case& c : cases) {
    CAPTURE(c.in);
    CHECK(normal(c.in) == c.out);
  }
}

void check_map(const std::u32string& text) {
  const Normalised n = normalise(text, test::builtin_words());
  REQUIRE(n.source.size() == n.text.size() + 1);
  REQUIRE(n.source.back() == text.size());
  for (size_t i = 0; i < n.text.size(); ++i) REQUIRE(n.source[i] < n.source[i + 1]);
}

}  // namespace

TEST_CASE("full-width forms become half-width, Chinese marks stay") {
  check({{"（省商务厅，省财政厅）", "(省商务厅,省财政厅)"},
         {"Ｏ２Ｏ：５０％～６０％；＋－／？！．", "O2O:50%~60%;+-/?!."},
         {"〔２０１６〕２４号、［2016］、【2016】。", "〔2016〕24号、[2016]、【2016】。"},
         {"《意见》“互联网＋”‘流通’", "《意见》“互联网+”‘流通’"},
         {"「智慧商圈」『品牌』", "“智慧商圈”‘品牌’"},
         {"——2016–2020…·•", "——2016–2020…··"}});
}

TEST_CASE("traditional characters become simplified ones, one by one") {
  check({{"國務院關於發佈裏面的乾淨後臺", "国务院关于发布里面的干净后台"},
         {"責任單位：省經濟和信息化廳、財政廳", "责任单位:省经济和信息化厅、财政厅"},
         {"𠮷野家", "𠮷野家"}});
  CHECK(canonical(U'廳') == U'厅');
  CHECK(canonical(U'㑮') == U'𫝈');  // beyond the Basic Multilingual Plane
  CHECK(canonical(U"（廳）") == U"(厅)");
  CHECK(canonical(U'⼯') == U'工');  // a Kangxi radical, as PDF fonts give it
}

TEST_CASE("words of Taiwan become the mainland's, and the map covers the phrase") {
  const std::string head = "為加強網際網路與實體經濟融合，現將有關責任分解如下：";
  const std::string simple = "为加强互联网与实体经济融合,现将有关责任分解如下:";
  check({{head + "工業和資訊化部、國家智慧財產權局、通訊管理局", simple + "工业和信息化部、国家知识产权局、通信管理局"},
         {"為加強聯網，推進資料共享，支援縣鄉", "为加强联网,推进资料共享,支援县乡"},  // no sign of Taiwan
         {"加强网路与资讯建设", "加强网路与资讯建设"}});                            // no traditional text
  const std::u32string text = to_utf32(head + "國家智慧財產權局");
  const Normalised n = normalise(text, test::builtin_words());
  const size_t at = n.text.find(U"知识产权");
  const Span span = n.to_source(at, at + 4);
  CHECK(to_utf8(text.substr(span.begin, span.size())) == "智慧財產權");
  check_map(text);
}

TEST_CASE("blanks between Han characters go, between ASCII words one stays") {
  check({{"科技、 产业", "科技、产业"},
         {"索 引 号 :015000185/2016-00501", "索引号:015000185/2016-00501"},
         {"国发〔2022〕14 号", "国发〔2022〕14号"},
         {"　　青海省人民政府　办公厅  ", "青海省人民政府办公厅"},
         {"Open  Data　API", "Open Data API"},
         {"5G 网络", "5G网络"},
         {"2016年1 1月2 4日〔201 6〕2 4 号", "2016年11月24日〔2016〕24号"},
         {"20 16-1 0-1 0", "2016-10-10"},
         {"表 1 2016年", "表1 2016年"}});
}

TEST_CASE("noise of converters goes") {
  check({{"省​商‍务﻿厅", "省商务厅"},
         {"省(shěng)商(shāng)务(wù)厅(tīng)", "省商务厅"},
         {"商务（shāng wù）厅", "商务厅"},
         {"省shěng商shāng务厅", "省商务厅"},
         {"省@@商务厅", "省商务厅"},
         {"&ldquo;互联网+&rdquo;?ldquo;流通?rdquo;&#12289;&nbsp;工", "“互联网+”“流通”、工"},
         {"# 通知", "通知"},
         {"**一、总则**", "一、总则"},
         {"a@b.cn", "a@b.cn"},
         {"星巴克(café)", "星巴克"}});
  NormaliseOptions keep;
  keep.drop_glosses = false;
  CHECK(to_utf8(normalise(U"省(shěng)", test::builtin_words(), keep).text) == "省(shěng)");
}

TEST_CASE("a break inside a sentence goes, and nothing takes its place") {
  check({{"培育一批，领先全国的流\n\n通企业。", "培育一批,领先全国的流通企业。"},
         {"省商务厅、\n省财政厅", "省商务厅、省财政厅"},
         {"推动流通转型，加快发\r\n展。", "推动流通转型,加快发展。"},
         {"（省商务厅、省发\n展改革委）", "(省商务厅、省发展改革委)"},
         {"支持省内企业，发展电\n\n— 3 —\n\n子商务。", "支持省内企业,发展电子商务。"},
         {"支持省内企业，发展电\n\n— 1 4 —\n\n子商务。", "支持省内企业,发展电子商务。"},
         {"支持省内企业，发展电\n-3-\f子商务。", "支持省内企业,发展电子商务。"},
         {"支持省内企业，发展电\n3\n子商务。", "支持省内企业,发展电子商务。"},
         {"促进农村，促进\n一、二、三产业融合。", "促进农村,促进一、二、三产业融合。"},
         {"推动转型，完善体系。责\n任单位：省商务厅", "推动转型,完善体系。责任单位:省商务厅"},
         {"推动转型，完善体系。责任单位：\n省商务厅", "推动转型,完善体系。责任单位:省商务厅"},
         {"责任单位：省商务厅、省发展改革\n\n委、省财政厅", "责任单位:省商务厅、省发展改革委、省财政厅"},
         {"（牵头单位：省\n财政厅  配合单位：省商务厅）", "(牵头单位:省财政厅配合单位:省商务厅)"},
         {"县（市、区）\n人民政府，各部门", "县(市、区)人民政府,各部门"}});
}

TEST_CASE("a break between blocks stays") {
  check({{"一、总体要求\n加快发展。", "一、总体要求\n加快发展。"},
         {"加快发展。\n\n\n推动转型。", "加快发展。\n推动转型。"},
         {"关于印发方案的通知\n各市人民政府：\n现印发给你们。",
          "关于印发方案的通知\n各市人民政府:\n现印发给你们。"},
         {"牵头部门：省商务厅、省财政厅\n参与部门：省级有关部门\n完成时限：2019年6月底前\n（二）下一项",
          "牵头部门:省商务厅、省财政厅\n参与部门:省级有关部门\n完成时限:2019年6月底前\n(二)下一项"},
         {"江苏省人民政府办公厅\n2016年11月24日\n\n（此件公开发布）",
          "江苏省人民政府办公厅\n2016年11月24日\n(此件公开发布)"},
         {"加快建设。（省商务厅、省财政厅）\n推动转型。", "加快建设。(省商务厅、省财政厅)\n推动转型。"},
         {"皖政办〔2021〕5号\n\n安徽省人民政府办公厅\n关于印发\n若干措施的通知\n各市：\n"
          "支持企业，\n发展。2021年\n3月起，推\n进建设。\n安徽省人民政府\n2021年3月4日\n\n若干措施",
          "皖政办〔2021〕5号\n安徽省人民政府办公厅关于印发若干措施的通知\n各市:\n"
          "支持企业,发展。2021年3月起,推进建设。\n安徽省人民政府\n2021年3月4日\n若干措施"},
         {"牵头部门：省商务厅\n（ 二 ）下一项", "牵头部门:省商务厅\n(二)下一项"},
         {"序号\t任务\t责任单位\n1\t建设\t省商务厅 省财政厅", "序号\t任务\t责任单位\n1\t建设\t省商务厅 省财政厅"},
         {"序号  任务  责任单位\n1  疏浚 航道  省水利厅\n2  整修\n码头  省商务厅\n以上由各市落实",
          "序号\t任务\t责任单位\n1\t疏浚航道\t省水利厅\n2\t整修码头\t省商务厅\n以上由各市落实"},
         {"序号 任务 时限\n1 疏浚 2024 年 5 月\n2 整修 年底", "序号\t任务\t时限\n1\t疏浚\t2024年5月\n2\t整修\t年底"},
         {"序号 任务 时限\n1 疏浚 年底\n— 3 —\n序号 任务 时限\n2 整修 年底",
          "序号\t任务\t时限\n1\t疏浚\t年底\n序号\t任务\t时限\n2\t整修\t年底"},
         {"标题 | 网站\n序号 | 任务 | 责任单位\n1 | 疏浚 航道 | 省水利厅\n首页 | 新闻", "标题|网站\n序号\t任务\t责任单位\n1\t疏浚航道\t省水利厅\n首页|新闻"},
         {"| 任务 | 责任单位 |\n|---|:-:|\n|疏浚 航道| 省水利厅 |", "任务\t责任单位\n疏浚航道\t省水利厅"},
         {"序号 任务 时限\n1 疏浚 两处 码头 年底", "序号任务时限\n1疏浚两处码头年底"},
         {"主题分类：国民经济管理、国有资产监管 日期：2016-11-08\n\n关于某事的意见",
          "主题分类:国民经济管理、国有资产监管日期:2016-11-08\n关于某事的意见"}});
}

TEST_CASE("a title over several lines is one line") {
  check({{" 省政府办公厅关于深入实施\n\n“互联网+流通”行动计划的意见\n各市人民政府：",
          "省政府办公厅关于深入实施“互联网+流通”行动计划的意见\n各市人民政府:"}});
}

TEST_CASE("contents pages go, a form with one dotted line stays") {
  check({{"目　录\n一、总体要求………………1\n二、重点任务 .......... 12\n一、总体要求\n正文。",
          "一、总体要求\n正文。"},
         {"姓名..........1", "姓名..........1"}});
}

TEST_CASE("the map leads back for every text, noise included") {
  std::mt19937 random(20161124);
  const std::u32string alphabet = U"省商务厅、，。（）\n\r\t 　一二1a&;#@@*?ldquo廳ě​:：-—";
  for (int round = 0; round < 3000; ++round) {
    std::u32string text;
    const size_t size = random() % 80;
    for (size_t i = 0; i < size; ++i) text += alphabet[random() % alphabet.size()];
    CAPTURE(to_utf8(text));
    check_map(text);
    const Normalised n = normalise(text, test::builtin_words());
    for (size_t i = 0; i < n.text.size(); ++i) {
      const char32_t from = text[n.source[i]];
      const bool entity = from == U'&' || from == U'?';
      const bool line_break = n.text[i] == U'\n' && (from == U'\n' || from == U'\r');
      if (!entity && !line_break) REQUIRE(n.text[i] == (from == U'　' ? U' ' : canonical(from)));
    }
  }
}

TEST_CASE("the empty text and texts of nothing but breaks and blanks give nothing") {
  for (const char* text : {"", "\n", " \r\n\f\n　", "​\n"}) {
    CHECK(normal(text).empty());
    check_map(to_utf32(text));
  }
}

TEST_CASE("known documents keep their headings and lose their page breaks") {
  const std::filesystem::path seeds = ZHENGMAI_SOURCE_DIR "/../shared/seeds";
  if (!std::filesystem::exists(seeds)) {
    std::cerr << "skipped: no documents in " << seeds << "\n";
    return;
  }
  for (const auto& entry : std::filesystem::directory_iterator(seeds)) {
    if (entry.path().extension() != ".txt") continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::stringstream bytes;
    bytes << file.rdbuf();
    const Decoded decoded = decode(bytes.str());
    const Normalised n = normalise(decoded.text, test::builtin_words());
    CAPTURE(entry.path().string());
    check_map(decoded.text);
    // Every line of the buffer is a whole: none begins with what only the middle of a sentence has.
    std::u32string_view rest = n.text;
    while (!rest.empty()) {
      const std::u32string_view line = rest.substr(0, rest.find(U'\n'));
      CHECK(std::u32string_view(U"、,。)”").find(line.front()) == std::u32string_view::npos);
      CHECK(std::u32string_view(U"、,").find(line.back()) == std::u32string_view::npos);
      rest.remove_prefix(std::min(rest.size(), line.size() + 1));
    }
  }
}

}  // namespace zhengmai
