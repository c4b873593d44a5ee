#include "world_options_file.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace domar::scenario {

namespace {

constexpr double k_armington = 5.0;  // where the file says nothing: an assumption, noted

Error bad(const std::string& what, const std::string& hint) {
  return {ErrorCode::bad_value, what, "", hint, ""};
}

}  // namespace

Status read_world_elasticities(const TomlTable& root, const accounts::Economy& economy,
                               equilibrium::WorldAccountsOptions& options,
                               std::vector<std::string>& notes) {
  auto& into = options.elasticities;
  into.armington.assign(economy.goods.size(), k_armington);
  const auto section = root.table("elasticities");
  if (!section.ok()) return section.error();
  bool told = false;
  if (section->has_value()) {
    const TomlTable& table = **section;
    if (auto status = table.only(
            {"armington", "armington_by_sector", "output", "inputs", "value_added", "final"});
        !status.ok()) {
      return status;
    }
    double armington = k_armington;
    for (const auto& [key, number] :
         {std::pair{"armington", &armington}, std::pair{"output", &into.output},
          std::pair{"inputs", &into.inputs}, std::pair{"value_added", &into.value_added},
          std::pair{"final", &into.final_use}}) {
      const auto value = table.number(key);
      if (!value.ok()) return value.error();
      if (!value->has_value()) continue;
      if (!(**value >= 0.0 && **value <= 100.0)) {
        return table.at(key, bad(fmt::format("elasticity {} is not between 0 and 100", **value),
                                 "2 to 10 is usual between origins"));
      }
      *number = **value;
    }
    told = table.has("armington");
    std::fill(into.armington.begin(), into.armington.end(), armington);
    const auto by_sector = table.table("armington_by_sector");
    if (!by_sector.ok()) return by_sector.error();
    if (by_sector->has_value()) {
      for (const auto& key : (**by_sector).keys()) {
        const auto good = economy.goods.require(key, "sector");
        if (!good.ok()) return (**by_sector).at(key, good.error());
        const auto value = (**by_sector).number(key);
        if (!value.ok()) return value.error();
        into.armington[*good] = value->value_or(armington);
      }
    }
  }
  if (!told) {
    notes.push_back(fmt::format(
        "assumption: the elasticity of substitution between origins is {} unless the file says "
        "otherwise ([elasticities] armington)",
        k_armington));
  }
  return Done{};
}

}  // namespace domar::scenario
