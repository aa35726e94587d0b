// One HTML page with tables: self-contained, readable on paper, sortable and searchable on screen.
//
// Nothing is fetched and nothing from a document is ever markup: text is escaped, and a content
// security policy allows the page's own script and style by their digests and nothing else.
//
// Cost: linear. Threads: pure function.
#pragma once

#include <ostream>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "report/table.h"

namespace zhengmai::report {

struct HtmlPage {
  std::string title;
  std::vector<std::string> notes;  // paragraphs above the tables
  std::span<const Table> tables;
  std::string language = "zh-CN";
};

void write_html_page(const HtmlPage& page, std::ostream& out);

// The <meta> element of a policy that allows exactly this script and this style.
std::string content_security_policy(std::string_view script, std::string_view style);

}  // namespace zhengmai::report
