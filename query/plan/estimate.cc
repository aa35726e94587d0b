#include "query/plan/estimate.h"

#include <algorithm>

namespace zhengmai::plan {
namespace {

constexpr double kEqualityShare = 0.1;   // nothing known about the values
constexpr double kRangeShare = 0.3;
constexpr double kTextShare = 0.1;
constexpr double kOtherShare = 0.5;

}  // namespace

double Estimator::nodes_with(const std::vector<std::string>& labels) const {
  double rows = nodes();
  for (const std::string& name : labels) {
    const auto label = graph_.labels().find(name);
    rows = std::min(rows, label ? double(graph_.count_with(*label)) : 0.0);
  }
  return rows;
}

double Estimator::type_degree(TypeId type, bool out, const std::vector<std::string>& labels) const {
  const double relationships = graph_.relationships_of(type).size();
  if (relationships == 0) return 0;
  const IdRange range = out ? graph_.start_range(type) : graph_.end_range(type);
  double owners = range.size();
  if (!labels.empty()) {
    // Only the labels' nodes inside the type's range can have any.
    double inside = nodes();
    for (const std::string& name : labels) {
      const auto label = graph_.labels().find(name);
      if (!label) return 0;
      double here = 0;
      for (const IdRange r : graph_.nodes_with(*label)) {
        const uint32_t begin = std::max(r.begin, range.begin);
        const uint32_t end = std::min(r.end, range.end);
        if (begin < end) here += end - begin;
      }
      if (here == 0) return 0;
      inside = std::min(inside, double(graph_.count_with(*label)));
    }
    owners = inside;
  }
  return relationships / std::max(1.0, owners);
}

double Estimator::degree(const std::vector<std::string>& types, Direction direction,
                         const std::vector<std::string>& labels) const {
  double total = 0;
  auto add = [&](TypeId type) {
    if (direction != Direction::kIn) total += type_degree(type, true, labels);
    if (direction != Direction::kOut) total += type_degree(type, false, labels);
  };
  if (types.empty()) {
    for (size_t t = 0; t < graph_.types().size(); ++t) add(static_cast<TypeId>(t));
  }
  for (const std::string& name : types) {
    if (const auto type = graph_.types().find(name)) add(*type);
  }
  return total;
}

double Estimator::label_share(const std::vector<std::string>& types, Direction direction,
                              const std::vector<std::string>& labels) const {
  if (labels.empty()) return 1;
  const double wanted = nodes_with(labels);
  double reachable = 0;
  for (const std::string& name : types) {
    const auto type = graph_.types().find(name);
    if (!type) continue;
    if (direction != Direction::kIn) {
      reachable = std::max<double>(reachable, graph_.end_range(*type).size());
    }
    if (direction != Direction::kOut) {
      reachable = std::max<double>(reachable, graph_.start_range(*type).size());
    }
  }
  if (types.empty()) reachable = nodes();
  return reachable == 0 ? 0 : std::min(1.0, wanted / reachable);
}

namespace {

// Different values among a thousand rows spread over the column: when nearly all differ, all are
// taken to.
double distinct_integers(const Column& column) {
  constexpr size_t kSample = 1024;
  const auto values = column.integers();
  std::vector<int64_t> sample;
  const size_t step = std::max<size_t>(1, values.size() / kSample);
  for (size_t i = 0; i < values.size(); i += step) sample.push_back(values[i]);
  const double taken = double(sample.size());
  std::sort(sample.begin(), sample.end());
  const double distinct =
      double(std::unique(sample.begin(), sample.end()) - sample.begin());
  return distinct > 0.9 * taken ? double(values.size()) : distinct;
}

}  // namespace

double Estimator::distinct_values(const std::string& label_name, KeyId key) const {
  const auto label = graph_.labels().find(label_name);
  if (!label) return 0;
  double distinct = 0;
  for (LabelSetId set = 0; set < graph_.label_set_count(); ++set) {
    const auto labels = graph_.labels_of(set);
    if (std::find(labels.begin(), labels.end(), *label) == labels.end()) continue;
    const Column* column = graph_.node_column(set, key);
    if (!column) continue;
    distinct += column->kind() == ColumnKind::kDictionary ? column->dictionary_size()
                : column->kind() == ColumnKind::kBoolean  ? 2
                : column->kind() == ColumnKind::kInteger  ? distinct_integers(*column)
                                                          : column->range().size();
  }
  return distinct;
}

bool Estimator::can_look_up(const std::string& label_name, const std::string& key_name) const {
  const auto label = graph_.labels().find(label_name);
  const auto key = graph_.keys().find(key_name);
  if (!label || !key) return false;
  bool strings = false;
  bool integers = false;
  for (LabelSetId set = 0; set < graph_.label_set_count(); ++set) {
    const auto labels = graph_.labels_of(set);
    if (std::find(labels.begin(), labels.end(), *label) == labels.end()) continue;
    const Column* column = graph_.node_column(set, *key);
    if (!column) continue;
    if (column->kind() == ColumnKind::kInteger) {
      integers = true;
    } else if (column->kind() == ColumnKind::kString || column->kind() == ColumnKind::kDictionary) {
      strings = true;
    } else {
      return false;
    }
  }
  return strings != integers;
}

double Estimator::lookup_rows(const std::string& label_name, const std::string& key_name,
                              const Expr& value) const {
  const auto label = graph_.labels().find(label_name);
  const auto key = graph_.keys().find(key_name);
  if (!label || !key) return 0;
  if (value.kind == ExprKind::kLiteral && (value.literal.is_string() || value.literal.is_integer())) {
    return double(graph_.find_nodes(*label, *key, value.literal).size());
  }
  return std::max(1.0, graph_.count_with(*label) / std::max(1.0, distinct_values(label_name, *key)));
}

double Estimator::selectivity(const Expr& e, const KnownLabels& labels) const {
  using enum ast::BinaryOperator;
  if (e.kind == ExprKind::kLabelTest) {
    const ExprPtr& subject = e.arguments[0];
    // The share of a pattern node's label is counted when the node is reached.
    if (subject->kind == ExprKind::kVariable && labels.count(subject->symbol)) return 1;
    return kOtherShare;
  }
  if (e.kind == ExprKind::kUnary && e.unary == ast::UnaryOperator::kNot) {
    return std::clamp(1 - selectivity(*e.arguments[0], labels), 0.1, 1.0);
  }
  if (e.kind != ExprKind::kBinary) return kOtherShare;
  switch (e.binary) {
    case kAnd:
      return selectivity(*e.arguments[0], labels) * selectivity(*e.arguments[1], labels);
    case kOr:
      return std::min(1.0, selectivity(*e.arguments[0], labels) +
                               selectivity(*e.arguments[1], labels));
    case kEqual:
      for (const ExprPtr& side : e.arguments) {
        if (!side->is_property_of_variable()) continue;
        const auto known = labels.find(side->arguments[0]->symbol);
        const auto key = graph_.keys().find(side->name);
        if (known == labels.end() || known->second.empty() || !key) continue;
        const double distinct = distinct_values(known->second[0], *key);
        if (distinct > 0) return 1 / distinct;
      }
      return kEqualityShare;
    case kNotEqual: return 0.9;
    case kLess: case kLessEqual: case kGreater: case kGreaterEqual: return kRangeShare;
    case kStartsWith: case kEndsWith: case kContains: case kRegexMatch: return kTextShare;
    default: return kOtherShare;
  }
}

}  // namespace zhengmai::plan
