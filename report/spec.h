// Report specifications: a report of one's own, from queries in a JSON file.
//
//   {
//     "name": "commerce-tasks",               file name of the report (letters, digits, - and _)
//     "title": "商务部门的任务",
//     "notes": ["…"],                         optional
//     "query": "MATCH (m:措施)-[:责任单位]->(a:机构 {class: $class}) RETURN a.name AS a, m.text AS m",
//     "columns": {"a": "机构", "m": "措施"},   optional: the query's columns, renamed, in this order
//     "parameters": {"class": "commerce"}     optional; the command line's --param win
//   }
//
// Several tables: instead of query and columns, "tables": [{"title", "query", "columns"}, …].
//
// Cost: the queries'. Errors: Error with ExitCode::kConfig (78) naming the file and the key;
// QueryError for a query. Threads: pure functions.
// Source: nlohmann-json (ordered, so that columns keep the order they are written in).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "query/exec/engine.h"
#include "report/report.h"

namespace zhengmai::report {

struct SpecTable {
  std::string title;
  std::string query;
  // The query's column and its heading, in the order of the report; empty: as the query has them.
  std::vector<std::pair<std::string, std::string>> columns;
};

struct ReportSpec {
  std::string name;
  std::string title;
  std::vector<std::string> notes;
  std::vector<SpecTable> tables;
  Parameters parameters;
};

// `file` is named in errors.
ReportSpec parse_spec(std::string_view json, const std::string& file);

// `given` overrides the specification's parameters.
Report run_spec(const ReportSpec& spec, const Engine& engine, const Graph& graph,
                const Parameters& given, const QueryLimits& limits);

}  // namespace zhengmai::report
