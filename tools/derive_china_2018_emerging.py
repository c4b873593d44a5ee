#!/usr/bin/env python3
"""Derive economies/china-2018-emerging from economies/china-2018 and the collected facts.

    python3 tools/derive_china_2018_emerging.py --data DATA --domar DOMAR [--economies ECONOMIES]

DATA/facts holds the four tables emerging_{split_2018,inputs_2018,users,growth}.csv: per industry its
size, cost column, users, trade and growth, each figure with source and status. DOMAR is the program; it
makes the split itself (`domar split`). ECONOMIES is the folder with china-2018, in which
china-2018-emerging is written; by default economies/ beside tools/.

Standard library only. The same data give the same bytes. The script stops with a message when an identity
fails, and prints the sums that the README quotes.
"""

import argparse
import csv
import io
import json
import math
import os
import subprocess
import sys
from pathlib import Path

NAME = "china-2018-emerging"
GDP_FLOOR = 0.0001  # value added over GDP from which an industry is worth a sector
OFFICIAL_SHARE = ("sei_share_official", "2018")
LEAST_SHARE = 0.001  # of an industry's output or sales
MOST_RD = 0.9  # share of a sector's R&D that the industries split out of it may have together
STATUSES = ("assumption", "from memory", "derived", "computed", "seen")  # weakest first

# Code, name, group of the list of strategic emerging industries, and why it is a sector although small.
INDUSTRIES = [
    ("hydrogen_grey", "By-product and grey hydrogen (merchant)", "named by the mission"),
    ("hydrogen_electrolytic", "Electrolytic hydrogen (merchant)", "named by the mission"),
    ("newmat_advanced_steel", "Advanced steel materials", ""),
    ("newmat_nonferrous", "Advanced non-ferrous metal materials", ""),
    ("newmat_petrochem", "Advanced petrochemical materials", ""),
    ("newmat_inorganic", "Advanced inorganic non-metallic materials", ""),
    ("newmat_rare_earth", "Rare-earth materials and magnets", ""),
    ("newmat_fibres_composites", "High-performance fibres and composites", ""),
    ("newmat_frontier", "Frontier materials", ""),
    ("bio_fermentation", "Fermentation products", ""),
    ("bio_chemicals", "Bio-based chemicals and materials", ""),
    ("biologics", "Biological drugs", ""),
    ("biomedicine", "Other biomedicine", ""),
    ("medical_devices", "Medical devices", ""),
    ("space_launch", "Space launch", "named by the mission"),
    ("space_satellites", "Satellites", "named by the mission"),
    ("space_ground_equipment", "Satellite ground equipment", ""),
    ("space_services", "Satellite services", ""),
    ("quantum", "Quantum technology", "named by the mission"),
    ("ic_design", "Integrated circuits: design", ""),
    ("ic_fab", "Integrated circuits: manufacturing", ""),
    ("ic_packaging", "Integrated circuits: packaging and test", ""),
    ("ic_equipment", "Integrated circuits: equipment", "choke point of technological sovereignty"),
    ("ic_materials", "Integrated circuits: materials", "choke point of technological sovereignty"),
    ("ai_core", "Artificial intelligence (core)", ""),
    ("industrial_robots", "Industrial robots", ""),
    ("nev_vehicle", "New-energy vehicles", ""),
    ("nev_parts_charging", "New-energy vehicle parts and charging", ""),
    ("li_battery", "Lithium batteries", ""),
    ("pv_equipment", "Solar cells and modules", ""),
    ("wind_equipment", "Wind turbines", ""),
    ("elec_wind", "Wind power", ""),
    ("elec_solar", "Solar power", ""),
    ("elec_nuclear", "Nuclear power", ""),
    ("adv_nuclear", "Advanced nuclear power (seed)", "named by the mission; a seed, no output in 2018"),
    ("nuclear_equipment", "Nuclear equipment", ""),
    ("large_aircraft", "Large aircraft", "named by the mission"),
    ("aero_engines", "Aero engines", ""),
    ("hsr_equipment", "High-speed rail equipment", ""),
    ("marine_equipment", "Marine engineering equipment", ""),
    ("green_equipment", "Energy-saving and environmental equipment", ""),
    ("green_services", "Environmental services", ""),
    ("digital_creative", "Digital creative industry", ""),
    ("comm_equipment_nextgen", "Next-generation communication equipment", ""),
    ("telecom_nextgen", "Next-generation telecom services", ""),
    ("cloud_services", "Cloud services", ""),
    ("software_emerging", "Emerging software and information services", ""),
    ("low_altitude", "Low-altitude economy (drones, general aviation)", ""),
]
GROUPS = {"1": "next-generation information technology", "2": "high-end equipment", "3": "new materials",
          "4": "biological industry", "5": "new-energy vehicles", "6": "new energy",
          "7": "energy saving and environment", "8": "digital creative", "9": "related services"}

# Which industry buys from which, beyond what the cell of the two parents says: buyer, seller, times as likely.
LINKS = [
    ("nev_vehicle", "li_battery", 4, "electric vehicles run on lithium batteries, others start on lead-acid ones"),
    ("nev_parts_charging", "li_battery", 4, "battery packs pass through parts makers; other parts need no cells"),
    ("nev_vehicle", "nev_parts_charging", 6, "motors, controllers and chargers go into electric vehicles"),
    ("ic_packaging", "ic_fab", 6, "packaging and test houses buy wafers from fabs"),
    ("ic_design", "ic_fab", 6, "design houses order from foundries"),
    ("ic_design", "ic_packaging", 6, "design houses order packaging and test"),
    ("ic_fab", "ic_materials", 10, "wafers, targets and photoresist are made for fabs"),
    ("ic_packaging", "ic_materials", 4, "lead frames, substrates and moulding compounds are made for packaging"),
    ("ic_fab", "ic_equipment", 4, "spare parts of chip machines go to fabs; machines themselves are investment"),
    ("large_aircraft", "aero_engines", 2, "aircraft need engines; most engines here are military"),
    ("space_satellites", "space_launch", 3, "satellites are launched"),
    ("ai_core", "cloud_services", 3, "models are trained and run in the cloud"),
    ("ai_core", "software_emerging", 2, "AI firms build on software of their own group"),
    ("telecom_nextgen", "comm_equipment_nextgen", 2, "new networks use new equipment"),
]

# Emerging parts of sectors that are not split further: % of GDP, from EMERGING.md, "Sum against the official SEI
# share"; 0.1 for "other" names no sector and stays in the remainder.
WHOLE = [
    ("displays and other components", 0.3, ("094",), "1"),
    ("computers and smart terminals", 0.3, ("090", "091", "093"), "1"),
    ("smart equipment and instruments", 0.3, ("068", "069", "073", "078", "096"), "2"),
    ("smart grid", 0.2, ("084", "085", "086"), "6"),
    ("recycling", 0.4, ("098",), "7"),
    ("bio-agriculture", 0.1, ("001", "003", "013"), "4"),
    ("R&D and technical services", 0.7, ("136", "137", "138"), "9"),
    ("internet platforms", 0.2, ("127",), "1"),
]

# Classes that the scenarios name, by their industries.
CLASSES = {
    "hydrogen": ("hydrogen_grey", "hydrogen_electrolytic"),
    "new-materials": ("newmat_advanced_steel", "newmat_nonferrous", "newmat_petrochem", "newmat_inorganic",
                      "newmat_rare_earth", "newmat_fibres_composites", "newmat_frontier"),
    "bio-manufacturing": ("bio_fermentation", "bio_chemicals", "biologics"),
    "commercial-spaceflight": ("space_launch", "space_satellites", "space_ground_equipment", "space_services"),
    "quantum-technology": ("quantum",),
    "integrated-circuits": ("ic_design", "ic_fab", "ic_packaging", "ic_equipment", "ic_materials"),
    "artificial-intelligence": ("ai_core",),
    "large-aircraft": ("large_aircraft", "aero_engines"),
    "advanced-nuclear": ("adv_nuclear",),
    "new-energy-vehicles": ("nev_vehicle", "nev_parts_charging", "li_battery"),
    "solar-and-wind": ("pv_equipment", "wind_equipment", "elec_wind", "elec_solar"),
}
INHERITED_CLASSES = ("digital-core", "knowledge-technology-intensive")

VALUE_ADDED = {"VA001": "labour", "VA002": "production_taxes", "VA003": "depreciation", "VA004": "operating_surplus"}


def fail(message):
    sys.exit("derive_china_2018_emerging: " + message)


def read_csv(path):
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def write_csv(path, header, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    write(path, buffer.getvalue())


def write(path, text):
    partial = path.with_suffix(".partial")
    partial.write_bytes(text.encode("utf-8"))
    os.replace(partial, path)


def text_of(value, digits=6):
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.12f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def weakest(*texts):
    for status in STATUSES:
        if any(status in text.lower() for text in texts):
            return status
    fail(f"no known status in {texts}")


class Facts:
    """The four tables, by industry."""

    def __init__(self, folder):
        self.split = read_csv(folder / "emerging_split_2018.csv")
        self.inputs = read_csv(folder / "emerging_inputs_2018.csv")
        self.users = read_csv(folder / "emerging_users.csv")
        self.growth = read_csv(folder / "emerging_growth.csv")
        self.diffusion = read_csv(folder / "diffusion.csv")
        known = {row["industry"] for row in self.split}
        listed = {code for code, *_ in INDUSTRIES}
        if known != listed:
            fail(f"industries of the facts and of this script differ: {sorted(known ^ listed)}")

    def rows(self, industry, quantity):
        return [row for row in self.split if row["industry"] == industry and row["quantity"] == quantity]

    def row(self, industry, quantity):
        found = self.rows(industry, quantity)
        if not found:
            fail(f"{industry} has no {quantity}")
        return found[0]

    def shares(self, industry):
        """Share of each parent's output; the seed where there was no output in 2018."""
        rows = self.rows(industry, "share_of_parent_output")
        if all(float(row["value"]) == 0 for row in rows):
            rows = self.rows(industry, "seed_share_of_parent_output")
        return rows

    def value_added(self, industry, output):
        rate = float(self.row(industry, "value_added_rate")["value"])
        return rate * math.fsum(float(row["value"]) * output[row["parent_code"]] for row in self.shares(industry))


class Domar:
    def __init__(self, program, economies):
        self.program, self.economies = program, economies

    def json(self, *arguments):
        environment = dict(os.environ, DOMAR_HOME=str(self.economies.parent))
        done = subprocess.run([str(self.program), *map(str, arguments), "--json"], env=environment,
                              stdout=subprocess.PIPE, check=False)
        if done.returncode != 0:
            fail(f"domar {' '.join(map(str, arguments))} failed")
        return json.loads(done.stdout)

    def sectors(self, economy):
        """Output and value added by sector of the first region [million yuan]."""
        shown = self.json("show", economy)
        home = shown["regions"][0]["code"]
        mine = [row for row in shown["industries"] if row["region"] == home]
        return ({row["code"]: row["output"] for row in mine}, {row["code"]: row["value_added"] for row in mine})


# ------------------------------------------------------------------------------------------------
# What goes into the split


def chosen(facts, output, gdp):
    """Industries that become sectors, and those that stay inside their parents."""
    kept, left = [], []
    for code, name, reason in INDUSTRIES:
        large = facts.value_added(code, output) >= GDP_FLOOR * gdp
        (kept if large or reason else left).append(code)
    return kept, left


def write_split_tables(facts, kept, folder):
    names = {code: name for code, name, _ in INDUSTRIES}
    lines = [
        "# What is known about the emerging industries of 2018: domar split china-2018 split.toml -o OUT.nc",
        "#",
        "# Made by tools/derive_china_2018_emerging.py; sources and status stand in the tables.",
        f'name = "{NAME}"',
        'economy = "china-2018"',
        f'least_share = {LEAST_SHARE}         # smaller inputs and users that nobody named stay with the parent',
        'sizes = "split/sizes.csv"    # output, value added, exports, imports',
        'inputs = "split/inputs.csv"  # cost columns',
        'sales = "split/sales.csv"    # who buys',
        'links = "split/links.csv"    # which industry buys from which',
    ]
    for code in kept:
        lines += ["", "[[industry]]", f'code = "{code}"', f'name = "{names[code]}"']
    write(folder / "split.toml", "\n".join(lines) + "\n")

    sizes = []
    for code in kept:
        for quantity, rows in (("output_share", facts.shares(code)),
                               ("value_added_rate", facts.rows(code, "value_added_rate")[:1]),
                               ("export_share", trade(facts, code, "export_share")),
                               ("import_share", trade(facts, code, "import_share"))):
            for row in rows:
                parent = "" if quantity == "value_added_rate" else row["parent_code"]
                sizes.append([code, parent, quantity, row["value"], row["low"], row["high"], row["unit"],
                              row["year"], row["source"], weakest(row["status"])])
    write_csv(folder / "split" / "sizes.csv",
              ["industry", "parent", "quantity", "value", "low", "high", "unit", "year", "source", "status"], sizes)

    inputs = []
    for row in facts.inputs:
        if row["industry"] not in kept:
            continue
        name = VALUE_ADDED.get(row["input_sector_code"], row["input_sector_code"])
        # A share computed for the whole sector says no more than the parent's own cells.
        imported = "" if row["import_share_status"].startswith("computed") else row["import_share"]
        inputs.append([row["industry"], name, row["cost_share"], row["low"], row["high"], imported, row["source"],
                       weakest(row["status"])])
    write_csv(folder / "split" / "inputs.csv",
              ["industry", "input", "value", "low", "high", "imported", "source", "status"], inputs)

    write_csv(folder / "split" / "sales.csv", ["industry", "user", "value", "source", "status"],
              [[row["industry"], row["user_code"], row["share"], row["source"], weakest(row["status"])]
               for row in facts.users if row["industry"] in kept and row["user_code"] != "EX"])
    write_csv(folder / "split" / "links.csv", ["industry", "buys_from", "times", "source", "status"],
              [[buyer, seller, times, source, "assumption"] for buyer, seller, times, source in LINKS
               if buyer in kept and seller in kept])


def trade(facts, code, quantity):
    """One row for each parent; the main parent's figure serves those without one of their own."""
    rows = facts.rows(code, quantity)
    by_parent = {row["parent_code"]: row for row in rows}
    return [dict(by_parent.get(share["parent_code"], rows[0]), parent_code=share["parent_code"])
            for share in facts.shares(code)]


# ------------------------------------------------------------------------------------------------
# What stands beside the table


def write_parameters(facts, kept, base, output, folder):
    """Parents keep theirs; industries take the mean of their parents, and their own R&D."""
    rows = read_csv(base / "parameters.csv")
    value = {(row["sector"], row["parameter"]): row for row in rows}
    spending = {code: float(value[code, "rd_spending"]["value"]) for code in output}
    taken = {code: 0.0 for code in output}
    wish = {}
    for code in kept:
        intensity = float(facts.row(code, "rd_intensity")["value"])
        for row in facts.shares(code):
            amount = intensity * float(row["value"]) * output[row["parent_code"]] / 1000
            wish[code, row["parent_code"]] = amount
            taken[row["parent_code"]] += amount
    cut = {code: min(1.0, MOST_RD * spending[code] / taken[code]) if taken[code] > 0 else 1.0 for code in output}
    out = []
    for row in rows:
        if row["parameter"] != "rd_spending" or taken[row["sector"]] == 0:
            out.append([row[key] for key in
                        ("sector", "parameter", "value", "unit", "year", "source", "vintage", "status")])
            continue
        rest = spending[row["sector"]] - cut[row["sector"]] * taken[row["sector"]]
        out.append([row["sector"], "rd_spending", text_of(rest), row["unit"], row["year"],
                    "what the industries split out leave: " + row["source"], row["vintage"], "assumption"])
    for code in kept:
        parents = facts.shares(code)
        weight = {row["parent_code"]: float(row["value"]) * output[row["parent_code"]] for row in parents}
        total = math.fsum(weight.values())
        for parameter in ("armington_elasticity", "export_elasticity", "ai_exposure", "scale_elasticity"):
            given = {parent: value[parent, parameter] for parent in weight}
            mean = math.fsum(weight[p] * float(given[p]["value"]) for p in weight) / total
            first = given[max(weight, key=weight.get)]
            out.append([code, parameter, text_of(mean), first["unit"], first["year"],
                        "as " + " and ".join(sorted(weight)) + ", weighted by output", first["vintage"],
                        weakest(*(row["status"] for row in given.values()), "derived")])
        intensity = facts.row(code, "rd_intensity")
        amount = math.fsum(cut[parent] * wish[code, parent] for parent in weight)
        source = f"{intensity['value']} of output ({intensity['source']})"
        if any(cut[parent] < 1 for parent in weight):
            source += f"; lowered, so that industries take at most {MOST_RD:.0%} of a parent's R&D"
        out.append([code, "rd_spending", text_of(amount), "billion yuan", "2018", source, "",
                    weakest(intensity["status"], "derived")])
    write_csv(folder / "parameters.csv",
              ["sector", "parameter", "value", "unit", "year", "source", "vintage", "status"], out)
    before = math.fsum(spending.values())
    after = math.fsum(float(row[2]) for row in out if row[1] == "rd_spending")
    if abs(after - before) > 1e-4 * before:
        fail(f"R&D adds up to {after}, not {before}")
    return before, {code for code in output if cut[code] < 1}


# Industries whose share among their users was counted before the base year: indicator of diffusion.csv, years.
COUNTED_SHARES = {"nev_vehicle": ("nev_share", 2015, 2018)}


def share_rows(facts, code):
    """Growth of the log odds of an industry's share among its users, up to the base year."""
    if code not in COUNTED_SHARES:
        return []
    indicator, first, last = COUNTED_SHARES[code]
    odds, statuses = {}, []
    for year in range(first, last + 1):
        found = [r for r in facts.diffusion if r["indicator"] == indicator and r["year"] == str(year)]
        if len(found) != 1:
            fail(f"{len(found)} rows of {indicator} in {year}")
        row = found[0]
        share = float(row["value"]) / 100
        odds[year] = math.log(share / (1 - share))
        statuses.append(row["status"])
    steps = [odds[year + 1] - odds[year] for year in range(first, last)]
    return [[f"{code}.share_log_odds_growth", text_of((odds[last] - odds[first]) / (last - first)), text_of(min(steps)),
             text_of(max(steps)), "1/year, log odds", f"{first}-{last}",
             f"{indicator} of {first} to {last} (CAAM, in diffusion.csv row by row): mean yearly change; least and most of a year",
             "", weakest(*statuses, "derived")]]


def write_emerging(facts, kept, left, folder):
    """Learning, capital, R&D, weight, policy and growth of every industry, as figures named CODE.QUANTITY."""
    rows = []
    for code in kept + left:
        for name in ("rd_intensity", "capital_output_ratio", "learning_rate", "sei_group_2018", "sei_weight",
                     "policy_support_score"):
            row = facts.row(code, name)
            rows.append([f"{code}.{name}", row["value"], row["low"], row["high"], row["unit"], row["year"],
                         row["source"], "", weakest(row["status"])])
        for row in facts.growth:
            if row["industry"] != code or not row["measure"].startswith("cagr_") or not row["value"]:
                continue
            kind = row["measure"].removeprefix("cagr_")
            rows.append([f"{code}.growth_{kind}", text_of(float(row["value"]) / 100), "", "",
                         "1/year, compound; the past, no forecast", row["year"], row["source"], "",
                         weakest(row["status"])])
        rows += share_rows(facts, code)
    write_csv(folder / "emerging.csv",
              ["name", "value", "low", "high", "unit", "year", "source", "vintage", "status"], rows)


def inside_parents(facts, left, output):
    """Value added of industries that got no sector, by parent [million yuan]."""
    amounts = {}
    for code in left:
        rate = float(facts.row(code, "value_added_rate")["value"])
        for row in facts.shares(code):
            amounts.setdefault(row["parent_code"], []).append(
                (code, rate * float(row["value"]) * output[row["parent_code"]], row))
    return amounts


def sei_rows(facts, kept, left, output, value_added, gdp):
    rows = []
    for code in kept:
        weight = facts.row(code, "sei_weight")
        group = GROUPS[facts.row(code, "sei_group_2018")["value"]]
        rows.append((code, float(weight["value"]), group, f"weight of the industry: {weight['source']}",
                     weakest(weight["status"])))
    for parent, pieces in inside_parents(facts, left, output).items():
        for code, amount, row in pieces:
            weight = float(facts.row(code, "sei_weight")["value"])
            group = GROUPS[facts.row(code, "sei_group_2018")["value"]]
            rows.append((parent, weight * amount / value_added[parent], group,
                         f"{code}, which has no sector of its own: {row['source']}", "assumption"))
    for label, per_cent, sectors, group in WHOLE:
        within = math.fsum(value_added[code] for code in sectors)
        for code in sectors:
            rows.append((code, per_cent / 100 * gdp / within, GROUPS[group],
                         f"{label}: {per_cent} % of GDP, a rough size, spread over {', '.join(sectors)} by value added",
                         "assumption"))
    merged = {}
    for code, share, group, source, status in rows:
        if (code, group) in merged:
            old = merged[code, group]
            merged[code, group] = (old[0] + share, old[1] + "; " + source, weakest(old[2], status))
        else:
            merged[code, group] = (share, source, status)
    return [(code, share, group, source, status) for (code, group), (share, source, status) in merged.items()]


def write_classes(facts, kept, left, base, output, value_added, gdp, folder):
    classes = {"sei": sei_rows(facts, kept, left, output, value_added, gdp)}
    inside = inside_parents(facts, left, output)
    for name, members in CLASSES.items():
        rows = [(code, 1.0, code, "a sector of its own", "computed") for code in members if code in kept]
        for parent, pieces in inside.items():
            rows += [(parent, amount / value_added[parent], code,
                      f"{code}, which has no sector of its own: {row['source']}", weakest(row["status"]))
                     for code, amount, row in pieces if code in members]
        classes[name] = rows
    for name in INHERITED_CLASSES:
        old = read_csv(base / "classifications" / f"{name}.csv")
        rows = [(row["sector"], float(row["share"]), row["group"], row["source"], row["status"]) for row in old]
        share = {}
        for row in old:
            share[row["sector"]] = share.get(row["sector"], 0.0) + float(row["share"])
        for code in kept:
            weight = {row["parent_code"]: float(row["value"]) * output[row["parent_code"]] for row in facts.shares(code)}
            mean = math.fsum(weight[p] * share.get(p, 0.0) for p in weight) / math.fsum(weight.values())
            if mean > 0:
                rows.append((code, mean, "split out", "as " + " and ".join(sorted(weight)) + ", weighted by output",
                             "assumption"))
        classes[name] = rows
    totals = {}
    for name, rows in sorted(classes.items()):
        if not all(0 < row[1] <= 1 for row in rows):
            fail(f"{name}: a share is outside 0 to 1: {[r[:2] for r in rows if not 0 < r[1] <= 1]}")
        write_csv(folder / "classifications" / f"{name}.csv", ["sector", "share", "group", "source", "status"],
                  [[row[0], text_of(row[1], 9), *row[2:]] for row in sorted(rows)])
        totals[name] = math.fsum(row[1] * value_added[row[0]] for row in rows) / gdp
    return totals, classes["sei"]


def write_varieties(facts, kept, output, folder):
    """From each parent to the industries that grew out of it, weighted by output."""
    rows = []
    for code in kept:
        for row in facts.shares(code):
            weight = float(row["value"]) * output[row["parent_code"]] / 1000
            rows.append([row["parent_code"], code, text_of(weight), "output taken from the parent, billion yuan: "
                         "split/sizes.csv", weakest(row["status"], "derived")])
    write_csv(folder / "varieties.csv", ["from", "to", "weight", "source", "status"], rows)


def write_facts(base, official, allocated, folder):
    rows = read_csv(base / "facts.csv")
    out = [[row[key] for key in ("name", "value", "low", "high", "unit", "year", "source", "vintage", "status")]
           for row in rows]
    out.append(["sei_unallocated", text_of(float(official["value"]) - allocated), "0", text_of(float(official["value"])),
                "share of GDP", "2018",
                "official share less what is counted sector by sector (classifications/sei.csv); never spread over the "
                "industries", official["vintage"], weakest(official["status"], "assumption")])
    write_csv(folder / "facts.csv",
              ["name", "value", "low", "high", "unit", "year", "source", "vintage", "status"], out)


def industry_table(facts, kept, left, sectors, value_added, gdp):
    names = {code: name for code, name, _ in INDUSTRIES}
    reasons = {code: reason for code, _, reason in INDUSTRIES}
    lines = ["| industry | code | out of | output, bn yuan | status of size | value added, bn yuan | % of GDP | SEI weight |",
             "|---|---|---|---|---|---|---|---|"]
    for code in kept:
        parents = ", ".join(row["parent_code"] for row in facts.shares(code))
        status = weakest(*(row["status"] for row in facts.shares(code)))
        lines.append(f"| {names[code]} | `{code}` | {parents} | {text_of(sectors[code] / 1000, 4)} | {status} | "
                     f"{text_of(value_added[code] / 1000, 4)} | {100 * value_added[code] / gdp:.4f} | "
                     f"{facts.row(code, 'sei_weight')['value']} |")
    small = [f"`{code}` ({reasons[code]})" for code in kept if value_added[code] < GDP_FLOOR * gdp]
    return "\n".join(lines), small


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected data")
    parser.add_argument("--domar", type=Path, required=True, help="the program domar")
    parser.add_argument("--economies", type=Path, default=Path(__file__).resolve().parents[1] / "economies")
    arguments = parser.parse_args()
    economies = arguments.economies.resolve()
    base, folder = economies / "china-2018", economies / NAME
    facts = Facts(arguments.data / "facts")
    domar = Domar(arguments.domar.resolve(), economies)

    output, parents_added = domar.sectors(base / "china-2018.nc")
    gdp = math.fsum(parents_added.values())
    kept, left = chosen(facts, output, gdp)
    folder.mkdir(exist_ok=True)
    write_split_tables(facts, kept, folder)
    made = domar.json("split", base / "china-2018.nc", folder / "split.toml", "-o", folder / f"{NAME}.nc")
    new_output, value_added = domar.sectors(folder / f"{NAME}.nc")
    if abs(math.fsum(value_added.values()) - gdp) > 1e-9 * gdp:
        fail("value added of the pieces does not add up to the parents'")

    rd, lowered = write_parameters(facts, kept, base, output, folder)
    write_emerging(facts, kept, left, folder)
    write_varieties(facts, kept, output, folder)
    totals, sei = write_classes(facts, kept, left, base, output, value_added, gdp, folder)
    official = [row for row in read_csv(base / "series.csv") if (row["name"], row["year"]) == OFFICIAL_SHARE][0]
    write_facts(base, official, totals["sei"], folder)
    write(folder / "series.csv", (base / "series.csv").read_text("utf-8"))

    print(f"{len(kept)} industries split out of {len({r['parent_code'] for c in kept for r in facts.shares(c)})} sectors; "
          f"inside their parents: {', '.join(left)}")
    print(f"split: {made['rounds']} rounds, largest gap {made['largest_gap']:.1e}")
    print(f"R&D {rd:.1f} billion yuan; lowered in {', '.join(sorted(lowered)) or 'no sector'}")
    own = math.fsum(float(facts.row(c, "sei_weight")["value"]) * value_added[c] for c in kept) / gdp
    print(f"SEI: industries {100 * own:.3f} % of GDP, inside other sectors {100 * (totals['sei'] - own):.3f}, "
          f"remainder to {100 * float(official['value']):.1f}: {100 * (float(official['value']) - totals['sei']):.3f}")
    for name, total in sorted(totals.items()):
        print(f"class {name}: {100 * total:.4f} % of GDP")
    table, small = industry_table(facts, kept, left, new_output, value_added, gdp)
    print(f"below {100 * GDP_FLOOR} % of GDP and kept: {', '.join(small)}\n\n{table}")


if __name__ == "__main__":
    main()
