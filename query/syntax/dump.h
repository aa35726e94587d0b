// Pieces of the s-expression printer, shared by its two files. Internal to query/syntax.
#pragma once

#include <string>

#include "query/syntax/ast.h"

namespace zhengmai::syntax {

// Each appends to `out`.
void dump_query(std::string& out, const ast::Query& query);
void dump_pattern(std::string& out, const ast::Pattern& pattern);
void dump_path(std::string& out, const ast::PathPattern& path);
void dump_labels(std::string& out, const ast::LabelExpression& labels);
void dump_expression(std::string& out, const ast::Expression& expression);

// " (where …)" or another tag in front of an expression; nothing when it is null.
void dump_tagged(std::string& out, const char* tag, const ast::ExpressionPtr& expression);

}  // namespace zhengmai::syntax
