// Whose territory a document speaks for, where neither issuer, number, fields nor first paragraphs say
// it: its title, or the bodies that its lists name.
//
//   find_territory(text, lists, places, metadata);    // fills metadata.jurisdiction where it is empty
//
// Units: indices of Normalised.text. Cost: linear in the title and the names of the lists.
// Threads: any.
#pragma once

#include <vector>

#include "extract/lexicon/places.h"
#include "extract/structure/lists.h"
#include "extract/structure/structure.h"
#include "extract/text/normalise.h"

namespace zhengmai {

void find_territory(const Normalised& text, const std::vector<ResponsibilityList>& lists,
                    const Places& places, Metadata& metadata);

}  // namespace zhengmai
