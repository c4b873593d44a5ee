#include "domar/scenario/driver_choice.hpp"

namespace domar::scenario {

bool DriverChoice::demanded(const std::string& driver) const {
  const auto found = named.find(driver);
  return found != named.end() && found->second;
}

bool DriverChoice::refused(const std::string& driver) const {
  const auto found = named.find(driver);
  return found != named.end() && !found->second;
}

const std::map<std::string, std::string>& driver_names() {
  static const std::map<std::string, std::string> names{
      {"knowledge", "own R&D raises productivity"},
      {"spillovers", "R&D of suppliers raises productivity"},
      {"ideas_get_harder", "the same R&D brings less as productivity rises"},
      {"foreign", "knowledge embodied in imported inputs"},
      {"catch_up", "catch-up to the technological frontier"},
      {"data", "data as a factor with an income of its own"},
      {"ai", "adoption of AI"},
      {"ai_bottlenecks", "tasks that AI does not do hold the others back"},
      {"ai_j_curve", "intangibles must be built before AI pays"},
      {"emerging", "a trend of emerging industries"},
      {"experience", "experience curves of emerging industries"},
      {"substitution", "users turn from old varieties to new ones"},
      {"scale", "external economies of scale"},
      {"vintages", "younger equipment is better"},
      {"residual", "a residual that meets measured growth"}};
  return names;
}

}  // namespace domar::scenario
