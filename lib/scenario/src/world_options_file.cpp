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

namespace {

/// One number for all sectors, and others for those named.
Status read_by_sector(const TomlTable& table, const char* key, const accounts::Economy& economy,
                      Vector& into) {
  const auto all = table.number(key);
  if (!all.ok()) return all.error();
  into.assign(economy.goods.size(), all->value_or(0.0));
  const auto some = table.table("by_sector");
  if (!some.ok()) return some.error();
  if (some->has_value()) {
    for (const auto& name : (**some).keys()) {
      const auto good = economy.goods.require(name, "sector");
      if (!good.ok()) return (**some).at(name, good.error());
      const auto value = (**some).number(name);
      if (!value.ok()) return value.error();
      into[*good] = value->value_or(0.0);
    }
  }
  for (const double value : into) {
    if (value >= 0.0 && value <= 2.0) continue;
    return table.at(key,
                    bad(fmt::format("{} {} is not between 0 and 2", key, value), "0.1 is 10 %"));
  }
  return Done{};
}

}  // namespace

Status read_world_entry(const TomlTable& root, const accounts::Economy& economy,
                        equilibrium::WorldAccountsOptions& options, Index& starts) {
  const auto scale = root.table("scale");
  if (!scale.ok()) return scale.error();
  if (scale->has_value()) {
    const TomlTable& table = **scale;
    if (auto status = table.only({"elasticity", "by_sector", "starts"}); !status.ok()) {
      return status;
    }
    if (auto status = read_by_sector(table, "elasticity", economy, options.scale); !status.ok()) {
      return status;
    }
    const auto told = table.whole("starts");
    if (!told.ok()) return told.error();
    if (*told && **told < 1) return table.at("starts", bad("no start", "at least 1"));
    if (*told) starts = static_cast<Index>(**told);
  }
  const auto markup = root.table("markup");
  if (!markup.ok()) return markup.error();
  if (markup->has_value()) {
    if (auto status = (**markup).only({"rate", "by_sector"}); !status.ok()) return status;
    return read_by_sector(**markup, "rate", economy, options.markup);
  }
  return Done{};
}

}  // namespace domar::scenario
