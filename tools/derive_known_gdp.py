#!/usr/bin/env python3
"""Derives economies/known-gdp/gdp.csv from the Penn World Table 10.01.

    python3 tools/derive_known_gdp.py --data DATA

DATA holds pwt1001/pwt1001.csv.gz. Nominal GDP in million US dollars at market exchange rates is
cgdpo * pl_gdpo; the exchange rate (national currency per dollar) is xr. WORLD adds up every country
of the table, also those that are not listed one by one: all with at least 50 billion dollars in 2014
and all that the inter-country tables of OECD, WIOD, Eurostat or ADB name.
"""
import argparse
import csv
import gzip
import pathlib

FIRST, LAST, LARGE = 1995, 2019, 50e3
NAMED = """ARG AUS AUT BEL BGD BGR BLR BRA BRN BTN CAN CHE CHL CHN CIV CMR COL CRI CYP CZE DEU DNK EGY ESP EST FIN FJI FRA
GBR GRC HKG HRV HUN IDN IND IRL ISL ISR ITA JOR JPN KAZ KGZ KHM KOR LAO LKA LTU LUX LVA MAR MDV MEX MLT MMR MNG MYS NGA NLD NOR NPL NZL
PAK PER PHL POL PRT ROU RUS SAU SEN SGP SVK SVN SWE THA TUN TUR TWN UKR USA VNM ZAF""".split()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=pathlib.Path, required=True)
    data = parser.parse_args().data
    gdp, rate, world = {}, {}, {}
    with gzip.open(data / "pwt1001" / "pwt1001.csv.gz", "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            year = int(row["year"])
            if not (FIRST <= year <= LAST and row["cgdpo"] and row["pl_gdpo"]):
                continue
            value = float(row["cgdpo"]) * float(row["pl_gdpo"])
            gdp[row["isocode"], year], rate[row["isocode"], year] = value, float(row["xr"])
            world[year] = world.get(year, 0.0) + value
    listed = sorted({code for code, year in gdp if code in NAMED or gdp.get((code, 2014), 0) >= LARGE})
    out = pathlib.Path(__file__).resolve().parent.parent / "economies" / "known-gdp" / "gdp.csv"
    out.parent.mkdir(exist_ok=True)
    with open(out, "w", encoding="utf-8", newline="\n") as file:
        file.write("region,year,gdp,exchange_rate\n")
        for year in range(FIRST, LAST + 1):
            file.write(f"WORLD,{year},{world[year]:.0f},1\n")
        for code in listed:
            for year in range(FIRST, LAST + 1):
                if (code, year) in gdp:
                    file.write(f"{code},{year},{gdp[code, year]:.0f},{rate[code, year]:.6g}\n")


if __name__ == "__main__":
    main()
