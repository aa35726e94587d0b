#include <fmt/format.h>

#include "extract/link/emit.h"

namespace zhengmai {
namespace {

void set_quoted(Emitter& emit, NodeFact& node, std::string_view key, const Quoted& quoted) {
  if (!quoted.text.empty()) node.set(key, emit.text(quoted.text));
}

void fill_document(Emitter& emit, const Metadata& m, NodeFact& n) {
  set_quoted(emit, n, key::kTitle, m.title);
  set_quoted(emit, n, key::kDocNumber, m.doc_number);
  set_quoted(emit, n, key::kDocType, m.doc_type);
  set_quoted(emit, n, key::kIndexNumber, m.index_number);
  set_quoted(emit, n, key::kValidity, m.validity);
  set_quoted(emit, n, key::kGovcnTheme, m.govcn_theme);
  set_quoted(emit, n, key::kDisclosure, m.disclosure);
  if (!m.issuers.empty()) {
    std::string names;
    for (const Issuer& issuer : m.issuers) names += (names.empty() ? "" : "、") + issuer.name.text;
    n.set(key::kIssuer, emit.text(names));
  }
  if (m.date.date) n.set(key::kDate, Value::date(*m.date.date));
  if (m.date_metadata.date) n.set(key::kDateMetadata, Value::date(*m.date_metadata.date));
  if (m.published.date) n.set(key::kPublished, Value::date(*m.published.date));
  if (!m.addressees.empty()) {
    List list;
    for (const Quoted& a : m.addressees) list.push_back(Value::string(a.text));
    n.set(key::kAddressees, Value::list(std::move(list)));
  }
  if (!m.jurisdiction.empty()) n.set(key::kJurisdiction, emit.text(m.jurisdiction));
  n.set(key::kInCorpus, Value::boolean(true));
  n.set(key::kFile, emit.text(emit.block().source));
  n.set(key::kSha256, emit.text(emit.block().content_sha256));
}

void emit_sections(Emitter& emit, const DocumentParts& parts, EmittedTree& tree) {
  int order = 0;
  for (const Section& s : parts.sections) {
    // A closing has no heading of its own: its first words stand for it.
    const TextRange quoted = s.heading.empty() ? s.body : s.heading;
    if (quoted.empty()) {
      tree.sections.push_back(tree.document);
      continue;
    }
    const Span span = emit.span(quoted);
    const NodeFact& node = emit.node(emit.id("section:", emit.key(), "/", s.path), {label::kSection},
                                [&](NodeFact& n) {
      if (!s.ordinal_raw.empty()) n.set(key::kOrdinalRaw, emit.text(s.ordinal_raw));
      n.set(key::kOrdinal, Value::integer(s.ordinal));
      n.set(key::kLevel, Value::integer(s.level));
      n.set(key::kPath, emit.text(s.path));
      n.set(key::kOrder, Value::integer(order));
      if (!s.title.empty()) n.set(key::kTitle, emit.words(s.title));
      n.set(key::kSpanStart, Value::integer(span.begin));
      n.set(key::kSpanEnd, Value::integer(emit.span(s.extent.empty() ? quoted : s.extent).end));
    });
    const NodeFact& parent = s.parent >= 0 ? *tree.sections[s.parent] : *tree.document;
    auto* edge = emit.relationship(emit.id("has-section:", node.id), type::kHasSection, parent,
                                   node, {emit.head(quoted), "D.section", 1.0});
    if (edge != nullptr) edge->set(key::kOrder, Value::integer(++order));
    tree.sections.push_back(&node);
  }
}

}  // namespace

void emit_document(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                   EmittedTree& tree) {
  const Metadata& m = parts.metadata;
  tree.document = &emit.node(emit.block().document_id, {label::kDocument},
                             [&](NodeFact& n) { fill_document(emit, m, n); });
  emit_sections(emit, parts, tree);
  AgencyResolver::Run run(reference.resolver, parts.text.text, m.jurisdiction, emit.key());
  for (const Issuer& issuer : m.issuers) {
    if (issuer.name.empty()) continue;
    const Span span = emit.span(issuer.name.range);
    const auto named = reference.names.parse(
        std::u32string_view(parts.text.text).substr(0, issuer.name.range.end),
        issuer.name.range.begin);
    AgencyInstance agency;
    const uint16_t cls = reference.names.class_of(issuer.agency_class);
    if (cls != kNoClass && !issuer.jurisdiction.empty()) {
      agency = reference.resolver.instance(cls, issuer.jurisdiction);
    } else if (named && named->end == issuer.name.range.end) {
      agency = run.resolve(*named, true);
    } else {
      agency.name = issuer.name.text;
      agency.jurisdiction = issuer.jurisdiction;
      agency.id = fmt::format("agency:{}/{}", issuer.jurisdiction.empty() ? "unknown" :
                              issuer.jurisdiction, issuer.name.text);
    }
    const NodeFact& node = emit_agency(emit, reference, run, agency, span);
    emit.relationship(emit.id("issued:", emit.key(), ">", node.id), type::kIssuedBy, *tree.document,
                      node, {span, issuer.rule, 1.0});
  }
  if (m.jurisdiction.empty() || m.jurisdiction_from.empty()) return;
  const Span span = emit.span(m.jurisdiction_from);
  const NodeFact& place = emit_jurisdiction(emit, reference, m.jurisdiction, span);
  emit.relationship(emit.id("applies:", emit.key()), type::kAppliesIn, *tree.document, place,
                    {span, m.jurisdiction_rule, 1.0});
}

}  // namespace zhengmai
