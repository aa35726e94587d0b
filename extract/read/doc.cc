#include "extract/read/doc.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "extract/read/compound_file.h"
#include "extract/read/doc_bytes.h"
#include "extract/read/table_rows.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

// Places in the WordDocument stream ([MS-DOC] 2.5, the file information block).
constexpr size_t kIdent = 0x00, kVersion = 0x02, kFlags = 0x0A;
constexpr size_t kMainLength = 0x4C;      // ccpText, in characters
constexpr size_t kParagraphPages = 0x102;  // fcPlcfBtePapx and its length
constexpr size_t kPieces = 0x1A2;         // fcClx and its length
constexpr size_t kBlockSize = 0x1AA;      // of what is read here
constexpr uint16_t kWordIdent = 0xA5EC;
constexpr uint16_t kWord97 = 0xC1;
constexpr uint16_t kEncrypted = 0x0100, kSecondTable = 0x0200;

constexpr size_t kPage = 512;             // of formatted paragraphs

// Single property modifiers of paragraphs.
constexpr uint16_t kInTable = 0x2416, kEndsRow = 0x2417, kInList = 0x460B;
constexpr uint16_t kDefineTable = 0xD608, kChangeTabs = 0xC615;

[[noreturn]] void unreadable() {
  throw InputError("password-protected or legacy .doc",
                   "save it without its password, or " + convert_hint("docx"));
}

// The part of a stream whose place and length stand at `at` of another one.
DocBytes part(const DocBytes& stream, const DocBytes& of, size_t at) {
  return {stream.slice(of.u32(at), of.u32(at + 4)), "the table stream"};
}

// How many bytes the operand of a modifier takes that stands at `at`, its length byte included.
size_t operand_size(uint16_t modifier, const DocBytes& list, size_t at) {
  switch (modifier >> 13) {
    case 0:
    case 1: return 1;
    case 2:
    case 4:
    case 5: return 2;
    case 3: return 4;
    case 7: return 3;
    default: break;
  }
  if (modifier == kDefineTable) return size_t{list.u16(at)} + 1;
  if (modifier == kChangeTabs && list.u8(at) == 255) return list.size() - at;
  return size_t{list.u8(at)} + 1;
}

// A stretch of the text: characters [begin, end), stored from byte `at` on.
struct Piece {
  uint32_t begin = 0;
  uint32_t end = 0;
  uint32_t at = 0;
  bool narrow = false;  // a byte a character (Windows-1252), else two (UTF-16)
};

// A paragraph inside a table, stored in bytes [begin, end).
struct InTable {
  uint32_t begin = 0;
  uint32_t end = 0;
  bool ends_row = false;  // it is no cell, but the mark behind the last
  std::vector<bool> covered = {};  // at the end of a row, by cell: merged with the one above
};

// Windows-1252 where it differs from Latin 1.
char32_t from_1252(uint8_t byte) {
  static constexpr char16_t kHigh[] = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                       0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                       0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                       0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};
  return byte >= 0x80 && byte < 0xA0 ? kHigh[byte - 0x80] : byte;
}

class DocReader {
 public:
  explicit DocReader(const CompoundFile& container) {
    auto document = container.stream("WordDocument");
    if (!document) {
      if (container.stream("EncryptedPackage")) unreadable();
      if (container.stream("Workbook") || container.stream("Book")) {
        throw InputError("an Excel workbook of before 2007", convert_hint("xlsx"));
      }
      throw InputError("an OLE2 container that holds no Word document",
                       "save it as .docx, or as text");
    }
    stream_ = std::move(*document);
    document_ = {stream_, "WordDocument"};
    // Older versions have signatures of their own.
    if (document_.u16(kVersion) < kWord97 || (document_.u16(kFlags) & kEncrypted) != 0) unreadable();
    if (document_.u16(kIdent) != kWordIdent) damaged_doc("not Word's signature");
    document_.slice(0, kBlockSize);
    auto table = container.stream((document_.u16(kFlags) & kSecondTable) != 0 ? "1Table" : "0Table");
    if (!table) damaged_doc("no table stream");
    table_stream_ = std::move(*table);
    table_ = {table_stream_, "the table stream"};
  }

  PlainText read() {
    read_pieces();
    read_paragraphs();
    for (const Piece& piece : pieces_) {
      for (uint32_t i = piece.begin; i < piece.end; ++i) {
        const uint32_t at = piece.at + (i - piece.begin) * (piece.narrow ? 1 : 2);
        put(piece.narrow ? from_1252(document_.u8(at)) : char32_t{document_.u16(at)}, at);
      }
    }
    PlainText result;
    result.format = Format::kDoc;
    result.text = std::move(text_);
    if (numbered_) {
      result.warnings.emplace_back("list numbers that Word computes are not part of the text");
    }
    if (result.text.find_first_not_of(U" \t\n　") == std::u32string::npos) {
      result.warnings.emplace_back("empty document");
    }
    return result;
  }

 private:
  // The pieces of the main text, in its order ([MS-DOC] 2.8.35).
  void read_pieces() {
    const DocBytes all = part(table_, document_, kPieces);
    size_t at = 0;
    while (at < all.size() && all.u8(at) == 1) at += 3 + size_t{all.u16(at + 1)};
    if (all.u8(at) != 2) damaged_doc("no table of pieces");
    const DocBytes plc(all.slice(at + 5, all.u32(at + 1)), "the table of pieces");
    constexpr size_t kPlace = 4, kDescriptor = 8;
    if (plc.size() < kPlace) damaged_doc("an empty table of pieces");
    const size_t count = (plc.size() - kPlace) / (kPlace + kDescriptor);
    const uint32_t length = document_.u32(kMainLength);
    if (length > document_.size()) damaged_doc(fmt::format("{} characters", length));
    uint32_t behind = 0;
    for (size_t i = 0; i < count; ++i) {
      Piece piece;
      piece.begin = plc.u32(i * kPlace);
      piece.end = std::min(plc.u32((i + 1) * kPlace), length);
      if (piece.begin != behind) damaged_doc("pieces out of order");
      if (piece.begin >= piece.end) break;
      behind = piece.end;
      const uint32_t place = plc.u32((count + 1) * kPlace + i * kDescriptor + 2);
      constexpr uint32_t kNarrow = 1u << 30;
      piece.narrow = (place & kNarrow) != 0;
      piece.at = piece.narrow ? (place & ~kNarrow & 0x7FFFFFFF) / 2 : place;
      const uint64_t bytes = uint64_t{piece.end - piece.begin} * (piece.narrow ? 1 : 2);
      document_.slice(piece.at, bytes);  // all of it is there
      pieces_.push_back(piece);
    }
  }

  // The paragraphs of tables. They are told by where their text is stored ([MS-DOC] 2.8.6, 2.9.175).
  void read_paragraphs() {
    const DocBytes plc = part(table_, document_, kParagraphPages);
    if (plc.size() < 4) return;
    const size_t count = (plc.size() - 4) / 8;
    if (count > document_.size() / kPage) damaged_doc("more pages of paragraphs than pages");
    for (size_t i = 0; i < count; ++i) {
      const uint64_t from = uint64_t{plc.u32((count + 1) * 4 + i * 4) & 0x3FFFFF} * kPage;
      read_page(DocBytes(document_.slice(from, kPage), "a page of paragraphs"));
    }
    std::ranges::sort(in_tables_, {}, &InTable::begin);
  }

  void read_page(const DocBytes& page) {
    constexpr size_t kDescription = 13;
    const size_t count = page.u8(kPage - 1);
    for (size_t i = 0; i < count; ++i) {
      const size_t at = size_t{page.u8((count + 1) * 4 + i * kDescription)} * 2;
      if (at == 0) continue;  // nothing special
      size_t begin = at + 1;
      size_t size = size_t{page.u8(at)} * 2;
      if (size == 0) {
        size = size_t{page.u8(at + 1)} * 2;
        begin = at + 2;
      } else {
        --size;
      }
      if (size < 2) continue;
      InTable paragraph = {page.u32(i * 4), page.u32((i + 1) * 4), false};
      const DocBytes modifiers(page.slice(begin + 2, size - 2), "a list of modifiers");
      if (is_in_table(modifiers, &paragraph)) in_tables_.push_back(paragraph);
    }
  }

  bool is_in_table(const DocBytes& list, InTable* paragraph) {
    bool in_table = false;
    for (size_t at = 0; at + 2 < list.size();) {
      const uint16_t modifier = list.u16(at);
      at += 2;
      const size_t size = operand_size(modifier, list, at);
      if (size > list.size() - at) break;  // padding, or a list that goes on elsewhere
      if (modifier == kInTable) in_table = list.u8(at) != 0;
      if (modifier == kEndsRow) paragraph->ends_row = list.u8(at) != 0;
      if (modifier == kDefineTable) {
        paragraph->covered = covered_cells(DocBytes(list.slice(at, size), "a row"));
      }
      if (modifier == kInList) numbered_ = numbered_ || list.u16(at) != 0;
      at += size;
    }
    return in_table;
  }

  // Which cells of a row go on with those above ([MS-DOC] 2.9.326, 2.9.311).
  static std::vector<bool> covered_cells(const DocBytes& row) {
    constexpr size_t kCells = 2, kCell = 20, kVertical = 0x60, kGoesOn = 0x20;
    if (row.size() <= kCells) return {};
    const size_t cells = row.u8(kCells);
    std::vector<bool> covered;
    for (size_t at = kCells + 1 + (cells + 1) * 2; at + kCell <= row.size() && covered.size() < cells;
         at += kCell) {
      covered.push_back((row.u16(at) & kVertical) == kGoesOn);
    }
    return covered;
  }

  // The paragraph of a table whose text is stored there, or null.
  const InTable* table_paragraph(uint32_t stored) const {
    const auto after = std::ranges::upper_bound(in_tables_, stored, {}, &InTable::begin);
    if (after == in_tables_.begin() || stored >= std::prev(after)->end) return nullptr;
    return &*std::prev(after);
  }

  void put(char32_t c, uint32_t stored) {
    constexpr char32_t kFieldBegins = 0x13, kFieldSays = 0x14, kFieldEnds = 0x15;
    if (c == kFieldBegins) {
      fields_.push_back(true);
      ++codes_;
    } else if (c == kFieldSays || c == kFieldEnds) {
      if (!fields_.empty() && fields_.back()) --codes_;
      if (!fields_.empty()) fields_.back() = false;
      if (!fields_.empty() && c == kFieldEnds) fields_.pop_back();
    }
    if (codes_ > 0) return;
    constexpr char32_t kCell = 0x07, kLine = 0x0B, kPageEnds = 0x0C, kParagraph = 0x0D, kColumn = 0x0E;
    constexpr char32_t kHyphen = 0x1E;
    switch (c) {
      case kCell: return end_cell(table_paragraph(stored));
      case kLine:
      case kPageEnds:
      case kParagraph:
      case kColumn: return end_line(table_paragraph(stored));
      case kHyphen: return put_letter(U'-');
      default: break;
    }
    if (c == U'\t' || c >= U' ') put_letter(c);
  }

  // UTF-16: two halves make a character beyond the basic plane; a half alone is damage to one letter.
  void put_letter(char32_t c) {
    if (c >= 0xDC00 && c < 0xE000 && half_ != 0) {
      text_ += 0x10000 + ((half_ - 0xD800) << 10) + (c - 0xDC00);
    } else if (c < 0xD800 || c >= 0xE000) {
      text_ += c;
    }
    half_ = c >= 0xD800 && c < 0xDC00 ? c : 0;
  }

  // The paragraphs of a cell stay on the line of its row.
  void end_line(const InTable* in_table) {
    if (in_table == nullptr) {
      text_ += U'\n';
      cell_ = text_.size();
    } else if (text_.size() > cell_) {
      text_ += U' ';
    }
  }

  void end_cell(const InTable* in_table) {
    while (text_.size() > cell_ && text_.back() == U' ') text_.pop_back();
    if (in_table != nullptr && in_table->ends_row) {
      end_row(*in_table);
      return;
    }
    text_ += U'\t';
    cell_ = text_.size();
    cell_ends_.push_back(cell_ - 1);
  }

  // How a row's cells are merged is said at its end.
  void end_row(const InTable& row) {
    if (!text_.empty() && text_.back() == U'\t') text_.pop_back();
    for (size_t i = std::min(row.covered.size(), cell_ends_.size()); i-- > 0;) {
      const size_t end = cell_ends_[i];
      const bool empty = end == 0 || text_[end - 1] == U'\t' || text_[end - 1] == U'\n';
      if (row.covered[i] && empty) text_.insert(end, to_utf32(kAsAbove));
    }
    text_ += U'\n';
    cell_ = text_.size();
    cell_ends_.clear();
  }

  std::string stream_, table_stream_;
  DocBytes document_, table_;
  std::vector<Piece> pieces_;
  std::vector<InTable> in_tables_;  // by where they are stored
  std::vector<bool> fields_;        // open ones: whether its code goes on
  size_t codes_ = 0;                // of which so many
  std::u32string text_;
  std::vector<size_t> cell_ends_;   // of the row at hand
  size_t cell_ = 0;                 // where the text of the cell or line at hand begins
  char32_t half_ = 0;
  bool numbered_ = false;
};

}  // namespace

PlainText read_doc(std::string_view bytes) { return DocReader(CompoundFile(bytes)).read(); }

}  // namespace zhengmai
