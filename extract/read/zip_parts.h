// The XML parts of a document that is a ZIP container (DOCX, XLSX, OFD), read from memory.
//
//   const ZipParts parts(bytes, "DOCX");
//   pugi::xml_document xml;
//   parts.parse("word/document.xml", &xml);
//
// Limits: 10 000 entries; a part up to 64 MiB, expanding at most 200 times unless it is below 1 MiB;
// all parts that are read together as much as four of the largest. Only what is asked for is
// unpacked, nothing is written to disk.
// Errors: InputError without the document's name. Threads: one; `bytes` outlive it.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <type_traits>

struct zip;

namespace zhengmai {

class ZipParts {
 public:
  // `kind` names the format in messages.
  ZipParts(std::string_view bytes, std::string_view kind);

  bool has(const std::string& part) const;
  // Parses a part; text of nothing but blanks is kept.
  void parse(const std::string& part, pugi::xml_document* xml);

 private:
  struct Close {
    void operator()(zip* archive) const;
  };

  std::string read(const std::string& part);

  std::string kind_;
  std::unique_ptr<zip, Close> archive_;
  uint64_t unpacked_ = 0;
};

// Whether the bytes are a ZIP that holds the part.
bool zip_holds(std::string_view bytes, const std::string& part);

// The name of an element without its namespace's prefix; an attribute and the first child by such names (empty
// when there is none).
std::string_view local_name(const pugi::xml_node& node);
std::string_view attribute_of(const pugi::xml_node& node, std::string_view name);
pugi::xml_node child_of(const pugi::xml_node& node, std::string_view name);

// The number that all of `text` is; nothing for what is none, too large, or infinite.
template <typename Number>
std::optional<Number> number_of(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if constexpr (std::is_floating_point_v<Number>) {
    if (!std::isfinite(value)) return std::nullopt;
  }
  return value;
}

}  // namespace zhengmai
