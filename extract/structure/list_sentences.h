// Sentences that are nothing but a duty:
//
//   新建渡口三处。由县水利局牵头,县林业局配合。                        of the text before it
//   第1、2项由县农业农村局负责;第3项由县水利局牵头,县林业局配合。      of headings by their numbers
//
// Internal to extract/structure. The numbers are those of headings before the statement, in the same
// writing (第(三)项 is no 3.). What stands behind 由 up to the end of the sentence must be a list and
// nothing else; without 由 and without numbers somebody must lead. Cost: one search each for 第, 牵头, 负责.
#pragma once

#include <vector>

#include "extract/structure/lists.h"

namespace zhengmai {

// In no order; those by number have `items`, in the order written.
std::vector<ResponsibilityList> read_duty_sentences(const ListReader& reader,
                                                    const Normalised& text);

}  // namespace zhengmai
