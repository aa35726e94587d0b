// Reads annotated.txt: documents with what must come out of them written into the text.
#pragma once

#include <string>
#include <vector>

#include "graph/model/span.h"

namespace zhengmai::test {

struct ExpectedAgency {
  Span span;
  std::string surface;
  std::string role;          // lead, support, unspecified
  std::string cls;           // "-" when no table knows the body
  std::string jurisdiction;
  int measure = 0;           // index into measures
};

struct AnnotatedDocument {
  std::string name;
  std::string jurisdiction;
  std::string text;          // UTF-8, without the marks
  std::vector<Span> measures;
  std::vector<ExpectedAgency> agencies;
};

std::vector<AnnotatedDocument> read_annotated(const std::string& path);

}  // namespace zhengmai::test
