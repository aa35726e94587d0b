#include "report/escape.h"

#include <fmt/format.h>

#include <iterator>

#include "graph/model/unicode.h"

namespace zhengmai::report {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

bool is_control(unsigned char c) { return c < 0x20 || c == 0x7F; }

// U+FFFE and U+FFFF are the only three-byte characters that XML 1.0 forbids.
bool is_xml_noncharacter(std::string_view text, size_t i) {
  return text.compare(i, 2, "\xEF\xBF") == 0 && i + 2 < text.size() &&
         static_cast<unsigned char>(text[i + 2]) >= 0xBE;
}

// Characters that change the direction of the text around them.
bool is_bidi_control(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += text[i];
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\r') {
      out += "\\r";
    } else if (c == '\t') {
      out += "\\t";
    } else if (is_control(c) || c == '<') {
      fmt::format_to(std::back_inserter(out), "\\u{:04x}", c);
    } else if (c == 0xE2 && (text.compare(i, 3, "\xE2\x80\xA8") == 0 ||
                             text.compare(i, 3, "\xE2\x80\xA9") == 0)) {
      out += text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
      i += 2;
    } else {
      out += text[i];
    }
  }
  out += '"';
}

void append_xml(std::string& out, std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      // Kept as references: a parser would turn the plain characters into blanks in attributes.
      case '\n': out += "&#10;"; break;
      case '\r': out += "&#13;"; break;
      case '\t': out += "&#9;"; break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          out += kReplacement;
        } else if (is_xml_noncharacter(text, i)) {
          out += kReplacement;
          i += 2;
        } else {
          out += c;
        }
    }
  }
}

void append_csv_field(std::string& out, std::string_view text) {
  const bool quote = text.empty() || text.find_first_of("\",\r\n") != std::string_view::npos ||
                     text.front() == ' ' || text.back() == ' ';
  if (!quote) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_tsv_field(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '\t': out += "\\t"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\\': out += "\\\\"; break;
      default: out += c;
    }
  }
}

void append_markdown_cell(std::string& out, std::string_view text) {
  std::string visible;
  append_visible(visible, text, /*keep_newlines=*/true);
  for (const char c : visible) {
    switch (c) {
      case '\n': out += "<br>"; break;
      case '\t': out += ' '; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '|': case '\\': case '`': case '*': case '_': case '[': case ']': case '!': case '~':
      case '$':
        out += '\\';
        [[fallthrough]];
      default: out += c;
    }
  }
}

void append_dot_string(std::string& out, std::string_view text) {
  out += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (c == '\n') {
      out += "\\n";
    } else if (is_control(static_cast<unsigned char>(c))) {
      out += ' ';
    } else {
      out += c;
    }
  }
  out += '"';
}

void append_rdf_string(std::string& out, std::string_view text) {
  for (const char c : text) {
    switch (c) {
      case '"': out += "\\\""; break;
      case '\\': out += "\\\\"; break;
      case '\n': out += "\\n"; break;
      case '\r': out += "\\r"; break;
      case '\t': out += "\\t"; break;
      default:
        if (is_control(static_cast<unsigned char>(c))) {
          fmt::format_to(std::back_inserter(out), "\\u{:04X}", c);
        } else {
          out += c;
        }
    }
  }
}

void append_iri(std::string& out, std::string_view text) {
  for (const char32_t c : to_utf32(text)) {
    const bool ascii_unsafe =
        c <= 0x20 || c == 0x7F || (c < 0x80 && std::string_view("<>\"{}|\\^`%").find(char(c)) !=
                                                   std::string_view::npos);
    const bool other_unsafe =
        (c >= 0x80 && c < 0xA0) || is_bidi_control(c) || (c >= 0xE000 && c <= 0xF8FF) ||
        (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE || c >= 0xE0000 ||
        (c >= 0xFFF0 && c <= 0xFFFD) || c == 0x3000 || c == 0x2028 || c == 0x2029;
    if (!ascii_unsafe && !other_unsafe) {
      append_utf8(out, c);
      continue;
    }
    std::string bytes;
    append_utf8(bytes, c);
    for (const char byte : bytes) {
      fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(byte));
    }
  }
}

void append_visible(std::string& out, std::string_view text, bool keep_newlines) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) {
      if (!is_control(c) || (keep_newlines && (c == '\n' || c == '\t'))) {
        out += text[i];
      } else if (c == '\n') {
        out += "\\n";
      } else if (c == '\t') {
        out += "\\t";
      } else if (c == '\r') {
        out += "\\r";
      } else {
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", c);
      }
      continue;
    }
    // C1 controls are C2 80 … C2 9F; the bidirectional ones begin with D8 or E2.
    if (c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(text[i + 1]));
      ++i;
      continue;
    }
    if (c == 0xD8 || c == 0xE2) {
      const size_t size = c == 0xD8 ? 2 : 3;
      const std::u32string one = to_utf32(text.substr(i, size));
      if (one.size() == 1 && is_bidi_control(one[0])) {
        fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<uint32_t>(one[0]));
        i += size - 1;
        continue;
      }
    }
    out += text[i];
  }
}

bool looks_like_formula(std::string_view text) {
  return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

}  // namespace zhengmai::report
