#include "transform.h"

#include <iconv.h>

#include <map>
#include <stdexcept>

#include "extract/text/normalise.h"
#include "graph/model/unicode.h"

namespace zhengmai::generated {
namespace {

// Rebuilds a document character by character.
class Rebuilder {
 public:
  explicit Rebuilder(const Document& from) : from_(from) {
    out.mentions = from.mentions;
    out.dialect = from.dialect;
  }

  void copy(size_t i) { replace(i, from_.text[i]); }
  void replace(size_t i, char32_t c) { out.add({&c, 1}, from_.mention[i], from_.body[i]); }
  // Between i and i + 1; part of a mention when it stands inside one.
  void insert(size_t i, std::u32string_view piece) {
    const bool inside = i + 1 < from_.text.size() && from_.mention[i] >= 0 &&
                        from_.mention[i] == from_.mention[i + 1];
    out.add(piece, inside ? from_.mention[i] : -1, from_.body[i]);
  }

  Document out;

 private:
  const Document& from_;
};

template <typename F>
Document map_characters(const Document& document, F f) {
  Rebuilder builder(document);
  for (size_t i = 0; i < document.text.size(); ++i) builder.replace(i, f(document.text[i]));
  return std::move(builder.out);
}

// After character i, when f says so, a piece is inserted.
template <typename F>
Document insert_after(const Document& document, F f) {
  Rebuilder builder(document);
  for (size_t i = 0; i < document.text.size(); ++i) {
    builder.copy(i);
    builder.insert(i, f(i));
  }
  return std::move(builder.out);
}

bool at_line_end(const Document& d, size_t i) {
  return d.text[i] == U'\n' || i + 1 >= d.text.size() || d.text[i + 1] == U'\n';
}

char32_t half_width(char32_t c) { return canonical(c) < 0x80 ? canonical(c) : c; }

char32_t full_width(char32_t c) {
  const bool has_form = (c >= U'0' && c <= U'9') || c == U'(' || c == U')' || c == U',' ||
                        c == U':' || c == U';' || c == U'+';
  return has_form ? c - U'!' + 0xFF01 : c;
}

Document wrap(const Document& document, std::mt19937& random) {
  const size_t width = 28 + random() % 14;
  size_t column = 0;
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    column = document.text[i] == U'\n' ? 0 : column + 1;
    if (column < width || at_line_end(document, i)) return U"";
    column = 0;
    return U"\n";
  });
}

Document rebreak(const Document& document, std::mt19937& random) {
  size_t left = 8 + random() % 63;
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (!document.body[i] || at_line_end(document, i) || --left > 0) return U"";
    left = 8 + random() % 63;
    return U"\n";
  });
}

Document break_pages(const Document& document, std::mt19937& random) {
  size_t left = 100 + random() % 300;
  size_t page = 0;
  std::u32string piece;
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (left > 0) --left;
    if (left > 0 || !document.body[i] || at_line_end(document, i)) return U"";
    left = 100 + random() % 300;
    piece = U"\n\n";
    if (random() % 2) piece += U"— " + to_utf32(std::to_string(++page)) + U" —\n\n";
    return piece;
  });
}

// One traditional character for each simplified one that has some: the first in the Unicode order
// that leads back.
char32_t traditional(char32_t c) {
  static const std::map<char32_t, char32_t> table = [] {
    std::map<char32_t, char32_t> t;
    for (char32_t k = 0x4E00; k <= 0x9FA5; ++k) {
      if (canonical(k) != k) t.emplace(canonical(k), k);
    }
    return t;
  }();
  const auto found = table.find(c);
  return found == table.end() ? c : found->second;
}

Document with_taiwan_words(const Document& document) {
  Document out = document;
  for (const auto& [from, to] : {std::pair(U"信息", U"资讯"), std::pair(U"网络", U"网路"),
                                 std::pair(U"项目", U"专案"), std::pair(U"社区", U"社群")}) {
    for (size_t i = out.text.find(from); i != std::u32string::npos; i = out.text.find(from, i)) {
      out.text.replace(i, 2, to);
    }
  }
  return out;
}

Document add_blanks(const Document& document, std::mt19937& random) {
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (!document.body[i] || at_line_end(document, i) || random() % 25 != 0) return U"";
    return random() % 4 == 0 ? U"　" : U" ";
  });
}

Document add_noise(const Document& document, std::mt19937& random) {
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (document.text[i] == U'\n') return U"　　";
    if (!document.body[i] || at_line_end(document, i) || random() % 30 != 0) return U"";
    static constexpr std::u32string_view kNoise[] = {U"\u200B", U"\uFEFF", U"@@", U"\u200E"};
    return kNoise[random() % 4];
  });
}

// Only paragraphs are joined: what is laid out by lines cannot be told on one.
Document join_lines(const Document& document) {
  Rebuilder builder(document);
  const bool by_lines = document.dialect == Dialect::kLines;
  for (size_t i = 0; i < document.text.size(); ++i) {
    if (document.text[i] != U'\n' || by_lines) builder.copy(i);
  }
  return std::move(builder.out);
}

// A page keeps neither blank lines nor second blanks.
Document drop_blank_lines(const Document& document) {
  Rebuilder builder(document);
  for (size_t i = 0; i < document.text.size(); ++i) {
    const char32_t c = document.text[i];
    const bool again = i > 0 && document.text[i - 1] == c && (c == U'\n' || c == U' ');
    if (!again) builder.copy(i);
  }
  return std::move(builder.out);
}

Document add_entities(const Document& document, std::mt19937& random) {
  int depth = 0;  // of brackets: lists stay as they are
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (document.text[i] == U'（' || document.text[i] == U'(') ++depth;
    if (document.text[i] == U'）' || document.text[i] == U')') --depth;
    const bool in_list = depth > 0 || (i > 0 && document.mention[i - 1] >= 0);
    if (!document.body[i] || document.text[i] != U'，' || in_list) return U"";
    return random() % 3 == 0 ? U"&ldquo;新模式&rdquo;" : random() % 2 ? U"&nbsp;" : U"";
  });
}

Document add_glosses(const Document& document, std::mt19937& random) {
  static constexpr std::u32string_view kGlosses[] = {U"(shěng)", U"（wù）", U"jiàn", U"(tīng)"};
  return insert_after(document, [&](size_t i) -> std::u32string_view {
    if (!document.body[i] || !is_han(document.text[i]) || random() % 40 != 0) return U"";
    return kGlosses[random() % 4];
  });
}

Document add_contents(const Document& document) {
  Document out;
  out.mentions = document.mentions;
  out.dialect = document.dialect;
  size_t line_start = 0;
  size_t page = 1;
  bool copied_head = false;
  for (size_t i = 0; i <= document.text.size(); ++i) {
    if (i < document.text.size() && document.text[i] != U'\n') continue;
    if (!copied_head) {  // the title, then the contents
      out.add(document.text.substr(0, i + 1), -1, false);
      out.add(U"目　录\n", -1, false);
      copied_head = true;
    } else {
      const size_t shown = std::min<size_t>(i - line_start, 14);
      const std::u32string line = document.text.substr(line_start, shown);
      if (line.size() > 1 && line[1] == U'、') {
        out.add(line + U"………………" + to_utf32(std::to_string(page++)) + U"\n", -1, false);
      }
    }
    line_start = i + 1;
  }
  const size_t from = document.text.find(U'\n') + 1;
  for (size_t i = from; i < document.text.size(); ++i) {
    out.add({&document.text[i], 1}, document.mention[i], document.body[i]);
  }
  return out;
}

// Repeats sentences that hold no mention: from after a 。 to the next.
Document repeat(const Document& document, std::mt19937& random) {
  Rebuilder builder(document);
  size_t start = 0;
  for (size_t i = 0; i < document.text.size(); ++i) {
    builder.copy(i);
    if (document.mention[i] >= 0 || document.text[i] == U'\n' || document.text[i] == U'）' ||
        document.text[i] == U')' || !document.body[i]) {
      start = i + 1;
    }
    if (document.text[i] != U'。') continue;
    if (i > start + 8 && random() % 5 == 0) {
      for (size_t k = start; k <= i; ++k) builder.copy(k);
    }
    start = i + 1;
  }
  return std::move(builder.out);
}

}  // namespace

std::string_view name_of(Damage damage) {
  static constexpr std::string_view kNames[kDamages] = {
      "none",        "wrapped",     "re-broken", "page breaks", "half width", "full width",
      "mixed width", "traditional", "taiwan", "blanks",    "repeated",    "noise",      "one line",
      "entities",    "glosses",     "contents",  "web page",    "together"};
  return kNames[int(damage)];
}

Document apply(Damage damage, const Document& document, std::mt19937& random) {
  switch (damage) {
    case Damage::kNone: return document;
    case Damage::kWrapped: return wrap(document, random);
    case Damage::kRebroken: return rebreak(document, random);
    case Damage::kPageBreaks: return break_pages(document, random);
    case Damage::kHalfWidth: return map_characters(document, half_width);
    case Damage::kFullWidth: return map_characters(document, full_width);
    case Damage::kMixedWidth:
      return map_characters(document, [&](char32_t c) {
        return random() % 2 ? half_width(c) : full_width(c);
      });
    case Damage::kTraditional: return map_characters(document, traditional);
    case Damage::kTaiwan: return map_characters(with_taiwan_words(document), traditional);
    case Damage::kBlanks: return add_blanks(document, random);
    case Damage::kRepeated: return repeat(document, random);
    case Damage::kNoise: return add_noise(document, random);
    case Damage::kOneLine: return join_lines(document);
    case Damage::kEntities: return add_entities(document, random);
    case Damage::kGlosses: return add_glosses(document, random);
    case Damage::kContents: return add_contents(document);
    case Damage::kHtml: return drop_blank_lines(document);  // as_page() does the rest
    case Damage::kTogether:
      return add_blanks(break_pages(apply(Damage::kMixedWidth, document, random), random), random);
  }
  return document;
}

std::string as_page(const Document& document) {
  std::string out =
      "<!DOCTYPE html><html><head><meta charset='utf-8'><title>某省政务网</title>"
      "<style>p{margin:0}</style></head><body><div class='top-nav'><a href='/'>首页</a>"
      "<a href='/a'>政务公开</a></div><ul><li><a href='/b'>文件库</a></li><li><a href='/c'>解读</a>"
      "</li></ul><div id='content'>";
  std::string line;
  for (const char32_t c : document.text) {
    if (c != U'\n') {
      append_utf8(line, c);
      continue;
    }
    out += "<p>" + line + "</p>\n";
    line.clear();
  }
  return out + "</div><div class='footer'>主办单位：某省人民政府办公厅</div>"
               "<script>var 责任单位='省商务厅';</script></body></html>";
}

std::string encode(Document& document, const char* encoding, bool crlf) {
  if (crlf) {
    Rebuilder builder(document);
    for (size_t i = 0; i < document.text.size(); ++i) {
      if (document.text[i] == U'\n' && i > 0) builder.insert(i - 1, U"\r");
      builder.copy(i);
    }
    document = std::move(builder.out);
  }
  std::string in = to_utf8(document.text);
  const iconv_t handle = iconv_open(encoding, "UTF-8");
  if (handle == reinterpret_cast<iconv_t>(-1)) throw std::runtime_error("no such encoding");
  std::string out(in.size() * 2 + 16, '\0');
  char* source = in.data();
  char* target = out.data();
  size_t source_left = in.size(), target_left = out.size();
  const size_t converted = iconv(handle, &source, &source_left, &target, &target_left);
  iconv_close(handle);
  if (converted == size_t(-1)) throw std::runtime_error("not encodable");
  out.resize(out.size() - target_left);
  return out;
}

}  // namespace zhengmai::generated
