#pragma once
/// @file Style: how the page looks on a desk, on a phone and on paper.

namespace domar::scenario::report {

inline constexpr const char* k_style = R"css(:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1.5rem 3rem; max-width: 1008px; background: #fff; color: #1a1a1a;
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .3rem; }
h2 { font-size: 1.4rem; line-height: 1.25; margin: 3rem 0 .8rem; padding-top: .6rem;
  border-top: 2px solid #1a1a1a; }
h3 { font-size: 1.08rem; margin: 2rem 0 .5rem; }
p, ul { margin: .6rem 0; max-width: 46rem; }
li { margin: .25rem 0; }
a { color: #00558a; }
.subtitle { color: #555; margin: 0; }
.answer { font-size: 1.15rem; line-height: 1.5; border-left: 5px solid #0072B2; padding-left: 1rem; }
.key { background: #f5f5f2; padding: .6rem .9rem; font-size: .92rem; max-width: none; }
nav { margin: 1.2rem 0 0; font-size: .95rem; }
nav ul { margin: 0; padding: 0; list-style: none; columns: 2; }
figure { margin: 1.6rem 0 2.4rem; }
figcaption { font-weight: 600; font-size: 1.08rem; line-height: 1.35; margin-bottom: .7rem; }
svg { display: block; max-width: 100%; height: auto; }
.narrow { display: none; }
.note { font-size: .92rem; color: #333; }
.source { font-size: .84rem; color: #555; max-width: none; }
details { margin: .35rem 0; font-size: .92rem; }
summary { cursor: pointer; color: #00558a; padding: .2rem 0; }
/* Shadows at the sides tell that a table goes on. */
.scroll { overflow-x: auto; max-width: 100%; margin: .5rem 0 1rem;
  background: linear-gradient(to right, #fff 30%, #fff0) left / 2.5rem 100% no-repeat local,
    linear-gradient(to left, #fff 30%, #fff0) right / 2.5rem 100% no-repeat local,
    linear-gradient(to right, #0002, #0000) left / .8rem 100% no-repeat scroll,
    linear-gradient(to left, #0002, #0000) right / .8rem 100% no-repeat scroll; }
.scroll:focus-visible { outline: 2px solid #0072B2; }
table { border-collapse: collapse; font-size: .88rem; line-height: 1.35; width: 100%; }
caption { text-align: left; font-size: .84rem; color: #555; padding-bottom: .3rem; }
th, td { padding: .28rem .5rem; border-bottom: 1px solid #ddd; vertical-align: top; text-align: left; }
thead th { border-bottom: 2px solid #777; vertical-align: bottom; font-weight: 600; }
tbody th { font-weight: 400; min-width: 7.5rem; }
.dense th, .dense td { padding: .28rem .32rem; font-size: .82rem; }
.dense thead th.n { min-width: 3rem; }
dl { margin: .6rem 0; }
dt { margin-top: .4rem; }
dd { margin: 0 0 0 1.2rem; max-width: 46rem; }
th.n, td.n { text-align: right; white-space: nowrap; }
thead th.n { white-space: normal; min-width: 4.2rem; }
td.l, th.l { min-width: 16rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fill, minmax(258px, 1fr)); gap: 1.2rem .8rem; }
.panels h4 { margin: 0 0 .2rem; font-size: .95rem; }
.panels p { margin: 0 0 .3rem; font-size: .84rem; color: #555; }
.swatches { display: flex; flex-wrap: wrap; gap: .2rem 1.1rem; list-style: none; padding: 0;
  font-size: .88rem; max-width: none; }
.swatches svg { display: inline-block; vertical-align: middle; margin-right: .35rem; }
code { font-size: .86em; word-break: break-all; }
footer { margin-top: 3rem; border-top: 1px solid #999; font-size: .84rem; color: #555; }
@media (max-width: 720px) {
  body { padding: 1rem .5rem 2rem; font-size: .98rem; }
  header, nav, h2, h3, p, dl, figcaption, summary, .panels, .swatches { margin-left: .4rem; margin-right: .4rem; }
  h1 { font-size: 1.5rem; }
  nav ul { columns: 1; }
  .wide { display: none; }
  .narrow { display: block; max-width: 480px; margin: 0 auto; }
  .narrow svg, .panels svg { width: 100%; }
  tbody th.t, thead th.t:first-child { position: sticky; left: 0; background: #fff;
    box-shadow: inset 0 -1px #ddd; }
  dd { margin-left: .8rem; }
}
@media print {
  body { max-width: none; padding: 0; font-size: 10pt; }
  nav { display: none; }
  figure, tr { break-inside: avoid; }
  h2, h3, figcaption { break-after: avoid; }
  .wide { display: block; } .narrow { display: none; }
  .scroll { overflow: visible; }
}
)css";

}  // namespace domar::scenario::report
