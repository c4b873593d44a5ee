#include "domar/replicas/standard_cge.hpp"

#include <algorithm>
#include <cmath>

#include "replica_list.hpp"

namespace domar::replicas {

namespace {

/// Base value of a product of a joint producer.
double product_of(const network::JointProducer& joint, Index market) {
  for (const auto& [product, value] : joint.products) {
    if (product == market) return value;
  }
  return 0.0;
}

}  // namespace

namespace standard_cge {

Result<Model> model(const std::filesystem::path& file) {
  auto read = models::read_model(file);
  if (!read.ok()) return read.error();
  Model m;
  m.network = std::move(read->network);
  m.labour = m.network.find_market("labour");
  m.capital = m.network.find_market("capital");
  m.exchange = m.network.find_market("foreign exchange");
  const char* const name[2] = {"bread", "milk"};
  for (std::size_t i = 0; i < 2; ++i) {
    m.composite[i] = m.network.find_activity(name[i]);
    m.output[i] = m.network.find_activity(std::string("output of ") + name[i]);
    m.sold[i] = m.network.find_activity(std::string("sales of ") + name[i]);
  }
  m.consumption = m.network.find_activity("household consumption");
  return m;
}

equilibrium::Parameters without_tariffs(const Model& m) {
  equilibrium::Parameters parameters = equilibrium::base_parameters(m.network);
  for (const Index composite : m.composite) {
    parameters.tax[m.network.find_edge(composite, m.exchange)] = 0.0;
  }
  return parameters;
}

Result<Outcome> solved(const Model& m, const equilibrium::Parameters& parameters) {
  equilibrium::SolverOptions options;
  options.numeraire = m.labour;
  options.tolerance = 1e-13;  // the digits compared are finer than the default leaves
  const auto solution = equilibrium::solve(m.network, parameters, options);
  if (auto status = solution.status(); !status.ok()) return status.error();
  const auto price = [&](Index node) { return std::exp(solution.log_price[node]); };
  Outcome o;
  o.rent = price(m.capital);
  o.exchange_rate = price(m.exchange);
  o.walras_residual = solution.walras_residual;
  for (std::size_t i = 0; i < 2; ++i) {
    const Index composite = m.network.node_of_activity(m.composite[i]);
    o.composite_price[i] = price(composite);
    o.consumption[i] =
        solution.paid(m.network, m.network.find_edge(m.consumption, composite)) / price(composite);
    o.output[i] = solution.quantity(m.network, m.output[i]);
    // Exports are the share of sales that is transformed into foreign exchange.
    const auto& joint =
        *std::find_if(m.network.joint_producers().begin(), m.network.joint_producers().end(),
                      [&](const auto& producer) { return producer.activity == m.sold[i]; });
    const Index sold = m.network.node_of_activity(joint.activity);
    const double share_0 = product_of(joint, m.exchange) / m.network.value_0(joint.activity);
    const double gain = solution.log_price[m.exchange] - solution.log_price[sold];
    o.exports[i] =
        share_0 * std::exp((1.0 + joint.psi) * gain) * solution.value[sold] / o.exchange_rate;
    const Index imports = m.network.find_edge(m.composite[i], m.exchange);
    o.imports[i] =
        solution.paid(m.network, imports) / ((1.0 + parameters.tax[imports]) * o.exchange_rate);
  }
  o.utility = std::pow(o.consumption[0], 0.4) * std::pow(o.consumption[1], 0.6);
  return o;
}

}  // namespace standard_cge

Result<Replica> run_standard_cge(const std::filesystem::path& /*data_folder*/) {
  const auto read = standard_cge::model(models_folder() / "stdcge.toml");
  if (!read.ok()) return read.error();
  Replica replica;
  replica.source =
      "N. Hosoe, K. Gasawa and H. Hashimoto, Textbook of Computable General Equilibrium "
      "Modelling, 2010, chapter 6; GAMS model library stdcge; digits of CONOPT from "
      "GAMS-dev/gamspy, tests/integration/models/stdcge.py";
  replica.notes = {"utility in the base year and without import tariffs",
                   "same: social accounts, nests, elasticities, closure",
                   "differs: foreign exchange is a market of the network; CONOPT stops at its "
                   "tolerance, so that its tenth digit differs"};
  const standard_cge::Model& m = *read;
  const double printed[2] = {25.508490012515818, 26.092634381288686};
  for (int changed = 0; changed < 2; ++changed) {
    const auto o = standard_cge::solved(m, changed == 0 ? equilibrium::base_parameters(m.network)
                                                        : standard_cge::without_tariffs(m));
    if (!o.ok()) return o.error();
    replica.rows.push_back({changed == 0 ? "base year" : "without tariffs",
                            {{"utility", o->utility},
                             {"imports_bread", o->imports[0]},
                             {"imports_milk", o->imports[1]},
                             {"exchange_rate", o->exchange_rate}},
                            {{"utility", printed[changed]}}});
  }
  return replica;
}

}  // namespace domar::replicas
