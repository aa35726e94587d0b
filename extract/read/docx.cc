#include "extract/read/docx.h"

#include <fmt/format.h>
#include <zip.h>

#include <cstdint>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <vector>

#include "graph/model/error.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constexpr const char* kPart = "word/document.xml";
constexpr uint64_t kLargestPart = 64ull << 20;
constexpr uint64_t kSmallPart = 1ull << 20;
constexpr uint64_t kLargestRatio = 200;
constexpr zip_int64_t kMostEntries = 10'000;

struct CloseZip {
  void operator()(zip_t* z) const { zip_discard(z); }
};
struct CloseFile {
  void operator()(zip_file_t* f) const { zip_fclose(f); }
};
using Zip = std::unique_ptr<zip_t, CloseZip>;

Zip open_zip(std::string_view bytes) {
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, nullptr);
  if (source == nullptr) return nullptr;
  zip_t* archive = zip_open_from_source(source, ZIP_RDONLY, nullptr);
  if (archive == nullptr) zip_source_free(source);
  return Zip(archive);
}

std::string size_text(uint64_t bytes) {
  if (bytes >= 1000ull << 20) return fmt::format("{:.1f} GB", double(bytes) / double(1 << 30));
  return fmt::format("{} MB", bytes >> 20);
}

std::string read_part(zip_t* archive) {
  if (zip_get_num_entries(archive, 0) > kMostEntries) {
    throw InputError(fmt::format("more than {} entries in the DOCX", kMostEntries));
  }
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_stat(archive, kPart, 0, &stat) != 0) throw InputError("no word/document.xml");
  if (stat.encryption_method != ZIP_EM_NONE) throw InputError("encrypted DOCX");
  const bool bomb = stat.size > kSmallPart && stat.size / kLargestRatio > stat.comp_size;
  if (stat.size > kLargestPart || bomb) {
    throw InputError(fmt::format("document.xml expands to {} (limit {}, and {} times its size)",
                                 size_text(stat.size), size_text(kLargestPart), kLargestRatio));
  }
  const std::unique_ptr<zip_file_t, CloseFile> file(zip_fopen_index(archive, stat.index, 0));
  if (!file) throw InputError("not a DOCX (bad zip)");
  // The size in the directory is the archive's claim: read no further than it, and one byte more
  // to see whether it lied.
  std::string part(stat.size + 1, '\0');
  size_t used = 0;
  while (used < part.size()) {
    const zip_int64_t n = zip_fread(file.get(), part.data() + used, part.size() - used);
    if (n < 0) throw InputError("not a DOCX (bad zip)", "its word/document.xml is damaged");
    if (n == 0) break;
    used += size_t(n);
  }
  if (used > stat.size) throw InputError("not a DOCX (bad zip)", "an entry is longer than it says");
  part.resize(used);
  return part;
}

std::string_view local_name(const pugi::xml_node& node) {
  const std::string_view name = node.name();
  const size_t colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

bool is_skipped(std::string_view name) {
  return name == "rPr" || name == "sectPr" || name == "tblPr" || name == "trPr" || name == "tcPr" ||
         name == "del" || name == "moveFrom" || name == "instrText" || name == "Fallback";
}

// Walks the tree without recursion (files decide how deep it is) and writes text as it goes.
class TextWriter {
 public:
  std::string text;
  bool numbered = false;  // some paragraph takes its number from Word

  void walk(const pugi::xml_node& root) {
    pugi::xml_node node = root;
    while (true) {
      if (enter(node) && node.first_child()) {
        node = node.first_child();
        continue;
      }
      leave(node);
      while (node != root && !node.next_sibling()) {
        node = node.parent();
        leave(node);
      }
      if (node == root) return;
      node = node.next_sibling();
    }
  }

 private:
  static constexpr int kDeepestBox = 4;  // text boxes inside text boxes

  // False: skip what is inside.
  bool enter(const pugi::xml_node& node) {
    const std::string_view name = local_name(node);
    if (name == "t") {
      text += node.child_value();
      return false;
    }
    if (name == "pPr") {
      for (const pugi::xml_node& child : node) numbered |= local_name(child) == "numPr";
      return false;
    }
    if (name == "txbxContent") {
      boxes_.push_back(node);
      return false;
    }
    if (name == "tab" || name == "ptab") {
      text += cell_depth_ > 0 ? ' ' : '\t';
    } else if (name == "br" || name == "cr") {
      text += cell_depth_ > 0 ? ' ' : '\n';
    } else if (name == "noBreakHyphen") {
      text += '-';
    } else if (name == "tc") {
      if (cell_depth_++ == 0 && cells_++ > 0) text += '\t';
      cell_text_ = text.size();
    } else if (name == "tr" && cell_depth_ == 0) {
      cells_ = 0;
    }
    return !is_skipped(name);
  }

  void leave(const pugi::xml_node& node) {
    const std::string_view name = local_name(node);
    if (name == "p") {
      end_line();
      walk_boxes();
    } else if (name == "tc") {
      --cell_depth_;
      while (text.size() > cell_text_ && text.back() == ' ') text.pop_back();
    } else if (name == "tr" && cell_depth_ == 0) {
      text += '\n';
    }
  }

  // Paragraphs of one cell stay on the row's line.
  void end_line() {
    if (cell_depth_ == 0) {
      text += '\n';
    } else if (text.size() > cell_text_) {
      text += ' ';
    }
  }

  void walk_boxes() {
    if (boxes_.empty() || box_depth_ == kDeepestBox) return;
    std::vector<pugi::xml_node> boxes;
    boxes.swap(boxes_);
    ++box_depth_;
    for (const pugi::xml_node& box : boxes) {
      for (const pugi::xml_node& child : box) walk(child);
    }
    --box_depth_;
  }

  int cell_depth_ = 0;  // of table cells: tables nest
  int cells_ = 0;       // in this row so far
  int box_depth_ = 0;
  size_t cell_text_ = 0;
  std::vector<pugi::xml_node> boxes_;  // found in the paragraph at hand
};

}  // namespace

bool is_docx(std::string_view bytes) {
  const Zip archive = open_zip(bytes);
  return archive && zip_name_locate(archive.get(), kPart, 0) >= 0;
}

PlainText read_docx(std::string_view bytes) {
  const Zip archive = open_zip(bytes);
  if (!archive) throw InputError("not a DOCX (bad zip)", "open and save it again in Word");
  std::string part = read_part(archive.get());
  pugi::xml_document document;
  const pugi::xml_parse_result parsed = document.load_buffer_inplace(
      part.data(), part.size(), pugi::parse_default | pugi::parse_ws_pcdata);
  if (!parsed) {
    throw InputError(fmt::format("word/document.xml: XML error at byte {}", parsed.offset),
                     parsed.description());
  }
  TextWriter writer;
  writer.walk(document.document_element());
  PlainText result;
  result.format = Format::kDocx;
  if (const auto bad = find_invalid_utf8(writer.text)) {
    throw InputError(fmt::format("word/document.xml: text is not valid UTF-8 (byte {})", *bad));
  }
  result.text = to_utf32(writer.text);
  if (writer.numbered) {
    result.warnings.emplace_back("list numbers that Word computes are not part of the text");
  }
  if (result.text.find_first_not_of(U" \t\n　") == std::u32string::npos) {
    result.warnings.emplace_back("empty document");
  }
  return result;
}

}  // namespace zhengmai
