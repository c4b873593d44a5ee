#include "world_changes.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>

namespace domar::scenario {

using equilibrium::WorldCap;
using equilibrium::WorldLever;
using equilibrium::WorldModel;
using equilibrium::WorldParameters;
using Kind = WorldChangeLine::Kind;

namespace {

constexpr double k_percent = 100.0;

Error bad(const std::string& what, const std::string& hint) {
  return {ErrorCode::bad_value, what, "", hint, ""};
}

bool contains(const std::vector<Index>& list, Index value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

Status read_names(const TomlTable& table, const char* key, const Labels& labels, const char* what,
                  std::vector<Index>& into) {
  if (!table.has(key)) return Done{};
  const auto names = table.texts(key);
  if (!names.ok()) return names.error();
  if (!into.empty()) {
    return table.at(key, bad(fmt::format("'{}' is told twice", key), "in words or by key"));
  }
  if (names->empty()) {
    return table.at(key, bad(fmt::format("no {} is named", what),
                             fmt::format("leave out {} to mean all of them", key)));
  }
  for (Index k = 0; k < names->size(); ++k) {
    const int place = static_cast<int>(k);
    const auto at = labels.require((*names)[k], what);
    if (!at.ok()) return table.at(key, at.error(), place);
    if (contains(into, *at)) {
      return table.at(
          key, bad(fmt::format("{} '{}' is named twice", what, labels.code(*at)), "once is enough"),
          place);
    }
    into.push_back(*at);
  }
  return Done{};
}

std::vector<Index> all_if_empty(std::vector<Index> chosen, Index count) {
  if (!chosen.empty()) return chosen;
  chosen.resize(count);
  std::iota(chosen.begin(), chosen.end(), Index{0});
  return chosen;
}

Status read_rent(const TomlTable& table, WorldChangeLine& change) {
  const auto rent = table.text("rent");
  if (!rent.ok()) return rent.error();
  const std::string word = rent->value_or("destination");
  if (word == "lost") {
    change.rent = WorldCap::Rent::lost;
  } else if (word == "origin") {
    change.rent = WorldCap::Rent::to_origin;
  } else if (word != "destination") {
    return table.at("rent", bad(fmt::format("rent '{}' is unknown", word),
                                "write \"destination\", \"origin\" or \"lost\""));
  }
  return Done{};
}

/// Who pays and who receives a transfer: shares of spending of those who receive.
std::vector<WorldLever::Cell> transfer_cells(const WorldChangeLine& change,
                                             const WorldModel& model) {
  std::vector<WorldLever::Cell> cells;
  double received = 0.0;
  for (const Index n : change.to) {
    cells.push_back({n, change.sign * model.final_spending[n]});
    received += change.sign * model.final_spending[n];
  }
  std::vector<Index> payers;
  double spending = 0.0;
  for (const Index n : all_if_empty(change.from, model.region_count())) {
    if (contains(change.to, n)) continue;
    payers.push_back(n);
    spending += model.final_spending[n];
  }
  for (const Index n : payers) {
    cells.push_back({n, -received * model.final_spending[n] / spending});
  }
  return cells;
}

/// Cells by edge, by industry or by factor.
std::vector<WorldLever::Cell> cells_of(const WorldChangeLine& change, const WorldModel& model) {
  if (change.kind == Kind::transfer) return transfer_cells(change, model);
  std::vector<WorldLever::Cell> cells;
  const auto goods = all_if_empty(change.goods, model.sector_count());
  const auto to = all_if_empty(change.to, model.region_count());
  for (const Index i : all_if_empty(change.from, model.region_count())) {
    if (change.kind == Kind::endowment) {
      for (const Index f : all_if_empty(change.factors, model.factor_count())) {
        cells.push_back({model.factor(i, f), change.sign});
      }
      continue;
    }
    for (const Index s : goods) {
      if (!kind_of(change.kind).has_to) {
        cells.push_back({model.industry(i, s), change.sign});
        continue;
      }
      for (const Index n : to) {
        if (i != n) cells.push_back({model.edge(s, i, n), change.sign});
      }
    }
  }
  return cells;
}

}  // namespace

const std::vector<WorldChangeKind>& world_change_kinds() {
  static const std::vector<WorldChangeKind> kinds{
      {"tariff", Kind::tariff, "rate", true, true, true},
      {"export_tax", Kind::export_tax, "rate", true, true, true},
      {"output_tax", Kind::output_tax, "rate", true, true, false},
      {"trade_cost", Kind::iceberg, "change", true, true, true},
      {"productivity", Kind::productivity, "change", true, true, false},
      {"endowment", Kind::endowment, "change", false, true, false},
      {"transfer", Kind::transfer, "share", false, true, true},
      {"cap", Kind::cap, "share", true, true, true}};
  return kinds;
}

const WorldChangeKind& kind_of(Kind kind) {
  const auto& kinds = world_change_kinds();
  return *std::find_if(kinds.begin(), kinds.end(), [&](const auto& k) { return k.kind == kind; });
}

std::vector<std::string> cell_keys(const WorldChangeKind& kind) {
  std::vector<std::string> keys;
  if (kind.has_sectors) keys.emplace_back("sectors");
  if (kind.has_from) keys.emplace_back("from");
  if (kind.has_to) keys.emplace_back("to");
  if (kind.kind == Kind::endowment) keys.emplace_back("factors");
  return keys;
}

/// What acts on trade between regions acts on nothing within one.
Status refuse_trade_at_home(const TomlTable& table, const WorldNames& names,
                            const WorldChangeLine& change) {
  if (!table.has("to") || !kind_of(change.kind).has_to || change.from.size() != 1 ||
      change.to != change.from) {
    return Done{};
  }
  return table.at("to",
                  bad(fmt::format("trade within {} has no tariff, export tax, trade cost or cap",
                                  names.regions.code(change.to.front())),
                      "name another region, or leave out from or to"));
}

Status read_cells(const TomlTable& table, const WorldNames& names, WorldChangeLine& change) {
  for (const auto& status :
       {read_names(table, "sectors", names.sectors, "sector", change.goods),
        read_names(table, "from", names.regions, "region", change.from),
        read_names(table, "to", names.regions, "region", change.to),
        read_names(table, "factors", names.factors, "factor", change.factors)}) {
    if (!status.ok()) return status;
  }
  if (change.kind != Kind::transfer) return refuse_trade_at_home(table, names, change);
  if (change.to.empty()) {
    return table.at("to", bad("who receives the transfer?", "to = [\"USA\"]"));
  }
  for (const Index n : change.to) {
    if (!contains(change.from, n)) continue;
    return table.at("from", bad(fmt::format("{} cannot pay itself", names.regions.code(n)),
                                "leave out from: all others pay, by what they spend"));
  }
  if (change.to.size() < names.regions.size()) return Done{};
  return table.at("to", bad("nobody is left to pay the transfer", "name fewer regions"));
}

std::string words_of_change(const WorldChangeLine& change, const WorldNames& names) {
  const auto listed = [](const std::vector<Index>& chosen, const Labels& labels) {
    const std::string first = labels.code(chosen.front());
    return chosen.size() == 1 ? first : fmt::format("{} and {} more", first, chosen.size() - 1);
  };
  std::string words = kind_of(change.kind).table;
  if (change.sign < 0.0) words.replace(words.size() - 3, 3, "subsidy");
  std::replace(words.begin(), words.end(), '_', ' ');
  if (!change.factors.empty()) words += " of " + listed(change.factors, names.factors);
  if (!change.goods.empty()) words += " on " + listed(change.goods, names.sectors);
  if (!change.from.empty()) words += " from " + listed(change.from, names.regions);
  if (!change.to.empty()) words += " to " + listed(change.to, names.regions);
  return words;
}

Result<WorldChangeLine> read_world_change(const TomlTable& table, const WorldChangeKind& kind,
                                          const WorldNames& names) {
  const bool cap = kind.kind == Kind::cap;
  std::vector<std::string> keys = cell_keys(kind);
  keys.insert(keys.end(), {kind.number, "name"});
  if (cap) keys.emplace_back("rent");
  if (auto status = table.only(keys); !status.ok()) return status.error();
  WorldChangeLine change;
  change.kind = kind.kind;
  if (auto status = read_cells(table, names, change); !status.ok()) return status.error();
  const auto name = table.text("name");
  if (!name.ok()) return name.error();
  change.name = name->value_or(words_of_change(change, names));
  const auto value = table.number(kind.number);
  if (!value.ok()) return value.error();
  if (!value->has_value()) {
    return table.at(kind.number, bad(fmt::format("{} is missing", kind.number),
                                     fmt::format("write {} = 0.1 for 10 %", kind.number)));
  }
  change.value = **value;
  if (!(change.value > (cap ? 0.0 : -1.0)) || !(change.value <= 10.0)) {
    return table.at(kind.number,
                    bad(fmt::format("{} {} is not above {} and at most 10", kind.number,
                                    change.value, cap ? 0 : -1),
                        fmt::format("write {} for {} %", change.value / k_percent, change.value)));
  }
  if (cap) {
    if (auto status = read_rent(table, change); !status.ok()) return status.error();
  }
  return change;
}

WorldLever lever_of(const WorldChangeLine& change, const WorldModel& model) {
  WorldLever lever{change.name, &WorldParameters::tariff, cells_of(change, model)};
  switch (change.kind) {
    case Kind::export_tax:
      lever.what = &WorldParameters::export_tax;
      break;
    case Kind::output_tax:
      lever.what = &WorldParameters::output_tax;
      break;
    case Kind::iceberg:
      lever.what = &WorldParameters::log_iceberg;
      break;
    case Kind::productivity:
      lever.what = &WorldParameters::log_productivity;
      break;
    case Kind::endowment:
      lever.what = &WorldParameters::log_endowment;
      break;
    case Kind::transfer:
      lever.what = &WorldParameters::transfer;
      break;
    default:
      break;
  }
  return lever;
}

bool acts(const WorldLever& lever, const WorldModel& model) {
  const bool by_industry = lever.what == &WorldParameters::output_tax ||
                           lever.what == &WorldParameters::log_productivity;
  const bool by_edge = lever.what == &WorldParameters::tariff ||
                       lever.what == &WorldParameters::export_tax ||
                       lever.what == &WorldParameters::log_iceberg;
  return std::any_of(lever.cells.begin(), lever.cells.end(), [&](const WorldLever::Cell& cell) {
    if (by_industry) return model.output[cell.at] > 0.0;
    if (!by_edge) return true;
    if (!model.by_user()) return model.trade_share[cell.at] > 0.0;
    const float* first = model.user_share.data() + cell.at * model.users();
    return std::any_of(first, first + model.users(), [](float share) { return share > 0.0F; });
  });
}

double amount_from(const WorldLever& lever, double said) {
  return lever.in_logs() ? std::log1p(said) : said;
}

double said_of(const WorldLever& lever, double amount) {
  return lever.in_logs() ? std::expm1(amount) : amount;
}

void apply_change(const WorldChangeLine& change, const WorldModel& model,
                  WorldParameters& parameters, std::vector<WorldCap>& caps) {
  const WorldLever lever = lever_of(change, model);
  if (change.kind != Kind::cap) {
    lever.move(amount_from(lever, change.value), parameters);
    return;
  }
  for (const auto& cell : lever.cells) {
    if (model.trade_share[cell.at] > 0.0) caps.push_back({cell.at, change.value, change.rent});
  }
}

}  // namespace domar::scenario
