#include "extract/read/ofd.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/read/affine.h"
#include "extract/read/zip_parts.h"
#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr const char* kRoot = "OFD.xml";
constexpr int kMostPages = 10'000;

// In sizes of a character.
constexpr double kSameLine = 0.5;  // how far two baselines of a line may lie apart
constexpr double kGap = 0.25;      // between two words
constexpr double kColumns = 1.5;   // between two columns
constexpr double kOverlap = 0.5;   // how far a stretch may reach back over the one before it

constexpr std::string_view kBlanks = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// The words of an attribute, one at each call; empty at the end.
std::string_view take_word(std::string_view* list) {
  *list = list->substr(std::min(list->find_first_not_of(kBlanks), list->size()));
  const std::string_view word = list->substr(0, list->find_first_of(kBlanks));
  list->remove_prefix(word.size());
  return word;
}

template <size_t N>
std::optional<std::array<double, N>> numbers(std::string_view list) {
  std::array<double, N> values;
  for (double& value : values) {
    const auto next = number_of<double>(take_word(&list));
    if (!next) return std::nullopt;
    value = *next;
  }
  return values;
}

// "3.5 g 4 3.5 7": from each character to the next, with runs written as g COUNT ADVANCE; as many as
// there are characters, whatever the list claims.
std::vector<double> advances(std::string_view list, size_t characters) {
  std::vector<double> out;
  for (auto word = take_word(&list); !word.empty(); word = take_word(&list)) {
    double times = 1;
    if (word == "g") {
      times = number_of<double>(take_word(&list)).value_or(0);
      word = take_word(&list);
    }
    const auto advance = number_of<double>(word);
    if (!advance || times < 0 || out.size() == characters) break;
    times = std::min(times, double(characters - out.size()));
    out.insert(out.end(), static_cast<size_t>(times), *advance);
  }
  return out;
}

// A part's place is written relative to the part that names it, or from the container's root.
std::string resolve(std::string_view from, std::string_view place) {
  std::vector<std::string_view> steps;
  const auto add = [&](std::string_view path) {
    while (!path.empty()) {
      const std::string_view step = path.substr(0, path.find('/'));
      path.remove_prefix(std::min(step.size() + 1, path.size()));
      if (step == ".." && !steps.empty()) steps.pop_back();
      if (!step.empty() && step != "." && step != "..") steps.push_back(step);
    }
  };
  if (!place.starts_with('/') && from.find('/') != from.npos) add(from.substr(0, from.rfind('/')));
  add(place);
  return fmt::format("{}", fmt::join(steps, "/"));
}

// How much a map enlarges along a line of text.
double scale_of(const Transform& map) { return std::hypot(map.a, map.b); }

// Which way the text runs; nothing for text at a slant, or without size.
std::optional<Point> direction_of(const Transform& map) {
  const double scale = scale_of(map);
  const Point d = {map.a / scale, map.b / scale};
  const bool straight = std::abs(d.x) > 0.99 || std::abs(d.y) > 0.99;
  return scale > 0 && straight ? std::optional(d) : std::nullopt;
}

// Puts stretches of text together to lines.
class Lines {
 public:
  std::string text;

  // A stretch that begins `along` its line, whose baseline lies at `across`, in characters of `size`.
  void add(double along, double across, double size, std::string_view words) {
    const bool goes_on = open_ && std::abs(across - across_) < kSameLine * size &&
                         along > end_ - kOverlap * size;
    if (!goes_on) end_line();
    if (goes_on) gap(along - end_, size);
    text += words;
    across_ = across;
    open_ = true;
  }
  void gap(double width, double size) {
    if (width > kGap * size) text += width > kColumns * size ? "  " : " ";
  }
  void ends_at(double along) { end_ = along; }
  void end_line() {
    if (open_) text += '\n';
    open_ = false;
  }
  void end_page() {
    end_line();
    text += '\f';
  }

 private:
  bool open_ = false;
  double across_ = 0;
  double end_ = 0;
};

// What a character takes of a line when nothing says it: Han the whole of its size.
double natural_width(char32_t c) { return c < 0x1100 ? 0.5 : 1.0; }

class OfdReader {
 public:
  explicit OfdReader(std::string_view bytes) : parts_(bytes, "OFD") {}

  void read() {
    pugi::xml_document xml;
    parts_.parse(kRoot, &xml);
    for (const pugi::xml_node& body : xml.document_element()) {
      for (const pugi::xml_node& root : body) {
        if (local_name(root) == "DocRoot") document(resolve("", trimmed(root.child_value())));
      }
    }
  }

  int pages() const { return pages_; }
  std::string take_text() { return std::move(lines_.text); }

 private:
  void document(const std::string& part) {
    pugi::xml_document xml;
    parts_.parse(part, &xml);
    for (const pugi::xml_node& pages : xml.document_element()) {
      if (local_name(pages) != "Pages") continue;
      for (const pugi::xml_node& node : pages) {
        if (local_name(node) != "Page") continue;
        if (++pages_ > kMostPages) throw InputError(fmt::format("more than {} pages", kMostPages));
        page(resolve(part, node.attribute("BaseLoc").value()));
      }
    }
  }

  void page(const std::string& part) {
    pugi::xml_document xml;
    parts_.parse(part, &xml);
    // Layers hold blocks that hold objects, as deep as the file likes.
    struct Visitor : pugi::xml_tree_walker {
      explicit Visitor(OfdReader& reader) : reader(reader) {}
      bool for_each(pugi::xml_node& node) override {
        if (local_name(node) == "TextObject") reader.text_object(node);
        return true;
      }
      OfdReader& reader;
    } visitor(*this);
    xml.traverse(visitor);
    lines_.end_page();
  }

  void text_object(const pugi::xml_node& object) {
    if (std::string_view(object.attribute("Visible").value()) == "false") return;
    Transform map;  // from the coordinates of the object to those of the page
    if (const auto matrix = numbers<6>(object.attribute("CTM").value())) {
      const auto& [a, b, c, d, e, f] = *matrix;
      map = {a, b, c, d, e, f};
    }
    if (const auto box = numbers<4>(object.attribute("Boundary").value())) {
      map.e += (*box)[0];
      map.f += (*box)[1];
    }
    if (!direction_of(map)) return;
    const double size = number_of<double>(object.attribute("Size").value()).value_or(0);
    for (const pugi::xml_node& code : object) {
      if (local_name(code) == "TextCode") text_code(code, map, size * scale_of(map));
    }
  }

  void text_code(const pugi::xml_node& code, const Transform& map, double size) {
    std::string words;  // plain, or in sections of CDATA between line breaks
    for (const pugi::xml_node& piece : code) words += piece.value();
    std::erase_if(words, [](char c) { return c == '\r' || c == '\n' || c == '\t'; });
    if (words.empty()) return;
    if (find_invalid_utf8(words)) throw InputError("the OFD's text is not valid UTF-8");
    const Point along = *direction_of(map);
    const Point start = map.apply({number_of<double>(code.attribute("X").value()).value_or(0),
                                   number_of<double>(code.attribute("Y").value()).value_or(0)});
    const double from = start.x * along.x + start.y * along.y;
    const double across = start.y * along.x - start.x * along.y;

    const std::u32string letters = to_utf32(words);
    const std::vector<double> steps = advances(code.attribute("DeltaX").value(), letters.size());
    double at = from;
    for (size_t i = 0; i < letters.size(); ++i) {
      const std::string letter = to_utf8(letters.substr(i, 1));
      if (i == 0) {
        lines_.add(at, across, size, letter);
      } else {
        lines_.text += letter;
      }
      const double width = natural_width(letters[i]) * size;
      const bool last = i + 1 == letters.size();
      const double step = i < steps.size() && !last ? steps[i] * scale_of(map) : width;
      if (step - width > kColumns * size) lines_.gap(step - width, size);
      at += step;
    }
    lines_.ends_at(at);
  }

  ZipParts parts_;
  Lines lines_;
  int pages_ = 0;
};

}  // namespace

bool is_ofd(std::string_view bytes) { return zip_holds(bytes, kRoot); }

PlainText read_ofd(std::string_view bytes) {
  OfdReader reader(bytes);
  reader.read();
  PlainText result;
  result.format = Format::kOfd;
  result.text = to_utf32(reader.take_text());
  if (result.text.find_first_not_of(U" \t\n\f　") == std::u32string::npos) {
    throw InputError(fmt::format("no text layer ({} pages); OCR first", reader.pages()));
  }
  return result;
}

}  // namespace zhengmai
