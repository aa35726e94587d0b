// Spreadsheets (Office Open XML): one sheet a table.
//
// Text is always written as text, so "=1+1" is never a formula. The header row is bold, frozen and
// carries an automatic filter; columns are as wide as their contents up to a readable limit, and
// long text wraps. The same tables give the same bytes: the file's date is fixed.
//
// Limits of the format: 1 048 575 rows (LimitError beyond), 32 767 characters a cell (longer text
// is cut and ends in "…").
// Cost: linear; all in memory. Errors: LimitError; StoreError (73, 74) when it cannot be written.
// Threads: pure function of its arguments.
// Source: libxlsxwriter.
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "report/table.h"

namespace zhengmai::report {

// Overwrites `path`.
void write_xlsx(const std::filesystem::path& path, const std::string& title,
                std::span<const Table> tables);

}  // namespace zhengmai::report
