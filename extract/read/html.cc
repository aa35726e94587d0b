#include "extract/read/html.h"

#include <fmt/format.h>
#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "extract/read/table_rows.h"
#include "extract/text/decode.h"
#include "extract/text/normalise.h"
#include "graph/model/error.h"
#include "graph/model/lazy_library.h"
#include "graph/model/unicode.h"

namespace zhengmai {
namespace {

constinit LazyLibrary libxml2(ZHENGMAI_LIBXML2);
ZHENGMAI_LAZY(libxml2, htmlCtxtReadMemory);
ZHENGMAI_LAZY(libxml2, htmlFreeParserCtxt);
ZHENGMAI_LAZY(libxml2, htmlNewParserCtxt);
ZHENGMAI_LAZY(libxml2, xmlDocGetRootElement);
ZHENGMAI_LAZY(libxml2, xmlFreeDoc);
ZHENGMAI_LAZY(libxml2, xmlGetProp);
ZHENGMAI_LAZY(libxml2, xmlInitParser);
ZHENGMAI_LAZY(libxml2, xmlSAX2StartElement);
ZHENGMAI_LAZY(libxml2, xmlStopParser);
ZHENGMAI_LAZY(libxml2, xmlStrstr);

// A variable of the library, not a function.
void free_text(xmlChar* text) {
  static const auto free = *static_cast<xmlFreeFunc*>(libxml2.find("xmlFree"));
  free(text);
}

// A block with more than this share of its letters in links is navigation …
constexpr double kLinkShare = 0.6;
// … unless it is longer than this and reads like text (a page of cited documents is not a menu).
constexpr size_t kLongestMenu = 400;
// A table cell with more letters is there for the page's layout, not as data.
constexpr size_t kLongestCell = 400;
// Fewer ideographs than this and there is no document on the page.
constexpr size_t kShortestArticle = 20;
constexpr size_t kLargestPage = 512u << 20;   // libxml2 counts in int
constexpr size_t kMostNodes = 2'000'000;      // elements and attributes, of some 500 bytes each
constexpr size_t kMostWords = 500;            // of an element's tag: names and values of attributes
constexpr const char* kSaveText = "save the page's text instead";

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// charset=… in the first kilobytes: <meta charset> and http-equiv alike.
std::optional<std::string> declared_charset(std::string_view bytes) {
  const std::string head = lower(bytes.substr(0, 4096));
  for (size_t i = head.find("charset"); i != std::string::npos; i = head.find("charset", i + 7)) {
    size_t k = head.find_first_not_of(" \t\r\n", i + 7);
    if (k == std::string::npos || head[k] != '=') continue;
    k = head.find_first_not_of(" \t\r\n\"'", k + 1);
    if (k == std::string::npos) continue;
    const size_t end = std::min(head.find_first_of(" \t\r\n\"'>;/", k), head.size());
    const std::string name = head.substr(k, end - k);
    if (encoding_of(name)) return name;
  }
  return std::nullopt;
}

Decoded decode_page(std::string_view bytes, const std::optional<std::string>& forced) {
  if (forced) return decode(bytes, forced);
  const auto declared = declared_charset(bytes);
  const bool utf8 = !find_invalid_utf8(bytes);
  if (!declared || utf8 || encoding_of(*declared) == Encoding::kUtf8) return decode(bytes);
  try {
    return decode(bytes, declared);
  } catch (const InputError&) {
    return decode(bytes);  // pages lie about their charset
  }
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f'; }

// libxml2 compares each attribute of an element with all before it: thousands of them take minutes.
bool has_crowded_tag(std::string_view page) {
  for (size_t at = page.find('<'); at != page.npos; at = page.find('<', at)) {
    const size_t name = ++at;
    if (at == page.size() || std::isalpha(static_cast<unsigned char>(page[at])) == 0) continue;
    size_t words = 0;
    for (; at < page.size() && page[at] != '>'; ++at) {
      const char c = page[at], before = page[at - 1];
      if (is_blank(before) && !is_blank(c)) ++words;
      if ((c == '"' || c == '\'') && before == '=') {
        at = std::min(page.find(c, at + 1), page.size() - 1);
        ++words;
      }
    }
    if (words > kMostWords) return true;
    const std::string opened = lower(page.substr(name, 6));
    if (opened == "script" || opened.starts_with("style")) {  // a < inside begins no tag
      at = std::min(page.find("</", at), page.size());
    }
  }
  return false;
}

// What the parser meets that ends the reading.
struct ParserErrors {
  bool no_memory = false;
  bool too_deep = false;
  size_t byte = 0;
  size_t nodes = 0;
};

ParserErrors& errors_of(void* context) {
  return *static_cast<ParserErrors*>(static_cast<const htmlParserCtxt*>(context)->_private);
}

void begin_element(void* context, const xmlChar* name, const xmlChar** attributes) {
  size_t& nodes = errors_of(context).nodes;
  ++nodes;
  for (const xmlChar** a = attributes; a != nullptr && *a != nullptr; a += 2) ++nodes;
  if (nodes > kMostNodes) {
    xmlStopParser(static_cast<htmlParserCtxtPtr>(context));
  } else {
    xmlSAX2StartElement(context, name, attributes);
  }
}

void note_error(void* context, xmlErrorPtr error) {
  ParserErrors& errors = errors_of(context);
  errors.no_memory |= error->code == XML_ERR_NO_MEMORY;
  if (error->message == nullptr || errors.too_deep) return;
  if (std::string_view(error->message).find("xcessive depth") == std::string_view::npos) return;
  errors.too_deep = true;
  if (const xmlParserInput* input = static_cast<const htmlParserCtxt*>(context)->input) {
    errors.byte = size_t(input->consumed) + size_t(input->cur - input->base);
  }
}

void say_nothing(void*, const char*, ...) {}

// Of a lack of memory libxml2 tells standard error too; the parser's errors say it.
void keep_quiet() {
  using Set = decltype(&::xmlSetGenericErrorFunc);
  static const auto set = reinterpret_cast<Set>(libxml2.find("xmlSetGenericErrorFunc"));
  set(nullptr, say_nothing);  // of this thread
}

struct FreeParser {
  void operator()(htmlParserCtxtPtr p) const { htmlFreeParserCtxt(p); }
};
struct FreeDocument {
  void operator()(xmlDocPtr d) const { xmlFreeDoc(d); }
};
using Document = std::unique_ptr<xmlDoc, FreeDocument>;

Document parse(const std::string& utf8) {
  if (has_crowded_tag(utf8)) {
    throw InputError(fmt::format("an element with more than {} attributes", kMostWords / 2), kSaveText);
  }
  static std::once_flag once;
  std::call_once(once, xmlInitParser);
  keep_quiet();
  const std::unique_ptr<htmlParserCtxt, FreeParser> parser(htmlNewParserCtxt());
  if (!parser) throw Error(ExitCode::kInternal, "cannot make an HTML parser");
  ParserErrors errors;
  parser->_private = &errors;
  parser->sax->initialized = XML_SAX2_MAGIC;
  parser->sax->serror = note_error;
  parser->sax->startElement = begin_element;
  Document document(htmlCtxtReadMemory(
      parser.get(), utf8.data(), int(utf8.size()), nullptr, "UTF-8",
      HTML_PARSE_NONET | HTML_PARSE_RECOVER | HTML_PARSE_NOWARNING | HTML_PARSE_COMPACT));
  if (errors.no_memory) throw std::bad_alloc();
  if (errors.too_deep) {
    throw InputError(fmt::format("HTML nested too deeply, read up to byte {}", errors.byte),
                     kSaveText);
  }
  if (errors.nodes > kMostNodes) {
    throw InputError(fmt::format("HTML of more than {} elements and attributes", kMostNodes), kSaveText);
  }
  return document;
}

std::string_view name_of(const xmlNode* node) {
  return reinterpret_cast<const char*>(node->name);
}

std::string attribute(const xmlNode* node, const char* name) {
  xmlChar* value = xmlGetProp(const_cast<xmlNode*>(node), BAD_CAST name);
  if (value == nullptr) return {};
  std::string text = lower(reinterpret_cast<const char*>(value));
  free_text(value);
  return text;
}

template <size_t N>
bool is_one_of(std::string_view name, const std::string_view (&names)[N]) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_block(std::string_view name) {
  static constexpr std::string_view kBlocks[] = {
      "p",  "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table",
      "thead", "tbody", "tfoot", "tr", "section", "article", "main", "header", "blockquote", "pre",
      "center", "hr", "body", "figure", "figcaption", "address", "fieldset", "caption"};
  return is_one_of(name, kBlocks);
}

bool is_left_out(std::string_view name) {
  static constexpr std::string_view kOut[] = {
      "script", "style", "noscript", "template", "iframe", "svg", "select", "option", "button",
      "input", "textarea", "head", "nav", "footer", "aside", "object", "embed", "video", "audio"};
  return is_one_of(name, kOut);
}

// Whole words of id and class, as they are split at - _ and blanks.
bool is_chrome_word(std::string_view word) {
  static constexpr std::string_view kWords[] = {
      "nav", "navbar", "navigation", "menu", "menubar", "breadcrumb", "breadcrumbs", "crumb",
      "crumbs", "footer", "foot", "share", "sidebar", "toolbar", "pagination", "pager", "copyright",
      "qrcode", "friendlink", "sitemap", "searchbox", "login", "bdsharebuttonbox"};
  return is_one_of(word, kWords);
}

bool is_named_chrome(const xmlNode* node) {
  for (const char* name : {"id", "class"}) {
    const std::string value = attribute(node, name);
    for (size_t i = 0; i < value.size();) {
      const size_t end = std::min(value.find_first_of(" \t\r\n-_", i), value.size());
      if (is_chrome_word(std::string_view(value).substr(i, end - i))) return true;
      i = end + 1;
    }
  }
  return false;
}

// What sites print around a document; a line that is nothing else goes.
bool is_chrome_line(std::u32string_view line) {
  static constexpr std::u32string_view kLines[] = {
      U"打印", U"打印本页", U"关闭", U"关闭窗口", U"关闭本页", U"分享到", U"分享", U"分享到:", U"扫一扫",
      U"打印本页关闭窗口", U"[打印][关闭]", U"[打印本页][关闭窗口]", U"字体:大中小", U"字号:大中小",
      U"[字体:大中小]", U"【字体:大中小】", U"大中小", U"返回顶部", U"返回首页", U"收藏", U"网站首页", U"首页",
      U"扫一扫在手机打开当前页", U"上一篇", U"下一篇", U"相关链接", U"加入收藏", U"设为首页"};
  std::u32string letters;
  for (const char32_t c : line) {
    const char32_t k = canonical(c);
    if (k != U' ' && k != U'\t' && k != 0xA0 && c != U'　') letters += k;
    if (letters.size() > 16) return false;
  }
  if (letters.empty()) return false;
  if (std::find(std::begin(kLines), std::end(kLines), letters) != std::end(kLines)) return true;
  return letters.substr(0, 6) == U"当前位置:首" || letters.substr(0, 7) == U"您的位置:首页";
}

// Whether a row has no cell of its own with a text: only tabs, and marks of cells that cover it.
bool says_nothing(std::string_view row) {
  constexpr std::string_view kMark = kAsAbove;
  while (!row.empty()) {
    if (row.front() != '\t' && !row.starts_with(kMark)) return false;
    row.remove_prefix(row.front() == '\t' ? 1 : kMark.size());
  }
  return true;
}

size_t letters_in(const xmlNode* text) {
  size_t n = 0;
  for (const auto* p = text->content; p != nullptr && *p != 0; ++p)
    n += *p > ' ' && (*p & 0xC0) != 0x80;
  return n;
}

// Letters and letters in links under each element, kept in the nodes' _private as an index.
class LinkShares {
 public:
  explicit LinkShares(xmlNode* root) {
    counts_.push_back({});  // index 0: no counts
    std::vector<std::pair<xmlNode*, bool>> stack{{root, false}};
    while (!stack.empty()) {
      const auto [node, done] = stack.back();
      stack.pop_back();
      if (done) {
        close(node);
      } else if (node->type == XML_ELEMENT_NODE) {
        node->_private = reinterpret_cast<void*>(counts_.size());
        counts_.push_back({});
        stack.emplace_back(node, true);
        for (xmlNode* c = node->children; c != nullptr; c = c->next) stack.emplace_back(c, false);
      }
    }
  }

  bool is_menu(const xmlNode* node) const {
    const Count& c = counts_[index(node)];
    return c.links >= 2 && c.letters > 0 && c.letters <= kLongestMenu && !c.sentence &&
           double(c.linked) > kLinkShare * double(c.letters);
  }
  size_t letters(const xmlNode* node) const { return counts_[index(node)].letters; }
  bool has_table(const xmlNode* node) const { return counts_[index(node)].table; }

 private:
  struct Count {
    bool table = false;  // inside it
    size_t letters = 0;
    size_t linked = 0;
    size_t links = 0;
    bool sentence = false;  // a 。 that is not in a link
  };

  static size_t index(const xmlNode* node) { return reinterpret_cast<size_t>(node->_private); }

  void close(const xmlNode* node) {
    Count& total = counts_[index(node)];
    for (const xmlNode* c = node->children; c != nullptr; c = c->next) {
      if (c->type == XML_ELEMENT_NODE) {
        const Count& part = counts_[index(c)];
        total.table |= part.table || name_of(c) == "table";
        total.letters += part.letters;
        total.linked += part.linked;
        total.links += part.links;
        total.sentence |= part.sentence;
      } else if (c->type == XML_TEXT_NODE && !is_left_out(name_of(node))) {
        total.letters += letters_in(c);
        total.sentence |= xmlStrstr(c->content, BAD_CAST "。") != nullptr;
      }
    }
    if (name_of(node) == "a") {
      total.linked = total.letters;
      total.links = 1;
      total.sentence = false;
    }
  }

  std::vector<Count> counts_;
};

// Writes the text of a page, block by block, without recursion.
class PageWriter {
 public:
  explicit PageWriter(xmlNode* root) : shares_(root) { walk(root); }

  std::string finish() && {
    end_line();
    return std::move(text_);
  }

 private:
  void walk(xmlNode* root) {
    xmlNode* node = root;
    while (true) {
      if (enter(node)) {
        if (node->children != nullptr) {
          node = node->children;
          continue;
        }
        leave(node);
      }
      while (node != root && node->next == nullptr) {
        node = node->parent;
        leave(node);
      }
      if (node == root) return;
      node = node->next;
    }
  }

  // A cell of data; long cells and cells around tables are layout, and blocks like any other.
  bool is_cell(const xmlNode* node) const {
    const std::string_view name = name_of(node);
    return (name == "td" || name == "th") && shares_.letters(node) <= kLongestCell &&
           !shares_.has_table(node);
  }

  // False: skip what is inside.
  bool enter(const xmlNode* node) {
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
      add(reinterpret_cast<const char*>(node->content), in_pre_ > 0);
      return false;
    }
    if (node->type != XML_ELEMENT_NODE) return false;
    const std::string_view name = name_of(node);
    if (is_left_out(name)) return false;
    const bool container = is_block(name) || name == "td" || name == "th" || name == "span";
    if (container && name != "body" && (is_named_chrome(node) || shares_.is_menu(node))) {
      return false;
    }
    if (name == "br") {
      cells_ > 0 ? add_blank() : end_line();
    } else if (is_cell(node)) {
      if (cells_++ == 0) begin_cell(node);
    } else if (name == "tr" && cells_ == 0) {
      end_line();
      rows_.begin_row();
    } else if (is_block(name) || name == "td" || name == "th") {
      cells_ > 0 ? add_blank() : end_line();
    }
    if (name == "table") rows_.begin_table();
    in_pre_ += name == "pre";
    return true;
  }

  // Of elements that were entered.
  void leave(const xmlNode* node) {
    const std::string_view name = name_of(node);
    if (is_cell(node)) {
      --cells_;
    } else if (name == "tr" && cells_ == 0) {
      drop_blanks();
      rows_.end_row(&line_);
      if (says_nothing(line_)) line_.clear();
      end_line();
    } else if (is_block(name) || name == "td" || name == "th") {
      cells_ > 0 ? add_blank() : end_line();
    }
    in_pre_ -= name == "pre";
  }

  void add(std::string_view utf8, bool keep_lines) {
    for (const char c : utf8) {
      if (c == '\n' && keep_lines && cells_ == 0) {
        end_line();
      } else if (c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f') {
        add_blank();
      } else {
        line_ += c;
      }
    }
  }

  void add_blank() {
    if (!line_.empty() && line_.back() != ' ' && line_.back() != '\t') line_ += ' ';
  }

  void drop_blanks() {
    while (!line_.empty() && line_.back() == ' ') line_.pop_back();
  }

  void begin_cell(const xmlNode* cell) {
    drop_blanks();
    rows_.begin_cell(&line_, span_of(cell, "colspan"), span_of(cell, "rowspan"));
  }
  static uint32_t span_of(const xmlNode* cell, const char* name) {
    const std::string value = attribute(cell, name);
    uint32_t span = 1;
    std::from_chars(value.data(), value.data() + value.size(), span);
    return span;
  }

  void end_line() {
    while (!line_.empty() && (line_.back() == ' ' || line_.back() == '\t')) line_.pop_back();
    if (!line_.empty() && !is_chrome_line(to_utf32(line_))) text_ += line_ + '\n';
    line_.clear();
  }

  LinkShares shares_;
  std::string text_;
  std::string line_;
  int cells_ = 0;  // open table cells
  int in_pre_ = 0;
  TableRows rows_;
};

}  // namespace

PlainText read_html(std::string_view bytes, const std::optional<std::string>& encoding) {
  if (bytes.find("<!ENTITY") != std::string_view::npos) {
    throw InputError("XML entities refused",
                     "the page declares entities of its own; remove its DTD");
  }
  Decoded decoded = decode_page(bytes, encoding);
  PlainText result;
  result.format = Format::kHtml;
  result.encoding = decoded.encoding;
  result.warnings = std::move(decoded.warnings);
  if (bytes.size() > kLargestPage) {
    throw InputError(fmt::format("HTML of {} MB; the limit is 512 MB", bytes.size() >> 20), kSaveText);
  }
  const Document document = parse(to_utf8(decoded.text));
  xmlNode* root = document ? xmlDocGetRootElement(document.get()) : nullptr;
  if (root != nullptr) result.text = to_utf32(PageWriter(root).finish());
  const auto han = std::count_if(result.text.begin(), result.text.end(), is_han);
  if (size_t(han) < kShortestArticle) result.warnings.emplace_back("no article text found");
  return result;
}

}  // namespace zhengmai
