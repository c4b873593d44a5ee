#pragma once
/// @file FactLog: which figures a piece of code asked for.

#include <set>
#include <string>

namespace domar::accounts {

/// While it lives, collects the names that this thread requires from tables of figures, series and
/// sector parameters. Logs may be nested: the innermost one writes.
class FactLog {
 public:
  FactLog();
  ~FactLog();
  FactLog(const FactLog&) = delete;
  FactLog& operator=(const FactLog&) = delete;

  std::set<std::string> figures;
  std::set<std::string> series;
  std::set<std::string> parameters;

  /// The log in force on this thread, or nullptr.
  [[nodiscard]] static FactLog* current();

 private:
  FactLog* outer_;
};

}  // namespace domar::accounts
