// Import of property graphs in neo4j-admin's CSV convention.
//
//   ImportOptions options;
//   options.nodes.push_back(parse_import_source("Agency=agencies.csv"));
//   options.relationships.push_back(parse_import_source("ASSIGNED_TO=header.csv,part1.csv,part2.csv"));
//   GraphBuilder builder;
//   const ImportReport report = import_csv(options, builder);
//
// Shape: the header is the first line of a source's first file, in a file of its own or not
// (import_header.h). Ids are unique within their group and kept as a property: under the column's
// name, or "id" when it has none. They are text unless the header says {id-type: long}. An empty
// field is no property; an empty quoted field is the empty text. Labels and lists are split at `;`.
//
// Cost: files are mapped, split and parsed on all cores; peak memory about twice the graph.
// Errors: InputError as "file:line: problem", the first in the order of the sources. The builder is
// then not to be used. Threads: one caller.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "graph/memory/builder.h"
#include "graph/memory/csv.h"

namespace zhengmai {

struct ImportSource {
  std::vector<std::string> names;             // labels of its nodes; the type of its relationships
  std::vector<std::filesystem::path> files;
};

// "Label:Label=file,file" or "file,file". InputError when no file is named.
ImportSource parse_import_source(std::string_view argument);

struct ImportOptions {
  std::vector<ImportSource> nodes;
  std::vector<ImportSource> relationships;
  CsvDialect dialect;
  bool integer_ids = false;              // ids are integers where no header says
  bool skip_duplicate_nodes = false;     // keep the first node of an id
  bool skip_bad_relationships = false;   // leave out those whose ends are no nodes
};

struct ImportReport {
  uint64_t nodes = 0;
  uint64_t relationships = 0;
  uint64_t skipped_nodes = 0;
  uint64_t skipped_relationships = 0;
};

ImportReport import_csv(const ImportOptions& options, GraphBuilder& builder);

}  // namespace zhengmai
