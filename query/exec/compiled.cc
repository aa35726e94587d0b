#include "query/exec/compiled.h"

#include "query/plan/lowering.h"
#include "query/syntax/parse.h"

namespace zhengmai::exec {
namespace {

TypeSet types_of(const Value& v) {
  using namespace type_set;
  switch (v.kind()) {
    case ValueKind::kNull: return kNull;
    case ValueKind::kBoolean: return kBoolean;
    case ValueKind::kInteger: return kInteger;
    case ValueKind::kFloat: return kFloat;
    case ValueKind::kString: return kString;
    case ValueKind::kList: return kList;
    case ValueKind::kMap: return kMap;
    case ValueKind::kNode: return kNode;
    case ValueKind::kRelationship: return kRelationship;
    case ValueKind::kPath: return kPath;
    case ValueKind::kDuration: return kDuration;
    default: return kTemporal;
  }
}

// A procedure field's type as the TCK writes it: "INTEGER?", "LIST? OF STRING" …
TypeSet types_of_field(const std::string& type) {
  using namespace type_set;
  if (type.rfind("INTEGER", 0) == 0) return kInteger | kNull;
  if (type.rfind("FLOAT", 0) == 0) return kFloat | kInteger | kNull;
  if (type.rfind("NUMBER", 0) == 0) return kFloat | kInteger | kNull;
  if (type.rfind("STRING", 0) == 0) return kString | kNull;
  if (type.rfind("BOOLEAN", 0) == 0) return kBoolean | kNull;
  if (type.rfind("LIST", 0) == 0) return kList | kNull;
  if (type.rfind("MAP", 0) == 0) return kMap | kNull;
  if (type.rfind("NODE", 0) == 0) return kNode | kNull;
  if (type.rfind("RELATIONSHIP", 0) == 0) return kRelationship | kNull;
  if (type.rfind("PATH", 0) == 0) return kPath | kNull;
  return kAny;
}

std::vector<std::string_view> names(const Dictionary& dictionary) {
  std::vector<std::string_view> out;
  for (size_t i = 0; i < dictionary.size(); ++i) {
    out.push_back(dictionary.name(static_cast<uint16_t>(i)));
  }
  return out;
}

CheckContext check_context(const Graph& graph, const Parameters& parameters,
                           const std::vector<Procedure>& procedures, bool may_create) {
  CheckContext out;
  out.labels = names(graph.labels());
  out.types = names(graph.types());
  out.keys = names(graph.keys());
  for (const Procedure& p : procedures) {
    ProcedureSignature s;
    s.name = p.name;
    s.required_inputs = p.required_inputs;
    for (const auto& f : p.inputs) s.inputs.emplace_back(f.name, types_of_field(f.type));
    for (const auto& f : p.outputs) s.outputs.emplace_back(f.name, types_of_field(f.type));
    out.procedures.push_back(std::move(s));
  }
  for (const auto& [name, value] : parameters) out.parameters.emplace_back(name, types_of(value));
  out.may_create = may_create;
  return out;
}

}  // namespace

std::string signature(const Parameters& parameters) {
  std::string out;
  for (const auto& [name, value] : parameters) {
    out += name;
    out += '\0';
    out += static_cast<char>('a' + static_cast<int>(value.kind()));
  }
  return out;
}

std::shared_ptr<const CompiledQuery> compile_query(std::string_view text, const Graph& graph,
                                                   const Parameters& parameters,
                                                   const std::vector<Procedure>& procedures,
                                                   bool may_create) {
  auto out = std::make_shared<CompiledQuery>();
  out->text = std::string(text);
  out->checked = check_query(parse_query(out->text), out->text,
                             check_context(graph, parameters, procedures, may_create));
  const ast::Query& query = *out->checked.query;
  out->mode = query.mode;
  plan::Lowering lowering(out->checked, graph, out->text, may_create);
  out->plan.root = lowering.query(query, plan::stack(nullptr, plan::Argument{}), out->plan.result);
  out->plan.symbol_names = lowering.take_names();
  out->creates = lowering.creates();
  out->columns = out->checked.columns;
  if (out->columns.empty()) out->plan.result.clear();
  plan::optimise(out->plan, graph);
  return out;
}

}  // namespace zhengmai::exec
