// What the measuring programs share: a stopwatch, medians, the files that graph_csv.py writes.
#pragma once

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "graph/memory/import.h"

namespace zhengmai::bench {

inline double seconds(const std::function<void()>& work) {
  const auto begin = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

inline double median_milliseconds(const std::function<void()>& work) {
  std::vector<double> times;
  for (int i = 0; i < 9; ++i) times.push_back(1000 * seconds(work));
  std::ranges::sort(times);
  return times[times.size() / 2];
}

inline ImportOptions sources_in(const std::filesystem::path& folder) {
  ImportOptions options;
  std::map<std::string, std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    files.emplace(entry.path().stem(), entry.path());
  }
  for (const auto& [name, file] : files) {
    const bool relationships = std::ranges::none_of(name, [](char c) { return c >= 'a' && c <= 'z'; });
    (relationships ? options.relationships : options.nodes).push_back({{name}, {file}});
  }
  return options;
}

}  // namespace zhengmai::bench
