// Stands in for query/procedures until that room is built: an engine without built-in procedures.
#include "query/procedures/procedure.h"

namespace zhengmai {

std::span<const Procedure> builtin_procedures() { return {}; }

}  // namespace zhengmai
