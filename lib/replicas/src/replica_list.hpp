#pragma once
/// @file The replicas, one function each. Name and title are filled in by run_replica.

#include "domar/replicas/replicas.hpp"

namespace domar::replicas {

/// Where the model files are: scenarios/models in $DOMAR_HOME, else beside the program.
[[nodiscard]] std::filesystem::path models_folder();

[[nodiscard]] Result<Replica> run_standard_cge(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_shoven_whalley(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_baqaee_farhi(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_acr(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_scale_multiplicity(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_caliendo_parro(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_lashkaripour_lugovskyy(const std::filesystem::path& data_folder);
[[nodiscard]] Result<Replica> run_gtap_like(const std::filesystem::path& data_folder);

}  // namespace domar::replicas
