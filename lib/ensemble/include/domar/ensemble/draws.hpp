#pragma once
/// @file Draws: many runs of a model side by side, kept as they finish, taken up where they
/// stopped.

#include <filesystem>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "domar/base/array.hpp"
#include "domar/base/result.hpp"

namespace domar::ensemble {

/// What to run and where to keep it.
struct DrawPlan {
  Index draws = 0;
  Index width = 0;              ///< numbers that a draw gives
  int threads = 1;              ///< side by side; results do not depend on it
  std::filesystem::path store;  ///< finished draws, until all are done; empty: not kept
  std::string key;  ///< says what the draws depend on (inputs, seed, version); another key starts
                    ///< the store anew
};

/// Finished draws by number.
struct Draws {
  Matrix values;              ///< (draw, number); NaN where the draw failed
  std::vector<bool> failed;   ///< by draw
  std::string first_failure;  ///< why, in words; of the draw with the smallest number that was
                              ///< tried now
  Index taken_up = 0;         ///< were in the store already

  [[nodiscard]] Index failures() const;
};

/// Runs task(k) for every draw k that the store does not hold. A draw that fails with
/// no_convergence or infeasible is a failed draw; other errors end the work. Every finished draw is
/// appended to the store as one record with a checksum, so a killed run loses only what it was
/// computing. The store is left in place: the caller removes it when the results are safe.
///
/// @param task     called from several threads; must depend on k alone.
/// @param on_done  called after each draw, from several threads; may be empty.
/// @error interrupted  the user asked to stop; finished draws are in the store.
/// @error bad_value    no draws, no width, or a task gave another number of values.
/// @error bad_input    the store cannot be written. And what a task returned.
[[nodiscard]] Result<Draws> run_draws(const DrawPlan& plan,
                                      const std::function<Result<Vector>(Index draw)>& task,
                                      const std::function<void(Index draw)>& on_done = {});

}  // namespace domar::ensemble
