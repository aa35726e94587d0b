// Escaping: text from documents made harmless and exact in each format that reports are written in.
//
// Every function appends to `out`, takes valid UTF-8 and never fails. What a format cannot hold at
// all (XML's control characters) becomes U+FFFD, so that a reader sees that something was there.
//
// Cost: linear. Threads: pure functions.
// Source: RFC 8259 (JSON), RFC 4180 (CSV), XML 1.0 section 2.2, RDF 1.1 N-Triples, RFC 3987.
#pragma once

#include <string>
#include <string_view>

namespace zhengmai::report {

// "text" with its quotes. '<' and U+2028/9 are escaped too, so that it may stand inside <script>.
void append_json_string(std::string& out, std::string_view text);

// For element content and for attribute values in either kind of quotes; also right for HTML.
void append_xml(std::string& out, std::string_view text);

// One field with its separator's rules: quoted where it must be, or where it would read as null.
void append_csv_field(std::string& out, std::string_view text);

// Tab-separated: tab, line feed, carriage return and backslash become \t \n \r \\.
void append_tsv_field(std::string& out, std::string_view text);

// A cell of a Markdown table: no markup, no HTML, no second cell, one line.
void append_markdown_cell(std::string& out, std::string_view text);

// "text" with its quotes for DOT. Backslashes are doubled: an unescaped \N or \G would be expanded.
void append_dot_string(std::string& out, std::string_view text);

// The inside of an N-Triples or Turtle string literal.
void append_rdf_string(std::string& out, std::string_view text);

// An IRI's text between < and >: what RFC 3987 does not allow there is percent-encoded.
void append_iri(std::string& out, std::string_view text);

// For a terminal: control characters, escape sequences and bidirectional controls are shown as
// \x1b or \u202e instead of being obeyed. `keep_newlines` leaves line feeds and tabs alone.
void append_visible(std::string& out, std::string_view text, bool keep_newlines = false);

// True for text that a spreadsheet would take for a formula: it begins with = + - @ TAB or CR.
bool looks_like_formula(std::string_view text);

}  // namespace zhengmai::report
