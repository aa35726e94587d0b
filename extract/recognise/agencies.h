// From written names to bodies: whose 商务厅 it is.
//
//   AgencyResolver resolver(places, names);
//   AgencyResolver::Run run(resolver, text, "350000");
//   AgencyInstance a = run.resolve(listed.name, listed.opens_run);   // 福建省商务厅, 350000/commerce
//
// An agency is a function in a territory. The territory comes from the written prefix, from the
// prefix of a neighbour in the same run of a list (省商务厅、发展改革委), or from the document.
// Bodies of the country's own hierarchy (海关, 人民银行 branches, 税务) belong to the territory
// they are named after; one named after the seat of a province, in a document of that province,
// belongs to the province.
//
// Cost: a few look-ups a name. Threads: the resolver from any thread; a Run from one.
#pragma once

#include <string>
#include <string_view>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/places.h"

namespace zhengmai {

struct AgencyInstance {
  std::string id;            // agency:350000/commerce
  std::string name;          // where the id has it in it; else Run::name_of says it
  std::string jurisdiction;  // GB/T 2260 code; empty when the document does not say
  uint16_t cls = kNoClass;
  std::array<uint16_t, 2> more = {kNoClass, kNoClass};
  AgencyName written;        // where it stands
  bool inherited = false;    // the territory came from a neighbour's prefix
};

class AgencyResolver {
 public:
  // REQUIRES: both outlive the resolver.
  AgencyResolver(const Places& places, const AgencyNames& names) : places_(places), names_(names) {}

  // Names in the order of one list. `scope` keeps bodies of unknown territory apart.
  class Run {
   public:
    Run(const AgencyResolver& resolver, std::u32string_view text, std::string_view jurisdiction,
        std::string_view scope)
        : resolver_(resolver), text_(text), document_(jurisdiction), scope_(scope) {}

    AgencyInstance resolve(const AgencyName& name, bool opens_run);
    // 福建省商务厅: the usual name where the written one abbreviates it. Asked once for each body of
    // a document, however many lists have it.
    std::string name_of(const AgencyInstance& agency) const;

   private:
    std::string written_from(const AgencyName& name, uint32_t from) const;
    bool says_where(std::u32string_view words, std::string_view code) const;
    bool is_branch_here(const AgencyName& name) const;
    uint16_t national_class(const AgencyName& name) const;
    std::string territory_of(const AgencyName& name, bool* inherited);

    const AgencyResolver& resolver_;
    std::u32string_view text_;
    std::string document_;
    std::string scope_;
    std::string reach_;  // territory of the prefix still in reach; empty when none is
  };

  // The body of a class in a territory, as an issuer is named in metadata.
  AgencyInstance instance(uint16_t cls, std::string_view jurisdiction) const;
  std::string_view level_name(std::string_view jurisdiction) const;

 private:
  std::string generic_territory(AgencyPrefix prefix, std::string_view document) const;
  std::string display_name(uint16_t cls, std::string_view jurisdiction) const;

  const Places& places_;
  const AgencyNames& names_;
};

}  // namespace zhengmai
