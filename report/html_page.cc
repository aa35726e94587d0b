#include "report/html_page.h"

#include "graph/model/ids.h"
#include "report/cell.h"
#include "report/escape.h"

namespace zhengmai::report {
namespace {

constexpr std::string_view kStyle = R"css(
:root{--line:#d8dde3;--head:#f3f5f8;--ink:#1d2733;--soft:#5b6875}
body{margin:2rem auto;max-width:1400px;padding:0 1rem;color:var(--ink);line-height:1.5;
font-family:"Noto Sans CJK SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",
"WenQuanYi Micro Hei",sans-serif;font-size:15px}
h1{font-size:1.5rem;margin:0 0 .5rem}h2{font-size:1.15rem;margin:2rem 0 .5rem}
p{margin:.3rem 0;color:var(--soft)}
input{font:inherit;padding:.35rem .6rem;width:20rem;max-width:100%;border:1px solid var(--line);
border-radius:4px;margin:.8rem 0}
table{border-collapse:collapse;width:100%;font-size:.92em}
th,td{border:1px solid var(--line);padding:.35rem .55rem;vertical-align:top;text-align:left}
th{background:var(--head);position:sticky;top:0;cursor:pointer;white-space:nowrap}
th[data-sort="1"]::after{content:" ▲"}th[data-sort="-1"]::after{content:" ▼"}
td.n{text-align:right;font-variant-numeric:tabular-nums}td{overflow-wrap:anywhere;min-width:3em}
td.n,td.s{white-space:nowrap}td{white-space:pre-line}td.t{min-width:20em}
tr:nth-child(even) td{background:#fafbfc}tr[hidden]{display:none}
@media print{input{display:none}body{margin:0;max-width:none;font-size:10pt}
th{position:static}tr{break-inside:avoid}thead{display:table-header-group}}
)css";

constexpr std::string_view kScript = R"js(
'use strict';
const box=document.getElementById('search');
box.addEventListener('input',()=>{
  const words=box.value.toLowerCase().split(/\s+/).filter(Boolean);
  for(const row of document.querySelectorAll('tbody tr')){
    const text=row.textContent.toLowerCase();
    row.hidden=!words.every(w=>text.includes(w));
  }
});
for(const head of document.querySelectorAll('th')){
  head.tabIndex=0;
  const sort=()=>{
    const table=head.closest('table'),body=table.tBodies[0],at=head.cellIndex;
    const order=head.dataset.sort==='1'?-1:1;
    for(const other of table.querySelectorAll('th'))delete other.dataset.sort;
    head.dataset.sort=String(order);
    const numeric=[...body.rows].every(r=>r.cells[at].textContent===''||r.cells[at].className==='n');
    const key=r=>r.cells[at].textContent;
    const rows=[...body.rows].map((row,i)=>({row,i,key:key(row)}));
    rows.sort((a,b)=>order*(numeric?Number(a.key)-Number(b.key):a.key.localeCompare(b.key,'zh'))||a.i-b.i);
    for(const r of rows)body.append(r.row);
  };
  head.addEventListener('click',sort);
  head.addEventListener('keydown',e=>{if(e.key==='Enter'||e.key===' '){e.preventDefault();sort();}});
}
)js";

int hex_digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

// Base64 of the SHA-256, as a policy's hash source wants it.
std::string digest(std::string_view text) {
  constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const std::string hex = sha256_hex(text);
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : hex) {
    bits = (bits << 4) | static_cast<uint32_t>(hex_digit(c));
    count += 4;
    if (count >= 6) {
      count -= 6;
      out += kAlphabet[(bits >> count) & 63];
    }
  }
  if (count > 0) out += kAlphabet[(bits << (6 - count)) & 63];
  while (out.size() % 4 != 0) out += '=';
  return out;
}

void write_cell(const Value& value, const Graph* graph, std::string& out) {
  if (value.is_number()) {
    out += "<td class=\"n\">" + cell_text(value, graph) + "</td>";
    return;
  }
  const std::string text = cell_text(value, graph);
  // Short cells (names, dates) stay on one line; the room goes to the sentences.
  out += text.size() <= 48 ? "<td class=\"s\">" : text.size() <= 100 ? "<td>" : "<td class=\"t\">";
  append_xml(out, text);
  out += "</td>";
}

void write_html_table(const Table& table, bool with_title, std::ostream& out) {
  std::string text;
  if (with_title && !table.title.empty()) {
    text += "<h2>";
    append_xml(text, table.title);
    text += "</h2>\n";
  }
  text += "<table>\n<thead><tr>";
  for (const std::string& column : table.columns) {
    text += "<th scope=\"col\">";
    append_xml(text, column);
    text += "</th>";
  }
  text += "</tr></thead>\n<tbody>\n";
  out << text;
  for (size_t i = 0; i < table.row_count(); ++i) {
    text = "<tr>";
    for (const Value& cell : table.row(i)) write_cell(cell, table.graph, text);
    text += "</tr>\n";
    out << text;
  }
  out << "</tbody>\n</table>\n";
}

}  // namespace

std::string content_security_policy(std::string_view script, std::string_view style) {
  return "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
         "'sha256-" + digest(script) + "'; style-src 'sha256-" + digest(style) +
         "'; base-uri 'none'; form-action 'none'\">\n";
}

void write_html_page(const HtmlPage& page, std::ostream& out) {
  std::string title;
  append_xml(title, page.title.empty() ? "zhengmai" : page.title);
  std::string language;
  append_xml(language, page.language);
  out << "<!DOCTYPE html>\n<html lang=\"" << language << "\">\n<head>\n<meta charset=\"utf-8\">\n"
      << content_security_policy(kScript, kStyle)
      << "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
      << title << "</title>\n<style>" << kStyle << "</style>\n</head>\n<body>\n<h1>" << title
      << "</h1>\n";
  for (const std::string& note : page.notes) {
    std::string text;
    append_xml(text, note);
    out << "<p>" << text << "</p>\n";
  }
  const bool chinese = page.language.starts_with("zh");
  out << "<input id=\"search\" type=\"search\" placeholder=\"" << (chinese ? "查找…" : "Search…")
      << "\" aria-label=\"" << (chinese ? "查找" : "Search") << "\">\n";
  const bool with_titles = page.tables.size() > 1;
  for (const Table& table : page.tables) write_html_table(table, with_titles, out);
  out << "<script>" << kScript << "</script>\n</body>\n</html>\n";
}

}  // namespace zhengmai::report
