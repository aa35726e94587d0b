// One stretch of a CSV file → columns, ids and ends: the part of an import that runs on all cores.
//
// Cost: one pass over the chunk. Errors: InputError as "file:line: problem", the chunk's first.
// Threads: one thread a chunk; the groups are only read.
#pragma once

#include <list>
#include <map>
#include <string>
#include <vector>

#include "graph/memory/column_builder.h"
#include "graph/memory/id_index.h"
#include "graph/memory/import.h"
#include "graph/memory/import_header.h"

namespace zhengmai {

// The ids that relationships may name.
struct IdGroup {
  IdIndex index;
  bool integers = false;
};
using IdGroups = std::map<std::string, IdGroup, std::less<>>;

// The columns that all files of one ImportSource have.
struct Source {
  const ImportSource* spec;
  bool nodes;
  std::vector<ImportColumn> columns;
};

// Rows of one chunk that have the same labels or type.
struct LocalTable {
  std::string names;  // of the LABEL or TYPE column
  uint32_t rows = 0;
  std::vector<ColumnBuilder> values;        // by column of the source
  std::vector<uint32_t> offsets;            // of nodes' rows, from the beginning of the chunk
  std::vector<int64_t> integer_ids;         // of nodes
  std::vector<std::string_view> text_ids;
  std::vector<NodeId> starts, ends;         // of relationships
};

// A stretch of a file's rows, parsed by one thread.
struct Chunk {
  const Source* source;
  const CsvFile* file;
  uint64_t begin, end;
  std::vector<LocalTable> tables;
  std::list<std::string> kept;  // texts that ids point to
  uint64_t skipped = 0;
};

// Fills chunk.tables. REQUIRES: every group that the source's columns name is in `groups`; for
// relationships, that the groups' indexes are complete.
void parse_chunk(Chunk& chunk, const ImportOptions& options, const IdGroups& groups);

}  // namespace zhengmai
