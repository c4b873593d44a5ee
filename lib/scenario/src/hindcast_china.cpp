#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/fact_log.hpp"
#include "domar/accounts/gras.hpp"
#include "domar/ensemble/design.hpp"
#include "domar/numerics/dense.hpp"
#include "domar/readers/concordance_file.hpp"
#include "hindcast_job.hpp"
#include "hindcast_parts.hpp"
#include "known_in.hpp"
#include "model.hpp"
#include "past_shares.hpp"
#include "sei.hpp"
#include "uncertain_inputs.hpp"

namespace domar::scenario {

using accounts::Concordance;
using accounts::Economy;

namespace {

constexpr int k_targets[] = {2017, 2018, 2020};
/// Shares below this say nothing about how much shares change.
constexpr double k_least_share = 1e-5;

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

/// A quantity's name for people.
std::string words_of(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

/// Values by common code, in the order of `codes`.
Vector by_code(const Labels& have, const Vector& values, const Labels& codes) {
  Vector result(codes.size(), 0.0);
  for (Index i = 0; i < have.size(); ++i) {
    if (const auto place = codes.find(have.code(i))) result[*place] += values[i];
  }
  return result;
}

/// The hindcast of China, put together step by step.
class ChinaHindcast {
 public:
  ChinaHindcast(const HindcastOptions& options, HindcastReport& report)
      : options_(options), report_(report) {}

  Status go() {
    auto folder = read_economy_folder("china-2012");
    if (!folder.ok()) return folder.error();
    const auto known = read_known_in(*folder, k_hindcast_base);
    if (!known.ok()) return known.error();
    auto past = read_past_shares(folder->table.parent_path() / "past.csv");
    if (!past.ok()) return past.error();
    past_ = std::move(past.value());
    auto job = hindcast_job(std::move(folder.value()), *known);
    if (!job.ok()) return job.error();
    job_ = std::move(job.value());
    auto concordance = concordance_of(job_.economy.economy, k_hindcast_base);
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
    report_.later = not_of_the_time(job_.economy, used, k_hindcast_base);
    report_.later.push_back({"classes sei and digital-core", 0.0,
                             "lists of 2018 and 2021: they only sort what was predicted"});
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

  /// The codes with the names that the tables of the past give them.
  [[nodiscard]] Labels titled(const Labels& codes) const {
    std::vector<std::string> titles;
    for (const std::string& code : codes.codes()) {
      const auto place = past_.industries.find(code);
      titles.push_back(place ? past_.industries.title(*place) : code);
    }
    return Labels::make(codes.codes(), std::move(titles)).value();
  }

  /// Rivals: what shares did from the table of 2007 to that of 2012 goes on, wholly or by half.
  void add_drifts(const char* quantity_name, int year, const Vector& last,
                  ensemble::HindcastCase& hindcast) const {
    constexpr int before_year = 2007;
    const Vector before = past_.laid_out(quantity_name, before_year, base_.economy.goods);
    const double steps =
        static_cast<double>(year - k_hindcast_base) / (k_hindcast_base - before_year);
    hindcast.forecasters.push_back({"drift of 2007 to 2012",
                                    false,
                                    ensemble::drifted(before, last, hindcast.cluster, steps),
                                    {}});
    hindcast.forecasters.push_back({"half that drift",
                                    false,
                                    ensemble::drifted(before, last, hindcast.cluster, 0.5 * steps),
                                    {}});
  }

  void add(const char* quantity_name, int year, Quantity quantity, const Vector& last,
           const Vector& outcome, std::vector<ensemble::Forecaster> more) {
    const std::string name = fmt::format("China, {} by sector", words_of(quantity_name));
    const Labels& codes = base_.economy.goods;
    ensemble::HindcastCase hindcast{name, k_hindcast_base, year, {}, outcome, {}};
    hindcast.cluster.assign(outcome.size(), 0);
    Matrix around(drawn_.size() - 1, outcome.size());
    for (Index k = 1; k < drawn_.size(); ++k) {
      const Vector point = common((drawn_[k].*quantity).at(year), codes);
      std::copy(point.begin(), point.end(), around.row(k - 1).begin());
    }
    const PastScatter scatter{past_.median_change(quantity_name, k_hindcast_base, k_least_share),
                              "tables of 2002, 2007 and 2012"};
    Matrix walk(1, outcome.size());
    std::copy(last.begin(), last.end(), walk.row(0).begin());
    const auto members = [&](const Matrix& points) {
      return ensemble::scattered(points, hindcast.cluster, scatter.median_change,
                                 year - k_hindcast_base, options_.members, options_.seed);
    };
    hindcast.forecasters.push_back({"Domar", false, common((drawn_[0].*quantity).at(year), codes),
                                    around.rows() > 0 ? members(around) : Matrix()});
    hindcast.forecasters.push_back({"random walk (constant share)", false, last, members(walk)});
    add_drifts(quantity_name, year, last, hindcast);
    for (auto& forecaster : more) hindcast.forecasters.push_back(std::move(forecaster));
    add_case(hindcast, scatter, titled(codes), report_);
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
    add("value_added", year, &Predicted::value_added, base_.value_added,
        by_code(theirs, laid->value_added, codes), rivals);
    add("exports", year, &Predicted::exports, base_.exports, by_code(theirs, laid->exports, codes),
        {});
    add("imports", year, &Predicted::imports, base_.imports, by_code(theirs, laid->imports, codes),
        {});
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
    if (point.year <= k_hindcast_base || point.year > k_hindcast_last) return;
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
  PastShares past_;
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
