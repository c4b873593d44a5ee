"""The verbs solve, seek and compare as their users meet them.

Run by ctest, or alone:  DOMAR_PROGRAM=build/dev/apps/cli/domar python3 tests/doors/solve_test.py
"""
import json
import math
import unittest

from cli_test import BAD_INPUT, CHINA, INFEASIBLE, NOT_CONVERGED, OK, REPO, Cli

DIFFERENT = 6
MODELS = REPO / "scenarios/models"
FARM = """
[[factor]]
name = "labour"
[[agent]]
name = "household"
owns = { labour = 100 }
spends_on = "consumption"
[[agent]]
name = "state"
spends_on = "schools"
[[activity]]
name = "grain"
inputs = { labour = 60 }
[[activity]]
name = "bread"
elasticity = 0.3
inputs = { grain = 30, labour = { pays = 50, tax = 10, to = "state" } }
[[activity]]
name = "consumption"
inputs = { bread = 70, grain = 30 }
[[activity]]
name = "schools"
inputs = { bread = 10 }
"""


class Models(Cli):
    def test_subsistence_that_becomes_too_dear(self):
        self.write("farm.toml", FARM.replace('spends_on = "consumption"', 'spends_on = "consumption"\n'
                                             'subsistence = { bread = 60 }'))
        self.write("shock.toml", "[[change]]\nlever = \"productivity of bread\"\nby = -0.6\n")
        result = self.domar("solve", "farm.toml", "shock.toml")
        self.assertEqual(result.returncode, NOT_CONVERGED, result.stdout + result.stderr)
        self.assertIn("the spending of 'all that household buys' falls below the cost of its subsistence",
                      result.stdout)

    def test_the_standard_model_without_tariffs(self):
        result = self.domar("solve", MODELS / "stdcge.toml", MODELS / "stdcge-no-tariffs.toml",
                            "--contributions", "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        out = json.loads(result.stdout)
        after = {row["name"]: row["after"] for row in out["results"]}
        self.assertAlmostEqual(after["welfare of household"],
                               50 * 26.092634381200828 / 25.508490012515818, places=7)
        contributions = out["contributions"]
        self.assertEqual(len(contributions["instruments"]), 2)
        for row in contributions["results"]:
            change = row["after"] - row["before"]
            parts = sum(row["by_instrument"].values())
            self.assertAlmostEqual(parts, change, delta=1e-6 * max(1.0, abs(change)))
        welfare = contributions["welfare"][0]
        parts = sum(sum(source.values()) for source in welfare["by_source"].values())
        self.assertAlmostEqual(parts, welfare["equivalent_variation"], delta=1e-6)

    def test_the_tax_of_shoven_and_whalley(self):
        result = self.domar("solve", MODELS / "shoven-whalley.toml",
                            MODELS / "shoven-whalley-tax.toml")
        self.assertEqual(result.returncode, OK, result.stderr)
        self.assertIn("2.2771406", result.stdout)

    def test_a_mistake_is_said_where_it_stands(self):
        self.write("farm.toml", FARM.replace("grain = 30, labour", "grane = 30, labour"))
        self.write("none.toml", "")
        self.assert_fails(self.domar("solve", "farm.toml", "none.toml"), BAD_INPUT,
                          "farm.toml:17:20", "a good without a source", "did you mean grain")
        self.write("farm.toml", FARM)
        self.write("shock.toml", "[[change]]\nlever = \"tax on labor for bread\"\nto = 0\n")
        self.assert_fails(self.domar("solve", "farm.toml", "shock.toml"), BAD_INPUT,
                          "shock.toml:2:", "labour")

    def test_what_cannot_be_solved_says_how_far_it_came(self):
        self.write("farm.toml", FARM)
        self.write("shock.toml", "[[change]]\nlever = \"endowment of labour\"\nby = 0.1\n"
                                 "[[closure]]\nfix = \"quantity of schools\"\nto = 20.0\n"
                                 "free = \"tax on labour for bread\"\n")
        result = self.domar("solve", "farm.toml", "shock.toml")
        self.assertEqual(result.returncode, NOT_CONVERGED, result.stdout + result.stderr)
        self.assertRegex(result.stdout, r"feasible up to \d+\.\d % of the change; then '.+'")

    def test_seek_in_a_model(self):
        self.write("farm.toml", FARM)
        self.write("seek.toml", "[[target]]\nresult = \"revenue of state\"\nto = 12.0\n"
                                "[[instrument]]\nlever = \"tax on labour for bread\"\n")
        result = self.domar("seek", "farm.toml", "seek.toml", "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        out = json.loads(result.stdout)
        self.assertTrue(out["reached"])
        rate = 0.25 + out["instruments"][0]["amount"]
        self.write("shock.toml", f"[[change]]\nlever = \"tax on labour for bread\"\nto = {rate!r}\n")
        again = self.domar("solve", "farm.toml", "shock.toml", "--json")
        after = {row["name"]: row["after"] for row in json.loads(again.stdout)["results"]}
        self.assertAlmostEqual(after["revenue of state"], 12.0, places=6)


class China(Cli):
    def solve(self, text, *options):
        self.write("shock.toml", text)
        result = self.domar("solve", "china-2018", "shock.toml", "--json", *options)
        self.assertEqual(result.returncode, OK, result.stderr)
        return json.loads(result.stdout)

    def test_levers_say_the_same_as_instruments(self):
        old = self.solve("[[change]]\ninstrument = \"tariff\"\nname = \"t\"\nsectors = [\"094\"]\n"
                         "rate = 0.1\n[[productivity]]\nsector = \"082\"\nchange = 0.05\n")
        new = self.solve("[[change]]\nlever = \"tariff of 094\"\nby = 0.1\n"
                         "[[change]]\nlever = \"productivity of 082\"\nby = 0.05\n")
        self.assertAlmostEqual(old["real_gdp"], new["real_gdp"], places=10)
        self.assertAlmostEqual(old["revenue_share_of_gdp"], new["revenue_share_of_gdp"], places=10)

    def test_a_closure_holds_its_result_and_contributions_add_up(self):
        out = self.solve("[closures]\nlabour = \"real_wage\"\n[[change]]\nlever = \"tariff of 094\"\n"
                         "by = 0.2\n[[change]]\nlever = \"productivity of 094\"\nby = 0.1\n",
                         "--contributions")
        self.assertAlmostEqual(out["real_wage"], 0.0, places=8)
        self.assertTrue(out["freed"][0]["binds"])
        for row in out["contributions"]["results"]:
            parts = sum(row["by_instrument"].values())
            size = sum(abs(part) for part in row["by_instrument"].values())
            self.assertLess(abs(parts - (row["after"] - row["before"])), 1e-6 * max(size, 1e-3))
        home = out["contributions"]["welfare"][0]
        self.assertAlmostEqual(home["log_real_gdp"], math.log1p(out["real_gdp"]), places=6)

    def test_unknown_words_get_the_nearest(self):
        self.write("shock.toml", "[closure]\nfix = \"real_wages\"\nfree = \"endowment of labour\"\n")
        self.assert_fails(self.domar("solve", "china-2018", "shock.toml"), BAD_INPUT,
                          "shock.toml:2:", "did you mean 'real_wage'")
        self.write("shock.toml", "[nests]\ntree = \"gtap\"\n")
        self.assert_fails(self.domar("solve", "china-2018", "shock.toml"), BAD_INPUT, "gtap-like")

    def test_seek_reaches_a_share_and_says_what_is_out_of_reach(self):
        seek = ("[[target]]\nresult = \"factor_share of class:sei\"\nplus = {goal}\n"
                "[[instrument]]\nlever = \"output_subsidy of class:sei\"\nlower = 0.0\nupper = {upper}\n")
        self.write("seek.toml", seek.format(goal=0.01, upper=0.5))
        result = self.domar("seek", "china-2018", "seek.toml", "--json")
        self.assertEqual(result.returncode, OK, result.stdout + result.stderr)
        out = json.loads(result.stdout)
        target = out["targets"][0]
        self.assertAlmostEqual(target["after"], target["before"] + 0.01, places=8)
        self.assertGreater(out["instruments"][0]["amount"], 0.0)
        self.write("seek.toml", seek.format(goal=0.5, upper=0.05))
        result = self.domar("seek", "china-2018", "seek.toml")
        self.assertEqual(result.returncode, INFEASIBLE, result.stderr)
        self.assertIn("out of reach", result.stdout)


class Optimise(Cli):
    """The best rates of one country or a model; worlds are in cli_test.py."""

    def test_tariffs_of_china(self):
        result = self.domar("optimise", "china-2018", REPO / "scenarios/optimise/tariffs.toml", "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        out = json.loads(result.stdout)
        self.assertTrue(out["converged"])
        self.assertGreater(out["gain_percent"], 0.1)
        policy = out["policies"][0]
        self.assertEqual(policy["region"], "CHN")
        self.assertLess(policy["gradient_norm"], 1e-8)
        for row in policy["instruments"]:
            self.assertEqual("bound" in row, row["name"] in policy["active_bounds"])
            if "bound" not in row:
                self.assertLess(abs(row["slope"]), 1e-6)

    def test_a_model_needs_to_be_told_what_to_make_large(self):
        self.write("farm.toml", FARM)
        lever = "[[instrument]]\nlever = \"tax on labour for bread\"\nmin = 0\nmax = 0.5\n"
        self.write("best.toml", lever)
        self.assert_fails(self.domar("optimise", "farm.toml", "best.toml"), BAD_INPUT,
                          "best.toml", "'maximise' is missing", "welfare of AGENT")
        self.write("best.toml", 'maximise = "welfare of household"\n' + lever)
        result = self.domar("optimise", "farm.toml", "best.toml")
        self.assertEqual(result.returncode, OK, result.stderr)
        self.assertIn("at its lower bound", result.stdout)

    def test_a_world_is_told_how_its_file_looks(self):
        self.write("best.toml", "[[instrument]]\nlever = \"tariff\"\n")
        self.assert_fails(self.domar("optimise", "world-2014", "best.toml"), BAD_INPUT,
                          "best.toml:1:", "[[instrument]] is for one country", "[instruments]")


class Nests(Cli):
    def test_a_tree_by_rules_and_what_it_leaves_out(self):
        rules = ("[[production]]\noutput = { elasticity = 0.2, inputs = [\"labour\", \"capital\", \"data\", "
                 "\"goods\"] }\n")
        self.write("flat.toml", rules)
        self.write("shock.toml", "[[change]]\nlever = \"tariff of 094\"\nby = 0.1\n[nests]\ntree = \"flat.toml\"\n")
        result = self.domar("solve", CHINA, "shock.toml", "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        self.assertEqual(json.loads(result.stdout)["nests"], "flat.toml")
        self.write("flat.toml", rules.replace('"capital", ', ""))
        self.assert_fails(self.domar("solve", CHINA, "shock.toml"), BAD_INPUT, "flat.toml:2:",
                          "the tree leaves out capital")

    def test_households_that_buy_for_subsistence(self):
        productivity = "[[change]]\nlever = \"productivity\"\nby = {}\n[nests]\ntree = \"{}\"\n"
        self.write("shock.toml", productivity.format(0.05, "les.toml"))
        result = self.domar("solve", CHINA, "shock.toml", "--contributions", "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        for row in json.loads(result.stdout)["contributions"]["welfare"]:
            parts = sum(part for source in row["by_source"].values() for part in source.values())
            self.assertLess(abs(parts - row["equivalent_variation"]), 1e-6 * abs(row["equivalent_variation"]))
        self.write("shock.toml", productivity.format(0.05, "mine.toml"))
        self.write("mine.toml", "[subsistence]\nshare = 0.2\nby_sector = { \"016\" = 1.5 }\n")
        self.assert_fails(self.domar("solve", CHINA, "shock.toml"), BAD_INPUT, "mine.toml:3:23",
                          "subsistence 1.5 is not a share from 0 to below 1")


class Compare(Cli):
    def test_a_tolerance_below_nothing_is_refused_in_plain_words(self):
        self.write("a.json", "{}")
        result = self.domar("compare", "a.json", "a.json", "--relative", "-1")
        self.assert_fails(result, 2, "'-1' is not a number from 0 up")

    def test_the_same_and_the_different(self):
        self.write("a.json", json.dumps({"rows": [{"name": "x", "v": 1.0}, {"name": "y", "v": 2.0}]}))
        self.write("b.json", json.dumps({"rows": [{"name": "y", "v": 2.0}, {"name": "x", "v": 1.0}]}))
        self.write("c.json", json.dumps({"rows": [{"name": "x", "v": 1.1}, {"name": "z", "v": 2.0}]}))
        self.assertEqual(self.domar("compare", "a.json", "b.json").returncode, OK,
                         "matched by name, not by position")
        result = self.domar("compare", "a.json", "c.json", "--json")
        self.assertEqual(result.returncode, DIFFERENT, result.stderr)
        out = json.loads(result.stdout)
        self.assertEqual([d["where"] for d in out["differences"]], ["rows[x].v"])
        self.assertEqual(out["only_b"], ["rows[z].name", "rows[z].v"])
        self.assertEqual(self.domar("compare", "a.json", "c.json", "--relative", "0.2").returncode,
                         DIFFERENT, "something is still missing")

    def test_economies(self):
        result = self.domar("compare", "china-2018", CHINA)
        self.assertEqual(result.returncode, OK, result.stdout + result.stderr)

    def test_unlike_things_are_refused(self):
        self.write("a.json", "{}")
        self.assert_fails(self.domar("compare", "a.json", "china-2018"), BAD_INPUT, "like with like")
        self.write("b.json", "{")
        self.assert_fails(self.domar("compare", "a.json", "b.json"), BAD_INPUT, "not JSON")


if __name__ == "__main__":
    unittest.main()
