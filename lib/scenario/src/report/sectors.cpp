#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "format.hpp"
#include "sections.hpp"

namespace domar::scenario::report {

namespace {

/// An industry over the whole baseline, nominal and real.
struct Move {
  std::string name;
  double share_0 = 0.0;  ///< of GDP, current prices
  double share_1 = 0.0;
  double real_share_1 = 0.0;  ///< what the last share would be at base-year prices
  double output = 1.0;        ///< over base year
  double growth = 0.0;        ///< of output, a year
  double price = 1.0;         ///< over base year, against the GDP deflator

  [[nodiscard]] double nominal() const { return share_1 - share_0; }
  [[nodiscard]] double real() const { return real_share_1 - share_0; }
};

std::vector<Move> all_moves(const View& view) {
  std::vector<Move> moves;
  const double years = std::max(1, view.last_year - view.base_year);
  for (const Index i : view.industries()) {
    const auto& before = view.first().industries[i];
    const auto& after = view.last().industries[i];
    Move m;
    m.name = view.results.economy.industries[i].name;
    m.share_0 = before.value_added;
    m.share_1 = after.value_added;
    m.real_share_1 = before.value_added * after.output / view.last().real_gdp;
    m.output = after.output;
    m.growth = std::pow(std::max(after.output, 0.0), 1.0 / years) - 1.0;
    m.price = after.price;
    moves.push_back(m);
  }
  std::stable_sort(moves.begin(), moves.end(),
                   [](const Move& a, const Move& b) { return a.nominal() > b.nominal(); });
  return moves;
}

/// The n that gain most and the n that lose most.
std::vector<Move> extremes(const std::vector<Move>& all, std::size_t n) {
  if (all.size() <= 2 * n) return all;
  const auto count = static_cast<std::ptrdiff_t>(n);
  std::vector<Move> moves(all.begin(), all.begin() + count);
  moves.insert(moves.end(), all.end() - count, all.end());
  return moves;
}

Table moves_table(const View& view, const std::vector<Move>& moves, const std::string& caption) {
  Table table{caption,
              {{"Industry", Column::Kind::text},
               {fmt::format("Share of GDP {}", view.base_year)},
               {fmt::format("Share {}, current prices (nominal)", view.last_year)},
               {fmt::format("Share {} at {} prices (real)", view.last_year, view.base_year)},
               {"Change, nominal, points"},
               {"Change, real, points"},
               {fmt::format("Output {} over {}", view.last_year, view.base_year)},
               {"Output growth a year"},
               {"Price, relative to GDP deflator"}},
              {}};
  for (const Move& m : moves) {
    table.rows.push_back({m.name, percent(m.share_0, 2), percent(m.share_1, 2),
                          percent(m.real_share_1, 2), signed_number(100.0 * m.nominal(), 2),
                          signed_number(100.0 * m.real(), 2), "\u00d7 " + number(m.output, 2),
                          signed_percent(m.growth, 1), "\u00d7 " + number(m.price, 2)});
  }
  return table;
}

HorizontalBars moves_chart(const std::vector<Move>& moves) {
  HorizontalBars chart;
  chart.unit = "points of GDP";
  chart.series = {"nominal (current prices)", "real (base-year prices)"};
  chart.colors = {"#0072B2", "#E69F00"};
  for (const Move& m : moves) {
    chart.groups.push_back(
        {m.name,
         {100.0 * m.nominal(), 100.0 * m.real()},
         {signed_number(100.0 * m.nominal(), 2), signed_number(100.0 * m.real(), 2)}});
  }
  return chart;
}

/// Industries whose share falls although their output outgrows the economy.
std::string baumol_words(const View& view, const std::vector<Move>& all) {
  const auto n = static_cast<std::size_t>(std::count_if(all.begin(), all.end(), [&](const Move& m) {
    return m.nominal() < 0.0 && m.output > view.last().real_gdp;
  }));
  return fmt::format(
      "A falling nominal share is not failure. Where productivity rises faster than elsewhere "
      "prices "
      "fall, and the share with them, although more is produced (Baumol\u2019s cost disease seen "
      "from the "
      "other side). In this run {} of {} industries lose share at current prices while their "
      "output "
      "grows faster than GDP. Always read the nominal and the real column together.",
      count(n), count(all.size()));
}

std::string moves_figure(const View& view, const std::vector<Move>& all) {
  const HorizontalBars chart = moves_chart(extremes(all, 6));
  return figure(
      "movers",
      {.title = fmt::format("{} gains most weight by {} ({}), {} loses most ({})", all.front().name,
                            view.last_year, points(all.front().nominal(), 2), all.back().name,
                            points(all.back().nominal(), 2)),
       .description =
           "Horizontal bars: change of the share of GDP of the largest winners and losers, "
           "nominal and real.",
       .draw =
           [&](const About& about, double width) {
             HorizontalBars drawn = chart;
             drawn.about = about;
             return svg(drawn, width);
           },
       .note = "Real: the base-year share times growth of output over growth of GDP.",
       .source = view.source(),
       .passports = view.passports({"elasticities.standard", "emerging_", "investment_return"}),
       .table = moves_table(view, extremes(all, 12),
                            fmt::format("Largest changes of the share of GDP, {} to {}, baseline",
                                        view.base_year, view.last_year))});
}

}  // namespace

std::string sectors_section(const View& view) {
  const auto all = all_moves(view);
  if (all.empty() || view.last_year == view.base_year) {
    return paragraph("The run holds no industries over time.");
  }
  return paragraph(baumol_words(view, all)) + moves_figure(view, all) +
         table(moves_table(view, extremes(all, 10), "Largest changes, baseline")) +
         folded("All industries", table(moves_table(view, all, "All industries, baseline")));
}

}  // namespace domar::scenario::report
