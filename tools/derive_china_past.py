#!/usr/bin/env python3
"""Derive what was known of China in 2012, for hindcasts from the table of that year.

    python3 tools/derive_china_past.py --data DATA [--economies ECONOMIES]

DATA is the folder of collected inputs that derive_china_2018.py takes; ECONOMIES is written to, by default economies/
beside tools/. Writes

    concordances/nbs122_icio45.csv, nbs135_icio45.csv  sectors of the tables of 2002 and 2007 -> 45 industries of the OECD
    china-2012/past.csv             shares of GDP by industry in the tables of 2002, 2007 and 2012
    china-2018/past_industries.csv  value added, labour income and persons by section, 2012, 2017, 2018 and 2020
    china-2012/known_in_2012.csv    figures of 2012 or before, in place of those of facts.csv that came later

Standard library only. The same data give the same bytes.
"""

import argparse
import math
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import derive_china_2018 as base  # noqa: E402
import derive_china_years as years  # noqa: E402

# Industry of the OECD: sectors of the table, by their numbers.
OF_2007 = """
A01_02 1-3 5|A03 4|B05_06 6-7|B07_08 8-10|C10T12 11-24|C13T15 25-31|C16 32|C17_18 34-35|C19 37-38|C20 39-45 47|C21 46
C22 48-49|C23 50-56|C24 57-62|C25 63|C26 82-88|C27 77-81|C28 64-72 89|C29 74|C30 73 75 76|C31T33 33 36 90|D 92-93
E 91 94 122 123|F 95|G 108|H49 96-98 101|H50 99|H51 100|H52 102-103|H53 104|I 109-110|J58T60 130-131|J61 105|J62_63 106-107
K 111-112|L 113|M 117-120|N 114-116|O 121 128 135|P 126|Q 127 129|R 132-134|S 124-125
"""
OF_2002 = """
A01_02 1-4 6|A03 5|B05_06 7-8|B07_08 9-12|C10T12 13-22|C13T15 23-29|C16 30|C17_18 32-33|C19 36-37|C20 38-44 46|C21 45
C22 47-48|C23 49-53|C24 54-59|C25 60|C26 74-80|C27 71-73|C28 61-65 81|C29 67-68|C30 66 69 70|C31T33 31 34 35 82 83|D 85-86
E 84 87 114|F 88|G 101|H49 89-92 96|H50 93|H51 94-95|H52 97|H53 98|I 102-103|J61 99|J62_63 100
K 104-105|L 106|M 110-112|N 107-109|O 113 122|P 116|Q 117-118|R 119-121|S 115
"""
NOTES = {
    "nbs122": {"118": "social security, part of it, stands with public administration later",
               "119": "broadcasting and film stand with publishing later (J58T60)",
               "099": "all information transmission"},
    "nbs135": {"116": "tourism: travel agencies", "105": "all information transmission"},
}
TABLES = {2002: ("china_2002_122.csv.gz", "nbs122", OF_2002), 2007: ("china_2007_135.csv.gz", "nbs135", OF_2007)}


def places(text):
    """Sector code -> industry."""
    found = {}
    for part in text.replace("\n", "|").split("|"):
        if not part:
            continue
        industry, *ranges = part.split()
        for numbers in ranges:
            first, _, last = numbers.partition("-")
            for number in range(int(first), int(last or first) + 1):
                code = f"{number:03}"
                if code in found:
                    years.fail(f"sector {code} goes to {found[code]} and {industry}")
                found[code] = industry
    return found


def links_of_year(data_folder, year, economies):
    """Sector -> [(industry, weight)], for 2002 and 2007 written as a concordance, too."""
    if year not in TABLES:
        step = {}
        for row in base.read_csv(economies / "concordances" / "nbs139_nbs153.csv"):
            step.setdefault(row["source"], []).append((row["target"], float(row["weight"])))
        to = {row["source"]: row["target"] for row in base.read_csv(economies / "concordances" / "nbs153_icio45.csv")}
        return {code: [(to[target], weight) for target, weight in parts] for code, parts in step.items()}
    file, kind, text = TABLES[year]
    sectors, found = years.sectors_of(data_folder / "china_io" / file), places(text)
    if set(sectors) != set(found):
        years.fail(f"{kind}: {sorted(set(sectors) ^ set(found))} stand on one side only")
    base.write_csv(economies / "concordances" / f"{kind}_icio45.csv",
                   ["source", "source_name", "target", "weight", "note"],
                   [[code, sectors[code][0], found[code], 1, NOTES[kind].get(code, "")] for code in sorted(found)])
    return {code: [(industry, 1.0)] for code, industry in found.items()}


def write_past(data_folder, economies):
    rows = []
    names = {row["icio_industry"]: row["name"].strip() for row in base.read_csv(data_folder / "elasticities" / "cp2015_by_icio45.csv")}
    files = {year: file for year, (file, *_) in TABLES.items()} | {2012: years.TABLES[2012][0]}
    for year, file in sorted(files.items()):
        table = {row["Code"]: row for row in base.read_csv(data_folder / "china_io" / file)}
        links = links_of_year(data_folder, year, economies)
        gdp = math.fsum(float(table["TVA"][code]) for code in links)
        sums = {}
        for code, parts in links.items():
            for industry, weight in parts:
                for quantity, value in (("value_added", table["TVA"][code]), ("exports", table[code]["EX"]),
                                        ("imports", table[code]["IM"])):
                    sums.setdefault((industry, quantity), []).append(weight * abs(float(value)) / gdp)
        for industry in sorted({key[0] for key in sums}):
            rows.append([industry, names[industry], year] + [base.text_of(math.fsum(sums[industry, quantity]))
                                            for quantity in ("value_added", "exports", "imports")])
    base.write_csv(economies / "china-2012" / "past.csv", ["industry", "name", "year", "value_added", "exports", "imports"], rows)
    return len(rows)


# Sections of the national classification (GB/T 4754-2011): first and last sector of the tables of 2018 and 2020.
SECTIONS = {"A": (1, 5), "B": (6, 11), "C": (12, 99), "D": (100, 102), "E": (103, 108), "F": (109, 110), "G": (111, 122),
            "H": (123, 124), "I": (125, 129), "J": (130, 132), "K": (133, 133), "L": (134, 135), "M": (136, 138),
            "N": (139, 141), "O": (142, 143), "P": (144, 144), "Q": (145, 146), "R": (147, 151), "S": (152, 153)}
SECTION_NAMES = {"K": "Real estate"}  # the file of employment has no name for it


def write_industries(data, data_folder, economies):
    """Nominal value added, labour income and persons by section, and real GDP."""
    section_of = {f"{number:03}": section for section, (first, last) in SECTIONS.items() for number in range(first, last + 1)}
    employed = {row["Code"]: row for row in base.read_csv(data_folder / "china_io" / "china_employment_1990_2018.csv.gz")}
    real = base.wdi_2025(data, "gdp_growth_real")
    tables = {2012: "nbs139", 2017: "nbs149", 2018: None, 2020: None}
    rows, level = [], {2012: 1.0}
    for year in range(2013, 2021):
        level[year] = level[year - 1] * (1 + 0.01 * real[year])
    for year, kind in tables.items():
        file = "china_2018_153.csv.gz" if year == 2018 else years.TABLES[year][0]
        table = {row["Code"]: row for row in base.read_csv(data_folder / "china_io" / file)}
        links = {}
        for row in base.read_csv(economies / "concordances" / f"{kind}_nbs153.csv") if kind else ():
            links.setdefault(row["source"], []).append((row["target"], float(row["weight"])))
        sums = {}
        for code in (code for code in table if code.isdigit() and len(code) == 3):
            for target, weight in links.get(code, ()) if kind else [(code, 1.0)]:
                for item in ("TVA", "VA001"):
                    sums.setdefault((section_of[target], item), []).append(weight * float(table[item][code]) / 1e5)
        for section in SECTIONS:
            name = SECTION_NAMES.get(section) or employed[section]["Description"]
            persons = employed[section].get(str(year), "")
            rows.append([section, name, year, base.text_of(math.fsum(sums[section, "TVA"])),
                         base.text_of(math.fsum(sums[section, "VA001"])), persons, ""])
        rows.append(["TOTAL", "GDP", year, "", "", "", base.text_of(level[year])])
    base.write_csv(economies / "china-2018" / "past_industries.csv",
                   ["section", "name", "year", "value_added", "labour_income", "persons", "real_gdp"], rows)
    return len(rows)


def write_known(data, economies):
    """Every row names a source of 2012 or before, or says that it is our assumption."""
    rows = []

    def add(name, value, low, high, unit, when, source, vintage, status):
        rows.append([name, base.text_of(value), base.text_of(low), base.text_of(high), unit, when, source, vintage, status])

    memory, ours = "from memory", "assumption"
    add("elasticities.standard.output", 0, 0, 0.7, 1, "", "no substitution between inputs and value added, as in ORANI and GTAP "
        "(Dixon et al. 1982; Hertel 1997); 0.7 in Rotemberg and Woodford 1996", "", memory)
    add("elasticities.standard.inputs", 0, 0, 0.5, 1, "", "fixed input coefficients between goods (Leontief 1936; Dixon et al. 1982; "
        "Hertel 1997)", "", memory)
    add("elasticities.standard.value_added", 1, 0.5, 1.3, 1, "", "Cobb-Douglas; 0.5 in ORANI (Dixon et al. 1982), 0.4 to 0.6 "
        "in Chirinko 2008, 1.26 for manufacturing in GTAP (Hertel 1997)", "", memory)
    add("elasticities.standard.final", 1, 0.5, 1.2, 1, "", "Cobb-Douglas spending, the usual default of textbook models "
        "(Shoven and Whalley 1992)", "", memory)
    for name in ("armington", "export"):
        add(f"elasticities.standard.{name}", 5, 3.5, 9.3, 1, "", "1 + trade elasticity of about 4 (Simonovska and Waugh, NBER Working "
            "Paper 16796, 2011); 2.5 to 8.3 (Eaton and Kortum 2002) in the literature", "", memory)
    add("rd_depreciation", 0.15, 0.1, 0.35, "1/year", "", "convention of Griliches; survey by Hall, Mairesse and Mohnen 2010", "", memory)
    add("rd_spillover_elasticity", 0.1, 0.03, 0.25, 1, "", "surveys by Griliches 1992 and by Hall, Mairesse and Mohnen 2010", "", memory)
    growth, first, last = base.rd_real_growth(data, 2010, 2012)
    add("rd_growth_before", growth, None, None, "1/year, log growth", f"{first}-{last}", "mean log growth of R&D spending "
        "(NBS/MOST/MOF communiques) less that of the GDP deflator (World Development Indicators, 2025)", "after 5th census (WDI 2025)",
        "computed")
    add("rd_intensity_cap", 3, 1, 5, "times the mean", "", "as in facts.csv: an assumption without a source of any year", "", ours)
    add("investment_return_exponent", 3, 1, 6, 1, "", "as in facts.csv: an assumption without a source of any year", "", ours)
    add("investment_share_decline_after_2023", 0, None, None, "share of GDP per year", "", "nobody foresaw it in 2012", "", ours)

    def penn(country, when, column):
        return float(base.one(data.penn, isocode=country, year=str(when))[column])

    source = "Penn World Table 10.01"
    add("labour_quality_growth", math.log(penn("CHN", 2012, "hc") / penn("CHN", 2002, "hc")) / 10, None, None, "1/year",
        "2002-2012", f"{source}: mean log growth of hc, human capital per person", "PWT 10.01 of 2021", "computed")

    def world(when):
        return math.fsum(float(row["rgdpna"]) for row in data.penn
                         if row["year"] == str(when) and row["isocode"] != "CHN" and row["rgdpna"])

    add("row_growth", math.log(world(2012) / world(2002)) / 10, None, None, "1/year", "2002-2012",
        f"{source}: mean log growth of the sum of rgdpna over all countries but China", "PWT 10.01 of 2021", "computed")

    def frontier(level, when):
        return math.fsum(float(base.one(data.rd_by_region, time_period=who, gerd_level_1=level, gerd_level_2=when)["value"])
                         for who in ("United States", "EU-27", "Japan"))

    intensity = math.log(frontier("GERD", "2010") / frontier("GDP", "2010")
                         / (frontier("GERD", "2000") / frontier("GDP", "2000"))) / 10
    members = base.FRONTIER_MEMBERS

    def output(when):
        return math.fsum(float(row["rgdpna"]) for row in data.penn if row["year"] == str(when) and row["isocode"] in members)

    add("rd_foreign_growth", intensity + math.log(output(2012) / output(2002)) / 10, 0.01, 0.05, "1/year, log growth", "2000-2012",
        "United States, EU-27 and Japan: growth of R&D over GDP 2000-2010 (NCSES table RD-5) plus that of their real GDP "
        "2002-2012 (Penn World Table 10.01); stands for the growth of their stock", "PWT 10.01 of 2021", "computed")
    add("expected.gdp_growth", 0.07, None, None, "1/year", "2011", "target of the twelfth five-year plan, set for the five years "
        "from then on", "", memory)
    add("expected.population_15_64_growth", 0, None, None, "1/year, log growth", "", "projections of the time saw the number "
        "peak within a few years; no table of them is at hand", "", ours)
    base.write_csv(economies / "china-2012" / "known_in_2012.csv",
                   ["name", "value", "low", "high", "unit", "year", "source", "vintage", "status"], rows)
    return len(rows)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected data")
    parser.add_argument("--economies", type=Path, default=Path(__file__).resolve().parents[1] / "economies")
    arguments = parser.parse_args()
    economies = arguments.economies.resolve()
    data = base.Data(arguments.data)
    known = write_known(data, economies)
    print(f"past: {write_past(arguments.data, economies)} rows; known in 2012: {known} figures; industries of the past: "
          f"{write_industries(data, arguments.data, economies)} rows")


if __name__ == "__main__":
    main()
