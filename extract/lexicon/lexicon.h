// The lexicon: what the tool knows about the domain, as tables (the .tsv files of this folder).
//
//   Lexicon lexicon = Lexicon::builtin();
//   const Table& agencies = lexicon.table("agencies");
//   Lexicon mine = Lexicon::load("my-tables");   // the built-in tables with mine on top
//
// The built-in tables are part of the program. A folder of the user's adds to them: DIR/name.tsv
// joins the table of that name row by row (same key replaces), and takes its place altogether when
// its first line is "# replace". A table that the program does not know is kept under its name.
//
// Cost: parsing the built-in tables takes about 5 ms; share one Lexicon.
// Errors: Error with ExitCode::kConfig for a table that is malformed, kNoInput for a missing folder.
// Threads: const access from any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "extract/lexicon/table.h"

namespace zhengmai {

class Lexicon {
 public:
  static Lexicon builtin();
  static Lexicon load(const std::filesystem::path& folder);

  // Throws when there is no table of that name (the file name without .tsv).
  const Table& table(std::string_view name) const;
  bool has_table(std::string_view name) const { return tables_.contains(name); }

  // 64 hex digits over all tables: the same rows give the same digits. What a store compares to
  // know that its facts were made with other tables.
  std::string fingerprint() const;

 private:
  std::map<std::string, Table, std::less<>> tables_;
};

}  // namespace zhengmai
