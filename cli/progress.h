// A progress line on stderr: "12/340 documents · 3 %  · 96/s · 3 s left · 国发〔2016〕24号.txt".
//
// Only when stderr is a terminal and --quiet is not given; redrawn at most ten times a second.
// Threads: one thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhengmai {

class Progress {
 public:
  // `total` 0: not known (documents from a pipe).
  explicit Progress(uint64_t total);
  ~Progress();  // clears the line

  void step(std::string_view current);
  double seconds() const;

 private:
  void draw(std::string_view current);

  uint64_t total_;
  uint64_t done_ = 0;
  bool shown_;
  std::chrono::steady_clock::time_point start_;
  std::chrono::steady_clock::time_point drawn_;
};

}  // namespace zhengmai
