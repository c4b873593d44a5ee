#include "domar/accounts/check.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "domar/accounts/label_check.hpp"
#include "domar/accounts/totals.hpp"
#include "places.hpp"

namespace domar::accounts {

namespace {

double ratio(double part, double whole) { return whole != 0.0 ? std::abs(part / whole) : 0.0; }

/// Collects findings for one economy.
class Checker {
 public:
  Checker(const Economy& economy, const CheckOptions& options)
      : economy_(economy),
        options_(options),
        output_(gross_outputs(economy)),
        sales_(industry_sales(economy)) {}

  std::vector<Finding> run() {
    for (Index j = 0; j < output_.size(); ++j) {
      balance(j);
      income(j);
    }
    for (Index r = 0; r < economy_.regions.size(); ++r) {
      unsupplied(r);
      flows(r);
      region_gdp(r);
    }
    for (Finding& finding : check_labels(economy_, output_, sales_)) {
      found_.push_back(std::move(finding));
    }
    productivity();
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return a.severity != b.severity ? a.severity < b.severity : a.money > b.money;
    });
    return std::move(found_);
  }

 private:
  void add(Severity severity, std::string what, std::string where, double money, double whole) {
    found_.push_back(
        {severity, std::move(what), std::move(where), std::abs(money), ratio(money, whole)});
  }

  void balance(Index j) {
    const double output = output_[j];
    const double gap = sales_[j] - output;
    const std::string where = industry_place(economy_, j);
    if (output <= 0.0 && sales_[j] != 0.0) {
      add(Severity::error,
          fmt::format("sells {:.6g} but its gross output is {:.6g}", sales_[j], output), where, gap,
          sales_[j]);
    } else if (output < 0.0) {
      add(Severity::error, fmt::format("gross output is {:.6g}", output), where, output, output);
    } else if (output == 0.0) {
      add(Severity::warning, "makes nothing", where, 0.0, 1.0);
    } else if (ratio(gap, output) > options_.warning) {
      const auto severity =
          ratio(gap, output) > options_.error ? Severity::error : Severity::warning;
      add(severity, fmt::format("sales exceed gross output by {:.6g}", gap), where, gap, output);
    }
  }

  void income(Index j) {
    const std::string where = industry_place(economy_, j);
    const double output = output_[j];
    const double total = economy_.value_added_of(j);
    if (output > 0.0 && total <= 0.0) {
      add(Severity::warning,
          fmt::format("value added is {:.6g}: input coefficients add up to {:.4g}", total,
                      1.0 - total / output),
          where, total, output);
    }
    const auto row = [&](ValueAdded kind, Severity severity, const char* what) {
      const double value = economy_.value_added(kind, j);
      if (value < 0.0)
        add(severity, fmt::format("{} is {:.6g}", what, value), where, value, output);
    };
    row(labour, Severity::warning, "compensation of employees");
    row(depreciation, Severity::warning, "depreciation");
    row(operating_surplus, Severity::warning, "operating surplus");
    row(production_taxes, Severity::note, "net production tax (a subsidy)");
  }

  void productivity() {
    const double radius = spectral_radius(economy_, output_);
    double total = 0.0;
    for (const double output : output_) total += output;
    const bool productive = radius < 1.0;
    found_.push_back({productive ? Severity::note : Severity::error,
                      fmt::format("largest eigenvalue of the input coefficients is {:.4g}{}",
                                  radius, productive ? "" : ": industries use up what they make"),
                      economy_.name, productive ? 0.0 : total, radius});
  }

  void unsupplied(Index r) {
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      if (economy_.supplier[r][i] != Economy::k_none) continue;
      double sold = 0.0;
      for (const double value : economy_.use[r].row(i)) sold += std::abs(value);
      if (sold > 0.0) {
        add(Severity::error, "is sold but no industry supplies it",
            fmt::format("good {} of {}", economy_.goods.code(i), economy_.regions.code(r)), sold,
            sold);
      }
    }
  }

  void flows(Index r) {
    for (Index i = 0; i < economy_.goods.size(); ++i) {
      for (Index u = 0; u < economy_.users(); ++u) {
        if (economy_.use[r](i, u) < 0.0) negative_flow(r, i, u);
      }
    }
  }

  void negative_flow(Index r, Index i, Index u) {
    const double value = economy_.use[r](i, u);
    const Index supplier = economy_.supplier[r][i];
    const double output = supplier == Economy::k_none ? 0.0 : output_[supplier];
    const std::string good = variety_place(economy_, r, i);
    if (u < economy_.industries.size()) {
      add(Severity::error, fmt::format("flow to {} is {:.6g}", industry_place(economy_, u), value),
          good, value, output);
      return;
    }
    const FinalUse& use = economy_.final_uses[u - economy_.industries.size()];
    const bool stocks = use.kind == FinalUseKind::stock_change;
    add(stocks ? Severity::note : Severity::warning,
        fmt::format("{} {} is {:.6g}", use.code, name_of(use.kind), value), good, value, output);
  }

  void region_gdp(Index r) {
    const double income = economy_.gdp(r);
    const Vector exported = economy_.exports(r);
    const Vector imported = economy_.imports(r);
    double expenditure = 0.0;
    for (Index i = 0; i < exported.size(); ++i) expenditure += exported[i] - imported[i];
    for (Index f = 0; f < economy_.final_uses.size(); ++f) {
      if (economy_.final_uses[f].region != r) continue;
      for (const Matrix& origin : economy_.use) {
        expenditure += origin.col_sum(economy_.user_of_final_use(f));
      }
    }
    const std::string& where = economy_.regions.code(r);
    const double gap = expenditure - income;
    add(Severity::note, fmt::format("GDP is {:.8g} {}", income, economy_.unit), where, income,
        income);
    if (ratio(gap, income) > options_.warning || (income == 0.0 && gap != 0.0)) {
      const auto severity = ratio(gap, income) > options_.error || income == 0.0
                                ? Severity::error
                                : Severity::warning;
      add(severity, fmt::format("GDP by expenditure exceeds GDP by income by {:.6g}", gap), where,
          gap, income);
    }
  }

  const Economy& economy_;
  CheckOptions options_;
  Vector output_;
  Vector sales_;
  std::vector<Finding> found_;
};

}  // namespace

const char* name_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "error";
    case Severity::warning:
      return "warning";
    case Severity::note:
      break;
  }
  return "note";
}

std::vector<Finding> check(const Economy& economy, const CheckOptions& options) {
  return Checker(economy, options).run();
}

double largest_relative_error(const Economy& economy) {
  const Vector output = gross_outputs(economy);
  const Vector sold = industry_sales(economy);
  double largest = 0.0;
  for (Index j = 0; j < output.size(); ++j) {
    const double whole = std::max(std::abs(output[j]), std::abs(sold[j]));
    largest = std::max(largest, ratio(sold[j] - output[j], whole));
  }
  return largest;
}

}  // namespace domar::accounts
