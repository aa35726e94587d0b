#include "policy_graph.h"

#include "graph/memory/builder.h"
#include "graph/model/schema.h"
#include "tests/child.h"

namespace zhengmai::report_test {
namespace {

Value text(std::string_view s) { return Value::string(std::string(s)); }

struct Maker {
  GraphBuilder builder;

  NodeId agency(std::string_view place, std::string_view cls, std::string_view name) {
    return builder.add_node(
        {label::kAgency},
        {{key::kId, text("agency:" + std::string(place) + "/" + std::string(cls))},
         {key::kName, text(name)},
         {key::kClass, text(cls)},
         {key::kJurisdiction, text(place)}});
  }
  NodeId measure(std::string_view document, int n, std::string_view words) {
    return builder.add_node(
        {label::kMeasure},
        {{key::kId, text("measure:" + std::string(document) + "/" + std::to_string(n))},
         {key::kOrdinal, Value::integer(n)},
         {key::kText, text(words)},
         {key::kSection, text("一")},
         {key::kSectionTitle, text("推进冷链")}});
  }
  void assign(NodeId m, NodeId a, std::string_view role, int order, int begin,
              std::string_view surface, std::string_view document) {
    const int size = static_cast<int>(surface.size() / 3);  // Han only: three bytes each
    builder.add_relationship(type::kAssignedTo, m, a,
                             {{key::kRole, text(role)},
                              {key::kOrder, Value::integer(order)},
                              {key::kSurface, text(surface)},
                              {key::kSource, text("doc:" + std::string(document))},
                              {key::kSpanStart, Value::integer(begin)},
                              {key::kSpanEnd, Value::integer(begin + size)},
                              {key::kRule, text("list")},
                              {key::kConfidence, Value::floating(0.99)}});
  }
};

}  // namespace

const std::vector<std::string>& hostile_texts() {
  static const std::vector<std::string> texts = {
      "\"quoted\" and \\N \\G backslashes", "\"];a[label=\"x", "</script><script>alert(1)</script>",
      "a|b`c*d_e[f](g)<h>&amp;", "=HYPERLINK(\"http://x\")", "line one\nline two\r\n\tthree",
      "bell\a escape\x1b]0;owned\a end", "逗号，、；以及\u3000全角空格",
      "bidi \u202Ereversed\u202C end", "𠮷野家 beyond the BMP", "100%25 {curly} <urn:x>", "",
  };
  return texts;
}

Graph policy_graph() {
  Maker m;
  const NodeId country = m.builder.add_node(
      {label::kJurisdiction}, {{key::kId, text("jurisdiction:100000")}, {key::kName, text("全国")}});
  const NodeId qing = m.builder.add_node(
      {label::kJurisdiction, label::kProvince},
      {{key::kId, text("jurisdiction:630000")}, {key::kName, text("青海省")}});
  const NodeId national = m.builder.add_node(
      {label::kDocument}, {{key::kId, text("doc:aaaaaaaaaaaa")}, {key::kTitle, text("全国意见")},
                           {key::kDocNumber, text("国示〔2016〕1号")}});
  const NodeId local = m.builder.add_node(
      {label::kDocument}, {{key::kId, text("doc:bbbbbbbbbbbb")}, {key::kTitle, text("青海方案")}});
  const NodeId cold = m.builder.add_node(
      {label::kTheme}, {{key::kId, text("theme:cold_chain")}, {key::kName, text("冷链物流")},
                        {key::kNameEn, text("Cold chain")}, {key::kCode, text("0201")}});
  const NodeId talent = m.builder.add_node(
      {label::kTheme}, {{key::kId, text("theme:talent")}, {key::kName, text("人才")},
                        {key::kCode, text("0901")}});
  const NodeId commerce = m.agency("100000", "commerce", "商务部");
  const NodeId reform = m.agency("100000", "development_reform", "国家发展改革委");
  const NodeId post = m.agency("100000", "postal", "国家邮政局");
  const NodeId q_commerce = m.agency("630000", "commerce", "青海省商务厅");
  const NodeId m1 = m.measure("aaaaaaaaaaaa", 1, "建设冷链。");
  const NodeId m2 = m.measure("aaaaaaaaaaaa", 2, "培养人才。");
  const NodeId m3 = m.measure("aaaaaaaaaaaa", 3, "无人负责。");
  const NodeId q1 = m.measure("bbbbbbbbbbbb", 1, "建设冷链园区。");
  const NodeId q2 = m.measure("bbbbbbbbbbbb", 2, "开通数字电视。");
  for (const NodeId measure : {m1, m2, m3}) {
    m.builder.add_relationship(type::kHasMeasure, national, measure, {});
    m.builder.add_relationship(type::kAdopts, country, measure, {});
  }
  for (const NodeId measure : {q1, q2}) {
    m.builder.add_relationship(type::kHasMeasure, local, measure, {});
    m.builder.add_relationship(type::kAdopts, qing, measure, {});
  }
  m.builder.add_relationship(type::kHasTheme, m1, cold, {});
  m.builder.add_relationship(type::kHasTheme, m2, talent, {});
  m.builder.add_relationship(type::kHasTheme, q1, cold, {});
  m.assign(m1, commerce, "lead", 1, 6, "商务部", "aaaaaaaaaaaa");
  m.assign(m1, reform, "support", 2, 10, "发展改革委", "aaaaaaaaaaaa");
  m.assign(m2, commerce, "unspecified", 2, 30, "商务部", "aaaaaaaaaaaa");
  m.assign(m2, reform, "unspecified", 1, 24, "发展改革委", "aaaaaaaaaaaa");
  m.assign(m2, post, "unspecified", 3, 34, "邮政局", "aaaaaaaaaaaa");
  m.assign(q1, q_commerce, "unspecified", 1, 8, "省商务厅", "bbbbbbbbbbbb");
  m.builder.add_relationship(type::kDerivedFrom, q1, m1,
                             {{key::kScore, Value::floating(0.8)}, {key::kKind, text("adapted")}});
  m.builder.add_relationship(type::kDerivedFrom, q1, m2,
                             {{key::kScore, Value::floating(0.95)}, {key::kKind, text("kept")}});
  return std::move(m.builder).freeze();
}

Graph hostile_graph() {
  GraphBuilder builder;
  std::vector<NodeId> nodes;
  for (const std::string& words : hostile_texts()) {
    nodes.push_back(builder.add_node({"Odd label\"<>"},
                                     {{"name", text(words)},
                                      {"k|e<y", text(words)},
                                      {"n", Value::integer(int64_t(nodes.size()))}}));
  }
  for (size_t i = 0; i + 1 < nodes.size(); ++i) {
    builder.add_relationship("TYPE", nodes[i], nodes[i + 1], {{"name", text(hostile_texts()[i])}});
    builder.add_relationship("TYPE", nodes[i], nodes[i + 1], {{"x", Value::floating(0.5)}});
  }
  return std::move(builder).freeze();
}

int run_program(const std::vector<std::string>& words, std::string* output) {
  const test::Ended ended = test::in_child(STDOUT_FILENO, [&] {
    dup2(STDOUT_FILENO, STDERR_FILENO);
    test::become(words);
  });
  if (output != nullptr) *output = ended.printed;
  const int code =
      WIFEXITED(ended.status) ? WEXITSTATUS(ended.status) : 128 + WTERMSIG(ended.status);
  return code == 127 ? -1 : code;
}

}  // namespace zhengmai::report_test
