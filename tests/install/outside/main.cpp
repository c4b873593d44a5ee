// A stranger's program: an error has a code and a sentence, or is an exception for those who ask.
#include <domar/base/result.hpp>

#include <cstdio>

int main() {
  const domar::Result<int> result =
      domar::Error{domar::ErrorCode::bad_value, "tariff rate 25 is not a share", "steel.toml:6:65",
                   "write 0.25 for 25 %", ""};
  if (result.ok() || domar::exit_status(result.error().code) != 3) return 1;
  try {
    return result.value();
  } catch (const domar::DomarError& error) {
    std::puts(error.what());
    return 0;
  }
}
