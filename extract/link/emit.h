// From what was read to facts: one function for each part of a document's graph.
//
// Internal to extract/link. Ids are those of graph/model/ids.h; rules those of extract/RULES.md.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/lexicon/lexicon.h"
#include "extract/lexicon/places.h"
#include "extract/link/emitter.h"
#include "extract/recognise/agencies.h"
#include "extract/recognise/citations.h"
#include "extract/recognise/clauses.h"
#include "extract/recognise/cues.h"
#include "extract/recognise/instruments.h"
#include "extract/recognise/mentions.h"
#include "extract/recognise/prose.h"
#include "extract/recognise/targets.h"
#include "extract/recognise/themes.h"
#include "extract/structure/default_assignees.h"
#include "extract/structure/lists.h"
#include "extract/structure/measures.h"
#include "extract/structure/structure.h"

namespace zhengmai {

// What recognises inside a measure; made once an extractor.
struct Readers {
  Readers(const Lexicon& lexicon, const Places& places, const AgencyNames& names,
          const DocumentNumbers& numbers)
      : cues(lexicon), clauses(lexicon), themes(lexicon), instruments(lexicon), targets(lexicon),
        mentions(lexicon, places), prose(lexicon, names), citations(lexicon, numbers) {}

  CueIndex cues;
  ClauseReader clauses;
  ThemeReader themes;
  InstrumentReader instruments;
  TargetReader targets;
  MentionReader mentions;
  ProseReader prose;
  CitationReader citations;
};

// What emission looks things up in; made once an extractor.
struct Reference {
  const Lexicon& lexicon;
  const Places& places;
  const AgencyNames& names;
  const AgencyResolver& resolver;
  const Readers& readers;
  struct Reform {
    uint16_t to;  // class
    std::string date, kind;
  };
  std::multimap<uint16_t, Reform> reforms;  // by class
};

// What was read from one document.
struct DocumentParts {
  const Normalised& text;
  const Metadata& metadata;
  const std::vector<Section>& sections;
  const std::vector<ResponsibilityList>& lists;
  const std::vector<Measure>& measures;
  const std::vector<DefaultAssignees>& defaults;
};

// The nodes that other parts hang on.
struct EmittedTree {
  const NodeFact* document = nullptr;
  std::vector<const NodeFact*> sections;
  std::vector<const NodeFact*> measures;
};

// The jurisdiction's node and those it lies in, with WITHIN between them.
const NodeFact& emit_jurisdiction(Emitter& emit, const Reference& reference, std::string_view code,
                                  Span evidence);
// The agency's node with its classes, their successors and its jurisdiction. `run` resolved it.
const NodeFact& emit_agency(Emitter& emit, const Reference& reference,
                            const AgencyResolver::Run& run, const AgencyInstance& agency,
                            Span evidence);

// Document, sections, issuers, jurisdiction.
void emit_document(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                   EmittedTree& tree);
// Measures, ADOPTS and ASSIGNED_TO.
void emit_measures(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                   EmittedTree& tree);
// Clauses, themes, instruments, targets, mentions; citations of the document.
void emit_recognised(Emitter& emit, const Reference& reference, const DocumentParts& parts,
                     const EmittedTree& tree);

}  // namespace zhengmai
