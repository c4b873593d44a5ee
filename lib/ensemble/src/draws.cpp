#include "domar/ensemble/draws.hpp"

#include <algorithm>
#include <limits>
#include <memory>
#include <mutex>
#include <optional>

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "domar/base/interrupt.hpp"
#include "draw_store.hpp"

namespace domar::ensemble {

Index Draws::failures() const {
  return static_cast<Index>(std::count(failed.begin(), failed.end(), true));
}

namespace {

constexpr double k_nan = std::numeric_limits<double>::quiet_NaN();

bool is_failed(const Vector& values) {
  return std::any_of(values.begin(), values.end(), [](double x) { return x != x; });
}

/// The work of run_draws, shared by its threads.
class DrawRun {
 public:
  DrawRun(const DrawPlan& plan, const std::function<Result<Vector>(Index)>& task,
          const std::function<void(Index)>& on_done)
      : plan_(plan), task_(task), on_done_(on_done) {
    draws_.values = Matrix(plan.draws, plan.width, k_nan);
    draws_.failed.assign(plan.draws, true);
  }

  Result<Draws> go() {
    if (auto status = take_up(); !status.ok()) return status.error();
    tbb::task_arena arena(plan_.threads);
    arena.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<Index>(0, todo_.size(), 1),
          [&](const tbb::blocked_range<Index>& range) {
            for (Index i = range.begin(); i != range.end(); ++i) one(todo_[i]);
          },
          tbb::simple_partitioner());
    });
    if (interrupt_requested()) return interrupted_error();
    if (fatal_) return *fatal_;
    for (Index k = 0; k < plan_.draws; ++k) draws_.failed[k] = is_failed(row(k));
    return std::move(draws_);
  }

 private:
  Status take_up() {
    std::map<Index, Vector> found;
    if (!plan_.store.empty()) {
      store_ = std::make_unique<DrawStore>(plan_.store, plan_.key, plan_.width);
      auto kept = store_->open();
      if (!kept.ok()) return kept.error();
      found = std::move(kept.value());
    }
    for (Index k = 0; k < plan_.draws; ++k) {
      const auto kept = found.find(k);
      if (kept == found.end()) {
        todo_.push_back(k);
        continue;
      }
      std::copy(kept->second.begin(), kept->second.end(), draws_.values.row(k).begin());
      ++draws_.taken_up;
      if (on_done_) on_done_(k);
    }
    return Done{};
  }

  void one(Index k) {
    if (interrupt_requested() || stopped()) return;
    auto result = task_(k);
    Vector values(plan_.width, k_nan);
    if (result.ok()) {
      if (result->size() != plan_.width) {
        return stop({ErrorCode::bad_value,
                     fmt::format("draw {} gave {} numbers, not {}", k, result->size(), plan_.width),
                     "draws", "", ""});
      }
      values = std::move(result.value());
    } else if (result.error().code == ErrorCode::no_convergence ||
               result.error().code == ErrorCode::infeasible) {
      note_failure(k, result.error());
    } else {
      return stop(result.error());
    }
    std::copy(values.begin(), values.end(), draws_.values.row(k).begin());
    if (store_) {
      if (auto status = store_->append(k, values); !status.ok()) return stop(status.error());
    }
    if (on_done_) on_done_(k);
  }

  [[nodiscard]] Vector row(Index k) const {
    const auto values = draws_.values.row(k);
    return {values.begin(), values.end()};
  }
  bool stopped() {
    const std::scoped_lock lock(mutex_);
    return fatal_.has_value();
  }
  void stop(Error error) {
    const std::scoped_lock lock(mutex_);
    if (!fatal_) fatal_ = std::move(error);
  }
  void note_failure(Index k, const Error& error) {
    const std::scoped_lock lock(mutex_);
    if (k > first_failed_) return;
    first_failed_ = k;
    draws_.first_failure = fmt::format("draw {}: {}", k, error.message());
  }

  const DrawPlan& plan_;
  const std::function<Result<Vector>(Index)>& task_;
  const std::function<void(Index)>& on_done_;
  std::unique_ptr<DrawStore> store_;
  std::vector<Index> todo_;
  Draws draws_;
  std::mutex mutex_;
  Index first_failed_ = std::numeric_limits<Index>::max();
  std::optional<Error> fatal_;
};

}  // namespace

Result<Draws> run_draws(const DrawPlan& plan, const std::function<Result<Vector>(Index)>& task,
                        const std::function<void(Index)>& on_done) {
  if (plan.draws == 0 || plan.width == 0 || plan.threads < 1) {
    return Error{
        ErrorCode::bad_value,
        fmt::format("{} draws of {} numbers on {} threads", plan.draws, plan.width, plan.threads),
        "draws", "each must be at least 1", ""};
  }
  return DrawRun(plan, task, on_done).go();
}

}  // namespace domar::ensemble
