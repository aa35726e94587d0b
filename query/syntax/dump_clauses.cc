#include <fmt/format.h>

#include "query/syntax/dump.h"

namespace zhengmai::syntax {

using namespace ast;  // NOLINT: the tree's vocabulary is this file's subject

namespace {

void dump_node(std::string& out, const NodePattern& node) {
  out += "(";
  if (node.variable) out += node.variable->name;
  if (node.labels) {
    out += ":";
    dump_labels(out, *node.labels);
  }
  dump_tagged(out, "props", node.properties);
  dump_tagged(out, "where", node.where);
  out += ")";
}

void dump_relationship(std::string& out, const RelationshipPattern& r) {
  out += r.direction == ArrowDirection::kLeft ? "<-[" : "-[";
  if (r.variable) out += r.variable->name;
  for (size_t i = 0; i < r.types.size(); ++i) out += (i == 0 ? ":" : "|") + r.types[i];
  if (r.hops) {
    out += fmt::format("*{}..", r.hops->min);
    if (r.hops->max) out += std::to_string(*r.hops->max);
  }
  dump_tagged(out, "props", r.properties);
  dump_tagged(out, "where", r.where);
  out += r.direction == ArrowDirection::kRight ? "]->" : "]-";
}

void dump_projection(std::string& out, const Projection& p) {
  if (p.distinct) out += " distinct";
  if (p.star) out += " *";
  for (const ReturnItem& item : p.items) {
    out += " ";
    if (!item.alias) {
      dump_expression(out, *item.expression);
      continue;
    }
    out += "(as ";
    dump_expression(out, *item.expression);
    out += " " + item.alias->name + ")";
  }
  for (const SortItem& item : p.order_by) {
    dump_tagged(out, item.descending ? "desc" : "asc", item.expression);
  }
  dump_tagged(out, "skip", p.skip);
  dump_tagged(out, "limit", p.limit);
}

class ClauseDumper {
 public:
  explicit ClauseDumper(std::string& out) : out_(out) {}

  void operator()(const MatchClause& c) {
    out_ += c.optional ? "(optional-match " : "(match ";
    dump_pattern(out_, c.pattern);
    dump_tagged(out_, "where", c.where);
    out_ += ")";
  }
  void operator()(const UnwindClause& c) {
    out_ += "(unwind " + c.variable.name + " ";
    dump_expression(out_, *c.list);
    out_ += ")";
  }
  void operator()(const WithClause& c) {
    out_ += "(with";
    dump_projection(out_, c.projection);
    dump_tagged(out_, "where", c.where);
    out_ += ")";
  }
  void operator()(const ReturnClause& c) {
    out_ += "(return";
    dump_projection(out_, c.projection);
    out_ += ")";
  }
  void operator()(const CallClause& c) {
    out_ += "(procedure " + c.procedure;
    if (c.implicit_arguments) out_ += " implicit";
    for (const auto& argument : c.arguments) {
      out_ += " ";
      dump_expression(out_, *argument);
    }
    if (c.has_yield) {
      out_ += " (yield";
      if (c.yield_star) out_ += " *";
      for (const auto& y : c.yields) out_ += fmt::format(" ({} {})", y.field, y.variable.name);
      out_ += ")";
    }
    dump_tagged(out_, "where", c.where);
    out_ += ")";
  }
  void operator()(const CallSubqueryClause& c) {
    out_ += "(call ";
    dump_query(out_, *c.query);
    out_ += ")";
  }
  void operator()(const CreateClause& c) {
    out_ += "(create ";
    dump_pattern(out_, c.pattern);
    out_ += ")";
  }
  void operator()(const MergeClause& c) {
    out_ += "(merge ";
    dump_path(out_, c.pattern);
    out_ += ")";
  }
  void operator()(const SetClause& c) {
    static constexpr const char* kKinds[] = {"=", "replace", "+=", "labels"};
    out_ += "(set";
    for (const SetItem& item : c.items) {
      out_ += fmt::format(" ({} ", kKinds[static_cast<size_t>(item.kind)]);
      dump_expression(out_, *item.target);
      for (const auto& label : item.labels) out_ += " " + label;
      if (item.value != nullptr) {
        out_ += " ";
        dump_expression(out_, *item.value);
      }
      out_ += ")";
    }
    out_ += ")";
  }
  void operator()(const DeleteClause& c) {
    out_ += c.detach ? "(detach-delete" : "(delete";
    for (const auto& target : c.targets) {
      out_ += " ";
      dump_expression(out_, *target);
    }
    out_ += ")";
  }

 private:
  std::string& out_;
};

}  // namespace

void dump_labels(std::string& out, const LabelExpression& labels) {
  switch (labels.kind) {
    case LabelExpression::Kind::kName:
      out += labels.name;
      return;
    case LabelExpression::Kind::kWildcard:
      out += "%";
      return;
    case LabelExpression::Kind::kNot:
      out += "!";
      dump_labels(out, labels.operands[0]);
      return;
    default:
      break;
  }
  const char* separator = labels.kind == LabelExpression::Kind::kAnd ? "&" : "|";
  out += "(";
  for (size_t i = 0; i < labels.operands.size(); ++i) {
    if (i > 0) out += separator;
    dump_labels(out, labels.operands[i]);
  }
  out += ")";
}

void dump_path(std::string& out, const PathPattern& path) {
  if (path.variable) out += path.variable->name + " = ";
  if (path.search == PathPattern::Search::kShortest) out += "shortest ";
  if (path.search == PathPattern::Search::kAllShortest) out += "all-shortest ";
  for (size_t i = 0; i < path.nodes.size(); ++i) {
    if (i > 0) dump_relationship(out, path.relationships[i - 1]);
    dump_node(out, path.nodes[i]);
  }
}

void dump_pattern(std::string& out, const Pattern& pattern) {
  for (size_t i = 0; i < pattern.paths.size(); ++i) {
    if (i > 0) out += ", ";
    dump_path(out, pattern.paths[i]);
  }
}

void dump_query(std::string& out, const Query& query) {
  static constexpr const char* kModes[] = {"", "explain ", "profile "};
  out += kModes[static_cast<size_t>(query.mode)];
  for (size_t p = 0; p < query.parts.size(); ++p) {
    if (p > 0) out += query.union_all ? " union-all " : " union ";
    const auto& clauses = query.parts[p].clauses;
    for (size_t i = 0; i < clauses.size(); ++i) {
      if (i > 0) out += " ";
      std::visit(ClauseDumper(out), clauses[i].node);
    }
  }
}

}  // namespace zhengmai::syntax
