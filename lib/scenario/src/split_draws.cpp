#include "split_draws.hpp"

#include "domar/ensemble/design.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/scenario/split_file.hpp"
#include "toml_reader.hpp"

namespace domar::scenario {

namespace {

constexpr std::uint64_t k_stream = 1ULL << 32U;  ///< counters apart from those of the design
constexpr std::uint64_t k_next_attempt = 1ULL << 40U;
constexpr Index k_attempts = 20;

/// Same goods and industries in the same order: parameters and classes then fit both.
bool are_alike(const accounts::Economy& a, const accounts::Economy& b) {
  if (a.goods.size() != b.goods.size() || a.industries.size() != b.industries.size()) return false;
  for (Index i = 0; i < a.goods.size(); ++i) {
    if (a.goods.code(i) != b.goods.code(i)) return false;
  }
  for (Index j = 0; j < a.industries.size(); ++j) {
    if (a.industries[j].code != b.industries[j].code) return false;
  }
  return true;
}

/// Can every industry pay its workers, and has it income left after taxes? A rest of a parent that
/// most was split out of may be left with more subsidies or losses than income.
bool pays_its_factors(const accounts::Economy& economy) {
  for (Index j = 0; j < economy.industries.size(); ++j) {
    const double labour = economy.value_added(accounts::labour, j);
    const double factors = labour + economy.value_added(accounts::depreciation, j) +
                           economy.value_added(accounts::operating_surplus, j);
    const double all = factors + economy.value_added(accounts::production_taxes, j);
    if (!(labour > 0.0) || !(factors > 0.0) || !(all > 0.0)) return false;
  }
  return true;
}

/// The economy that a split file names as what it splits.
Result<accounts::Economy> parent_of(const std::filesystem::path& file) {
  auto table = TomlTable::read(file);
  if (!table.ok()) return table.error();
  const auto name = table->text("economy");
  if (!name.ok()) return name.error();
  if (!name->has_value()) {
    return table->at("economy", {ErrorCode::bad_input, "no 'economy' to split", "", "", ""});
  }
  const auto path = find_economy(**name);
  if (!path.ok()) return path.error();
  return readers::read_economy(*path);
}

}  // namespace

Result<std::optional<SplitDraws>> SplitDraws::of(const EconomyFolder& folder, std::uint64_t seed,
                                                 Index draws) {
  const auto file = folder.table.parent_path() / "split.toml";
  if (!std::filesystem::exists(file)) return std::optional<SplitDraws>{};
  auto parent = parent_of(file);
  if (!parent.ok()) return parent.error();
  auto facts = read_split_file(file, *parent);
  if (!facts.ok()) return facts.error();
  SplitDraws made;
  made.parent_ = std::move(parent.value());
  made.facts_ = std::move(facts.value());
  made.central_ = &folder.economy;
  made.seed_ = seed;
  made.slots_ = std::make_shared<std::vector<Slot>>(draws / k_shared + 1);
  return std::optional<SplitDraws>(std::move(made));
}

Result<const accounts::Economy*> SplitDraws::economy(Index draw) const {
  const Index block = draw / k_shared;
  Slot& slot = (*slots_)[block];
  std::call_once(slot.once, [&] { fill(slot, block); });
  if (slot.error) return *slot.error;
  return &slot.economy;
}

/// Draws until the economy is one: those that are not do not belong to the admissible set.
void SplitDraws::fill(Slot& slot, Index block) const {
  for (Index attempt = 0; attempt < k_attempts; ++attempt) {
    const std::uint64_t counter = k_stream + block + attempt * k_next_attempt;
    auto split = accounts::draw_by_facts(parent_, facts_, ensemble::counter_seed(seed_, counter));
    slot.error.reset();
    if (!split.ok()) {
      slot.error = split.error();
      if (slot.error->code != ErrorCode::infeasible) return;
      continue;
    }
    slot.economy = std::move(split->economy);
    slot.economy.facts = central_->facts;
    if (!are_alike(slot.economy, *central_)) {
      slot.error = Error{ErrorCode::shape_mismatch,
                         "the economy is not what its split.toml makes: other goods or industries",
                         central_->name, "make it again with 'domar split'", ""};
      return;
    }
    if (pays_its_factors(slot.economy)) return;
    slot.error =
        Error{ErrorCode::infeasible, "an industry of a drawn split pays no wages", "", "", ""};
  }
}

}  // namespace domar::scenario
