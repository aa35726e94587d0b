// The numbers that Word shows before the paragraphs of lists and that stand nowhere in their text:
// 一、 （二） 1.2 ③. They say how a plan is divided, so they are computed as Word does.
//
//   DocxNumbers numbers(numbering_xml, styles_xml);
//   numbers.next(paragraph_properties)         // "（二）"; "" for a paragraph of no list
//
// Formats: decimal, letters, roman, circled, and the Chinese ones (counting, legal, 甲乙丙, 子丑寅). Bullets are
// no numbers and give nothing. Definitions that refer to a style's list (numStyleLink) are followed.
// Cost: a look-up a paragraph. Threads: one; it counts.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <pugixml.hpp>
#include <string>
#include <string_view>

namespace zhengmai {

class DocxNumbers {
 public:
  // Roots of word/numbering.xml and word/styles.xml; empty nodes where the file has none.
  DocxNumbers(const pugi::xml_node& numbering, const pugi::xml_node& styles);

  // Counts a paragraph with these properties (its pPr) and gives the number that stands before it.
  std::string next(const pugi::xml_node& properties);

  // Whether a paragraph named a list that the file does not define, or a number that is longer than any
  // heading's (100 bytes).
  bool missing() const { return missing_; }

 private:
  static constexpr size_t kLevels = 9;

  struct Level {
    int64_t start = 1;
    int restart = -1;          // the level whose next item begins this one anew; -1: any above
    std::string format;        // w:numFmt
    std::string text;          // w:lvlText: "%1.%2"
    std::string style;         // the paragraph style that it belongs to
    bool legal = false;        // all numbers in decimal
    bool apart = true;         // a blank or tab stands behind it
  };
  struct Definition {  // w:abstractNum
    std::array<Level, kLevels> levels;
    std::array<int64_t, kLevels> count{};  // of items so far; what the last one was numbered
    std::array<bool, kLevels> open{};      // whether there was one since a level above went on
    std::string link;                      // to a style whose list it is
  };
  struct List {  // w:num
    int definition = -1;
    std::map<size_t, int64_t> starts;  // by level: begins anew at its first item
  };
  struct Place {  // of a paragraph
    int list = 0;
    size_t level = 0;
  };
  struct Style {
    std::string parent;
    Place place;
    bool has_list = false;
    bool has_level = false;
  };

  void read_definition(const pugi::xml_node& node);
  void read_list(const pugi::xml_node& node);
  static void read_level(const pugi::xml_node& node, Definition* definition);
  Place place_of(const pugi::xml_node& properties) const;
  Place place_of_style(const std::string& id) const;
  Definition* definition_of(const List& list);
  static void count(size_t level, List* list, Definition* definition);

  std::map<int, Definition> definitions_;
  std::map<int, List> lists_;
  std::map<std::string, Style> styles_;
  bool missing_ = false;
};

namespace read_internal {

// A number in a format of Word's: (12, "chineseCounting") is 十二. Decimal where the format has no such number.
std::string in_format(int64_t number, std::string_view format);

}  // namespace read_internal
}  // namespace zhengmai
