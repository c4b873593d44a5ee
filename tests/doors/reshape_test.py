"""The verbs that check, repair and reshape accounts, as their users meet them."""
import json
import unittest

from cli_test import BAD_INPUT, INFEASIBLE, OK, USAGE, Cli

RESHAPING = ["aggregate", "balance", "extend", "deflate", "chain", "nest", "symmetric"]


class Reshape(Cli):
    def json(self, *arguments):
        result = self.domar(*arguments, "--json")
        self.assertEqual(result.returncode, OK, result.stderr)
        return json.loads(result.stdout)

    def gdp(self, economy):
        return self.json("show", economy)["regions"][0]["gdp"]

    def test_every_verb_has_help(self):
        for verb in RESHAPING:
            self.assertEqual(self.domar(verb, "--help").returncode, OK)

    def test_aggregate_by_two_concordances_keeps_gdp_and_balance(self):
        made = self.json("aggregate", "china-2018", "--goods", "nbs153_isic4,isic4_section", "-o", "s.nc")
        self.assertEqual(made["economy"], "s")
        self.assertLess(made["industries"], 22)
        self.assertLess(made["largest_relative_error"], 1e-10)
        self.assertAlmostEqual(self.gdp("s.nc") / self.gdp("china-2018"), 1.0, places=11)

    def test_aggregate_lists_codes_without_a_line(self):
        self.write("c.csv", "source,target\n001,A\n")
        result = self.domar("aggregate", "china-2018", "--goods", "c.csv", "-o", "out.nc")
        self.assert_fails(result, BAD_INPUT, "c.csv", "no line for 002")
        self.assertEqual(self.files(), ["c.csv"])

    def test_extend_meets_totals_and_says_what_moved(self):
        self.write("t.csv", "total,region,code,value\nvalue_added,CHN,,101640000\n"
                            "value_added,ROW,,430000000\nexports,CHN,,18900000\n")
        made = self.json("extend", "china-2018", "t.csv", "--year", "2020", "-o", "later.nc")
        self.assertEqual(made["year"], 2020)
        self.assertGreater(made["moved"], 1e6)
        self.assertTrue(made["changes"])
        self.assertAlmostEqual(self.gdp("later.nc"), 101640000, delta=1.0)

    def test_balance_names_totals_that_conflict(self):
        self.write("t.csv", "total,region,code,value\nlabour,CHN,,100\noutput,CHN,094,5000000\n"
                            "labour,CHN,094,900000\n")
        result = self.domar("balance", "china-2018", "t.csv", "-o", "out.nc")
        self.assert_fails(result, INFEASIBLE, "labour of CHN")
        self.write("t.csv", "total,region,code,value\nvalue_added,CHN,,abc\n")
        result = self.domar("balance", "china-2018", "t.csv", "-o", "out.nc")
        self.assert_fails(result, BAD_INPUT, "t.csv:2:18")

    def test_deflate_and_chain_see_through_prices(self):
        self.write("p.csv", "good,region,price\n,,1\n094,CHN,0.9\n")
        self.json("deflate", "china-2018", "p.csv", "--of", "2017", "-o", "real.nc")
        # The same volumes at both years' prices: the chain of volumes stays at 1.
        volumes = self.json("chain", "p.csv", "real.nc", "china-2018")["volumes"]
        self.assertAlmostEqual(volumes["GDP of CHN"][1], 1.0, places=9)
        self.assertGreater(self.gdp("real.nc"), self.gdp("china-2018"))

    def test_check_against_another_year_and_fix(self):
        made = self.json("check", "china-2018", "--against", "china-2018")
        self.assertEqual(made["errors"], 0)
        self.write("t.csv", "total,region,code,value\noutput,CHN,094,6500000\n")
        self.json("balance", "china-2018", "t.csv", "-o", "b.nc")
        found = self.json("check", "b.nc", "--against", "china-2018")["findings"]
        self.assertTrue(any("CHN:094" in f["where"] and "% of GDP" in f["what"] for f in found))
        fixed = self.json("check", "china-2018", "--fix", "income,sales", "-o", "fixed.nc")
        self.assertEqual(self.files(), ["b.nc", "fixed.nc", "t.csv"])
        self.assertEqual(fixed["errors"], 0)
        self.assert_fails(self.domar("check", "china-2018", "--fix", "magic"), BAD_INPUT,
                          "no repair", "negative-flows")
        self.assert_fails(self.domar("check", "china-2018", "-o", "x.nc"), USAGE, "--fix")

    def test_check_finds_a_wrong_unit(self):
        self.write("p.csv", "good,price\n,1000\n")
        self.json("deflate", "china-2018", "p.csv", "--of", "2018", "-o", "thousandth.nc")
        result = self.domar("check", "thousandth.nc")
        self.assertEqual(result.returncode, BAD_INPUT)
        self.assertIn("off by about 10^-3", result.stdout)

    def test_nest_china_in_the_world_keeps_the_world(self):
        made = self.json("nest", "world-2014", "CHN", "china-2018", "--goods",
                         "nbs153_isic4,isic4_broad28", "-o", "nested.nc")
        self.assertEqual(made["industries"], 280 - 26 + 151)  # 26 branches become 151 sectors
        self.assertLess(made["largest_relative_error"], 1e-9)
        gdp = {r["code"]: r["gdp"] for r in self.json("show", "world-2014")["regions"]}
        for region in self.json("show", "nested.nc")["regions"]:
            self.assertAlmostEqual(region["gdp"] / gdp[region["code"]], 1.0, places=11)

    def test_symmetric_tables(self):
        self.write("s.csv", "code,i1,i2\np1,90,10\np2,,100\n")
        self.write("u.csv", "code,i1,i2,all\np1,20,30,50\np2,10,20,70\nwages,60,60,\n")
        made = self.json("symmetric", "s.csv", "u.csv", "--model", "D", "-o", "io.csv")
        self.assertEqual(made["negative"], [])
        self.assertIn("i1,18,27,45", (self.folder / "io.csv").read_text())
        self.assert_fails(self.domar("symmetric", "s.csv", "u.csv", "--model", "Z", "-o", "x.csv"),
                          BAD_INPUT, "A and B give products")


if __name__ == "__main__":
    unittest.main()
