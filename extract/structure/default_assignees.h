// Statements that make bodies responsible for all that follows, so that no later list names them.
//
//   各市、县政府均为责任单位,不再逐一列出        以下各项均需各地区落实,不再列出
//   均涉及相关市(州)政府,不再做分工,下同         (in a list or in running text)
//
// Units: TextRange, indices of Normalised.text. Cost: two searches of the text. Threads: pure.
#pragma once

#include <string_view>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/structure/structure.h"

namespace zhengmai {

struct DefaultAssignees {
  TextRange range;                // of the statement
  std::vector<AgencyName> bodies;  // groups, never empty
  bool below_only = false;        // 以下: not for the measure that the statement stands in
};

// In the order of the text.
// `not_again`: what may follow 不再 (列出, 分工 …).
std::vector<DefaultAssignees> find_default_assignees(std::u32string_view text,
                                                     const AgencyNames& names,
                                                     const std::vector<std::u32string>& not_again);

}  // namespace zhengmai
