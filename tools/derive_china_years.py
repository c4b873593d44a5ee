#!/usr/bin/env python3
"""Derive economies/china-2012, china-2017 and china-2020, and the concordances of their sectors.

    python3 tools/derive_china_years.py --data DATA --domar DOMAR [--economies ECONOMIES]

DATA is the folder of collected inputs that derive_china_2018.py takes; DOMAR is the program, which reads the tables
(`domar import nbs`). ECONOMIES holds china-2018, whose parameters are carried over; by default economies/ beside tools/.

Standard library only. The same data give the same bytes. Every row carries its source and a status.
"""

import argparse
import math
import os
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import derive_china_2018 as base  # noqa: E402

TABLES = {  # year: (table, table with origins or None, sectors)
    2012: ("china_2012_139.csv.gz", None, "nbs139"),
    2017: ("china_2017_149.csv.gz", "china_2017_42.csv.gz", "nbs149"),
    2020: ("china_2020_153.csv.gz", "china_2020_42.csv.gz", "nbs153"),
}

# Sectors that are not called as in the table of 2018: old code -> its codes, and why. Weights are output of 2018.
CHANGED = {
    "nbs149": {
        "101": (("103", "104"), "buildings: residential and other"),
        "102": (("105", "106"), "civil engineering: transport and other"),
    },
    "nbs139": {
        "005": (("005",), "the same under a new name"),
        "006": (("006",), "the same under a new name"),
        "011": (("011",), "the same under a new name"),
        "024": (("024", "025"), "beverages and refined tea were one"),
        "034": (("035",), "the same under a new name"),
        "037": (("038",), "the same under a new name"),
        "038": (("039", "040"), "arts and crafts were part of it"),
        "040": (("042",), "coking; the later sector holds other processing of coal too"),
        "059": (("061", "063"), "steel, iron and castings; iron went to the ferroalloys"),
        "061": (("063",), "ferroalloys; the later sector holds iron too"),
        "062": (("064",), "the same under a new name"),
        "099": (("103", "104"), "buildings: residential and other"),
        "100": (("105", "106"), "civil engineering: transport and other"),
        "102": (("108",), "the same under a new name"),
        "103": (("109", "110"), "wholesale and retail were one"),
        "104": (("111", "112"), "passengers and freight were one"),
        "105": (("113", "114"), "passengers and freight were one"),
        "106": (("115", "116"), "passengers and freight were one"),
        "107": (("117", "118"), "passengers and freight were one"),
        "109": (("120", "121"), "loading stands with storage later"),
        "110": (("121",), "storage; the later sector holds loading too"),
        "114": (("125", "126", "127"), "telecommunications, broadcasting and internet were one"),
        "115": (("128", "129"), "software and services were one"),
        "127": (("141",), "public facilities; the later sector manages land too"),
    },
}
# Sectors with the same name that held more before.
WIDER = {
    "其他通用设备": (("071", "073"), "ovens, fans and packaging machines were part of other general machines"),
    "其他专用设备": (("077", "078"), "medical equipment was part of other special machines"),
}


def fail(message):
    sys.exit("derive_china_years: " + message)


def sectors_of(path):
    """Code -> (English name, Chinese name, output [billion yuan], value added) of a table."""
    rows = {row["Code"]: row for row in base.read_csv(path)}
    codes = [code for code in rows if code.isdigit() and len(code) == 3]
    return {code: (rows[code]["Description"], rows[code]["DescriptionInChinese"],
                   float(rows[code]["GO"]) / 1e5, float(rows["TVA"][code]) / 1e5) for code in codes}


def links(old, new, kind):
    """Old code -> [(new code, weight, note)]."""
    by_name = {names[1]: code for code, names in new.items()}
    found = {}
    for code, (_, chinese, _, _) in old.items():
        if kind == "nbs153":
            targets, note = (code,), ""
        elif code in CHANGED[kind]:
            targets, note = CHANGED[kind][code]
        elif chinese in WIDER:
            targets, note = WIDER[chinese]
        elif chinese in by_name:
            targets, note = (by_name[chinese],), ""
        else:
            fail(f"sector {code} {chinese} of {kind} has no counterpart")
        total = math.fsum(new[target][2] for target in targets)
        found[code] = [(target, new[target][2] / total, note) for target in targets]
    missed = set(new) - {target for parts in found.values() for target, *_ in parts}
    if missed:
        fail(f"sectors of 2018 that no sector of {kind} goes to: {sorted(missed)}")
    return found


def write_concordance(old, new, found, path):
    rows = []
    for code, parts in found.items():
        weights = [round(weight, 6) for _, weight, _ in parts]
        weights[-1] = round(1 - math.fsum(weights[:-1]), 6)
        for (target, _, note), weight in zip(parts, weights):
            remark = note + ("; weights: output of 2018" if len(parts) > 1 else "")
            rows.append([code, old[code][0], target, new[target][0], base.text_of(weight), remark.strip("; ")])
    base.write_csv(path, ["source", "source_name", "target", "target_name", "weight", "note"], rows)


def spending_on_rd(data, year):
    row = [r for r in data.facts("rd_china") if r["indicator"] == "rd_expenditure" and r["year"] == str(year)
           and "final communique" in r["note"]]
    if len(row) != 1:
        fail(f"{len(row)} figures of R&D spending for {year}")
    return row[0]


# R&D of 2012 as the communique of that year tells it: industry there -> sectors of the table, by their numbers.
RD_2012 = {
    "coal mining": "6", "oil and gas extraction": "7", "ferrous ore mining": "8", "non-ferrous ore mining": "9",
    "non-metal ore mining": "10", "agri-food processing": "12-18", "food": "19-22", "beverages": "23-24", "tobacco": "25",
    "textile": "26-30", "apparel": "31", "leather and footwear": "32-33", "petroleum, coal and nuclear fuel": "39-40",
    "chemicals": "41-47", "pharmaceuticals": "48", "chemical fibre": "49", "rubber and plastic": "50-51",
    "non-metallic minerals": "52-58", "ferrous metals": "59-61", "non-ferrous metals": "62-63", "metal products": "64",
    "general equipment": "65-70", "special equipment": "71-74", "automobiles": "75-76",
    "railway, ship, aerospace and other transport": "77-79", "electrical machinery": "80-85",
}
RD_2012_REST_OF_MANUFACTURING = "34-38 86-95"
# Enterprises that are no above-size industry: construction, telecommunications, software, research and technical services.
RD_2012_OTHER_BUSINESS = "99-102 114-115 122-124"


def numbered(text):
    """Sector codes of ranges of numbers."""
    codes = []
    for part in text.split():
        first, _, last = part.partition("-")
        codes += [f"{number:03}" for number in range(int(first), int(last or first) + 1)]
    return codes


def rd_rows_of_2012(data, old):
    """R&D by sector in 2012 from what was published of that year: sectors of one industry by output."""
    def industry(name):
        return float(base.one(data.facts("rd_by_industry_china"), industry=name, year="2012", indicator="rd_expenditure")["value"])

    def performer(name):
        return float(base.one(data.facts("rd_china"), indicator=name, year="2012")["value"])

    communique = "NBS/MOST/MOF communique on national science and technology expenditure in 2012 (2013-09-26)"
    value, story = {code: 0.0 for code in old}, {code: [] for code in old}

    def book(amount, codes, what, status, item=2):
        whole = math.fsum(old[code][item] for code in codes)
        for code in codes:
            value[code] += amount * old[code][item] / whole
            alone = len(codes) == 1
            story[code].append((f"{what}: {communique}" + ("" if alone else "; inside the group by " + ("output" if item == 2 else
                                                           "value added")), status if alone else "assumption"))

    for name, numbers in RD_2012.items():
        book(industry(name), numbered(numbers), f"'{name}'", "seen")
    mining = math.fsum(industry(name) for name in list(RD_2012)[:5])
    book(industry("mining") - mining, ["011"], "mining less its named industries", "derived")
    named = math.fsum(industry(name) for name in list(RD_2012)[5:])
    book(industry("manufacturing") - named, numbered(RD_2012_REST_OF_MANUFACTURING), "manufacturing less its named industries",
         "derived")
    book(industry("total above-size industry") - industry("mining") - industry("manufacturing"), numbered("96-98"),
         "above-size industry less mining and manufacturing", "derived")
    enterprises, institutes, universities = (performer(f"rd_by_{who}") for who in ("enterprises", "government_institutes",
                                                                                    "universities"))
    total = float(spending_on_rd(data, 2012)["value"])
    book(universities, ["130"], "universities", "seen")
    book(institutes, numbered("122-124"), "government research institutes", "derived")
    book(total - enterprises - institutes - universities, ["131"], "other performers (hospitals and other bodies)", "assumption")
    book(enterprises - industry("total above-size industry"), numbered(RD_2012_OTHER_BUSINESS),
         "enterprises outside above-size industry", "assumption", 3)
    if abs(math.fsum(value.values()) - total) > 1e-6:
        fail("R&D by sector does not add up to the national total of 2012")
    rows = []
    for code in old:
        parts = story[code] or [("no R&D booked", "assumption")]
        rows.append([code, "rd_spending", base.text_of(value[code]), "billion yuan", "2012", " + ".join(text for text, _ in parts),
                     "final communique", base.weakest(*(status for _, status in parts))])
    return rows


def write_parameters(data, year, old, new, found, economies):
    given = {(row["sector"], row["parameter"]): row for row in base.read_csv(economies / "china-2018" / "parameters.csv")}
    rows = []
    for code, parts in found.items():
        for parameter in ("armington_elasticity", "export_elasticity", "ai_exposure"):
            of = [given[target, parameter] for target, *_ in parts]
            mean = math.fsum(weight * float(row["value"]) for (_, weight, _), row in zip(parts, of))
            whence = " and ".join(target for target, *_ in parts)
            rows.append([code, parameter, base.text_of(mean), of[0]["unit"], of[0]["year"],
                         f"as {whence} of china-2018" + (", weighted by output" if len(parts) > 1 else "")
                         + ": " + of[0]["source"], of[0]["vintage"],
                         base.weakest(*(row["status"] for row in of), "derived")])
    total = spending_on_rd(data, year)
    intensity = {code: math.fsum(weight * float(given[target, "rd_spending"]["value"]) / new[target][2]
                                 for target, weight, _ in parts) for code, parts in found.items()}
    raw = {code: intensity[code] * old[code][2] for code in found}
    factor = float(total["value"]) / math.fsum(raw.values())
    if year == 2012:
        rows += rd_rows_of_2012(data, old)
    for code in found if year != 2012 else ():
        rows.append([code, "rd_spending", base.text_of(factor * raw[code]), "billion yuan", str(year),
                     f"R&D over output of the sector in 2018 (china-2018) times output of {year}, times {factor:.4f} so that all "
                     f"sectors add up to {total['value']} billion yuan ({total['source']})", "final communique", "assumption"])
    base.write_csv(economies / f"china-{year}" / "parameters.csv",
                   ["sector", "parameter", "value", "unit", "year", "source", "vintage", "status"], rows)
    return factor


def world_size(data, year):
    """Rows of facts.csv that size the rest of the world, and capital."""
    def penn(when, column):
        return float(base.one(data.penn, isocode="CHN", year=str(when))[column])

    def nominal(row):
        return float(row["cgdpo"]) * float(row["pl_gdpo"]) / 1e6

    source = "Penn World Table 10.01 (Feenstra, Inklaar and Timmer 2015)"
    known = min(year, 2019)  # the last year of that table
    rows = [row for row in data.penn if row["year"] == str(known) and row["cgdpo"] and row["pl_gdpo"]]
    world = math.fsum(nominal(row) for row in rows)
    china = nominal(base.one(rows, isocode="CHN"))
    rate = {when: float(base.one(data.exchange_rates, country="CHN", year=str(when))["lcu_per_usd"])
            for when in {year, known} if any(r["country"] == "CHN" and r["year"] == str(when) for r in data.exchange_rates)}
    rate_source, rate_status = "OECD exchange rates, annual average", "seen"
    world_source, world_status = f"{source}: cgdpo x pl_gdpo, sum of {len(rows)} countries", "computed"
    china_source, china_status = f"{source}: cgdpo x pl_gdpo of China", "computed"
    if year not in rate:
        rate[year], rate_source, rate_status = 6.8976, "International Financial Statistics, annual average", "from memory"
    if year > known:
        gdp = base.wdi_2025(data, "gdp_nominal")
        china *= gdp[year] / gdp[known] * rate[known] / rate[year]
        china_source = f"{source} for {known}, carried on with nominal GDP (World Development Indicators, 2025) and the exchange rate"
        china_status = rate_status
        world *= 85.2 / 87.7
        world_source = (f"{source} for {known}, times 85.2/87.7, world GDP of {year} over {known} by the World Bank "
                        "(trillion dollars, from memory)")
        world_status = "from memory"
    weakest = base.weakest(world_status, china_status, rate_status)
    capital_source = f"{source}: (cn x pl_n) / (cgdpo x pl_gdpo), at current prices of China" + (
        f"; of {known}, the last year there" if known < year else "")
    capital = penn(known, "cn") * penn(known, "pl_n") / (penn(known, "cgdpo") * penn(known, "pl_gdpo"))
    return {
        "world_gdp": [world, "trillion dollars", world_source, "PWT 10.01", world_status],
        "china_gdp_usd": [china, "trillion dollars", china_source, "PWT 10.01", china_status],
        "exchange_rate": [rate[year], "yuan per dollar", rate_source, "", rate_status],
        "row_gdp": [(world - china) * rate[year], "trillion yuan", "(world_gdp - china_gdp_usd) x exchange_rate", "PWT 10.01",
                    base.weakest(weakest, "derived")],
        "capital_stock_to_gdp": [capital, "years", capital_source, "PWT 10.01",
                                 "computed" if known == year else "assumption"],
        "capital_depreciation": [penn(known, "delta"), "1/year", f"{source}: delta", "PWT 10.01", "seen"],
    }


def write_facts(data, year, economies):
    of_year = world_size(data, year)
    rows = []
    for row in base.read_csv(economies / "china-2018" / "facts.csv"):
        name = row["name"]
        if name in ("capital_stock_to_gdp_constant_prices", "capital_stock_to_gdp_ppp"):
            continue  # of 2018 only, and not used
        if name in of_year:
            value, unit, source, vintage, status = of_year[name]
            rows.append([name, base.text_of(value), "", "", unit, str(year), source, vintage, status])
        else:
            rows.append([row[key] for key in
                         ("name", "value", "low", "high", "unit", "year", "source", "vintage", "status")])
    base.write_csv(economies / f"china-{year}" / "facts.csv",
                   ["name", "value", "low", "high", "unit", "year", "source", "vintage", "status"], rows)
    return of_year["row_gdp"][0]


def write_series(data, year, economies):
    """The series of china-2018, with the years from the base year on."""
    rows = [[row[key] for key in ("name", "year", "value", "unit", "source", "vintage", "status")]
            for row in base.read_csv(economies / "china-2018" / "series.csv")]
    have = {(row[0], int(row[1])) for row in rows}
    macro, latest = data.facts("china_macro"), "after 5th census (WDI 2025)"
    wanted = (("gdp_growth", "gdp_growth_real", latest, range(year + 1, 2019), "share", 0.01),
              ("gfcf_share", "gfcf_share", latest, range(year, 2018), "share of GDP", 0.01),
              ("population_15_64", "population_15_64", "UN WPP 2024 via WDI 2025", range(year, 2018), "million persons", 1.0))
    for name, indicator, vintage, years, unit, factor in wanted:
        for when in years:
            row = base.one([r for r in macro if r["indicator"] == indicator and vintage in r["vintage"]], year=str(when))
            rows.append([name, str(when), base.text_of(factor * float(row["value"])), unit, row["source"], row["vintage"],
                         base.weakest(row["status"])])
    gdp = base.wdi_2025(data, "gdp_nominal")
    for when in range(year, 2018):
        row = spending_on_rd(data, when)
        rows.append(["rd_intensity", str(when), base.text_of(float(row["value"]) / gdp[when]), "share of GDP",
                     f"R&D spending ({row['source']}) over GDP of World Development Indicators, 2025", latest, "computed"])
    need = {("gdp_growth", year + 1), ("gfcf_share", year), ("population_15_64", year), ("rd_intensity", year)}
    missing = need - have - {(row[0], int(row[1])) for row in rows}
    if missing:
        fail(f"series lack {sorted(missing)}")
    base.write_csv(economies / f"china-{year}" / "series.csv",
                   ["name", "year", "value", "unit", "source", "vintage", "status"], sorted(rows, key=lambda r: (r[0], r[1])))


def write_classes(year, found, economies):
    for path in sorted((economies / "china-2018" / "classifications").glob("*.csv")):
        given = {}
        for row in base.read_csv(path):
            given.setdefault(row["sector"], []).append(row)
        merged = {}
        for code, parts in found.items():
            for target, weight, _ in parts:
                for row in given.get(target, ()):
                    share, whence, statuses = merged.setdefault((code, row["group"]), [0.0, [], []])
                    merged[code, row["group"]][0] = share + weight * float(row["share"])
                    whence.append(target)
                    statuses.append(row["status"])
        rows = [[code, base.text_of(share, 9), group, "as " + " and ".join(whence) + " of china-2018, weighted by output of 2018",
                 base.weakest(*statuses, "assumption")] for (code, group), (share, whence, statuses) in sorted(merged.items())]
        base.write_csv(economies / f"china-{year}" / "classifications" / path.name,
                       ["sector", "share", "group", "source", "status"], rows)


def import_table(data, domar, year, economies):
    table, origins, _ = TABLES[year]
    folder = economies / f"china-{year}"
    command = [str(domar), "import", "nbs", str(data / "china_io" / table)]
    if origins:
        command += ["--origins", str(data / "china_io" / origins)]
    command += ["--facts", str(folder / "facts.csv"), "-o", str(folder / f"china-{year}.nc")]
    done = subprocess.run(command, env=dict(os.environ, DOMAR_HOME=str(economies.parent)), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        fail(f"{' '.join(command)}:\n{done.stdout}")
    return done.stdout.strip()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected data")
    parser.add_argument("--domar", type=Path, required=True, help="the program domar")
    parser.add_argument("--economies", type=Path, default=Path(__file__).resolve().parents[1] / "economies")
    arguments = parser.parse_args()
    economies = arguments.economies.resolve()
    data = base.Data(arguments.data)
    new = sectors_of(arguments.data / "china_io" / "china_2018_153.csv.gz")
    for year, (table, _, kind) in TABLES.items():
        old = sectors_of(arguments.data / "china_io" / table)
        found = links(old, new, kind)
        if kind != "nbs153":
            write_concordance(old, new, found, economies / "concordances" / f"{kind}_nbs153.csv")
        row_gdp = write_facts(data, year, economies)
        factor = write_parameters(data, year, old, new, found, economies)
        write_series(data, year, economies)
        write_classes(year, found, economies)
        print(f"china-{year}: {len(old)} sectors, value added {math.fsum(s[3] for s in old.values()) / 1000:.3f} trillion yuan, "
              f"rest of the world {row_gdp:.1f}, R&D intensities times {factor:.3f}")
        print(import_table(arguments.data, arguments.domar.resolve(), year, economies))


if __name__ == "__main__":
    main()
