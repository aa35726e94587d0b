// Duties in running text, and what only looks like one.
#include <catch2/catch.hpp>

#include "recognise_fixture.h"

using namespace zhengmai;
using namespace zhengmai::testing;

namespace {

// "市水利局 lead, 市财政局 support"
std::string duties(std::string_view utf8) {
  const MeasureText measure(utf8);
  const TextRange all{0, static_cast<uint32_t>(measure.text().text.size())};
  std::string out;
  for (const ProseAssignment& a : Readers::get().prose.read(measure.text().text, all)) {
    if (!out.empty()) out += ", ";
    out += measure.slice(a.range) + " " + std::string(role_name(a.role));
  }
  return out;
}

}  // namespace

TEST_CASE("a word of duty behind bodies gives them a part") {
  const auto [text, expected] = GENERATE(table<std::string, std::string>({
      {"省水利厅牵头制定渡口名录。", "省水利厅 lead"},
      {"省财政厅会同省水利厅编制规划。", "省财政厅 lead, 省水利厅 support"},
      {"由市自然资源和规划局牵头，市住建局、市民政局参与。",
       "市自然资源和规划局 lead, 市住建局 support, 市民政局 support"},
      {"清理历史欠账，市国资委、市财政局按职责分工负责。",
       "市国资委 unspecified, 市财政局 unspecified"},
      {"由省教育厅、省体育局等共同负责。", "省教育厅 unspecified, 省体育局 unspecified"},
      {"市水利局牵头、市财政局配合修好渡口。", "市水利局 lead, 市财政局 support"},
      {"对无证渡船，由公安、交通运输部门负责查处。", "公安、交通运输部门 unspecified"},
      {"各区县人民政府负责修缮。", "各区县人民政府 unspecified"},
      {"区体育局要牵头做好宣传。", "区体育局 lead"},
  }));
  CAPTURE(text);
  CHECK(duties(text) == expected);
}

TEST_CASE("the same words of firms, people and titles give nobody a part") {
  const auto text = GENERATE(as<std::string>{}, "市住建局、市民政局参与。",          // nobody leads
                             "省水利厅牵头。鼓励省水投公司参与。", "牵头单位要主动对接企业。",
                             "市水利局负责人要到现场。", "支持省水投公司参与建设。",
                             "市财政局牵头，市住建局参与建设的项目优先。");
  CAPTURE(text);
  const std::string found = duties(text);
  CHECK(found.find("support") == std::string::npos);
  CHECK(found.find("unspecified") == std::string::npos);
}
