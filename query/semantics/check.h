// Names and types: resolves what a parsed query refers to, and reports what can never be right.
//
// In place: variables get symbols; Chinese aliases become stored names; `*` in RETURN, WITH and
// YIELD becomes the items it stands for; every item of RETURN and WITH gets an alias with a symbol
// (that of the variable when it is passed on under its own name); a procedure call without
// parentheses gets its arguments; functions get the name as documented. Found at compile time, as
// the openCypher TCK expects: undefined and already bound variables, variable type conflicts
// (a node used as a relationship), invalid aggregation and ambiguous grouping, wrong argument types
// and counts, unknown functions and procedures, non-constant SKIP and LIMIT, and so on. Several
// independent problems are reported together.
//
// Errors: QueryError. Threads: pure function of its arguments.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "query/syntax/ast.h"

namespace zhengmai {

// What a symbol can hold, as far as it is known before running; a set of bits.
using TypeSet = uint32_t;
namespace type_set {
inline constexpr TypeSet kBoolean = 1, kInteger = 2, kFloat = 4, kString = 8, kList = 16, kMap = 32,
                         kNode = 64, kRelationship = 128, kPath = 256, kTemporal = 512, kNull = 1024,
                         kDuration = 2048, kAny = 4095;
}

struct SymbolInfo {
  std::string name;
  TypeSet types = type_set::kAny;
  bool relationship_list = false;  // of a variable-length pattern
};

// What the checker must know of the world outside the query.
struct ProcedureSignature {
  std::string name;
  std::vector<std::pair<std::string, TypeSet>> inputs;
  std::vector<std::pair<std::string, TypeSet>> outputs;
  size_t required_inputs = SIZE_MAX;  // the rest may be left out; SIZE_MAX: none may
};

struct CheckContext {
  // Names that the graph has, for "did you mean" and unknown-name warnings; may be empty.
  std::vector<std::string_view> labels, types, keys;
  std::vector<ProcedureSignature> procedures;
  // Names and kinds of the parameters given; a missing one is reported by the engine at run time.
  std::vector<std::pair<std::string, TypeSet>> parameters;
  bool may_create = false;  // scratch graphs
};

struct CheckedQuery {
  ast::QueryPtr query;
  std::vector<SymbolInfo> symbols;          // by Symbol
  std::vector<std::string> columns;         // of the result; empty when nothing is returned
  std::vector<Diagnostic> warnings;         // unknown labels, types, properties
  std::vector<std::string> parameter_names; // used by the query, sorted
};

// `text` is the query as written, for the diagnostics.
CheckedQuery check_query(ast::QueryPtr query, std::string_view text, const CheckContext& context);

}  // namespace zhengmai
