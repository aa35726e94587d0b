#include "extract/link/emit.h"

namespace zhengmai {
namespace {

std::string_view level_word(TerritoryLevel level) {
  switch (level) {
    case TerritoryLevel::kCountry: return "country";
    case TerritoryLevel::kProvince: return "province";
    case TerritoryLevel::kPrefecture: return "prefecture";
    case TerritoryLevel::kCounty: return "county";
    case TerritoryLevel::kZone: return "zone";
  }
  return "zone";
}

const NodeFact& emit_class(Emitter& emit, const Reference& reference, uint16_t number,
                           Span evidence) {
  const AgencyClass& cls = reference.names.classes()[number];
  bool is_new = false;
  const NodeFact& node = emit.node(emit.id("class:", cls.id), {label::kAgencyClass}, [&](NodeFact& n) {
    is_new = true;
    n.set(key::kName, emit.known(cls.name_zh));
    List functions;
    functions.reserve(cls.functions.size());
    for (const auto& f : cls.functions) functions.push_back(emit.known(f));
    n.set(key::kFunctions, Value::list(std::move(functions)));
  });
  if (!is_new) return node;
  const auto [begin, end] = reference.reforms.equal_range(number);
  for (auto it = begin; it != end; ++it) {
    const NodeFact& successor = emit_class(emit, reference, it->second.to, evidence);
    const std::string& to = reference.names.classes()[it->second.to].id;
    auto* edge = emit.relationship(emit.id("succeeded:", cls.id, ">", to),
                                   type::kSucceededBy, node, successor, {evidence, "A.reform", 1.0});
    if (edge == nullptr) continue;
    edge->set(key::kDate, emit.known(it->second.date));
    edge->set(key::kKind, emit.known(it->second.kind));
  }
  return node;
}

}  // namespace

const NodeFact& emit_jurisdiction(Emitter& emit, const Reference& reference, std::string_view code,
                                  Span evidence) {
  const TerritoryLevel level = reference.places.level(code);
  bool is_new = false;
  const auto fill = [&](NodeFact& n) {
    is_new = true;
    n.set(key::kName, emit.known(reference.places.name(code)));
    n.set(key::kCode, emit.text(code));
    n.set(key::kLevel, Value::borrowed(level_word(level)));
  };
  const std::string_view id = emit.id("jurisdiction:", code);
  const NodeFact& node = level == TerritoryLevel::kProvince
                        ? emit.node(id, {label::kJurisdiction, label::kProvince}, fill)
                        : emit.node(id, {label::kJurisdiction}, fill);
  const std::string_view parent = reference.places.parent(code);
  if (is_new && !parent.empty()) {
    const NodeFact& outer = emit_jurisdiction(emit, reference, parent, evidence);
    emit.relationship(emit.id("within:", node.id, ">", outer.id), type::kWithin, node, outer,
                      {evidence, "A.territory", 1.0});
  }
  return node;
}

const NodeFact& emit_agency(Emitter& emit, const Reference& reference,
                            const AgencyResolver::Run& run, const AgencyInstance& agency,
                            Span evidence) {
  bool is_new = false;
  const bool known = agency.cls != kNoClass;
  const NodeFact& node = emit.node(agency.id, {label::kAgency}, [&](NodeFact& n) {
    is_new = true;
    n.set(key::kName, emit.text(run.name_of(agency)));
    if (known) n.set(key::kClass, emit.known(reference.names.classes()[agency.cls].id));
    if (!agency.jurisdiction.empty()) {
      n.set(key::kJurisdiction, emit.text(agency.jurisdiction));
      n.set(key::kLevel, Value::borrowed(reference.resolver.level_name(agency.jurisdiction)));
    }
  });
  if (!is_new) return node;
  for (const uint16_t cls : {agency.cls, agency.more[0], agency.more[1]}) {
    if (cls == kNoClass) continue;
    const NodeFact& target = emit_class(emit, reference, cls, evidence);
    emit.relationship(emit.id("has-class:", node.id, ">", target.id), type::kHasClass, node, target,
                      {evidence, "A.name", 1.0});
  }
  if (!agency.jurisdiction.empty()) {
    const NodeFact& place = emit_jurisdiction(emit, reference, agency.jurisdiction, evidence);
    emit.relationship(emit.id("within:", node.id, ">", place.id), type::kWithin, node, place,
                      {evidence, "A.territory", 1.0});
  }
  return node;
}

}  // namespace zhengmai
