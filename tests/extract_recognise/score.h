// Precision and recall of what was found against what was wanted, and lines of annotation.
#pragma once

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace zhengmai::testing {

struct Score {
  int right = 0, extra = 0, missed = 0;

  void add(const std::multiset<std::string>& found, const std::multiset<std::string>& wanted) {
    std::vector<std::string> both;
    std::set_intersection(found.begin(), found.end(), wanted.begin(), wanted.end(),
                          std::back_inserter(both));
    right += static_cast<int>(both.size());
    extra += static_cast<int>(found.size() - both.size());
    missed += static_cast<int>(wanted.size() - both.size());
  }
  double precision() const { return double(right) / std::max(1, right + extra); }
  double recall() const { return double(right) / std::max(1, right + missed); }
  double f1() const { return right == 0 ? 0 : 2.0 * right / (2 * right + extra + missed); }
  void print(std::string_view what) const {
    std::cout << what << ": precision " << precision() << " recall " << recall() << " F1 " << f1()
              << " (" << right + missed << ")\n";
  }
};

// "wanted; wanted | text" below a line "== section"; "-" wants nothing. # opens a comment.
struct AnnotatedLine {
  std::string section;
  std::multiset<std::string> wanted;
  std::string text;
};

inline std::vector<AnnotatedLine> read_lines(const std::string& name) {
  const std::string path = ZHENGMAI_SOURCE_DIR "/tests/extract_recognise/" + name;
  std::ifstream file(path);
  std::vector<AnnotatedLine> lines;
  std::string section;
  int number = 0;
  for (std::string line; std::getline(file, line);) {
    ++number;
    if (line.empty() || line[0] == '#') continue;
    if (line.starts_with("== ")) {
      section = line.substr(3);
      continue;
    }
    const size_t bar = line.find(" | ");
    if (bar == line.npos) throw std::runtime_error(path + ":" + std::to_string(number) + ": no |");
    AnnotatedLine& out = lines.emplace_back();
    out.section = section;
    out.text = line.substr(bar + 3);
    for (size_t at = 0; at < bar;) {
      const size_t end = std::min(line.find("; ", at), bar);
      if (line.substr(at, end - at) != "-") out.wanted.insert(line.substr(at, end - at));
      at = end + 2;
    }
  }
  if (lines.empty()) throw std::runtime_error(path + " has no annotated line");
  return lines;
}

// Adds one line's result; with ZHENGMAI_ERRORS set, says what was wrong with it.
inline void score_line(const AnnotatedLine& line, const std::multiset<std::string>& found,
                       Score* score) {
  score->add(found, line.wanted);
  if (found == line.wanted || std::getenv("ZHENGMAI_ERRORS") == nullptr) return;
  std::cout << line.section << ": " << line.text << "\n";
  for (const std::string& f : found) {
    if (found.count(f) > line.wanted.count(f)) std::cout << "  + " << f << "\n";
  }
  for (const std::string& w : line.wanted) {
    if (line.wanted.count(w) > found.count(w)) std::cout << "  - " << w << "\n";
  }
}

}  // namespace zhengmai::testing
