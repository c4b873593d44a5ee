/// @file Tables read: text, a table of EXIOBASE's size, its netCDF file, a workbook.

#include <benchmark/benchmark.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include <fmt/format.h>

#include "domar/readers/economy_file.hpp"
#include "domar/readers/formats.hpp"
#include "domar/readers/table_file.hpp"
#include "machine.hpp"
#include "world/grid.hpp"

namespace domar::benchmarks {
namespace {

namespace fs = std::filesystem;
using benchmark::State;

/// A folder removed at the end of the program.
const fs::path& folder() {
  static const struct Folder {
    fs::path path = fs::temp_directory_path() / fmt::format("domar_benchmark_readers_{}", getpid());
    Folder() { fs::create_directories(path); }
    ~Folder() {
      std::error_code ignored;
      fs::remove_all(path, ignored);
    }
  } made;
  return made.path;
}

/// Numbers like those of tables: most small, some zero, up to nine digits.
class Numbers {
 public:
  std::string_view next() {
    state_ = state_ * 6364136223846793005ULL + 1442695040888963407ULL;
    const auto drawn = state_ >> 33U;
    value_ = drawn % 6 == 0 ? 0.0
                            : 1e-3 * static_cast<double>(drawn % 1'000'000'000) +
                                  1e-9 * static_cast<double>(drawn % 997);
    const auto end = std::to_chars(room_.data(), room_.data() + room_.size(), value_).ptr;
    return {room_.data(), static_cast<std::size_t>(end - room_.data())};
  }
  [[nodiscard]] double value() const { return value_; }

 private:
  std::uint64_t state_ = 1;
  double value_ = 0.0;
  std::array<char, 32> room_{};
};

/// Seconds to read the bytes of a file that the system keeps, for comparison.
double seconds_to_read(const fs::path& path) {
  const auto start = std::chrono::steady_clock::now();
  std::ifstream in(path, std::ios::binary);
  std::string piece(1 << 20, '\0');
  while (in.read(piece.data(), static_cast<std::streamsize>(piece.size()))) {
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// A folder of pymrio with `regions` x `sectors` industries that balance: value added is the rest.
fs::path world_table(Index regions, Index sectors) {
  const fs::path path = folder() / fmt::format("iot_{}", regions * sectors);
  if (fs::exists(path / "Y.txt")) return path;
  fs::create_directories(path / "factor_inputs");
  const Index n = regions * sectors;
  Vector inputs(n, 0.0);
  Numbers numbers;
  const auto header = [&](std::ofstream& out) {
    out << "region\t";
    for (Index j = 0; j < n; ++j) out << "\tR" << j / sectors;
    out << "\nsector\t";
    for (Index j = 0; j < n; ++j) out << "\tS" << j % sectors;
    out << "\nregion\tsector" << std::string(n, '\t') << '\n';
  };
  {
    std::ofstream out(path / "Z.txt");
    header(out);
    std::string line;
    for (Index i = 0; i < n; ++i) {
      line = fmt::format("R{}\tS{}", i / sectors, i % sectors);
      for (Index j = 0; j < n; ++j) {
        line += '\t';
        line += numbers.next();
        inputs[j] += numbers.value();
      }
      out << line << '\n';
    }
  }
  // Consumption covers what others do not buy of it, so that no value added is negative.
  std::ofstream uses(path / "Y.txt");
  uses << "region\t";
  for (Index r = 0; r < regions; ++r) uses << "\tR" << r;
  uses << "\ncategory\t";
  for (Index r = 0; r < regions; ++r) uses << "\tHFCE";
  uses << "\nregion\tsector" << std::string(regions, '\t') << '\n';
  for (Index i = 0; i < n; ++i) {
    uses << fmt::format("R{}\tS{}", i / sectors, i % sectors);
    for (Index r = 0; r < regions; ++r) uses << '\t' << inputs[i] / static_cast<double>(regions);
    uses << '\n';
  }
  return path;
}

void read_csv(State& state) {
  constexpr Index k_side = 3464;  // 12 million numbers
  const fs::path path = folder() / "12M.csv";
  {
    Numbers numbers;
    std::ofstream out(path);
    out << "domar";
    for (Index j = 0; j < k_side; ++j) out << ",A_" << j;
    out << '\n';
    std::string line;
    for (Index i = 0; i < k_side; ++i) {
      line = fmt::format("A_{}", i);
      for (Index j = 0; j < k_side; ++j) (line += ',') += numbers.next();
      out << line << '\n';
    }
  }
  state.counters["file_read_s"] = seconds_to_read(path);
  for (auto _ : state) {
    const auto table = readers::world::open_table(path).value();
    const auto grid = readers::world::parse_grid(table, {});
    if (!grid.ok()) state.SkipWithError(grid.error().message().c_str());
  }
  std::error_code ignored;
  fs::remove(path, ignored);
}
BENCHMARK(read_csv)
    ->Name("read/csv/12M")
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

bool has_room(State& state) {
  constexpr std::uintmax_t k_needed = std::uintmax_t{4} << 30;
  std::error_code ignored;
  if (fs::space(folder(), ignored).available > k_needed) return true;
  state.SkipWithError("skipped: needs 4 GiB of disk");
  return false;
}

constexpr Index k_regions = 49;
constexpr Index k_sectors = 200;

void read_exiobase(State& state) {
  if (!has_room(state)) return;
  const fs::path path = world_table(k_regions, k_sectors);
  state.counters["file_MB"] = static_cast<double>(fs::file_size(path / "Z.txt")) / 1e6;
  state.counters["file_read_s"] = seconds_to_read(path / "Z.txt");
  reset_peak_memory();
  for (auto _ : state) {
    const auto economy = readers::import_table(path);
    if (!economy.ok()) state.SkipWithError(economy.error().message().c_str());
  }
  state.counters["peak_MiB"] = peak_memory_mebibytes();
}
BENCHMARK(read_exiobase)
    ->Name("read/exiobase/9800")
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

void read_netcdf(State& state) {
  if (!has_room(state)) return;
  const fs::path path = folder() / "9800.nc";
  {
    const auto economy = readers::import_table(world_table(k_regions, k_sectors));
    if (!economy.ok() || !readers::write_economy(*economy, path).ok()) {
      state.SkipWithError("not written");
      return;
    }
  }
  state.counters["file_read_s"] = seconds_to_read(path);
  reset_peak_memory();
  for (auto _ : state) {
    if (!readers::read_economy(path).ok()) state.SkipWithError("not read");
  }
  state.counters["peak_MiB"] = peak_memory_mebibytes();
}
BENCHMARK(read_netcdf)
    ->Name("read/netcdf/9800")
    ->Iterations(3)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

void read_workbook(State& state) {
  const fs::path path = folder() / "2M.xlsx";
  const auto economy = readers::import_table(world_table(7, 200));
  if (!economy.ok() || !readers::write_table(*economy, path).ok()) {
    state.SkipWithError("not written");
    return;
  }
  state.counters["file_read_s"] = seconds_to_read(path);
  for (auto _ : state) benchmark::DoNotOptimize(readers::read_table(path));
  const double cells =
      static_cast<double>(economy->regions.size() * economy->goods.size() * economy->users());
  state.counters["cells/s"] =
      benchmark::Counter(cells, benchmark::Counter::kIsIterationInvariantRate);
}
BENCHMARK(read_workbook)
    ->Name("read/xlsx/2M")
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kSecond);

}  // namespace
}  // namespace domar::benchmarks
