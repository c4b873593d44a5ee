/// @file The authors' files, and the measured flows behind them.

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <sstream>

#include <fmt/format.h>

#include "domar/base/text.hpp"
#include "domar/numerics/dense.hpp"
#include "domar/numerics/kernels.hpp"
#include "domar/readers/mat_file.hpp"
#include "domar/replicas/lashkaripour_lugovskyy.hpp"

namespace domar::replicas::lashkaripour_lugovskyy {

using numerics::largest;

namespace {

using Arrays = std::map<std::string, readers::MatArray>;

constexpr Index k_regions = 44;
constexpr Index k_sectors = 16;
constexpr Index k_countries = 43;  // the rest of the world is the last region
constexpr Index k_luxembourg = 27;
constexpr Index k_petroleum = 6;

/// The order of the arrays, which the files do not name (the authors' Country_List.xlsx).
Labels region_labels() {
  const std::vector<std::string> codes{
      "AUS", "AUT", "BEL", "BGR", "BRA", "CAN", "CHE", "CHN", "CYP", "CZE", "DEU",
      "DNK", "ESP", "EST", "FIN", "FRA", "GBR", "GRC", "HRV", "HUN", "IDN", "IND",
      "IRL", "ITA", "JPN", "KOR", "LTU", "LUX", "LVA", "MEX", "MLT", "NLD", "NOR",
      "POL", "PRT", "ROU", "RUS", "SVK", "SVN", "SWE", "TUR", "TWN", "USA", "RoW"};
  return Labels::make(codes, codes).value();
}
Labels sector_labels() {
  const std::vector<std::string> names{"Agriculture",
                                       "Mining",
                                       "Food",
                                       "Textiles, leather and footwear",
                                       "Wood",
                                       "Paper",
                                       "Petroleum",
                                       "Chemicals",
                                       "Rubber and plastic",
                                       "Minerals",
                                       "Basic and fabricated metals",
                                       "Machinery",
                                       "Electrical and optical equipment",
                                       "Transport equipment",
                                       "Other manufacturing",
                                       "Services"};
  return Labels::make(names, names).value();
}

/// The folder itself, or where it lies in the folder of the cases or in one above.
Result<std::filesystem::path> find_folder(const std::filesystem::path& folder) {
  const char* const name = "ll2023-industrial-policy";
  std::error_code ignored;
  for (const auto& place : {folder, folder / name, folder / "cases" / name}) {
    if (std::filesystem::exists(place / "Tab4_Data_RE.mat", ignored)) return place;
  }
  return Error{ErrorCode::not_found, "there is no Tab4_Data_RE.mat", folder.string(),
               "give the folder ll2023-industrial-policy: domar replicate lashkaripour-lugovskyy "
               "--data DIR",
               ""};
}

/// An array of (origin, destination, sector).
Result<const Vector*> cube(const Arrays& arrays, const std::string& name, const std::string& file) {
  const auto found = arrays.find(name);
  if (found == arrays.end()) {
    return Error{ErrorCode::bad_input, "the array " + name + " is missing", file, "", ""};
  }
  if (found->second.shape != std::vector<Index>{k_regions, k_regions, k_sectors}) {
    return Error{ErrorCode::shape_mismatch,
                 fmt::format("{} is not {} x {} x {}", name, k_regions, k_regions, k_sectors), file,
                 "", ""};
  }
  return &found->second.values;
}

std::vector<Matrix> by_sector(const Vector& values) {
  std::vector<Matrix> matrices(k_sectors, Matrix(k_regions, k_regions));
  for (Index k = 0, n = 0; k < k_sectors; ++k) {
    for (Index i = 0; i < k_regions; ++i) {
      for (Index j = 0; j < k_regions; ++j) matrices[k](j, i) = values[n++];
    }
  }
  return matrices;
}
/// A parameter that the authors repeat in every cell of a sector.
Vector parameter(const Vector& values) {
  Vector result;
  for (Index k = 0; k < k_sectors; ++k) result.push_back(values[k * k_regions * k_regions]);
  return result;
}

Result<GravityData> read_world(const std::filesystem::path& path, bool free_entry) {
  const auto arrays = readers::read_mat_file(path);
  if (!arrays.ok()) return arrays.error();
  const std::string file = path.filename().string();
  const Vector* found[4];
  Index n = 0;
  for (const char* name : {"Xjik_3D", "tjik_3D", "sigma_k3D", "mu_k3D"}) {
    const auto values = cube(*arrays, name, file);
    if (!values.ok()) return values.error();
    found[n++] = *values;
  }
  const Vector mu = parameter(*found[3]);
  const Vector none(k_sectors, 0.0);
  return GravityData{region_labels(),        sector_labels(),        parameter(*found[2]),
                     free_entry ? mu : none, free_entry ? none : mu, by_sector(*found[0]),
                     by_sector(*found[1])};
}

/// A table of numbers without header or labels.
Result<Matrix> read_numbers(const std::filesystem::path& path, Index rows, Index cols) {
  const std::string shown = path.filename().string();
  std::ifstream file(path);
  if (!file) return Error{ErrorCode::not_found, "there is no such file", shown, "", ""};
  Matrix numbers(rows, cols);
  std::string line;
  for (Index row = 0; row < rows; ++row) {
    std::getline(file, line);
    std::replace(line.begin(), line.end(), ',', ' ');
    std::istringstream fields(line);
    for (Index col = 0; col < cols; ++col) {
      if (fields >> numbers(row, col)) continue;
      return Error{ErrorCode::bad_input, fmt::format("{} numbers are wanted here", cols),
                   fmt::format("{}:{}", shown, row + 1), "", ""};
    }
  }
  return numbers;
}

/// The balanced flows with exporters' wages taken back: flows as measured, up to a factor by
/// destination and sector, which `scaled` finds.
class Unbalancing {
 public:
  explicit Unbalancing(const GravityData& balanced) : data_(balanced) {
    bought_ = Matrix(k_sectors, k_regions);
    wages_.assign(k_regions, 0.0);
    for (Index k = 0; k < k_sectors; ++k) {
      for (Index i = 0; i < k_regions; ++i) bought_(k, i) = data_.flow[k].col_sum(i);
    }
    wages_ = wages(data_.flow, data_.markup);
  }

  /// Measured flows at given logs of wages (balanced over measured).
  [[nodiscard]] std::vector<Matrix> flows(const Vector& log_wage) const {
    std::vector<Matrix> result = data_.flow;
    for (Index k = 0; k < k_sectors; ++k) {
      for (Index j = 0; j < k_regions; ++j) {
        const double factor = std::exp((data_.sigma[k] - 1.0) * log_wage[j]);
        for (Index i = 0; i < k_regions; ++i) result[k](j, i) *= factor;
      }
    }
    for (Index i = 0; i < k_regions; ++i) {
      const Matrix& petroleum = result[k_petroleum];
      const double bought = petroleum.col_sum(i) / petroleum(k_luxembourg, i);
      for (Index k = 0; k < k_sectors; ++k) {
        const double spent = bought * bought_(k, i) / bought_(k_petroleum, i);
        const double scale =
            spent / (k == k_petroleum ? petroleum.col_sum(i) : result[k].col_sum(i));
        if (k != k_petroleum) rescale(result[k], i, scale);
      }
      rescale(result[k_petroleum], i, 1.0 / result[k_petroleum](k_luxembourg, i));
    }
    return result;
  }

  /// By region: log of wages that measured flows pay for, at balanced wages, over the balanced.
  [[nodiscard]] Vector gaps(const Vector& log_wage) const {
    Vector gap = wages(flows(log_wage), data_.markup);
    for (Index j = 0; j < k_regions; ++j) gap[j] = log_wage[j] + std::log(gap[j] / wages_[j]);
    return gap;
  }

  [[nodiscard]] Vector wages(const std::vector<Matrix>& flow, const Vector& markup) const {
    Vector result(k_regions, 0.0);
    for (Index k = 0; k < k_sectors; ++k) {
      for (Index j = 0; j < k_regions; ++j) {
        for (Index i = 0; i < k_regions; ++i) {
          result[j] += flow[k](j, i) / (1.0 + data_.tariff[k](j, i)) / (1.0 + markup[k]);
        }
      }
    }
    return result;
  }

 private:
  static void rescale(Matrix& flow, Index destination, double factor) {
    for (Index j = 0; j < k_regions; ++j) flow(j, destination) *= factor;
  }

  const GravityData& data_;
  Matrix bought_;
  Vector wages_;
};

/// Newton's method with differences: 44 unknowns, four iterations.
Result<Vector> find_wages(const Unbalancing& world) {
  constexpr double k_step = 1e-6;
  Vector log_wage(k_regions, 0.0);
  for (int iteration = 0; iteration < 20; ++iteration) {
    const Vector gap = world.gaps(log_wage);
    if (largest(gap) < 1e-14 * k_regions) return log_wage;
    Matrix slope(k_regions, k_regions);
    for (Index l = 0; l < k_regions; ++l) {
      Vector up = log_wage;
      Vector down = log_wage;
      up[l] += k_step;
      down[l] -= k_step;
      const Vector above = world.gaps(up);
      const Vector below = world.gaps(down);
      for (Index j = 0; j < k_regions; ++j) slope(j, l) = (above[j] - below[j]) / (2.0 * k_step);
    }
    numerics::DenseLu lu;
    if (!lu.factor(slope)) break;
    const Vector step = lu.solve(gap);
    for (Index j = 0; j < k_regions; ++j) log_wage[j] -= step[j];
  }
  return Error{ErrorCode::no_convergence, "the measured flows were not found", "", "", ""};
}

}  // namespace

Result<Tables> read_tables(const std::filesystem::path& folder) {
  const auto place = find_folder(folder);
  if (!place.ok()) return place.error();
  auto restricted = read_world(*place / "Tab4_Data_RE.mat", false);
  if (!restricted.ok()) return restricted.error();
  auto free_entry = read_world(*place / "Tab4_Data_FE.mat", true);
  if (!free_entry.ok()) return free_entry.error();
  auto table_4 = read_numbers(*place / "gains_from_policy_t4.csv", k_countries, 6);
  if (!table_4.ok()) return table_4.error();
  auto table_5 = read_numbers(*place / "gains_from_policy_t5.csv", k_regions, 4);
  if (!table_5.ok()) return table_5.error();
  return Tables{std::move(*restricted), std::move(*free_entry), std::move(*table_4),
                std::move(*table_5)};
}

Result<GravityData> measured_flows(const Tables& tables) {
  const Unbalancing world(tables.free_entry);
  const auto log_wage = find_wages(world);
  if (!log_wage.ok()) return log_wage.error();
  GravityData measured = tables.free_entry;
  measured.flow = world.flows(*log_wage);
  double smallest = 1.0;
  for (const Matrix& flow : measured.flow) {
    smallest = std::min(smallest, *std::min_element(flow.values().begin(), flow.values().end()));
  }
  // The second witness: the same flows, balanced with profits, are the world of restricted entry.
  GravityData with_profits = measured;
  with_profits.scale = tables.restricted.scale;
  with_profits.markup = tables.restricted.markup;
  const auto again = equilibrium::without_deficits(with_profits);
  if (!again.ok()) return again.error();
  double apart = 0.0;
  for (Index k = 0; k < k_sectors; ++k) {
    for (Index n = 0; n < k_regions * k_regions; ++n) {
      apart = std::max(
          apart,
          std::abs(again->flow[k].values()[n] / tables.restricted.flow[k].values()[n] - 1.0));
    }
  }
  if (smallest < 1.0 - 1e-9 || apart > 1e-9) {
    return Error{ErrorCode::unbalanced,
                 fmt::format("the two worlds do not come from the same flows: smallest flow {:g}, "
                             "restricted entry {:g} apart",
                             smallest, apart),
                 "Tab4_Data_RE.mat and Tab4_Data_FE.mat", "take the authors' files as they are",
                 ""};
  }
  return measured;
}

GravityData rest_and_home(const GravityData& measured, Index home) {
  const std::vector<std::string> names{"rest of the world", measured.regions.code(home)};
  GravityData two{Labels::make(names, names).value(),
                  measured.sectors,
                  measured.sigma,
                  measured.scale,
                  measured.markup,
                  {},
                  {}};
  const Index n = measured.regions.size();
  for (Index k = 0; k < measured.sectors.size(); ++k) {
    // 1 was added to every flow; the authors add it once, after adding up
    Matrix flow(2, 2, 1.0);
    Matrix tariff(2, 2, 0.0);
    for (Index j = 0; j < n; ++j) {
      for (Index i = 0; i < n; ++i) {
        flow(j == home, i == home) += measured.flow[k](j, i) - 1.0;
        if ((j == home) != (i == home)) {
          tariff(j == home, i == home) += measured.tariff[k](j, i) / static_cast<double>(n - 1);
        }
      }
    }
    two.flow.push_back(flow);
    two.tariff.push_back(tariff);
  }
  return two;
}

}  // namespace domar::replicas::lashkaripour_lugovskyy
