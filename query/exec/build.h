// Logical plan → pipeline: one physical operator for each logical one.
//
// Threads: a pipeline belongs to the thread whose Context it was built with; the logical plan is
// only read and must outlive it.
#pragma once

#include <optional>

#include "query/exec/operator.h"

namespace zhengmai::exec {

// `sink` is not owned; it receives the rows of `root`, with at least its live symbols as columns.
Pipeline build(const plan::LogicalOp& root, Context& context, Operator& sink);

// The same for a query's own chain, whose argument is one row: big scans use several threads.
Pipeline build_outermost(const plan::LogicalOp& root, Context& context, Operator& sink);

// The stages of a chain from just above `from` (or its Argument, when null) up to `root`; a scan
// directly above the Argument takes only the ids in `only`.
std::vector<std::unique_ptr<Operator>> build_stages(const plan::LogicalOp& root,
                                                    const plan::LogicalOp* from, Context& context,
                                                    std::optional<IdRange> only = {});
// Links the stages and the sink into a pipeline.
Pipeline link(std::vector<std::unique_ptr<Operator>> stages, Operator& sink);

// SKIP's and LIMIT's numbers; QueryError when they are none.
uint64_t row_count(Context& context, const plan::Expr& e, const char* clause);

// One family of operators a file.
using OperatorPtr = std::unique_ptr<Operator>;
OperatorPtr make_node_scan(Context&, const plan::LogicalOp&, std::optional<IdRange> only);
OperatorPtr make_node_lookup(Context&, const plan::LogicalOp&);
OperatorPtr make_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_pair_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_degree_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_bound_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_bound_var_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_var_expand(Context&, const plan::LogicalOp&);
OperatorPtr make_shortest_path(Context&, const plan::LogicalOp&);
OperatorPtr make_filter(Context&, const plan::LogicalOp&);
OperatorPtr make_project(Context&, const plan::LogicalOp&);
OperatorPtr make_aggregate(Context&, const plan::LogicalOp&);
OperatorPtr make_distinct(Context&, const plan::LogicalOp&);
OperatorPtr make_sort(Context&, const plan::LogicalOp&);
OperatorPtr make_top_k(Context&, const plan::LogicalOp&);
OperatorPtr make_skip(Context&, const plan::LogicalOp&);
OperatorPtr make_limit(Context&, const plan::LogicalOp&);
OperatorPtr make_unwind(Context&, const plan::LogicalOp&);
OperatorPtr make_optional_apply(Context&, const plan::LogicalOp&);
OperatorPtr make_node_join(Context&, const plan::LogicalOp&);
OperatorPtr make_subquery_apply(Context&, const plan::LogicalOp&);
OperatorPtr make_union(Context&, const plan::LogicalOp&);
OperatorPtr make_procedure_call(Context&, const plan::LogicalOp&);

}  // namespace zhengmai::exec
