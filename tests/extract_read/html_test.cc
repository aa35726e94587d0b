#include "extract/read/html.h"

#include <catch2/catch.hpp>
#include <iconv.h>

#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::read;

const std::string kArticle = "为加快推进流通领域创新发展，经省政府同意，现提出以下意见。";

std::string page(const std::string& body, const std::string& head = "") {
  return "<!DOCTYPE html><html><head><title>网站</title>" + head + "</head><body>" + body +
         "</body></html>";
}

std::string to_gb18030(const std::string& utf8) {
  const iconv_t handle = iconv_open("GB18030", "UTF-8");
  std::string in = utf8, out(utf8.size() * 2, '\0');
  char* source = in.data();
  char* target = out.data();
  size_t source_left = in.size(), target_left = out.size();
  REQUIRE(iconv(handle, &source, &source_left, &target, &target_left) == 0);
  iconv_close(handle);
  out.resize(out.size() - target_left);
  return out;
}

}  // namespace

TEST_CASE("blocks become lines, inline elements do not break them") {
  CHECK(read("a.html", page("<h1>关于<b>印发</b>方案的通知</h1>\n<div><p>各市：</p><p>" + kArticle +
                            "<br>第二行&nbsp;&ldquo;完&rdquo;</p></div>")) ==
        "关于印发方案的通知\n各市：\n" + kArticle + "\n第二行\xC2\xA0“完”\n");
}

TEST_CASE("rows of data are lines with tabs, cells of layout are blocks") {
  CHECK(read("a.html", page("<p>" + kArticle + "</p><table><tr><th>任务<th>单位</tr>"
                            "<tr><td>建设<p>平台</p></td><td>省商务厅<br>省财政厅</td></tr></table>")) ==
        kArticle + "\n任务\t单位\n建设 平台\t省商务厅 省财政厅\n");
  CHECK(read("a.html", page("<table><tr><td><table><tr><td>甲<td>乙</table><p>" + kArticle +
                            "</p><p>完</p></td></tr></table>")) == "甲\t乙\n" + kArticle + "\n完\n");
}

TEST_CASE("navigation, scripts and what sites print around a document are left out") {
  const std::string links = "<a href=x>首页</a> <a href=y>政务公开</a> <a href=z>法规</a>";
  const std::string body = "<nav>导航</nav><div id='top-nav'>菜单</div><ul>" + links +
                           "</ul><div class=breadcrumb>当前位置</div>"
                           "<script>var 甲;</script><style>p{}</style><p>" +
                           kArticle +
                           "依据<a href=a>《甲办法》</a><a href=b>《乙办法》</a>制定。</p>"
                           "<p>【字体：大 中 小】</p><p>[打印] [关闭]</p><div "
                           "class='share-box'>分享到</div><footer>版权</footer>";
  CHECK(read("a.html", page(body)) == kArticle + "依据《甲办法》《乙办法》制定。\n");
}

TEST_CASE("the page's own charset is used, unless the bytes contradict it") {
  for (const char* declared : {"gb2312", "GBK", "utf-8", "iso-8859-1", "nonsense"}) {
    const std::string utf8 =
        page("<p>" + kArticle + "</p>", std::string("<meta charset=\"") + declared + "\">");
    CAPTURE(declared);
    CHECK(read("a.html", utf8) == kArticle + "\n");
    CHECK(read("a.html", to_gb18030(utf8)) == kArticle + "\n");
    CHECK(read("a.html", to_gb18030(utf8), "gbk") == kArticle + "\n");
  }
  const std::string old = page("<p>" + kArticle + "</p>",
                               "<meta http-equiv=Content-Type content='text/html; charset=gbk'>");
  CHECK(read_document("a.html", to_gb18030(old)).encoding == Encoding::kGb18030);
}

TEST_CASE("merged cells of a page's table keep the others in their columns") {
  const std::string table =
      "<table><tr><td colspan=4>分工表</td></tr><tr><th rowspan=2>任务</th><th colspan=2>责任单位</th>"
      "<th rowspan=2>时限</th></tr><tr><th>牵头单位</th><th>配合单位</th></tr>"
      "<tr><td>修好渡口</td><td rowspan=2>省水利厅</td><td> </td><td rowspan='3'>年底</td></tr>"
      "<tr><td>加固堤坝</td><td>省财政厅</td></tr><tr><td rowspan=x>疏浚航道</td></tr></table>"
      "<table><tr><td>甲</td><td>乙</td></tr></table>";
  CHECK(read("a.html", page("<p>" + kArticle + "</p>" + table)) ==
        kArticle + "\n分工表\n任务\t责任单位\t\t时限\n〃\t牵头单位\t配合单位\t〃\n"
                   "修好渡口\t省水利厅\t\t年底\n加固堤坝\t〃\t省财政厅\t〃\n疏浚航道\t\t\t〃\n甲\t乙\n");
}

TEST_CASE("a row of a page's table that says nothing counts for the cells that cover it") {
  const std::string head = "<p>" + kArticle + "</p><table><tr><th>任务<th>单位<th>时限</tr>";
  const auto rows = [&](const std::string& trs) {
    const std::string text = read("a.html", page(head + trs + "</table>"));
    const std::string expected_head = kArticle + "\n任务\t单位\t时限\n";
    REQUIRE(text.starts_with(expected_head));
    return text.substr(expected_head.size());
  };
  const std::string first = "<tr><td>修好渡口<td rowspan=2>省水利厅<td rowspan=3>年底</tr>";
  const std::string third = "<tr><td>加固堤坝<td>省财政厅</tr><tr><td>疏浚航道<td>省发展改革委</tr>";
  const std::string read_third = "修好渡口\t省水利厅\t年底\n加固堤坝\t省财政厅\t〃\n疏浚航道\t省发展改革委\n";
  for (const char* second : {"<tr></tr>", "<tr><td></td></tr>", "<tr><td> &#32;</tr>", "<tr>\n</tr>"}) {
    CAPTURE(second);
    CHECK(rows(first + second + third) == read_third);
  }
  // All of it is covered from above, or the rest of it is.
  CHECK(rows("<tr><td rowspan=2>甲<td rowspan=2>乙<td rowspan=2>丙</tr><tr></tr>"
             "<tr><td>丁<td>戊<td>己</tr>") == "甲\t乙\t丙\n丁\t戊\t己\n");
  CHECK(rows("<tr><td>甲<td>乙<td rowspan=2>丙</tr><tr><td></td><td></td></tr>"
             "<tr><td>丁<td>戊<td>己</tr>") == "甲\t乙\t丙\n丁\t戊\t己\n");
  // A cell that is as long as an article is one, whatever covers its row.
  std::string article;
  while (article.size() < 2000) article += kArticle;
  CHECK(rows("<tr><td>甲<td>乙<td rowspan=2>丙</tr><tr><td colspan=2>" + article + "</tr>"
             "<tr><td>丁<td>戊<td>己</tr>") == "甲\t乙\t丙\n" + article + "\n丁\t戊\t己\n");
}

TEST_CASE("a page without a document is warned about") {
  for (const std::string& body : {std::string("<h1>404</h1>未找到"), std::string("")}) {
    const PlainText t = read_document("a.html", page(body));
    CHECK(t.warnings.back() == "no article text found");
  }
}

TEST_CASE("hostile pages are refused or read, never followed") {
  CHECK_THAT(
      read("a.html", "<!DOCTYPE html [<!ENTITY a \"aaa\"><!ENTITY b \"&a;&a;\">]><p>&b;</p>"),
      Equals("error: a.html: XML entities refused"));
  std::string deep = "<html><body>";
  for (int i = 0; i < 400'000; ++i) deep += "<div>";
  CHECK_THAT(read("a.html", deep + kArticle), Contains("HTML nested too deeply, read up to byte "));
  CHECK(
      read("a.html", page("<p>" + kArticle + "</p><img src='file:///etc/passwd'><iframe src=x>")) ==
      kArticle + "\n");
  const auto repeated = [](const std::string& what, int times) {
    std::string out;
    for (int i = 0; i < times; ++i) out += what;
    return out;
  };
  // A few bytes that ask for any number of cells.
  CHECK_THAT(read("a.html", "<table><tr>" + repeated("<td colspan=1000>", 20)),
             Contains("a table of more than 16384 columns"));
  CHECK_THAT(read("a.html", "<table><tr>" + repeated("<td colspan=1000 rowspan=1000>", 16) +
                                repeated("<tr></tr>", 200)),
             Contains("tables of more than 2000000 cells"));
  CHECK_THAT(read("a.html", repeated("<p>", 2'000'001)), Contains("HTML of more than 2000000 elements and"));
  CHECK_THAT(read("a.html", repeated("<p a b c d e f g h i j k l m n o p q r s>", 100'001)),
             Contains("HTML of more than 2000000 elements and attributes"));
  // What the parser would compare each with each.
  for (const char* attribute : {" a", " a=1", "\na='1 2'", "a=\"x\"", " a = 1"}) {
    CAPTURE(attribute);
    CHECK_THAT(read("a.html", "<p " + repeated(attribute, 501) + ">" + kArticle),
               Contains("an element with more than 250 attributes"));
    CHECK(read("a.html", "<p " + repeated(attribute, 120) + ">" + kArticle) == kArticle + "\n");
  }
  CHECK(read("a.html", page("<p>" + kArticle + "</p><script>if (a <b" + repeated(" && c", 2000) +
                            ") {}</script>")) == kArticle + "\n");
  const std::string whole = page("<div><table><tr><td>" + kArticle + "</td></tr></table></div>");
  for (size_t i = 0; i < whole.size(); i += 2) {  // cut off anywhere: a text or an error
    CHECK_NOTHROW(read("a.html", whole.substr(0, i)));
  }
}

}  // namespace zhengmai
