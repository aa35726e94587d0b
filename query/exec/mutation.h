// CREATE and DELETE on a scratch graph: rows in, a new frozen graph out, ids in the rows renewed.
//
// Errors: QueryError (deleting a node that still has relationships, properties that no graph can
// hold). Threads: one thread.
#pragma once

#include "query/exec/operator.h"

namespace zhengmai::exec {

// Applies the clause to each row of `rows`; created nodes and relationships become columns. The
// ids in `rows` (also inside lists, maps and paths) are those of the new graph afterwards, and its
// strings are its own.
Graph apply_create(Context& context, const plan::Create& create, Batch& rows);
Graph apply_delete(Context& context, const plan::Delete& clause, Batch& rows);

}  // namespace zhengmai::exec
