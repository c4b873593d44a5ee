#pragma once
/// @file Split draws: admissible economies for draws of an economy that was split by a split file.

#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "domar/accounts/split_facts.hpp"
#include "domar/base/result.hpp"
#include "domar/scenario/economy_folder.hpp"

namespace domar::scenario {

/// A division of the parents' cells costs as much as several draws, so that k_shared draws in a row
/// share one. Safe to call from threads; every division is made once, from its own seed.
class SplitDraws {
 public:
  static constexpr Index k_shared = 8;

  /// Nothing to draw when the folder has no split.toml.
  /// @error  those of read_split_file and of the parent economy; shape_mismatch when the folder's
  /// economy is not what the file makes.
  [[nodiscard]] static Result<std::optional<SplitDraws>> of(const EconomyFolder& folder,
                                                            std::uint64_t seed, Index draws);

  /// The economy of draw k. @error  those of draw_by_facts.
  [[nodiscard]] Result<const accounts::Economy*> economy(Index draw) const;

 private:
  struct Slot {
    std::once_flag once;
    std::optional<Error> error;
    accounts::Economy economy;
  };
  void fill(Slot& slot, Index block) const;

  accounts::Economy parent_;
  accounts::SplitFacts facts_;
  const accounts::Economy* central_ = nullptr;
  std::uint64_t seed_ = 0;
  std::shared_ptr<std::vector<Slot>> slots_;
};

}  // namespace domar::scenario
