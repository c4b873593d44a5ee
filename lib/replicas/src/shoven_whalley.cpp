#include "domar/replicas/shoven_whalley.hpp"

#include "domar/equilibrium/solver.hpp"
#include "domar/models/model_file.hpp"
#include "replica_list.hpp"

namespace domar::replicas {

Result<ShovenWhalley> shoven_whalley::solved(double tax_0, double tax) {
  return solved(as_network(tax_0), tax_0, tax);
}

Result<ShovenWhalley> shoven_whalley::solved(const network::Network& network, double tax_0,
                                             double tax) {
  const ShovenWhalley base = equilibrium(tax_0);
  const Index labour = network.find_market("labour");
  const Index capital = network.find_market("capital");
  const Index good[2] = {network.find_activity("manufacturing"),
                         network.find_activity("non-manufacturing")};
  equilibrium::Parameters parameters = equilibrium::base_parameters(network);
  parameters.tax[network.find_edge(good[0], capital)] = tax;
  equilibrium::SolverOptions options;
  options.numeraire = labour;
  const auto solution = equilibrium::solve(network, parameters, options);
  if (auto status = solution.status(); !status.ok()) return status.error();
  ShovenWhalley s;
  s.rent = base.rent * std::exp(solution.log_price[capital]);
  s.revenue = solution.tax_revenue[2];
  for (std::size_t i = 0; i < 2; ++i) {
    const double price = std::exp(solution.log_price[network.node_of_activity(good[i])]);
    s.price[i] = base.price[i] * price;
    s.output[i] = solution.quantity(network, good[i]) / base.price[i];
    s.labour[i] = solution.paid(network, network.find_edge(good[i], labour));
    const Index from_capital = network.find_edge(good[i], capital);
    s.capital[i] =
        solution.paid(network, from_capital) / (s.rent * (1.0 + parameters.tax[from_capital]));
  }
  return s;
}

Result<Replica> run_shoven_whalley(const std::filesystem::path& /*data_folder*/) {
  Replica replica;
  replica.source =
      "J. B. Shoven and J. Whalley, Applied general-equilibrium models of taxation and "
      "international trade, Journal of Economic Literature 22(3), 1984, numerical example";
  replica.notes = {
      "prices in units of the wage; the tax is 50 % on capital in manufacturing, 40 % of its "
      "revenue goes to the rich",
      "same: functions, endowments, tax; the network is calibrated at the equilibrium without tax",
      "differs: the printed digits are quoted from memory; tests compare eight digits with closed "
      "forms"};
  const std::map<std::string, double> printed[2] = {
      {{"price_manufacturing", 1.399},
       {"price_non_manufacturing", 1.093},
       {"rent", 1.373},
       {"output_manufacturing", 24.942},
       {"output_non_manufacturing", 54.378}},
      {{"price_manufacturing", 1.467}, {"price_non_manufacturing", 1.006}, {"rent", 1.128}}};
  const auto model = models::read_model(models_folder() / "shoven-whalley.toml");
  if (!model.ok()) return model.error();
  for (int taxed = 0; taxed < 2; ++taxed) {
    const auto s = shoven_whalley::solved(model->network, 0.0, taxed == 0 ? 0.0 : 0.5);
    if (!s.ok()) return s.error();
    replica.rows.push_back({taxed == 0 ? "without tax" : "with tax",
                            {{"price_manufacturing", s->price[0]},
                             {"price_non_manufacturing", s->price[1]},
                             {"rent", s->rent},
                             {"output_manufacturing", s->output[0]},
                             {"output_non_manufacturing", s->output[1]},
                             {"revenue", s->revenue}},
                            printed[taxed]});
  }
  return replica;
}

}  // namespace domar::replicas
