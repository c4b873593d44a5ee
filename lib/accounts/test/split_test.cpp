#include "domar/accounts/split.hpp"

#include <cmath>

#include <gtest/gtest.h>

#include "domar/accounts/aggregate.hpp"
#include "domar/accounts/check.hpp"
#include "domar/accounts/cross_entropy.hpp"
#include "domar/numerics/dense.hpp"
#include "random_accounts.hpp"
#include "small_economy.hpp"

namespace domar::accounts {
namespace {

/// Cloth in two: 0.3 fine, 0.7 plain.
SplitRequest two_pieces() {
  SplitRequest request;
  request.good = 1;
  request.pieces.resize(2);
  request.pieces[0].code = "2a";
  request.pieces[0].output_share = 0.3;
  request.pieces[1].code = "2b";
  request.pieces[1].output_share = 0.7;
  return request;
}

/// A sector of region 0 in 2 to 4 pieces; positive output only.
SplitRequest random_request(Random& random, const Economy& e, bool priors) {
  SplitRequest request;
  request.good = below(random, e.goods.size() - 1);
  const Index industry = e.supplier[0][request.good];
  const Index pieces = 2 + below(random, 3);
  double left = 1.0;
  for (Index k = 0; k < pieces; ++k) {
    SplitPiece piece;
    piece.code = "piece" + std::to_string(k);
    piece.output_share = k + 1 == pieces ? left : left * (0.1 + 0.5 * uniform(random));
    left -= piece.output_share;
    if (priors && k + 1 < pieces) {
      piece.inputs[below(random, e.goods.size())] = 0.3 * uniform(random);
      piece.inputs[request.good] = 0.3 * uniform(random);
      piece.sales[below(random, e.users())] = 0.5 * uniform(random);
      piece.sales[industry] = 0.2 * uniform(random);
      piece.import_share = uniform(random);
    }
    request.pieces.push_back(piece);
  }
  return request;
}

/// Leontief inverse over all industries of the world.
Matrix leontief_inverse(const Economy& e) {
  const Index n = e.industries.size();
  Matrix system(n, n);
  Matrix unit(n, n);
  for (Index j = 0; j < n; ++j) {
    unit(j, j) = 1.0;
    system(j, j) = 1.0;
    for (Index r = 0; r < e.regions.size(); ++r) {
      for (Index g = 0; g < e.goods.size(); ++g) {
        if (e.supplier[r][g] == Economy::k_none) continue;
        system(e.supplier[r][g], j) -= e.use[r](g, j) / e.gross_output(j);
      }
    }
  }
  numerics::DenseLu lu;
  EXPECT_TRUE(lu.factor(system));
  return lu.solve(unit);
}

/// Re-aggregation returns each cell of the parent; pieces have their shares of output and sales.
void expect_exact(const Economy& e, const SplitRequest& request, const Split& made) {
  ASSERT_TRUE(made.economy.check_shapes());
  const Economy back =
      aggregate(made.economy, Concordance::identity(made.economy.regions), made.back).value();
  ASSERT_EQ(back.goods.codes(), e.goods.codes());
  ASSERT_EQ(back.supplier, e.supplier);
  for (Index r = 0; r < e.regions.size(); ++r) {
    for (Index k = 0; k < e.use[r].values().size(); ++k) {
      const double was = e.use[r].data()[k];
      ASSERT_NEAR(back.use[r].data()[k], was, 1e-12 * std::abs(was));
    }
  }
  for (Index k = 0; k < e.value_added.values().size(); ++k) {
    const double was = e.value_added.data()[k];
    ASSERT_NEAR(back.value_added.data()[k], was, 1e-12 * std::abs(was));
  }
  const Index parent = e.supplier[request.region][request.good];
  const double output = e.gross_output(parent);
  for (Index k = 0; k < request.pieces.size(); ++k) {
    const double expected = request.pieces[k].output_share * output;
    ASSERT_NEAR(made.economy.gross_output(parent + k), expected, 2e-9 * output);
    ASSERT_NEAR(made.economy.use[request.region].row_sum(request.good + k), expected,
                2e-9 * output);
  }
}

TEST(Split, WithoutPriorsEveryCellIsDividedByOutput) {
  const Economy e = small_economy();
  const Split made = split(e, two_pieces()).value();
  EXPECT_EQ(made.rounds, 0);
  EXPECT_EQ(made.economy.goods.codes(), (std::vector<std::string>{"1", "2a", "2b", "W"}));
  ASSERT_EQ(made.economy.industries.size(), 4u);
  EXPECT_EQ(made.economy.industries[2].code, "2b");
  EXPECT_EQ(made.economy.supplier[0], (std::vector<Index>{0, 1, 2, Economy::k_none}));
  EXPECT_EQ(made.economy.supplier[1], (std::vector<Index>{3, 3, 3, 3}));
  EXPECT_NEAR(made.economy.use[0](0, 1), 6.0, 1e-14);   // grain to fine cloth
  EXPECT_NEAR(made.economy.use[0](1, 2), 1.05, 1e-14);  // fine to plain: 5 * 0.3 * 0.7
  EXPECT_NEAR(made.economy.use[0](2, 4), 42.0, 1e-14);  // plain to households
  EXPECT_NEAR(made.economy.value_added(labour, 2), 42.0, 1e-14);
  EXPECT_LT(largest_relative_error(made.economy), 1e-14);
  expect_exact(e, two_pieces(), made);
}

TEST(Split, DividesSatelliteFlowsByOutput) {
  Economy e = small_economy();
  e.satellites = {{"air", {{"CO2", "CO2", "kg"}}, Matrix(1, 3, 10.0), Matrix(1, 3, 4.0)}};
  const Split made = split(e, two_pieces()).value();
  ASSERT_TRUE(made.economy.check_shapes());
  const Vector wanted{10.0, 3.0, 7.0, 10.0};
  for (Index j = 0; j < 4; ++j) {
    EXPECT_NEAR(made.economy.satellites[0].by_industry(0, j), wanted[j], 1e-14) << j;
  }
  EXPECT_EQ(made.economy.satellites[0].by_final_use.values(), (Vector{4.0, 4.0, 4.0}));
  EXPECT_NE(made.economy.notes.back().find("shares of output"), std::string::npos);
}

TEST(Split, MeetsPriorsThatFit) {
  const Economy e = small_economy();
  SplitRequest request = two_pieces();
  request.pieces[0].inputs[0] = 0.4;  // 12 of the 22 the parent pays for grain
  request.pieces[0].sales[3] = 0.5;   // 15 of the 60 that households buy
  request.pieces[0].value_added[labour] = 0.4;
  const Split made = split(e, request).value();
  expect_exact(e, request, made);
  ASSERT_EQ(made.priors.size(), 3u);
  EXPECT_GE(std::abs(made.priors[0].got - made.priors[0].asked),
            std::abs(made.priors[2].got - made.priors[2].asked));
  for (const auto& prior : made.priors) {
    EXPECT_NEAR(prior.got, prior.asked, 0.2 * prior.asked) << prior.what;
  }
}

TEST(Split, ParentCellsWinOverPriors) {
  const Economy e = small_economy();
  SplitRequest request = two_pieces();
  request.pieces[0].inputs[0] = 0.9;  // 27 of 22
  const Split made = split(e, request).value();
  expect_exact(e, request, made);
  EXPECT_LE(made.priors[0].got, 22.0);
  EXPECT_GT(made.priors[0].got, 10.0);
  request.pieces[0].inputs[0] = 0.0;  // never buys grain
  const Split none = split(e, request).value();
  expect_exact(e, request, none);
  EXPECT_EQ(none.economy.use[0](0, 1), 0.0);
}

TEST(Split, RefusesWhatCannotBe) {
  const Economy e = small_economy();
  SplitRequest request = two_pieces();
  request.pieces[0].output_share = 0.4;
  EXPECT_EQ(split(e, request).error().code, ErrorCode::bad_value);
  request = two_pieces();
  request.pieces[0].code = "1";
  EXPECT_EQ(split(e, request).error().code, ErrorCode::bad_value);
  request = two_pieces();
  request.region = 1;
  EXPECT_EQ(split(e, request).error().what, "the industry makes other goods too");
  request = two_pieces();
  request.pieces[0].inputs[99] = 0.1;
  EXPECT_EQ(split(e, request).error().code, ErrorCode::shape_mismatch);
  request = two_pieces();
  request.pieces[0].inputs[0] = 0.0;
  request.pieces[1].inputs[0] = 0.0;
  EXPECT_EQ(split(e, request).error().what, "priors of 0 leave a cell to nobody");
  request = two_pieces();
  for (Index u = 0; u < e.users(); ++u) request.pieces[0].sales[u] = 0.0;
  const auto nobody = split(e, request);
  ASSERT_FALSE(nobody);
  EXPECT_EQ(nobody.error().code, ErrorCode::infeasible);
  EXPECT_EQ(draw_split(e, two_pieces(), 1, 0.0).error().code, ErrorCode::bad_value);
}

TEST(Split, ProportionalKeepsOtherMultipliersOn200RandomEconomies) {
  Random random(10);
  for (int round = 0; round < 200; ++round) {
    const Economy e = random_economy(random);
    const SplitRequest request = random_request(random, e, false);
    const Split made = split(e, request).value();
    expect_exact(e, request, made);
    const Matrix before = leontief_inverse(e);
    const Matrix after = leontief_inverse(made.economy);
    const Index parent = e.supplier[0][request.good];
    const Index more = request.pieces.size() - 1;
    const auto number = [&](Index j) { return j > parent ? j + more : j; };
    double size = 0.0;
    for (const double value : before.values()) size = std::max(size, std::abs(value));
    for (Index j = 0; j < before.cols(); ++j) {
      if (j == parent) continue;
      ASSERT_NEAR(after.col_sum(number(j)), before.col_sum(j), 1e-10 * size);
      for (Index i = 0; i < before.rows(); ++i) {
        if (i == parent) continue;
        ASSERT_NEAR(after(number(i), number(j)), before(i, j), 1e-10 * size);
      }
    }
  }
}

TEST(Split, WithPriorsReAggregatesExactlyOn300RandomEconomies) {
  Random random(11);
  int made_count = 0;
  for (int round = 0; round < 300; ++round) {
    const Economy e = random_economy(random);
    const SplitRequest request = random_request(random, e, true);
    const auto made = split(e, request);
    if (!made) continue;
    ++made_count;
    expect_exact(e, request, *made);
    ASSERT_LT(largest_relative_error(made->economy), 1e-7);
  }
  EXPECT_GT(made_count, 290);
}

/// The same problem, cell by cell, for the general solver.
TEST(Split, IsTheGeneralMinimumOfCrossEntropy) {
  const Economy e = small_economy();
  SplitRequest request = two_pieces();
  request.pieces[0].inputs[0] = 0.4;
  const Split made = split(e, request).value();
  const Matrix& use = made.economy.use[0];

  Vector prior;
  Vector found;
  std::vector<LinearConstraint> constraints(4);
  constraints[0].value = constraints[1].value = 30.0;  // output and sales of the first piece
  constraints[2].value = constraints[3].value = 70.0;
  const auto divide = [&](double parent, const Vector& shares, const Vector& cells, bool bought,
                          bool sold) {
    LinearConstraint whole{"cell", {}, parent, 0.0};
    const Index pieces_sold = bought && sold ? 2 : 1;
    for (Index part = 0; part < cells.size(); ++part) {
      const Index cell = prior.size();
      prior.push_back(parent * shares[part]);
      found.push_back(cells[part]);
      whole.terms.push_back({cell});
      const Index row = pieces_sold == 2 ? part / 2 : part;
      const Index col = pieces_sold == 2 ? part % 2 : part;
      if (bought) constraints[2 * col].terms.push_back({cell});
      if (sold) constraints[2 * row + 1].terms.push_back({cell});
    }
    constraints.push_back(whole);
  };
  const Vector by_output = {0.3, 0.7};
  const Vector grain = {0.4 * 30.0 / 22.0, 1.0 - 0.4 * 30.0 / 22.0};
  divide(20.0, grain, {use(0, 1), use(0, 2)}, true, false);
  divide(2.0, grain, {made.economy.use[1](0, 1), made.economy.use[1](0, 2)}, true, false);
  for (Index v = 0; v < k_value_added_rows; ++v) {
    const Matrix& value_added = made.economy.value_added;
    divide(e.value_added(v, 1), by_output, {value_added(v, 1), value_added(v, 2)}, true, false);
  }
  for (const Index user : {0, 3, 4}) {
    const Index now = user > 1 ? user + 1 : user;
    divide(e.use[0](1, user), by_output, {use(1, now), use(2, now)}, false, true);
  }
  divide(5.0, {0.09, 0.21, 0.21, 0.49}, {use(1, 1), use(1, 2), use(2, 1), use(2, 2)}, true, true);

  const auto general = minimise_cross_entropy(prior, constraints).value();
  ASSERT_TRUE(general.converged);
  for (Index c = 0; c < prior.size(); ++c) EXPECT_NEAR(general.cells[c], found[c], 1e-8) << c;
}

/// Least cross-entropy: away from priors, the odds of two pieces are the same in every input of one
/// sign, because only the pieces' totals tilt them.
TEST(Split, TiltsAllOtherInputsAlike) {
  Random random(12);
  const Economy e = random_economy(random, 8, 2);
  SplitRequest request = two_pieces();
  request.pieces[0].inputs[0] = 0.01;
  const Split made = split(e, request).value();
  const Index column = e.supplier[0][1];
  double odds = 0.0;
  for (Index g = 3; g < made.economy.goods.size(); ++g) {  // 1 and 2 are the pieces
    const double fine = made.economy.use[0](g, column);
    if (fine <= 0.0) continue;
    const double here = fine / made.economy.use[0](g, column + 1);
    if (odds > 0.0) {
      EXPECT_NEAR(here, odds, 1e-9 * odds);
    }
    odds = here;
  }
  EXPECT_GT(odds, 0.0);
}

TEST(DrawSplit, EveryDrawIsAdmissibleAndSeedsRepeat) {
  Random random(13);
  for (int round = 0; round < 100; ++round) {
    const Economy e = random_economy(random);
    const SplitRequest request = random_request(random, e, false);
    const auto first = draw_split(e, request, 7, 20.0);
    ASSERT_TRUE(first) << first.error().message();
    expect_exact(e, request, *first);
    const Split again = draw_split(e, request, 7, 20.0).value();
    const Split other = draw_split(e, request, 8, 20.0).value();
    ASSERT_EQ(first->economy.use[0].values(), again.economy.use[0].values());
    ASSERT_NE(first->economy.use[0].values(), other.economy.use[0].values());
  }
}

TEST(DrawSplit, SpreadsAroundTheCentralSplit) {
  const Economy e = small_economy();
  const SplitRequest request = two_pieces();
  const double centre = split(e, request).value().economy.use[0](1, 4);  // to households: 18
  double sum = 0.0;
  double squares = 0.0;
  constexpr int k_draws = 1000;
  for (std::uint64_t seed = 0; seed < k_draws; ++seed) {
    const double cell = draw_split(e, request, seed).value().economy.use[0](1, 4);
    sum += cell;
    squares += (cell - centre) * (cell - centre);
  }
  EXPECT_NEAR(sum / k_draws, centre, 0.05 * centre);
  EXPECT_GT(std::sqrt(squares / k_draws), 0.02 * centre);
  EXPECT_LT(std::sqrt(squares / k_draws), 0.5 * centre);
  // The tighter the prior, the nearer the draw.
  const double tight = draw_split(e, request, 1, 1e8).value().economy.use[0](1, 4);
  EXPECT_NEAR(tight, centre, 1e-2 * centre);
}

}  // namespace
}  // namespace domar::accounts
