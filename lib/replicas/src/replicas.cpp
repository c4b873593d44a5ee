#include "domar/replicas/replicas.hpp"

#include "domar/base/home.hpp"
#include "domar/base/text.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

namespace {

struct Entry {
  const char* name;
  const char* title;
  Result<Replica> (*run)(const std::filesystem::path& data_folder);
};

constexpr Entry k_replicas[] = {
    {"stdcge", "Hosoe et al. (2010): the standard model without tariffs", run_standard_cge},
    {"shoven-whalley", "Shoven and Whalley (1984): a tax on capital in manufacturing",
     run_shoven_whalley},
    {"baqaee-farhi", "Baqaee and Farhi (2019): second-order effects of productivity",
     run_baqaee_farhi},
    {"acr", "Arkolakis, Costinot and Rodriguez-Clare (2012): gains from trade by formula", run_acr},
    {"scale-multiplicity", "Scale economies: seven equilibria of two countries and two sectors",
     run_scale_multiplicity},
    {"caliendo-parro", "Caliendo and Parro (2015): NAFTA's tariffs (needs data)",
     run_caliendo_parro},
    {"lashkaripour-lugovskyy",
     "Lashkaripour and Lugovskyy (2023): trade and industrial policy of 43 countries (needs data)",
     run_lashkaripour_lugovskyy},
    {"gtap-like", "a GTAP-like world on WIOD 1995 to 2011, static and recursive (needs data)",
     run_gtap_like}};

}  // namespace

std::filesystem::path models_folder() { return home_folder() / "scenarios" / "models"; }

std::vector<std::string> replica_names() {
  std::vector<std::string> names;
  for (const Entry& entry : k_replicas) names.emplace_back(entry.name);
  return names;
}

std::string replica_title(const std::string& name) {
  for (const Entry& entry : k_replicas) {
    if (name == entry.name) return entry.title;
  }
  return "";
}

Result<Replica> run_replica(const std::string& name, const std::filesystem::path& data_folder) {
  for (const Entry& entry : k_replicas) {
    if (name != entry.name) continue;
    auto replica = entry.run(data_folder);
    if (!replica.ok()) return replica;
    replica->name = entry.name;
    replica->title = entry.title;
    return replica;
  }
  const auto names = replica_names();
  return Error{ErrorCode::not_found, "unknown replica '" + name + "'", "",
               "did you mean " + names[nearest_name(name, names)] + "? domar replicate lists them",
               ""};
}

}  // namespace domar::replicas
