#pragma once
/// @file What a model file says, before it is a network; and the checks that need names and places.

#include <map>
#include <string>
#include <vector>

#include "domar/base/result.hpp"
#include "domar/models/model_file.hpp"
#include "domar/readers/toml.hpp"

namespace domar::models {

using readers::TomlTable;

/// What a buyer pays for one input.
struct InputLine {
  std::string seller;
  double pays = 0.0;  ///< tax included
  double rate = 0.0;
  std::string receiver;
  TomlTable place;  ///< for messages: the table, and the key below
  std::string key;
};

struct ActivityLine {
  std::string name;
  double elasticity = 1.0;
  std::vector<InputLine> inputs;
  std::vector<std::pair<std::string, double>> makes;
  double transformation = 1.0;
  TomlTable place;
  bool nested = false;  ///< drawn inside its only buyer
};

struct FactorLine {
  std::string name;
  double supply_elasticity = 0.0;
  std::string deflator;
  double mobility = -1.0;  ///< below 0: perfectly mobile
  TomlTable place;
};

struct AgentLine {
  std::string name;
  std::string spends_on;
  std::vector<std::pair<std::string, double>> owns;
  std::vector<std::pair<std::string, double>> gives;   ///< money
  std::vector<std::pair<std::string, double>> shares;  ///< of income handed on
  std::vector<std::pair<std::string, double>> subsistence;
  TomlTable place;
};

struct ModelLines {
  std::vector<FactorLine> factors;
  std::vector<AgentLine> agents;
  std::vector<ActivityLine> activities;
};

/// Checks names and sums, then builds the network and the relations of the model.
[[nodiscard]] Status build_model(ModelLines lines, const TomlTable& root, Model& model);

}  // namespace domar::models
