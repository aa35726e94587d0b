// Tables that say whose job each row is: a header row (序号 ⇥ 主要任务 ⇥ 责任单位 ⇥ 完成时限), then rows.
//
// Internal to extract/structure. A tab stands between cells, a line break between rows. Columns are
// told by their headers: labels of list_labels.tsv are bodies, deadlines or persons; of the others,
// the longest cell of a row is its task, and an empty one repeats the task above (cells merged
// downwards). A table whose first column is 序号 may also have its cells one a line. Cost: linear in the
// text.
#pragma once

#include <vector>

#include "extract/structure/lists.h"

namespace zhengmai {

struct ListTable {
  TextRange range;  // from the header to the last row
  std::vector<ResponsibilityList> rows;  // those that name bodies; never empty
};

// In the order of the text.
std::vector<ListTable> read_list_tables(const ListReader& reader, const Normalised& text);

}  // namespace zhengmai
