#include "domar/base/interrupt.hpp"

#include <csignal>

namespace domar {

namespace {
volatile std::sig_atomic_t requested = 0;

void on_signal(int signal) {
  if (requested != 0) {
    std::signal(signal, SIG_DFL);
    std::raise(signal);
  }
  requested = 1;
}
}  // namespace

void watch_for_interrupt() {
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
}

bool interrupt_requested() { return requested != 0; }

void set_interrupt_requested(bool value) { requested = value ? 1 : 0; }

Error interrupted_error() {
  return {ErrorCode::interrupted, "stopped by the user; nothing was written", "", "", ""};
}

}  // namespace domar
