#include "domar/base/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include <fmt/format.h>

namespace domar {

Progress::Style Progress::style_for_stderr() {
  return isatty(STDERR_FILENO) != 0 ? Style::bar : Style::lines;
}

void Progress::step(const std::string& what, bool milestone) {
  const std::lock_guard lock(mutex_);
  done_ = std::min(done_ + 1, steps_);
  if (style_ == Style::bar) {
    constexpr Index width = 30;
    const Index filled = steps_ == 0 ? width : width * done_ / steps_;
    fmt::print(stderr, "\r  [{}{}] {:>3}/{} {:<40}", std::string(filled, '='),
               std::string(width - filled, ' '), done_, steps_, what.substr(0, 40));
  } else if (style_ == Style::lines && milestone) {
    fmt::print(stderr, "  {:>3}/{} {}\n", done_, steps_, what);
  }
  std::fflush(stderr);
}

void Progress::finish() {
  const std::lock_guard lock(mutex_);
  if (style_ == Style::bar) fmt::print(stderr, "\r{:<90}\r", "");
  style_ = Style::none;
}

}  // namespace domar
