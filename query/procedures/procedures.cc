#include <algorithm>
#include <iterator>

#include "query/procedures/procedure_tables.h"

namespace zhengmai {

std::vector<Procedure> builtin_procedures() {
  std::vector<Procedure> all = graph_procedures();
  for (std::vector<Procedure> some : {schema_procedures(), text_procedures()})
    all.insert(all.end(), std::make_move_iterator(some.begin()),
               std::make_move_iterator(some.end()));
  std::sort(all.begin(), all.end(),
            [](const Procedure& a, const Procedure& b) { return a.name < b.name; });
  return all;
}

}  // namespace zhengmai
