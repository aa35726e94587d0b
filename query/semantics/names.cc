// Chinese aliases become stored names, and names that the graph does not have get a warning.
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "graph/model/schema.h"
#include "query/semantics/checker.h"

namespace zhengmai::semantics {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject
using namespace type_set;

namespace {

bool contains(const std::vector<std::string_view>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// A name that the graph itself uses stays; otherwise an alias of the schema becomes the name.
void resolve(std::string& name, const std::vector<std::string_view>& of_graph,
             std::string_view (*canonical)(std::string_view)) {
  if (contains(of_graph, name)) return;
  const std::string_view stored = canonical(name);
  if (!stored.empty()) name = stored;
}

}  // namespace

void Checker::resolve_labels(LabelExpression& labels) {
  for (LabelExpression& operand : labels.operands) resolve_labels(operand);
  if (labels.kind != LabelExpression::Kind::kName) return;
  const std::string written = labels.name;
  resolve(labels.name, context_.labels, canonical_label);
  if (!contains(context_.labels, labels.name)) {
    warn_unknown("label", written, labels.range, context_.labels);
  }
}

void Checker::resolve_types(RelationshipPattern& r) {
  for (size_t i = 0; i < r.types.size(); ++i) {
    const std::string written = r.types[i];
    resolve(r.types[i], context_.types, canonical_type);
    if (!contains(context_.types, r.types[i])) {
      warn_unknown("relationship type", written, r.type_ranges[i], context_.types);
    }
  }
}

// The keys of nodes and relationships have aliases, those of maps are what somebody called them.
// Where the subject may be either, the key stays as written and the engine looks at the subject.
void Checker::resolve_key(std::string& key, const Type& subject, SourceRange range) {
  const bool surely_element =
      (subject.kinds & (kNode | kRelationship)) != 0 && (subject.kinds & kMap) == 0;
  if (!surely_element) return;
  const std::string written = key;
  resolve(key, context_.keys, canonical_key);
  if (!contains(context_.keys, key)) warn_unknown("property", written, range, context_.keys);
}

void Checker::warn_unknown(std::string_view what, std::string_view name, SourceRange range,
                           const std::vector<std::string_view>& known) {
  const bool nothing_known =
      context_.labels.empty() && context_.types.empty() && context_.keys.empty();
  if (nothing_known || context_.may_create) return;
  if (!warned_.insert(fmt::format("{} {}", what, name)).second) return;
  std::vector<std::string_view> candidates = known;
  for (const SchemaName& s : what == "label"      ? schema_labels()
                             : what == "property" ? schema_keys()
                                                  : schema_types()) {
    if (contains(known, s.name)) candidates.push_back(s.chinese);
  }
  warn(range, fmt::format("no {} '{}' in this graph", what, name), did_you_mean(name, candidates));
}

void Checker::warn_like_schema(std::string_view what, const Variable& variable) {
  const bool label = what == "label";
  const auto& known = label ? context_.labels : context_.types;
  std::string name = variable.name;
  resolve(name, known, label ? canonical_label : canonical_type);
  // (措施:措施) is how one writes it; only a name without a label is a likely slip.
  if (!contains(known, name)) return;
  warn(variable.range,
       fmt::format("'{}' is a new variable here, for {}", variable.name,
                   label ? "any node" : "any relationship"),
       fmt::format("the {} is written :{}", what, variable.name));
}

void Checker::warn(SourceRange range, std::string message, std::string hint) {
  if (checked_.warnings.size() >= kMostReported) return;
  Diagnostic d;
  d.severity = Severity::kWarning;
  d.range = range;
  d.message = std::move(message);
  d.hint = std::move(hint);
  checked_.warnings.push_back(std::move(d));
}

}  // namespace zhengmai::semantics
