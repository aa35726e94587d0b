#include "tests/extract_lists/annotated.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include "graph/model/unicode.h"

namespace zhengmai::test {
namespace {

std::vector<std::string> split(const std::string& s, char separator) {
  std::vector<std::string> out;
  size_t at = 0;
  for (size_t end; (end = s.find(separator, at)) != std::string::npos; at = end + 1) {
    out.push_back(s.substr(at, end - at));
  }
  out.push_back(s.substr(at));
  return out;
}

std::string role_of(const std::string& letter) {
  if (letter == "L") return "lead";
  if (letter == "S") return "support";
  if (letter == "U") return "unspecified";
  throw std::runtime_error("unknown role letter " + letter);
}

void read_body(const std::string& body, AnnotatedDocument& d) {
  uint32_t open = 0;
  const auto here = [&] { return static_cast<uint32_t>(count_code_points(d.text)); };
  for (size_t i = 0; i < body.size();) {
    if (body.compare(i, 2, "<<") == 0) {
      open = here();
      i += 2;
    } else if (body.compare(i, 2, ">>") == 0) {
      d.measures.push_back({open, here()});
      i += 2;
    } else if (body.compare(i, 2, "[[") == 0 && body.compare(i, 3, "[[[") != 0) {
      const size_t close = body.find("]]", i);
      auto cells = split(body.substr(i + 2, close - i - 2), '~');
      ExpectedAgency a;
      a.measure = static_cast<int>(d.measures.size()) - 1;
      if (cells.back().starts_with('#')) {
        a.measure = std::stoi(cells.back().substr(1)) - 1;
        cells.pop_back();
      }
      a.surface = cells.at(0);
      a.role = role_of(cells.at(1));
      a.cls = cells.at(2);
      a.jurisdiction = cells.size() > 3 ? cells[3] : d.jurisdiction;
      a.span.begin = here();
      d.text += a.surface;
      a.span.end = here();
      d.agencies.push_back(a);
      i = close + 2;
    } else {
      d.text += body[i++];
    }
  }
}

}  // namespace

std::vector<AnnotatedDocument> read_annotated(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  const std::string all{std::istreambuf_iterator<char>(in), {}};
  std::vector<AnnotatedDocument> out;
  for (size_t at = all.find("\n=== "); at != std::string::npos;) {
    const size_t next = all.find("\n=== ", at + 1);
    const std::string part = all.substr(at + 5, next == std::string::npos ? next : next - at - 4);
    const size_t line = part.find('\n');
    const auto head = split(part.substr(0, line), '|');
    AnnotatedDocument d;
    d.name = head.at(0).substr(0, head[0].find_last_not_of(' ') + 1);
    d.jurisdiction = head.at(1).substr(head[1].find_first_not_of(' '));
    read_body(part.substr(line + 1), d);
    out.push_back(std::move(d));
    at = next;
  }
  return out;
}

}  // namespace zhengmai::test
