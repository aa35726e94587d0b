#include "report/xlsx.h"

#include <xlsxwriter.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <set>
#include <vector>

#include "graph/model/error.h"
#include "graph/model/lazy_library.h"
#include "graph/model/unicode.h"
#include "report/cell.h"

namespace zhengmai::report {
namespace {

constinit LazyLibrary libxlsxwriter(ZHENGMAI_XLSXWRITER);
ZHENGMAI_LAZY(libxlsxwriter, format_set_align);
ZHENGMAI_LAZY(libxlsxwriter, format_set_bg_color);
ZHENGMAI_LAZY(libxlsxwriter, format_set_bold);
ZHENGMAI_LAZY(libxlsxwriter, format_set_border);
ZHENGMAI_LAZY(libxlsxwriter, format_set_font_name);
ZHENGMAI_LAZY(libxlsxwriter, format_set_font_size);
ZHENGMAI_LAZY(libxlsxwriter, format_set_text_wrap);
ZHENGMAI_LAZY(libxlsxwriter, lxw_strerror);
ZHENGMAI_LAZY(libxlsxwriter, workbook_add_format);
ZHENGMAI_LAZY(libxlsxwriter, workbook_add_worksheet);
ZHENGMAI_LAZY(libxlsxwriter, workbook_close);
ZHENGMAI_LAZY(libxlsxwriter, workbook_new);
ZHENGMAI_LAZY(libxlsxwriter, workbook_set_properties);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_autofilter);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_fit_to_pages);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_freeze_panes);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_repeat_rows);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_set_column);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_set_landscape);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_set_paper);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_write_boolean);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_write_number);
ZHENGMAI_LAZY(libxlsxwriter, worksheet_write_string);

constexpr size_t kMaxRows = 1048575;         // without the header
constexpr size_t kMaxCellCharacters = 32767;
constexpr size_t kMaxSheetName = 31;
constexpr int kWidest = 60;                  // columns of a digit's width
constexpr int64_t kExactIntegers = int64_t{1} << 53;  // cells are doubles
constexpr time_t kFixedDate = 315532800;     // 1980-01-01, the earliest a zip entry can hold
// Han in spreadsheets without a font of their own fall back to whatever the machine finds.
constexpr const char* kFont = "Microsoft YaHei";

// A sheet's name: at most 31 characters, none of []:*?/\, unique without regard to case.
std::string sheet_name(std::string_view title, size_t index, std::set<std::string>& taken) {
  std::u32string clean;
  for (const char32_t c : to_utf32(title)) {
    const bool bad = c < 0x20 || (c < 0x80 && std::string_view("[]:*?/\\'").find(char(c)) !=
                                                  std::string_view::npos);
    clean += bad ? U' ' : c;
  }
  if (clean.size() > kMaxSheetName - 4) clean.resize(kMaxSheetName - 4);
  std::string name = clean.empty() ? "Sheet" + std::to_string(index + 1) : to_utf8(clean);
  if (!taken.insert(name).second) {
    name += " (" + std::to_string(index + 1) + ")";
    taken.insert(name);
  }
  return name;
}

struct Formats {
  lxw_format* header;
  lxw_format* text;
  lxw_format* number;
};

Formats make_formats(lxw_workbook* book) {
  Formats formats{workbook_add_format(book), workbook_add_format(book), workbook_add_format(book)};
  for (lxw_format* format : {formats.header, formats.text, formats.number}) {
    format_set_font_name(format, kFont);
    format_set_font_size(format, 10);
    format_set_align(format, LXW_ALIGN_VERTICAL_TOP);
  }
  format_set_bold(formats.header);
  format_set_bg_color(formats.header, 0xE8ECF1);
  format_set_border(formats.header, LXW_BORDER_THIN);
  format_set_text_wrap(formats.text);
  return formats;
}

bool is_exact_number(const Value& value) {
  if (value.is_integer()) return std::llabs(value.as_integer()) <= kExactIntegers;
  return value.is_float() && std::isfinite(value.as_float());
}

void write_cell(lxw_worksheet* sheet, lxw_row_t row, lxw_col_t column, const Value& value,
                const Graph* graph, const Formats& formats) {
  if (value.is_null()) return;
  if (is_exact_number(value)) {
    worksheet_write_number(sheet, row, column, value.as_number(), formats.number);
  } else if (value.is_boolean()) {
    worksheet_write_boolean(sheet, row, column, value.as_boolean(), formats.text);
  } else {
    std::string text = cell_text(value, graph);
    if (count_code_points(text) > kMaxCellCharacters) {
      text.resize(byte_of_code_point(text, kMaxCellCharacters - 1));
      text += "…";
    }
    worksheet_write_string(sheet, row, column, text.c_str(), formats.text);
  }
}

void write_sheet(lxw_worksheet* sheet, const Table& table, const Formats& formats) {
  const auto columns = static_cast<lxw_col_t>(table.columns.size());
  for (lxw_col_t c = 0; c < columns; ++c) {
    int width = display_width(table.columns[c]) + 3;  // room for the filter's arrow
    for (size_t r = 0; r < table.row_count(); ++r) {
      width = std::max(width, display_width(cell_text(table.at(r, c), table.graph)) + 2);
    }
    worksheet_set_column(sheet, c, c, std::min(width, kWidest), nullptr);
    worksheet_write_string(sheet, 0, c, table.columns[c].c_str(), formats.header);
  }
  for (size_t r = 0; r < table.row_count(); ++r) {
    for (lxw_col_t c = 0; c < columns; ++c) {
      write_cell(sheet, static_cast<lxw_row_t>(r + 1), c, table.at(r, c), table.graph, formats);
    }
  }
  worksheet_freeze_panes(sheet, 1, 0);
  if (columns > 0) {
    worksheet_autofilter(sheet, 0, 0, static_cast<lxw_row_t>(table.row_count()),
                         static_cast<lxw_col_t>(columns - 1));
  }
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, 9);  // A4
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_repeat_rows(sheet, 0, 0);
}

}  // namespace

void write_xlsx(const std::filesystem::path& path, const std::string& title,
                std::span<const Table> tables) {
  for (const Table& table : tables) {
    if (table.row_count() > kMaxRows) {
      throw LimitError("table '" + table.title + "' has more rows than a spreadsheet can hold",
                       "write CSV instead");
    }
  }
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) throw StoreError(ExitCode::kInternal, "out of memory for a spreadsheet");
  lxw_doc_properties properties{};
  std::string own_title = title;  // the library's field is not const
  properties.title = own_title.data();
  properties.created = kFixedDate;
  workbook_set_properties(book, &properties);
  const Formats formats = make_formats(book);
  std::set<std::string> taken;
  for (size_t i = 0; i < tables.size(); ++i) {
    const std::string name = sheet_name(tables[i].title, i, taken);
    lxw_worksheet* sheet = workbook_add_worksheet(book, name.c_str());
    if (sheet == nullptr) sheet = workbook_add_worksheet(book, nullptr);
    write_sheet(sheet, tables[i], formats);
  }
  const lxw_error error = workbook_close(book);
  if (error != LXW_NO_ERROR) {
    throw StoreError(ExitCode::kIoError, "cannot write '" + path.string() + "': " +
                                             lxw_strerror(error));
  }
}

}  // namespace zhengmai::report
