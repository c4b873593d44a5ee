#pragma once
/// @file The economies that every identity is checked on: textbook ones, hand-made ones, random
/// ones, and every file economies/*/*.nc.

#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "domar/network/from_accounts.hpp"
#include "domar/readers/economy_file.hpp"
#include "domar/replicas/baqaee_farhi.hpp"
#include "domar/replicas/shoven_whalley.hpp"
#include "domar/replicas/standard_cge.hpp"
#include "lib/network/test/three_industries.hpp"
#include "properties/random_economy.hpp"
#include "support/source_dir.hpp"

namespace domar::tests {

/// An economy by name; made when a test first asks for it.
struct NamedEconomy {
  std::string name;
  std::function<network::Network()> make;

  [[nodiscard]] const network::Network& network() const {
    static std::map<std::string, network::Network> made;
    auto found = made.find(name);
    if (found == made.end()) found = made.emplace(name, make()).first;
    return found->second;
  }
};

inline void PrintTo(const NamedEconomy& economy, std::ostream* out) { *out << economy.name; }

/// Elasticities that need no file: the same for every good.
inline network::NetworkOptions plain_options(const accounts::Economy& economy) {
  network::NetworkOptions options;
  options.elasticities.armington.assign(economy.goods.size(), 2.5);
  options.elasticities.exports.assign(economy.goods.size(), 4.0);
  options.sourcing = network::Sourcing::shared;
  options.data_share = 0.02;
  return options;
}

inline std::vector<NamedEconomy> economies_in_files() {
  namespace fs = std::filesystem;
  std::vector<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(test::source_dir() / "economies")) {
    if (entry.path().extension() == ".nc") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<NamedEconomy> economies;
  for (const auto& file : files) {
    std::string name = file.stem().string();
    for (char& c : name) {
      if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
    }
    economies.push_back(
        {"file_" + name, [file] {
           const accounts::Economy economy = readers::read_economy(file).value();
           return network::build_network(economy, plain_options(economy)).value().network;
         }});
  }
  return economies;
}

inline std::vector<NamedEconomy> random_economies(const char* name, const RandomOptions& options) {
  std::vector<NamedEconomy> economies;
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    economies.push_back({name + std::to_string(seed), [seed, options] {
                           Draws draws(1000 + seed);
                           return draw_economy(draws, options).build().value();
                         }});
  }
  return economies;
}

/// No taxes: the first-order effect of productivity is the Domar weight alone.
inline std::vector<NamedEconomy> efficient_economies() {
  std::vector<NamedEconomy> economies{
      {"baqaee_farhi", [] { return replicas::baqaee_farhi(); }},
      {"shoven_whalley", [] { return replicas::shoven_whalley::as_network(0.0); }},
      {"three_industries_without_taxes", [] {
         accounts::Economy economy = network::three_industries();
         for (Index j = 0; j < economy.industries.size(); ++j) {
           economy.value_added(accounts::depreciation, j) +=
               economy.value_added(accounts::production_taxes, j);
           economy.value_added(accounts::production_taxes, j) = 0.0;
         }
         return network::build_network(economy, network::options_for_three_industries())
             .value()
             .network;
       }}};
  for (auto& e : random_economies("efficient_random_", {.taxes = false})) economies.push_back(e);
  return economies;
}

inline std::vector<NamedEconomy> every_economy() {
  std::vector<NamedEconomy> economies = efficient_economies();
  economies.push_back(
      {"shoven_whalley_taxed", [] { return replicas::shoven_whalley::as_network(0.5); }});
  economies.push_back({"standard_cge", [] {
                         const auto file = test::source_dir() / "scenarios/models/stdcge.toml";
                         return replicas::standard_cge::model(file).value().network;
                       }});
  for (const auto& way : network::ways_to_build_three_industries()) {
    economies.push_back(
        {"three_industries_" + way.first, [options = way.second] {
           return network::build_network(network::three_industries(), options).value().network;
         }});
  }
  for (auto& e : random_economies("random_", {})) economies.push_back(e);
  for (auto& e : economies_in_files()) economies.push_back(e);
  return economies;
}

inline std::string name_of_economy(const testing::TestParamInfo<NamedEconomy>& info) {
  return info.param.name;
}

}  // namespace domar::tests
