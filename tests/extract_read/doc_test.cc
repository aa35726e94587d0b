#include "extract/read/doc.h"

#include <catch2/catch.hpp>

#include <random>
#include <string>
#include <vector>

#include "ole.h"
#include "reading.h"

namespace zhengmai {
namespace {

using Catch::Matchers::Contains;
using Catch::Matchers::Equals;
using test::make_ole;
using test::put;
using test::read;

// A stretch of text as it is stored: narrow ones take a byte a character.
struct StoredPiece {
  std::u16string text;
  bool narrow = false;
};

constexpr size_t kText = 0x400, kPapxPage = 0x2000;

// The two streams of a document ([MS-DOC]): its pieces in the order of the text, stored in that order
// or backwards, and the modifiers of those of its paragraphs that have some.
struct Doc {
  std::vector<StoredPiece> pieces;
  bool backwards = false;
  // By the first character of the paragraph: its modifiers.
  std::vector<std::pair<size_t, std::string>> paragraphs = {};
  uint16_t flags = 0x0200;  // the table stream is 1Table
  uint16_t version = 0xC1;

  std::string word = {}, table = {};

  Doc& make() {
    word.assign(kText, '\0');
    put(&word, 0, 0xA5EC, 2);
    put(&word, 2, version, 2);
    put(&word, 0x0A, flags, 2);
    std::vector<size_t> at(pieces.size());
    for (size_t n = 0; n < pieces.size(); ++n) {
      const size_t i = backwards ? pieces.size() - 1 - n : n;
      at[i] = word.size();
      for (const char16_t c : pieces[i].text) put(&word, word.size(), c, pieces[i].narrow ? 1 : 2);
      word.resize((word.size() + 1) / 2 * 2);
    }
    size_t length = 0;
    std::string starts, places;
    for (size_t i = 0; i < pieces.size(); ++i) {
      put(&starts, starts.size(), length, 4);
      length += pieces[i].text.size();
      const uint64_t fc = pieces[i].narrow ? at[i] * 2 | 1u << 30 : at[i];
      put(&places, places.size(), 0, 2);
      put(&places, places.size(), fc, 4);
      put(&places, places.size(), 0, 2);
    }
    put(&starts, starts.size(), length, 4);
    put(&word, 0x4C, length, 4);
    table = "\x01";  // modifiers of pieces, passed over
    put(&table, 1, 2, 2);
    put(&table, 3, 0, 2);
    put(&table, 5, 2, 1);
    put(&table, 6, starts.size() + places.size(), 4);
    table += starts + places;
    put(&word, 0x1A2, 0, 4);
    put(&word, 0x1A6, table.size(), 4);
    put_paragraphs();
    return *this;
  }
  std::string bytes() { return make().container(); }
  std::string container() const { return make_ole({{"WordDocument", word}, {"1Table", table}}); }

 private:
  // One page of formatted paragraphs, of a text that is stored in order and two bytes a character.
  void put_paragraphs() {
    if (paragraphs.empty()) return;
    std::string page(512, '\0');
    size_t end = 510;
    for (size_t i = 0; i < paragraphs.size(); ++i) {
      const auto& [from, modifiers] = paragraphs[i];
      put(&page, i * 4, kText + 2 * from, 4);
      const size_t until = i + 1 < paragraphs.size() ? paragraphs[i + 1].first : 4000;
      put(&page, (i + 1) * 4, kText + 2 * until, 4);
      if (modifiers.empty()) continue;
      const bool odd = modifiers.size() % 2 != 0;  // its size is written in one of two ways
      end -= (modifiers.size() + 5) / 2 * 2;
      put(&page, (paragraphs.size() + 1) * 4 + i * 13, end / 2, 1);
      const std::string list = std::string("\0\0", 2) + modifiers;
      if (odd) {
        put(&page, end, (list.size() + 1) / 2, 1);
        page.replace(end + 1, list.size(), list);
      } else {
        put(&page, end, 0, 1);
        put(&page, end + 1, list.size() / 2, 1);
        page.replace(end + 2, list.size(), list);
      }
    }
    page.resize(512);
    put(&page, 511, paragraphs.size(), 1);
    word.resize(kPapxPage);
    word += page;
    put(&word, 0x102, table.size(), 4);
    put(&word, 0x106, 12, 4);
    put(&table, table.size(), kText, 4);
    put(&table, table.size(), kText + 8000, 4);
    put(&table, table.size(), kPapxPage / 512, 4);
  }
};

std::string modifier(uint16_t code, const std::string& operand) {
  std::string out;
  put(&out, 0, code, 2);
  return out + operand;
}
const std::string kInTable = modifier(0x2416, "\1");
const std::string kEndsRow = kInTable + modifier(0x2417, "\1");

std::string doc(const std::u16string& text) { return Doc{{{text}}}.bytes(); }

}  // namespace

TEST_CASE("paragraphs and breaks of a DOC become lines") {
  const std::string bytes = doc(u"关于印发方案的通知\r各市\v人民政府：\f一、总则\r");
  CHECK(find_format("通知.doc", bytes) == Format::kDoc);
  CHECK(find_format("通知.wps", bytes) == Format::kDoc);
  CHECK(read("通知.doc", bytes) == "关于印发方案的通知\n各市\n人民政府：\n一、总则\n");
  CHECK(read_document("通知.wps", bytes).warnings.empty());
  CHECK(read("a.doc", doc(u"2017\x1E" u"2019年\x1F底\x01，\x08𠮷\r")) == "2017-2019年底，𠮷\n");
}

TEST_CASE("pieces of a DOC come in the order of the text, wherever and however they are stored") {
  Doc d{{{u"省商务厅"}, {u"Internet+", true}, {u"流通\r"}}};
  d.backwards = true;
  CHECK(read("a.doc", d.bytes()) == "省商务厅Internet+流通\n");
  CHECK(read("a.doc", Doc{{{u"a\x93x\x94\x96\r", true}}}.bytes()) == "a“x”–\n");
}

TEST_CASE("a row of a DOC's table is a line, its cells are kept apart by tabs") {
  //                                 0   2         9         15    17
  Doc d{{{u"表\r" u"1\a平台\r二期\a\a厅、委\a\a" u"完\r"}}};
  d.paragraphs = {{0, ""},        {2, kInTable},  {4, kInTable},  {7, kInTable}, {10, kInTable},
                  {11, kInTable}, {15, kEndsRow}, {16, ""}};
  CHECK(read("a.doc", d.bytes()) == "表\n1\t平台 二期\t\t厅、委\n完\n");
  // Modifiers of every size before the one that counts, and a list that its size cuts short.
  const std::string others = modifier(0x0600, "\1") + modifier(0x4600, "ab") +
                             modifier(0x6600, "abcd") + modifier(0xC601, "\2xy") +
                             modifier(0xD608, std::string("\4\0abc", 5)) + modifier(0xE600, "abc");
  d.paragraphs[6].second = others + kEndsRow;
  d.paragraphs[5].second = kInTable + modifier(0xC601, "\x7Fz");
  CHECK(read("a.doc", d.bytes()) == "表\n1\t平台 二期\t\t厅、委\n完\n");
}

TEST_CASE("a cell of a DOC's table that goes on with the one above is marked") {
  Doc d{{{u"甲\a" u"厅\a\a" u"\a" u"\a\a" u"乙\a" u"\a\a"}}};
  //       0      2    4   5     6  7    8     10  11
  const auto row = [](const std::string& first, const std::string& second) {
    std::string cells = std::string("\2\0\0\0\0\0\0", 7);  // two, and where they begin and end
    for (const std::string& flags : {first, second}) cells += flags + std::string(19, '\0');
    std::string size;
    put(&size, 0, cells.size() + 1, 2);
    return kEndsRow + modifier(0xD608, size + cells);
  };
  const std::string plain(1, '\0'), begins = "\x60", goes_on = "\x20";
  d.paragraphs = {{0, kInTable}, {4, row(plain, begins)},  {5, kInTable}, {7, row(plain, goes_on)},
                  {8, kInTable}, {11, row(plain, goes_on)}};
  CHECK(read("a.doc", d.bytes()) == "甲\t厅\n\t〃\n乙\t〃\n");
}

TEST_CASE("a field of a DOC is its result, not its code") {
  CHECK(read("a.doc", doc(u"见\x13 HYPERLINK \"x\" \x14附件\x15。\x13 PAGE \x15"
                          u"\x13 IF \x13 DATE \x14" u"5\x15 \x14完\x15\x15\r")) == "见附件。完\n");
}

TEST_CASE("numbers that Word computes for a DOC's lists are said to be missing") {
  Doc d{{{u"总体要求\r"}}};
  d.paragraphs = {{0, modifier(0x460B, std::string("\1\0", 2))}};
  CHECK(read_document("a.doc", d.bytes()).warnings ==
        std::vector<std::string>{"list numbers that Word computes are not part of the text"});
  CHECK(read_document("a.doc", doc(u"\r")).warnings == std::vector<std::string>{"empty document"});
}

TEST_CASE("a DOC that is protected, older or none at all is refused by name") {
  Doc d{{{u"密件\r"}}};
  d.flags |= 0x0100;
  CHECK_THAT(read("a.doc", d.bytes()),
             Equals("error: a.doc: password-protected or legacy .doc"));
  d.flags = 0x0200;
  d.version = 0x68;  // Word 95, which has a signature of its own
  d.make();
  put(&d.word, 0, 0xA5DC, 2);
  CHECK_THAT(read("a.doc", d.container()),
             Equals("error: a.doc: password-protected or legacy .doc"));
  CHECK_THAT(read("a.docx", make_ole({{"EncryptedPackage", "x"}, {"EncryptionInfo", "x"}})),
             Equals("error: a.docx: password-protected or legacy .doc"));
  CHECK_THAT(read("表.xls", make_ole({{"Workbook", "x"}})),
             Equals("error: 表.xls: an Excel workbook of before 2007"));
  CHECK_THAT(read("a.ppt", make_ole({{"PowerPoint Document", "x"}})),
             Equals("error: a.ppt: an OLE2 container that holds no Word document"));
}

TEST_CASE("a damaged DOC is refused by what is wrong, and never read beyond its ends") {
  Doc d{{{u"关于印发方案的通知\r各市人民政府\r"}}};
  d.paragraphs = {{0, kInTable}, {10, kEndsRow}};
  d.make();
  const auto with = [&](auto&& change) {
    Doc copy = d;
    change(copy);
    return read("a.doc", copy.container());
  };
  CHECK_THAT(with([](Doc& c) { c.word.resize(0x100); }), Contains("damaged .doc (WordDocument ends at"));
  CHECK_THAT(with([](Doc& c) { c.word[0] = 0; }), Contains("damaged .doc (not Word's signature)"));
  CHECK_THAT(with([](Doc& c) { c.table.clear(); }), Contains("damaged .doc (the table stream ends at 0"));
  CHECK_THAT(with([](Doc& c) { put(&c.word, 0x1A6, 1 << 30, 4); }), Contains("the table stream ends at"));
  CHECK_THAT(with([](Doc& c) { put(&c.table, 5, 7, 1); }), Contains("no table of pieces"));
  CHECK_THAT(with([](Doc& c) { put(&c.table, 10, 3, 4); }), Contains("pieces out of order"));
  CHECK_THAT(with([](Doc& c) { put(&c.word, 0x4C, 1 << 30, 4); }), Contains("characters)"));
  CHECK_THAT(read("a.doc", make_ole({{"WordDocument", d.word}})), Contains("no table stream"));
  // One page of paragraphs named again and again.
  CHECK_THAT(with([](Doc& c) {
               put(&c.word, 0x106, 4 + 8 * (c.word.size() / 512 + 1), 4);
               c.table.resize(c.table.size() + c.word.size());
             }),
             Contains("more pages of paragraphs than pages"));
  std::mt19937 random(1);
  const std::string whole = d.container();
  for (int i = 0; i < 3000; ++i) {  // a few bytes anywhere: text or an error
    Doc copy = d;
    for (int n = 0; n < 3; ++n) {
      std::string& stream = random() % 2 == 0 ? copy.word : copy.table;
      const size_t at = random() % (&stream == &copy.word && random() % 2 == 0 ? 0x1B0 : stream.size());
      stream[at] = static_cast<char>(random());
    }
    (void)read("a.doc", copy.container());
    std::string flipped = whole;
    flipped[random() % flipped.size()] ^= static_cast<char>(random() % 255 + 1);
    (void)read("a.doc", flipped.substr(0, random() % 2 == 0 ? flipped.size() : random() % flipped.size()));
  }
}

}  // namespace zhengmai
