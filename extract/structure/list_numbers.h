// Duties given by number, behind the tasks: 第1、2项由县农业农村局负责;第3项由县水利局牵头,县林业局配合。
//
// Internal to extract/structure. The numbers are those of headings before the statement, in the same
// writing (第(三)项 is no 3.). What stands behind 由 up to the end of the sentence must be a list and
// nothing else. Cost: one search for each 第.
#pragma once

#include <vector>

#include "extract/structure/lists.h"

namespace zhengmai {

// In the order of the text; each has `items`, in the order written and without repeats.
std::vector<ResponsibilityList> read_numbered_duties(const ListReader& reader,
                                                     const Normalised& text);

}  // namespace zhengmai
