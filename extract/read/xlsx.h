// XLSX → plain text: ledgers of tasks, as offices keep them in spreadsheets.
//
// A row is a line, its cells are kept apart by tabs, as rows of tables in DOCX are; all rows of a sheet
// begin in the same column. In the rows that a merged cell covers below its first stands 〃
// (table_rows.h). Where a workbook shows several sheets, each begins with its name. Numbers are written
// as they are kept, percentages and dates (2024年6月30日) as they are shown.
//
// Not read: hidden sheets, comments, drawings, headers; formulas count for their last value.
// Limits: those of zip_parts.h; 2 000 000 cells; 64 MB of text.
// Errors: InputError without a name. Threads: pure functions.
#pragma once

#include <string_view>

#include "extract/read/reader.h"

namespace zhengmai {

PlainText read_xlsx(std::string_view bytes);

// Whether a ZIP holds a workbook.
bool is_xlsx(std::string_view bytes);

}  // namespace zhengmai
