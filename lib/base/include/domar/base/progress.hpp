#pragma once
/// @file Progress on stderr: a bar on a terminal, plain lines otherwise. Safe to call from threads.

#include <mutex>
#include <string>

#include "domar/base/array.hpp"

namespace domar {

/// Counts finished steps of a job of known length.
class Progress {
 public:
  enum class Style { none, lines, bar };

  /// A bar if stderr is a terminal, else lines.
  static Style style_for_stderr();

  Progress(Style style, Index steps) : style_(style), steps_(steps) {}
  ~Progress() { finish(); }
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// One more step done; `what` names it, for example "ai-plus 2027". With lines, only calls whose
  /// `milestone` is true print.
  void step(const std::string& what, bool milestone);

  /// Clears the bar.
  void finish();

 private:
  std::mutex mutex_;
  Style style_;
  Index steps_;
  Index done_ = 0;
};

}  // namespace domar
