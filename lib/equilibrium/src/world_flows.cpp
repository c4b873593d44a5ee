#include "world_flows.hpp"

namespace domar::equilibrium {

double base_purchase(const WorldModel& model, Index edge) {
  const Index R = model.region_count();
  const Index good = edge / (R * R);
  const Index destination = edge % R;
  double paid = 0.0;
  for (Index j = 0; j < model.users(); ++j) {
    const Index user = model.industry(destination, j);
    const double bundle = j == model.sector_count() ? model.final_spending[destination]
                                                    : model.output[user] / model.base.markup[user] *
                                                          (1.0 - model.value_added_share[user]);
    paid += bundle * model.use_share[destination](good, j) *
            (model.by_user() ? static_cast<double>(model.user_share[edge * model.users() + j])
                             : model.trade_share[edge]);
  }
  return paid;
}

Vector base_purchases(const WorldModel& model) {
  Vector paid(model.edges());
  for (Index edge = 0; edge < paid.size(); ++edge) paid[edge] = base_purchase(model, edge);
  return paid;
}

}  // namespace domar::equilibrium
