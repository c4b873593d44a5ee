#include "domar/accounts/fact_log.hpp"

namespace domar::accounts {

namespace {
thread_local FactLog* innermost = nullptr;
}  // namespace

FactLog::FactLog() : outer_(innermost) { innermost = this; }
FactLog::~FactLog() { innermost = outer_; }
FactLog* FactLog::current() { return innermost; }

}  // namespace domar::accounts
