#include <algorithm>
#include <cctype>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/fact_log.hpp"
#include "domar/accounts/gras.hpp"
#include "domar/ensemble/design.hpp"
#include "domar/growth/run_path.hpp"
#include "domar/numerics/dense.hpp"
#include "domar/readers/concordance_file.hpp"
#include "hindcast_parts.hpp"
#include "model.hpp"
#include "sei.hpp"
#include "uncertain_inputs.hpp"

namespace domar::scenario {

using accounts::Concordance;
using accounts::Economy;

namespace {

constexpr int k_base = 2012;
constexpr int k_last = 2022;  ///< SEI are looked at to here
constexpr int k_targets[] = {2017, 2018, 2020};
/// Growth expected in 2012: the target of the twelfth five-year plan, 2011 to 2015 (from memory).
constexpr double k_expected_growth = 0.07;
/// Median of |d ln share| over sqrt(year), China, 33 industries, WIOD release of 2013, 2002 to 2011
/// (computed). Fine sectors scatter more than that.
constexpr double k_median_change = 0.0390;
constexpr growth::PathAccuracy k_accuracy{5e-4, 1e-4, false};

/// A year's economy in the common classification.
struct Laid {
  Economy economy;
  Vector value_added;  ///< by common good, share of GDP
  Vector exports;
  Vector imports;
};

/// Where a year's sectors go in the 45 industries of the OECD, by way of those of 2018.
Result<Concordance> concordance_of(const Economy& economy, int year) {
  const auto folder = home_folder() / "economies" / "concordances";
  std::vector<std::filesystem::path> files;
  if (year == 2012) files.push_back(folder / "nbs139_nbs153.csv");
  if (year == 2017) files.push_back(folder / "nbs149_nbs153.csv");
  files.push_back(folder / "nbs153_icio45.csv");
  return readers::read_concordances(files, economy.goods, {"ROW"});
}

Result<Laid> laid_out(const Economy& economy, const Concordance& goods) {
  auto joined = accounts::aggregate(economy, Concordance::identity(economy.regions), goods);
  if (!joined.ok()) return joined.error();
  Laid laid{std::move(joined.value()), {}, {}, {}};
  const double gdp = laid.economy.gdp(0);
  laid.exports = laid.economy.exports(0);
  laid.imports = laid.economy.imports(0);
  for (double& x : laid.exports) x /= gdp;
  for (double& m : laid.imports) m /= gdp;
  for (Index g = 0; g < laid.economy.goods.size(); ++g) {
    const Index industry = laid.economy.supplier[0][g];
    laid.value_added.push_back(
        industry == Economy::k_none ? 0.0 : laid.economy.value_added_of(industry) / gdp);
  }
  return laid;
}

/// Values by common code, in the order of `codes`.
Vector by_code(const Labels& have, const Vector& values, const Labels& codes) {
  Vector result(codes.size(), 0.0);
  for (Index i = 0; i < have.size(); ++i) {
    if (const auto place = codes.find(have.code(i))) result[*place] += values[i];
  }
  return result;
}

/// The job of 2012, with what was known then and nothing after.
Result<LoadedJob> job_of_2012() {
  LoadedJob loaded;
  auto folder = read_economy_folder("china-2012");
  if (!folder.ok()) return folder.error();
  loaded.economy = std::move(folder.value());
  loaded.job.title = "hindcast";
  loaded.job.economy = "china-2012";
  loaded.job.first_year = k_base;
  loaded.job.last_year = k_last;
  for (auto& [name, series] : loaded.economy.series.by_name) {
    if (name == "population_15_64") continue;  // demography moves slowly; its vintage is listed
    std::erase_if(series, [](const auto& entry) { return entry.first > k_base; });
  }
  auto& growth = loaded.economy.series.by_name["gdp_growth"];
  for (int year = k_base + 1; year <= k_last; ++year) {
    Fact expected;
    expected.value = k_expected_growth;
    expected.status = FactStatus::from_memory;
    growth[year] = expected;
  }
  // The decline of investment after 2023 was nobody's forecast in 2012.
  auto& decline = loaded.economy.facts.by_name["investment_share_decline_after_2023"];
  decline.value = 0.0;
  decline.low.reset();
  decline.high.reset();
  return loaded;
}

/// The largest year that a text names, or 0.
int latest_year(const std::string& text) {
  int latest = 0;
  for (std::size_t i = 0; i + 4 <= text.size(); ++i) {
    const bool digits = std::all_of(text.begin() + static_cast<std::ptrdiff_t>(i),
                                    text.begin() + static_cast<std::ptrdiff_t>(i + 4),
                                    [](unsigned char c) { return std::isdigit(c) != 0; });
    const bool alone =
        (i == 0 || std::isdigit(static_cast<unsigned char>(text[i - 1])) == 0) &&
        (i + 4 == text.size() || std::isdigit(static_cast<unsigned char>(text[i + 4])) == 0);
    if (!digits || !alone) continue;
    const int year = std::stoi(text.substr(i, 4));
    if (year >= 1900 && year <= 2100) latest = std::max(latest, year);
  }
  return latest;
}

void list_later(const LoadedJob& job, const accounts::FactLog& used, HindcastReport& report) {
  const auto add = [&](const std::string& name, const Fact& fact) {
    const std::string text = fact.year + " " + fact.source + " " + fact.vintage;
    const int year = latest_year(text);
    const bool ours = fact.status == FactStatus::assumption;
    if (year <= k_base && !ours) return;
    report.later.push_back(
        {name, fact.value,
         fmt::format("{}{}: {}", ours ? "chosen later, assumption" : "known later",
                     year > k_base ? fmt::format(", {}", year) : "", fact.source)});
  };
  for (const auto& [name, fact] : job.economy.facts.by_name) {
    if (used.figures.contains(name)) add(name, fact);
  }
  for (const auto& [name, facts] : job.economy.parameters.by_name) {
    if (used.parameters.contains(name) && !facts.empty()) add(name + " (by sector)", facts.front());
  }
  for (const auto& set : job.economy.classes) {
    if (set.name != "sei" && set.name != "digital-core") continue;
    report.later.push_back(
        {"class " + set.name, static_cast<double>(set.shares.size()),
         "chosen later: shares of sectors in it are of the list of 2018 or 2021"});
  }
  report.later.push_back({"expected GDP growth", k_expected_growth,
                          "target of the twelfth five-year plan, from memory; known in 2012"});
}

/// What one draw predicts.
struct Predicted {
  bool solved = false;
  std::map<int, Vector> value_added, exports, imports;  ///< by sector of 2012
  std::map<int, std::map<std::string, double>> classes;
};

Predicted predicted(const LoadedJob& job) {
  Predicted result;
  const auto options = network_options(job, job.job.elasticities);
  if (!options.ok()) return result;
  const auto network = network::build_network(job.economy.economy, *options);
  if (!network.ok()) return result;
  const auto drivers = drivers_of(job, *network);
  if (!drivers.ok()) return result;
  const auto path =
      growth::run_path({job.economy.economy, *network, *drivers, job.economy.classes, k_accuracy},
                       "hindcast", {}, {});
  if (!path.ok()) return result;
  const Economy& economy = job.economy.economy;
  for (const auto& year : path->years) {
    Vector* into[] = {&result.value_added[year.year], &result.exports[year.year],
                      &result.imports[year.year]};
    for (Vector* v : into) v->assign(economy.goods.size(), 0.0);
    for (Index g = 0; g < economy.goods.size(); ++g) {
      const Index j = economy.supplier[0][g];
      if (j == Economy::k_none) continue;
      (*into[0])[g] = year.industries[j].value_added;
      (*into[1])[g] = year.industries[j].exports;
      (*into[2])[g] = year.industries[j].imports;
    }
    result.classes[year.year] = year.class_share;
  }
  result.solved = true;
  return result;
}

/// The hindcast of China, put together step by step.
class ChinaHindcast {
 public:
  ChinaHindcast(const HindcastOptions& options, HindcastReport& report)
      : options_(options), report_(report) {}

  Status go() {
    auto job = job_of_2012();
    if (!job.ok()) return job.error();
    job_ = std::move(job.value());
    auto concordance = concordance_of(job_.economy.economy, k_base);
    if (!concordance.ok()) return concordance.error();
    goods_ = std::move(concordance.value());
    auto base = laid_out(job_.economy.economy, goods_);
    if (!base.ok()) return base.error();
    base_ = std::move(base.value());
    if (auto status = draw(); !status.ok()) return status;
    for (const int year : k_targets) {
      if (auto status = compare_year(year); !status.ok()) return status;
    }
    return compare_official();
  }

 private:
  Status draw() {
    accounts::FactLog used;
    const auto options = network_options(job_, job_.job.elasticities);
    if (!options.ok()) return options.error();
    const auto network = network::build_network(job_.economy.economy, *options);
    if (!network.ok()) return network.error();
    if (const auto drivers = drivers_of(job_, *network); !drivers.ok()) return drivers.error();
    list_later(job_, used, report_);
    const auto inputs = uncertain_inputs(job_, {}, used);
    if (!inputs.ok()) return inputs.error();
    const auto design = ensemble::sobol_design(options_.draws, inputs->size(), options_.seed);
    if (!design.ok()) return design.error();
    std::vector<Predicted> drawn(options_.draws + 1);
    tbb::task_arena arena(options_.threads);
    arena.execute([&] {
      tbb::parallel_for(
          tbb::blocked_range<Index>(0, drawn.size(), 1),
          [&](const tbb::blocked_range<Index>& range) {
            for (Index k = range.begin(); k != range.end(); ++k) {
              drawn[k] = k == 0 ? predicted(job_)
                                : predicted(drawn_job(job_, {}, *inputs, design->row(k - 1)).job);
            }
          },
          tbb::simple_partitioner());
    });
    if (!drawn.front().solved) {
      return Error{ErrorCode::no_convergence, "the central path of 2012 could not be solved",
                   "hindcast", "", ""};
    }
    for (auto& one : drawn) {
      if (one.solved) drawn_.push_back(std::move(one));
    }
    return Done{};
  }

  /// A quantity of a draw in the classification of `codes`.
  [[nodiscard]] Vector common(const Vector& by_good, const Labels& codes) const {
    const auto moved = goods_.apply(by_good);
    return by_code(goods_.targets(), moved.value(), codes);
  }

  using Quantity = std::map<int, Vector> Predicted::*;

  void add(const std::string& name, int year, Quantity quantity, const Vector& last,
           const Vector& outcome, std::vector<ensemble::Forecaster> more) {
    const Labels& codes = base_.economy.goods;
    ensemble::HindcastCase hindcast{name, k_base, year, {}, outcome, {}};
    hindcast.cluster.assign(outcome.size(), 0);
    Matrix around(drawn_.size() - 1, outcome.size());
    for (Index k = 1; k < drawn_.size(); ++k) {
      const Vector point = common((drawn_[k].*quantity).at(year), codes);
      std::copy(point.begin(), point.end(), around.row(k - 1).begin());
    }
    Matrix walk(1, outcome.size());
    std::copy(last.begin(), last.end(), walk.row(0).begin());
    const auto members = [&](const Matrix& points) {
      return ensemble::scattered(points, hindcast.cluster, k_median_change, year - k_base,
                                 options_.members, options_.seed);
    };
    hindcast.forecasters.push_back({"Domar", false, common((drawn_[0].*quantity).at(year), codes),
                                    around.rows() > 0 ? members(around) : Matrix()});
    hindcast.forecasters.push_back({"random walk (constant share)", false, last, members(walk)});
    for (auto& forecaster : more) hindcast.forecasters.push_back(std::move(forecaster));
    add_case(hindcast, report_);
  }

  Status compare_year(int year) {
    const auto economy = read_economy_folder(fmt::format("china-{}", year));
    if (!economy.ok()) return economy.error();
    const auto goods = concordance_of(economy->economy, year);
    if (!goods.ok()) return goods.error();
    auto laid = laid_out(economy->economy, *goods);
    if (!laid.ok()) return laid.error();
    const Labels& codes = base_.economy.goods;
    const Labels& theirs = laid->economy.goods;
    std::vector<ensemble::Forecaster> rivals;
    if (auto fixed = fixed_coefficients(laid->economy)) {
      rivals.push_back({"fixed coefficients, actual final demand", true, *fixed, {}});
    }
    add("China, value added by sector", year, &Predicted::value_added, base_.value_added,
        by_code(theirs, laid->value_added, codes), rivals);
    add("China, exports by sector", year, &Predicted::exports, base_.exports,
        by_code(theirs, laid->exports, codes), {});
    add("China, imports by sector", year, &Predicted::imports, base_.imports,
        by_code(theirs, laid->imports, codes), {});
    return compare_tables(laid->economy, year);
  }

  /// Domestic inputs (good, industry by its good), output and final demand of the goods of the
  /// base.
  struct Domestic {
    Matrix inputs;
    Vector output, final, value_added;
  };
  [[nodiscard]] Domestic domestic(const Economy& economy) const {
    const Labels& codes = base_.economy.goods;
    const Index n = codes.size();
    Domestic d{Matrix(n, n), Vector(n, 0.0), Vector(n, 0.0), Vector(n, 0.0)};
    std::vector<Index> place(economy.goods.size(), Economy::k_none);
    for (Index g = 0; g < place.size(); ++g) {
      if (const auto found = codes.find(economy.goods.code(g))) place[g] = *found;
    }
    std::vector<Index> user_place(economy.users(), Economy::k_none);
    for (Index g = 0; g < place.size(); ++g) {
      const Index j = economy.supplier[0][g];
      if (j == Economy::k_none || place[g] == Economy::k_none) continue;
      user_place[j] = place[g];
      d.output[place[g]] += economy.gross_output(j);
      d.value_added[place[g]] += economy.value_added_of(j);
    }
    for (Index g = 0; g < place.size(); ++g) {
      if (place[g] == Economy::k_none || economy.supplier[0][g] == Economy::k_none) continue;
      for (Index u = 0; u < economy.users(); ++u) {
        const double paid = economy.use[0](g, u);
        if (user_place[u] == Economy::k_none) {
          d.final[place[g]] += paid;
        } else {
          d.inputs(place[g], user_place[u]) += paid;
        }
      }
    }
    return d;
  }

  /// Value-added shares by the coefficients of the base and the final demand that came.
  [[nodiscard]] std::optional<Vector> fixed_coefficients(const Economy& outcome) const {
    const Domestic then = domestic(base_.economy);
    const Domestic came = domestic(outcome);
    const Index n = then.output.size();
    Matrix leontief(n, n);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) {
        const double a = then.output[j] > 0.0 ? then.inputs(i, j) / then.output[j] : 0.0;
        leontief(i, j) = (i == j ? 1.0 : 0.0) - a;
      }
    }
    numerics::DenseLu lu;
    if (!lu.factor(leontief)) return std::nullopt;
    Vector shares = lu.solve(came.final);
    double gdp = 0.0;
    for (Index j = 0; j < n; ++j) {
      shares[j] *= then.output[j] > 0.0 ? then.value_added[j] / then.output[j] : 0.0;
      gdp += shares[j];
    }
    for (double& share : shares) share /= gdp;
    return shares;
  }

  Status compare_tables(const Economy& outcome, int year) {
    const Domestic then = domestic(base_.economy);
    const Domestic came = domestic(outcome);
    const Index n = then.output.size();
    Matrix kept(n, n);
    for (Index i = 0; i < n; ++i) {
      for (Index j = 0; j < n; ++j) {
        kept(i, j) =
            then.output[j] > 0.0 ? then.inputs(i, j) / then.output[j] * came.output[j] : 0.0;
      }
    }
    Vector rows(n);
    Vector cols(n);
    for (Index i = 0; i < n; ++i) rows[i] = came.inputs.row_sum(i);
    for (Index j = 0; j < n; ++j) cols[j] = came.inputs.col_sum(j);
    const auto error = [&](const Matrix& table) {
      double off = 0.0;
      for (Index i = 0; i < n; ++i) {
        for (Index j = 0; j < n; ++j) off += std::abs(table(i, j) - came.inputs(i, j));
      }
      return off / came.inputs.sum();
    };
    report_.tables.push_back({"coefficients of 2012, outputs that came", year, error(kept), true});
    const auto scaled = accounts::gras(kept, rows, cols);
    if (!scaled.ok()) {
      report_.skipped.push_back(fmt::format("RAS of {}: {}", year, scaled.error().message()));
    } else {
      report_.tables.push_back(
          {"RAS-updated to the totals that came", year, error(scaled->table), true});
    }
    return Done{};
  }

  Status compare_official() {
    const auto folder = read_economy_folder("china-2018");  // holds the whole official series
    if (!folder.ok()) return folder.error();
    for (const OfficialPoint& point : official_sei_points(folder->series)) {
      if (point.kind != "target") add_official("sei", point);
    }
    const auto digital = folder->series.by_name.find("digital_core_share");
    if (digital == folder->series.by_name.end()) return Done{};
    for (const auto& [year, fact] : digital->second) {
      add_official("digital-core", {year, fact.value, "figure", fact});
    }
    return Done{};
  }

  void add_official(const std::string& name, const OfficialPoint& point) {
    if (point.year <= k_base || point.year > k_last) return;
    Vector shares;
    for (const Predicted& one : drawn_) {
      const auto& classes = one.classes.at(point.year);
      if (const auto found = classes.find(name); found != classes.end()) {
        shares.push_back(found->second);
      }
    }
    if (shares.empty()) return;
    const double central = shares.front();
    std::sort(shares.begin(), shares.end());
    report_.official.push_back({name, point.year, central, ensemble::quantile(shares, 0.1),
                                ensemble::quantile(shares, 0.9), point.value, point.kind,
                                domar::name_of(point.passport.status)});
  }

  const HindcastOptions& options_;
  HindcastReport& report_;
  LoadedJob job_;
  Concordance goods_;
  Laid base_;
  std::vector<Predicted> drawn_;  ///< the central one first
};

}  // namespace

Status hindcast_china(const HindcastOptions& options, HindcastReport& report) {
  for (const int year : {2012, 2017, 2018, 2020}) {
    const std::string name = fmt::format("china-{}", year);
    if (find_economy(name).ok()) continue;
    report.skipped.push_back("China 2012 to 2017, 2018 and 2020: needs the economy " + name);
    return Done{};
  }
  return ChinaHindcast(options, report).go();
}

}  // namespace domar::scenario
