#include "extract/read/docx_numbers.h"

#include <algorithm>

#include "extract/read/zip_parts.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr int kLongestChain = 20;        // of styles that are based on one another
constexpr size_t kLongestNumber = 100;  // bytes; the format of a level may ask for any number

std::string_view value_of(const pugi::xml_node& node) { return attribute_of(node, "val"); }

int number_at(const pugi::xml_node& node, std::string_view attribute = "val") {
  return number_of<int>(attribute_of(node, attribute)).value_or(0);
}

// 一百零二: with units, in the digits of either script.
std::string counted(int64_t n, std::u32string_view digits, std::u32string_view units, bool bare_ten) {
  std::u32string out;
  bool gap = false;
  for (int64_t unit = 1000, i = 3; i >= 0; unit /= 10, --i) {
    const int64_t digit = n / unit % 10;
    if (digit == 0) {
      gap = !out.empty();
      continue;
    }
    if (gap) out += digits[0];
    gap = false;
    if (!(bare_ten && digit == 1 && i == 1 && out.empty())) out += digits[size_t(digit)];
    if (i > 0) out += units[size_t(i - 1)];
  }
  return to_utf8(out);
}

std::string in_letters(int64_t n, char first) {
  return std::string(static_cast<size_t>((n - 1) / 26 + 1), static_cast<char>(first + (n - 1) % 26));
}

std::string roman(int64_t n, bool upper) {
  static constexpr std::pair<int, const char*> kParts[] = {
      {1000, "m"}, {900, "cm"}, {500, "d"}, {400, "cd"}, {100, "c"}, {90, "xc"}, {50, "l"},
      {40, "xl"},  {10, "x"},   {9, "ix"},  {5, "v"},    {4, "iv"},  {1, "i"}};
  std::string out;
  for (const auto& [value, letters] : kParts) {
    for (; n >= value; n -= value) out += letters;
  }
  if (upper) std::ranges::transform(out, out.begin(), [](char c) { return char(c - 'a' + 'A'); });
  return out;
}

}  // namespace

std::string read_internal::in_format(int64_t number, std::string_view format) {
  const std::string decimal = std::to_string(number);
  const bool countable = number > 0 && number < 10'000;
  if (!countable) return decimal;
  if (format == "chineseLegalSimplified") return counted(number, U"零壹贰叁肆伍陆柒捌玖", U"拾佰仟", false);
  if (format == "ideographLegalTraditional") {
    return counted(number, U"零壹貳參肆伍陸柒捌玖", U"拾佰仟", false);
  }
  if (format.starts_with("chineseCounting") || format.ends_with("Counting") ||
      format.ends_with("CountingThousand") || format == "ideographDigital") {
    return counted(number, U"零一二三四五六七八九", U"十百千", true);
  }
  const auto among = [&](std::u32string_view signs) {
    return size_t(number) <= signs.size() ? to_utf8(signs.substr(size_t(number - 1), 1)) : decimal;
  };
  if (format == "ideographTraditional") return among(U"甲乙丙丁戊己庚辛壬癸");
  if (format == "ideographZodiac") return among(U"子丑寅卯辰巳午未申酉戌亥");
  if (format.starts_with("decimalEnclosedCircle")) return among(U"①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳");
  if (format == "decimalEnclosedParen") return among(U"⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇");
  if (format == "decimalEnclosedFullstop") return among(U"⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛");
  if (format == "decimalZero") return number < 10 ? "0" + decimal : decimal;
  if (format == "lowerLetter") return in_letters(number, 'a');
  if (format == "upperLetter") return in_letters(number, 'A');
  if (format == "lowerRoman") return roman(number, false);
  if (format == "upperRoman") return roman(number, true);
  return decimal;
}

DocxNumbers::DocxNumbers(const pugi::xml_node& numbering, const pugi::xml_node& styles) {
  for (const pugi::xml_node& node : numbering) {
    if (local_name(node) == "abstractNum") read_definition(node);
    if (local_name(node) == "num") read_list(node);
  }
  for (const pugi::xml_node& node : styles) {
    if (local_name(node) != "style") continue;
    Style style;
    style.parent = value_of(child_of(node, "basedOn"));
    const pugi::xml_node numbers = child_of(child_of(node, "pPr"), "numPr");
    const pugi::xml_node level = child_of(numbers, "ilvl");
    style.has_list = bool(child_of(numbers, "numId"));
    style.place.list = number_at(child_of(numbers, "numId"));
    style.has_level = bool(level);
    style.place.level = std::min(size_t(std::max(number_at(level), 0)), kLevels - 1);
    styles_.emplace(attribute_of(node, "styleId"), std::move(style));
  }
}

void DocxNumbers::read_definition(const pugi::xml_node& node) {
  Definition& definition = definitions_[number_at(node, "abstractNumId")];
  definition.link = value_of(child_of(node, "numStyleLink"));
  for (const pugi::xml_node& level : node) {
    if (local_name(level) == "lvl") read_level(level, &definition);
  }
}

void DocxNumbers::read_level(const pugi::xml_node& node, Definition* definition) {
  const int at = number_at(node, "ilvl");
  if (at < 0 || at >= int(kLevels)) return;
  Level level;
  for (const pugi::xml_node& property : node) {
    const std::string_view name = local_name(property);
    if (name == "start") level.start = number_at(property);
    if (name == "numFmt") level.format = value_of(property);
    if (name == "lvlText") level.text = value_of(property);
    if (name == "pStyle") level.style = value_of(property);
    if (name == "isLgl") level.legal = value_of(property) != "0" && value_of(property) != "false";
    if (name == "suff") level.apart = value_of(property) != "nothing";
    if (name == "lvlRestart") level.restart = number_at(property);
  }
  definition->levels[size_t(at)] = std::move(level);
}

void DocxNumbers::read_list(const pugi::xml_node& node) {
  List list;
  list.definition = number_at(child_of(node, "abstractNumId"));
  for (const pugi::xml_node& change : node) {
    if (local_name(change) != "lvlOverride") continue;
    const auto level = static_cast<size_t>(std::clamp(number_at(change, "ilvl"), 0, int(kLevels) - 1));
    const pugi::xml_node start = child_of(change, "startOverride");
    if (start) list.starts[level] = number_at(start);
  }
  lists_[number_at(node, "numId")] = std::move(list);
}

DocxNumbers::Place DocxNumbers::place_of_style(const std::string& id) const {
  Place place;
  bool has_level = false;
  std::string name = id;
  for (int steps = 0; steps < kLongestChain; ++steps) {
    const auto style = styles_.find(name);
    if (style == styles_.end()) break;
    if (style->second.has_level && !has_level) place.level = style->second.place.level;
    has_level = has_level || style->second.has_level;
    if (style->second.has_list) {
      place.list = style->second.place.list;
      break;
    }
    name = style->second.parent;
  }
  if (has_level || place.list == 0) return place;
  // A heading's style says the list, the list says which of its levels is the style's.
  const auto list = lists_.find(place.list);
  if (list == lists_.end()) return place;
  const auto definition = definitions_.find(list->second.definition);
  if (definition == definitions_.end()) return place;
  for (size_t level = 0; level < kLevels; ++level) {
    if (definition->second.levels[level].style == id) place.level = level;
  }
  return place;
}

DocxNumbers::Place DocxNumbers::place_of(const pugi::xml_node& properties) const {
  Place place = place_of_style(std::string(value_of(child_of(properties, "pStyle"))));
  const pugi::xml_node numbers = child_of(properties, "numPr");
  if (const pugi::xml_node list = child_of(numbers, "numId")) place.list = number_at(list);
  if (const pugi::xml_node level = child_of(numbers, "ilvl")) {
    place.level = static_cast<size_t>(std::clamp(number_at(level), 0, int(kLevels) - 1));
  }
  return place;
}

DocxNumbers::Definition* DocxNumbers::definition_of(const List& list) {
  auto it = definitions_.find(list.definition);
  if (it != definitions_.end() && !it->second.link.empty()) {
    const auto linked = lists_.find(place_of_style(it->second.link).list);
    if (linked != lists_.end()) it = definitions_.find(linked->second.definition);
  }
  return it == definitions_.end() ? nullptr : &it->second;
}

void DocxNumbers::count(size_t level, List* list, Definition* definition) {
  if (const auto start = list->starts.find(level); start != list->starts.end()) {
    definition->count[level] = start->second - 1;
    definition->open[level] = true;
    list->starts.erase(start);  // lists of one definition go on counting together
  }
  for (size_t above = 0; above <= level; ++above) {
    if (definition->open[above]) continue;
    definition->open[above] = true;
    definition->count[above] = definition->levels[above].start - (above == level ? 1 : 0);
  }
  ++definition->count[level];
  for (size_t below = level + 1; below < kLevels; ++below) {
    const int restart = definition->levels[below].restart;
    if (restart < 0 || (restart > 0 && level < size_t(restart))) definition->open[below] = false;
  }
}

std::string DocxNumbers::next(const pugi::xml_node& properties) {
  const Place place = place_of(properties);
  if (place.list == 0) return {};
  const auto list = lists_.find(place.list);
  Definition* definition = list == lists_.end() ? nullptr : definition_of(list->second);
  if (definition == nullptr) {
    missing_ = true;
    return {};
  }
  count(place.level, &list->second, definition);
  const Level& level = definition->levels[place.level];
  if (level.format == "bullet" || level.format == "none" || level.text.empty()) return {};
  std::string out;
  for (size_t i = 0; i < level.text.size(); ++i) {
    const char digit = i + 1 < level.text.size() ? level.text[i + 1] : ' ';
    if (level.text[i] != '%' || digit < '1' || digit > '9') {
      out += level.text[i];
      continue;
    }
    const auto named = static_cast<size_t>(digit - '1');
    out += read_internal::in_format(definition->count[named],
                                    level.legal ? "decimal" : definition->levels[named].format);
    ++i;
    if (out.size() > kLongestNumber) {
      missing_ = true;
      return {};
    }
  }
  // 一、总体要求 needs no blank, 1 总体要求 does.
  const auto ascii = static_cast<unsigned char>(out.back());
  if (level.apart && (std::isalnum(ascii) || out.back() == '.')) out += ' ';
  return out;
}

}  // namespace zhengmai
