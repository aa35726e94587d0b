#include "extract/structure/lists.h"

#include <catch2/catch.hpp>

#include "extract/text/normalise.h"
#include "graph/model/unicode.h"
#include "tests/builtin_words.h"

namespace zhengmai {
namespace {

struct Reader {
  Lexicon lexicon = Lexicon::builtin();
  Places places{lexicon};
  AgencyNames names{lexicon, places};
  ListReader lists{lexicon, places, names};

  // "省商务厅/lead 省财政厅/support" of each list, lists separated by " | ".
  std::string read(std::u32string_view source) const {
    const Normalised text = normalise(source, test::builtin_words());
    std::string out;
    for (const auto& list : lists.find(text)) {
      if (!out.empty()) out += " | ";
      for (const auto& a : list.agencies) {
        if (!out.empty() && out.back() != ' ') out += ' ';
        out += to_utf8(text.text.substr(a.range.begin, a.range.size()));
        if (a.role != Role::kUnspecified) out += "/" + std::string(role_name(a.role));
      }
    }
    return out;
  }
};

const Reader& reader() {
  static const Reader r;
  return r;
}

TEST_CASE("lists are read with their bodies and roles") {
  struct Case {
    std::u32string text;
    const char* expected;
  };
  const Case cases[] = {
      {U"推进。（商务部、财政部，地方各级人民政府）", "商务部 财政部 地方各级人民政府"},
      {U"推进。（合肥海关负责）", "合肥海关"},
      {U"推进。（省民政厅牵头）", "省民政厅/lead"},
      {U"推进。（省教育厅、省体育局牵头负责）", "省教育厅/lead 省体育局/lead"},
      {U"推进。（省商务厅牵头，合肥海关配合）", "省商务厅/lead 合肥海关/support"},
      {U"推进。（由省水利厅牵头，会同省财政厅、省林业局）", "省水利厅/lead 省财政厅/support 省林业局/support"},
      {U"推进。（国家发展改革委、财政部会同有关部门负责）",
       "国家发展改革委/lead 财政部/lead 有关部门/support"},
      {U"推进。（省发展改革委负责，省统计局配合）", "省发展改革委 省统计局/support"},
      {U"推进。（市政务办（牵头）、市公安局）", "市政务办/lead 市公安局/support"},
      {U"推进。（省商务厅会同省财政厅、省税务局编印，各市县人民政府实施）",
       "省商务厅/lead 省财政厅/support 省税务局/support 各市县人民政府/support"},
      {U"推进。（省商务厅负总责，省财政厅、浙江证监局分工负责）",
       "省商务厅/lead 省财政厅/support 浙江证监局/support"},
      {U"推进。（责任单位：省“五清”办（清渠办）、省水利厅）", "省“五清”办(清渠办) 省水利厅"},
      {U"推进。（省文化和旅游厅、省政务和数据局，工业和信息化部）",
       "省文化和旅游厅 省政务和数据局 工业和信息化部"},
      {U"推进。（责任单位：市教育局等有关部门）", "市教育局"},
      {U"推进。（牵头单位：省教育厅，配合单位：省财政厅，完成时限：2020年底）",
       "省教育厅/lead 省财政厅/support"},
      {U"推进。（省十项工程推进组工作专班牵头单位牵头，各工作专班成员单位配合）",
       "省十项工程推进组工作专班牵头单位/lead 各工作专班成员单位/support"},
  };
  for (const auto& c : cases) {
    INFO(to_utf8(c.text));
    CHECK(reader().read(c.text) == c.expected);
  }
}

TEST_CASE("what looks like a list and is not one is left alone") {
  const std::u32string cases[] = {
      U"于九月十日（含当日，下同）前报送。",
      U"各责任单位（包括牵头单位自身）要按时报送。",
      U"企业（直接向国家发展改革委申报的除外）可以申请。",
      U"根据通知（国办发〔2016〕24号）要求，",
      U"推进电子商务（O2O）发展。",
      U"（此件公开发布）",
      U"（发至县人民政府）",
      U"牵头部门要主动对接责任单位，形成合力。",
      U"科技部、财政部、国家税务总局联合颁布的办法。",
      U"没有牵头单位的（无牵头单位的，责任单位即为牵头单位，下同）由责任单位统筹。",
      U"报主管部门（省发展改革委）审核后实施。",
      U"每季度汇总一次。（报省统计局）",
      U"重大事项及时报告。（抄送市应急管理局）",
      U"本办法由省商务厅（联系电话：87654321）解释。",
  };
  for (const auto& text : cases) {
    INFO(to_utf8(text));
    CHECK(reader().read(text).empty());
  }
}

TEST_CASE("a list that no mark closes ends with its last name") {
  CHECK(reader().read(U"有所提高。责任单位：省商务厅、发改委，各设区市人民政府支持推进流通创新，扩大规模。") ==
        "省商务厅 发改委 各设区市人民政府");
  CHECK(reader().read(U"责任单位：省商务厅（二）积极推进创新。") == "省商务厅");
  CHECK(reader().read(U"责任单位：省水利厅、省商务厅整修全省各地的泵站，做好排涝。") ==
        "省水利厅 省商务厅");
  CHECK(reader().read(U"责任单位：省水利厅，加固一批老旧堤坝和排水站，提升防洪能力。") ==
        "省水利厅");
  CHECK(reader().read(U"责任单位：省公安厅交通管理局、省商务厅市场处\n二、下一项") ==
        "省公安厅交通管理局 省商务厅市场处");
}

TEST_CASE("a line of names goes on with the list above it, a signature does not") {
  CHECK(reader().read(U"责任单位：省水利厅、省商务厅\n省公安厅\n二、下一项") ==
        "省水利厅 省商务厅 省公安厅");
  CHECK(reader().read(U"责任单位：省水利厅、省商务厅\n安徽省人民政府办公厅\n2021年6月1日") ==
        "省水利厅 省商务厅");
}

TEST_CASE("a cell that says 〃 or 同上 says what the one above it says") {
  CHECK(reader().read(U"序号\t重点任务\t牵头单位\t责任单位\t完成时限\n"
                      U"1\t修好渡口和码头。\t省水利厅\t省财政厅、省林业局\t6月底\n"
                      U"2\t加固堤坝和泵站。\t省住房城乡建设厅\t〃\t12月底\n"
                      U"3\t疏浚航道和沟渠。\t同上\t\t〃\n") ==
        "省水利厅/lead 省财政厅/support 省林业局/support | 省住房城乡建设厅/lead 省财政厅/support "
        "省林业局/support | 省住房城乡建设厅/lead");
  const Normalised text =
      normalise(U"重点任务\t责任单位\n修好渡口和码头。\t省水利厅\n〃\t省财政厅\n加固堤坝。\t〃\n",
                test::builtin_words());
  const auto lists = reader().lists.find(text);
  REQUIRE(lists.size() == 3);
  CHECK(lists[1].task == lists[0].task);
  CHECK(lists[2].agencies[0].range == lists[1].agencies[0].range);
  for (size_t i = 1; i < lists.size(); ++i) CHECK(lists[i].range.begin >= lists[i - 1].range.end);
  // In the first row there is nothing above, and 同上 in running text is no cell.
  CHECK(reader().read(U"重点任务\t责任单位\n修好渡口和码头。\t同上\n加固堤坝。\t省水利厅\n") == "省水利厅");
}

TEST_CASE("a header in two rows labels the columns by its lower row") {
  CHECK(reader().read(U"序号\t重点任务\t责任单位\t\t时限\n〃\t〃\t牵头单位\t配合单位\t〃\n"
                      U"1\t修好渡口和码头。\t省水利厅\t省财政厅\t6月底\n") == "省水利厅/lead 省财政厅/support");
}

TEST_CASE("the statement that the first body leads is found in a list and outside one") {
  const Normalised text = normalise(
      U"推进。（省商务厅、财政厅。列在首位的为牵头单位，下同）", test::builtin_words());
  const auto lists = reader().lists.find(text);
  REQUIRE(lists.size() == 1);
  CHECK(lists[0].states_first_leads);
  CHECK_FALSE(reader().lists.first_leads_statement(U"以下任务，排在第一位的部门为牵头部门。").empty());
  CHECK(reader().lists.first_leads_statement(U"牵头部门要主动对接。").empty());
}

TEST_CASE("hostile brackets cost no more than their length") {
  std::u32string deep(200000, U'(');
  deep += U"商务部";
  CHECK(reader().read(deep).empty());
}

}  // namespace
}  // namespace zhengmai
