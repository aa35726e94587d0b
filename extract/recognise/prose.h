// Assignments in running text: 省财政厅会同省商务厅制定…, 省政府办公厅牵头,省信息中心配合.
//
// A run of names is an assignment when 牵头, 会同, 负责 or 配合 stands right behind it. Bodies that
// are supported, that issued a rule, or that one may turn to, have no such word behind them.
//
// Units: indices of Normalised.text. Cost: a search for four words, and the names before each.
// Threads: pure function.
#pragma once

#include <string_view>
#include <vector>

#include "extract/lexicon/agency_names.h"
#include "extract/structure/lists.h"

namespace zhengmai {

struct ProseAssignment {
  TextRange range;
  AgencyName name;
  Role role = Role::kUnspecified;
  bool opens_run = false;
};

// Those in `within`, in the order of the text. Runs inside a responsibility list are not looked
// for: give the stretches between the lists.
std::vector<ProseAssignment> find_prose_assignments(std::u32string_view text, TextRange within,
                                                    const AgencyNames& names);

}  // namespace zhengmai
