// Query results on their way out: the chosen format, warnings, plans, timing.
//
// Threads: one thread.
#pragma once

#include <ostream>
#include <string>

#include "query/exec/engine.h"
#include "report/table.h"

namespace zhengmai {

// The style for data that goes to `out`: aligned to the terminal when it is one.
report::TableStyle style_for(bool to_stdout, bool excel);

// The plan of EXPLAIN or PROFILE: an indented tree with estimates (and rows, milliseconds, memory
// after PROFILE), or for json and jsonl one line {"plan":{"operator":…,"children":[…]}, …}.
void print_plan(const Result& result, report::TableFormat format, std::ostream& out);

// Unknown labels, types and properties: warnings with a caret, on stderr.
void print_warnings(const Result& result, const std::string& query);

// Runs the query and writes its rows as they come, or its plan. As JSON a plan is all that is
// written, so that the output is one value. Returns the result without its cells.
Result write_query(const Engine& engine, const Graph& graph, const std::string& text,
                   const Parameters& parameters, const QueryLimits& limits,
                   report::TableFormat format, const report::TableStyle& style, std::ostream& out,
                   uint64_t* rows);

}  // namespace zhengmai
