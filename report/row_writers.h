// The row writers behind table.h, one a format. For the contract of each see there.
#pragma once

#include <memory>
#include <ostream>

#include "report/table.h"

namespace zhengmai::report {

// REQUIRES: `out` outlives the writer, and so does `graph` when it is not null.
std::unique_ptr<RowWriter> make_text_writer(const TableStyle& style, const Graph* graph,
                                            std::ostream& out);
std::unique_ptr<RowWriter> make_csv_writer(const TableStyle& style, const Graph* graph,
                                           std::ostream& out);
std::unique_ptr<RowWriter> make_tsv_writer(const TableStyle& style, const Graph* graph,
                                           std::ostream& out);
std::unique_ptr<RowWriter> make_json_writer(bool lines, const Graph* graph, std::ostream& out);
std::unique_ptr<RowWriter> make_markdown_writer(const Graph* graph, std::ostream& out);

}  // namespace zhengmai::report
