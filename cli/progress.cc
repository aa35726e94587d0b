#include "cli/progress.h"

#include <fmt/format.h>

#include <cstdio>
#include <iterator>

#include "cli/console.h"
#include "report/cell.h"
#include "report/escape.h"

namespace zhengmai {
namespace {

constexpr auto kRedraw = std::chrono::milliseconds(100);
constexpr int kLineColumns = 78;

}  // namespace

Progress::Progress(uint64_t total)
    : total_(total),
      shown_(console().err_is_terminal && !console().quiet),
      start_(std::chrono::steady_clock::now()),
      drawn_(start_ - kRedraw) {}

Progress::~Progress() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

double Progress::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

void Progress::step(std::string_view current) {
  ++done_;
  if (!shown_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < kRedraw) return;
  drawn_ = now;
  draw(current);
}

void Progress::draw(std::string_view current) {
  const double rate = static_cast<double>(done_) / std::max(seconds(), 1e-3);
  std::string line;
  if (total_ > 0) {
    const auto left = static_cast<double>(total_ - std::min(done_, total_)) / rate;
    line = fmt::format("{}/{} documents · {} % · {:.0f}/s · {:.0f} s left · ", done_, total_,
                       done_ * 100 / total_, rate, left);
  } else {
    line = fmt::format("{} documents · {:.0f}/s · ", done_, rate);
  }
  report::append_visible(line, current);
  std::fputs(("\r\x1b[K" + report::shorten(line, kLineColumns)).c_str(), stderr);
}

}  // namespace zhengmai
