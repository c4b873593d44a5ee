#include "uncertain_inputs.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "uncertain_measures.hpp"

namespace domar::scenario {

using Kind = UncertainInput::Kind;

namespace {

constexpr const char* k_emerging_class = "sei";
/// 90 % of official figures that are from memory are off by less: half a point. The prior's own
/// widening makes it so.
constexpr double k_official_error = 0.005 / 1.5;

std::vector<UncertainInput> of_parameters(const LoadedJob& job, const accounts::FactLog& used) {
  std::vector<UncertainInput> inputs;
  for (const auto& [name, facts] : job.economy.parameters.by_name) {
    if (!used.parameters.contains(name)) continue;
    const auto known = std::count_if(facts.begin(), facts.end(), [](const Fact& fact) {
      return ensemble::is_known(fact.status);
    });
    auto prior = ensemble::factor_prior(name, 2 * static_cast<Index>(known) > facts.size());
    prior.passport.unit = "factor common to all sectors";
    prior.passport.source = facts.empty() ? "" : facts.front().source;
    prior.passport.status =
        2 * static_cast<Index>(known) > facts.size() ? FactStatus::derived : FactStatus::assumption;
    inputs.push_back({Kind::parameter, name, 0, prior});
  }
  return inputs;
}

std::vector<UncertainInput> of_groups(const LoadedJob& job) {
  std::map<std::string, bool> known;  // by group: all its shares are
  for (const auto& set : job.economy.classes) {
    if (set.name != k_emerging_class) continue;
    for (const auto& share : set.shares) {
      auto [group, is_new] = known.emplace(share.group, true);
      group->second = group->second && ensemble::is_known(share.status);
    }
  }
  std::vector<UncertainInput> inputs;
  if (known.size() < 2) return inputs;  // a single group keeps the size of the class
  for (const auto& [group, sure] : known) {
    auto prior = ensemble::factor_prior(group, sure);
    prior.passport.unit = "factor of the group's shares";
    prior.passport.source = "which industries count as emerging: weights by sector name";
    inputs.push_back({Kind::group, group, 0, prior});
  }
  return inputs;
}

Result<std::vector<UncertainInput>> of_official(const std::vector<OfficialPoint>& official,
                                                int base_year) {
  std::vector<UncertainInput> inputs;
  for (const OfficialPoint& point : official) {
    const bool is_known = ensemble::is_known(point.passport.status);
    if (point.year <= base_year || point.kind != "figure" || is_known) continue;
    const auto prior =
        ensemble::prior_of(fmt::format("sei_share_official {}", point.year), point.passport,
                           point.value - k_official_error, point.value + k_official_error);
    if (!prior.ok()) return prior.error();
    inputs.push_back({Kind::official, "sei_share_official", point.year, **prior});
  }
  return inputs;
}

UncertainInput of_counting() {
  ensemble::Prior prior{"counting error", 0.5, 0.05, 0.95, 0.0, 1.0, {}};
  prior.passport.unit = "quantile of Student's t";
  prior.passport.source = "scatter of the official figures about their fitted drift";
  prior.passport.status = FactStatus::derived;
  return {Kind::counting, "counting error", 0, prior};
}

/// Figures of a table that were asked for and are not known for sure.
Result<std::vector<UncertainInput>> of_figures(const accounts::FactTable& table, Kind kind,
                                               const accounts::FactLog& used) {
  std::vector<UncertainInput> inputs;
  for (const auto& [name, fact] : table.by_name) {
    if (!used.figures.contains(name)) continue;
    const auto prior = ensemble::prior_of(name, fact, fact.low, fact.high);
    if (!prior.ok()) return prior.error();
    if (prior->has_value()) inputs.push_back({kind, name, 0, **prior});
  }
  return inputs;
}

void append(std::vector<UncertainInput>& to, std::vector<UncertainInput> more) {
  std::move(more.begin(), more.end(), std::back_inserter(to));
}

}  // namespace

const Scenario* drawn_scenario(const Job& job) {
  return job.scenarios.empty() ? nullptr : &job.scenarios.back();
}

Result<std::vector<UncertainInput>> uncertain_inputs(const LoadedJob& job,
                                                     const std::vector<OfficialPoint>& official,
                                                     const accounts::FactLog& used) {
  std::vector<UncertainInput> inputs;
  const bool counts = !official.empty();
  if (counts) inputs.push_back(of_counting());
  auto figures = of_figures(job.economy.facts, Kind::figure, used);
  if (!figures.ok()) return figures.error();
  append(inputs, std::move(figures.value()));
  auto emerging = of_figures(job.economy.emerging, Kind::emerging, used);
  if (!emerging.ok()) return emerging.error();
  append(inputs, std::move(emerging.value()));
  append(inputs, of_parameters(job, used));
  append(inputs, of_groups(job));
  if (counts) {
    auto points = of_official(official, job.job.first_year);
    if (!points.ok()) return points.error();
    append(inputs, std::move(points.value()));
  }
  if (const Scenario* scenario = drawn_scenario(job.job); scenario != nullptr) {
    auto measures = uncertain_measures(*scenario, job.economy.facts);
    if (!measures.ok()) return measures.error();
    append(inputs, std::move(measures.value()));
  }
  return inputs;
}

namespace {

/// Shares times the factor of their group, then all times one more, so that the class is as large
/// in the base year as it was. No share exceeds 1.
void redraw_class(accounts::Classification& set, const std::map<std::string, double>& factor,
                  const accounts::Economy& economy) {
  constexpr int rounds = 50;
  std::vector<double> size;
  double wanted = 0.0;
  for (const auto& share : set.shares) {
    const Index industry = economy.supplier[0][share.sector];
    size.push_back(industry == accounts::Economy::k_none ? 0.0 : economy.value_added_of(industry));
    wanted += share.share * size.back();
  }
  for (auto& share : set.shares) share.share = std::min(1.0, share.share * factor.at(share.group));
  for (int round = 0; round < rounds; ++round) {
    double now = 0.0;
    for (Index i = 0; i < size.size(); ++i) now += set.shares[i].share * size[i];
    if (!(now > 0.0) || std::abs(now / wanted - 1.0) < 1e-12) break;
    for (auto& share : set.shares) share.share = std::min(1.0, share.share * wanted / now);
  }
}

}  // namespace

DrawnJob drawn_job(const LoadedJob& job, const std::vector<OfficialPoint>& official,
                   const std::vector<UncertainInput>& inputs, std::span<const double> position) {
  DrawnJob drawn{job, official, 0.5};
  EconomyFolder& folder = drawn.job.economy;
  std::map<std::string, double> group_factor;
  for (Index i = 0; i < inputs.size(); ++i) {
    const UncertainInput& input = inputs[i];
    const double value = input.prior.at(position[i]);
    switch (input.kind) {
      case Kind::figure:
        folder.facts.by_name.at(input.name).value = value;
        break;
      case Kind::parameter:
        for (Fact& fact : folder.parameters.by_name.at(input.name)) {
          fact.value *= value;
          if (fact.unit.rfind("share", 0) == 0) fact.value = std::min(fact.value, 1.0);
        }
        break;
      case Kind::group:
        group_factor[input.name] = value;
        break;
      case Kind::official:
        for (OfficialPoint& point : drawn.official) {
          if (point.kind == "figure" && point.year == input.year) point.value = value;
        }
        break;
      case Kind::emerging:
        folder.emerging.by_name.at(input.name).value = value;
        break;
      case Kind::measure:
        draw_measure(input, position[i], job.economy.facts, drawn.job.job.scenarios.back());
        break;
      case Kind::counting:
        drawn.counting = position[i];
        break;
    }
  }
  if (group_factor.empty()) return drawn;
  for (auto& set : folder.classes) {
    if (set.name == k_emerging_class) redraw_class(set, group_factor, folder.economy);
  }
  return drawn;
}

DrawnInput described(const UncertainInput& input) {
  static const std::map<Kind, const char*> words{{Kind::figure, "figure"},
                                                 {Kind::parameter, "parameter"},
                                                 {Kind::group, "class group"},
                                                 {Kind::official, "official figure"},
                                                 {Kind::emerging, "emerging industry"},
                                                 {Kind::measure, "measure"},
                                                 {Kind::counting, "counting"}};
  const Fact& passport = input.prior.passport;
  const std::string name =
      input.kind == Kind::official ? fmt::format("{} {}", input.name, input.year) : input.name;
  return {
      name,          words.at(input.kind), input.prior.median, input.prior.low, input.prior.high,
      passport.unit, passport.source,      passport.status};
}

}  // namespace domar::scenario
