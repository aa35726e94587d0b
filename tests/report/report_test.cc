#include "report/report.h"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include <sstream>

#include "graph/model/error.h"
#include "policy_graph.h"
#include "report/cell.h"
#include "report/co_assignment.h"

namespace zhengmai::report {
namespace {

// A row as text, "|" between cells, null as "-".
std::string row_text(const Table& table, size_t row) {
  std::string out;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    const Value& cell = table.at(row, i);
    out += (i > 0 ? "|" : "") + (cell.is_null() ? "-" : cell_text(cell, table.graph));
  }
  return out;
}

TEST_CASE("the ledger has one row a measure, with lead, order, evidence and place") {
  const Graph graph = report_test::policy_graph();
  const Report report = make_report(graph, "responsibility", {});
  const Table& table = report.tables.at(0);
  REQUIRE(table.row_count() == 5);
  CHECK(row_text(table, 0) ==
        "全国|全国意见|国示〔2016〕1号|一、推进冷链|1|建设冷链。|商务部|国家发展改革委|2|-|"
        "商务部、发展改革委|doc:aaaaaaaaaaaa[6,15)");
  // Order is the list's, whatever order relationships are stored in.
  CHECK(row_text(table, 1).find("|-|国家发展改革委、商务部、国家邮政局|3|") != std::string::npos);
  CHECK(row_text(table, 2) == "全国|全国意见|国示〔2016〕1号|一、推进冷链|3|无人负责。|-|-|0|-|-|-");
  CHECK(row_text(table, 3).starts_with("青海省|青海方案|-|"));
  CHECK(report.notes.at(0).find("共 5 项措施，其中 2 项") != std::string::npos);
}

TEST_CASE("the ledger quotes the document itself where its text is at hand") {
  const Graph graph = report_test::policy_graph();
  ReportContext context;
  context.source_text = [](std::string_view id) {
    return id == "doc:aaaaaaaaaaaa" ? std::string("012345商务部和发展改革委）") : std::string();
  };
  const Table table = make_report(graph, "responsibility", context).tables.at(0);
  CHECK(row_text(table, 0).find("|商务部和发展改革委|doc:") != std::string::npos);
  CHECK(row_text(table, 3).find("|省商务厅|doc:") != std::string::npos);
}

TEST_CASE("coverage counts measures and names the gaps") {
  const Graph graph = report_test::policy_graph();
  const Report report = make_report(graph, "theme-coverage", {});
  REQUIRE(report.tables.size() == 2);
  CHECK(report.tables[0].columns ==
        std::vector<std::string>{"大类", "主题", "全国", "青海省", "合计", "覆盖地区数", "空缺"});
  CHECK(row_text(report.tables[0], 0) == "|冷链物流|1|1|2|2|-");
  CHECK(row_text(report.tables[0], 1) == "|人才|1|0|1|1|青海省");
  REQUIRE(report.tables[1].row_count() == 1);
  CHECK(row_text(report.tables[1], 0) == "青海省|人才|未见|1|0");
}

TEST_CASE("the network's figures agree with a count by hand") {
  const Graph graph = report_test::policy_graph();
  const CoAssignment network = co_assignment(graph);
  REQUIRE(network.agencies.size() == 4);
  REQUIRE(network.pairs.size() == 3);
  const Report report = make_report(graph, "co-assignment", {});
  CHECK(row_text(report.tables.at(0), 0) == "商务部|全国|commerce|2|1|2|3|0.0|1");
  CHECK(row_text(report.tables.at(1), 0) == "商务部|国家发展改革委|2|1.0|1.0|1.0");
  CHECK(row_text(report.tables.at(2), 0) == "commerce|development_reform|2");
}

TEST_CASE("alignment tells kept, adapted, dropped and added measures apart") {
  const Graph graph = report_test::policy_graph();
  ReportContext english;
  english.language = Language::kEnglish;
  const Report report = make_report(graph, "alignment", english);
  const Table& national = report.tables.at(0);
  REQUIRE(national.row_count() == 3);
  CHECK(row_text(national, 0) ==
        "全国意见|1|建设冷链。|青海省|adapted|建设冷链园区。|0.8|-|development_reform");
  CHECK(row_text(national, 1) ==
        "全国意见|2|培养人才。|青海省|kept|建设冷链园区。|0.95|-|development_reform、postal");
  CHECK(row_text(national, 2).find("|dropped|-|-|-|-") != std::string::npos);
  const Table& added = report.tables.at(1);
  REQUIRE(added.row_count() == 1);
  CHECK(row_text(added, 0) == "青海省|青海方案|2|开通数字电视。");
}

TEST_CASE("every report is written the same twice in every format, and JSON has its schema") {
  const Graph graph = report_test::policy_graph();
  for (const ReportName& name : report_names()) {
    const Report report = make_report(graph, name.name, {});
    for (const auto format : {ReportFormat::kMarkdown, ReportFormat::kCsv, ReportFormat::kTsv,
                              ReportFormat::kHtml, ReportFormat::kJson, ReportFormat::kTable}) {
      std::ostringstream once, again;
      write_report(report, format, {}, once);
      write_report(make_report(graph, name.name, {}), format, {}, again);
      CHECK(!once.str().empty());
      CHECK(once.str() == again.str());
      if (format != ReportFormat::kJson) continue;
      const auto json = nlohmann::json::parse(once.str());
      CHECK(json["schema"] == "zhengmai.report/1");
      CHECK(json["tables"].size() == report.tables.size());
    }
  }
}

TEST_CASE("unknown reports and graphs without data are refused") {
  const Graph graph = report_test::policy_graph();
  CHECK_THROWS_WITH(make_report(graph, "responsibilty", {}),
                    "unknown report 'responsibilty'; did you mean 'responsibility'?");
  CHECK_THROWS_AS(make_report(Graph(), "responsibility", {}), InputError);
  CHECK_FALSE(has_data_for(Graph(), "alignment"));
}

}  // namespace
}  // namespace zhengmai::report
