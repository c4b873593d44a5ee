#!/usr/bin/env python3
"""Derive the small tables of economies/china-2018 from a folder of collected data.

    python3 tools/derive_china_2018.py --data DATA [--out ECONOMIES]

DATA holds china_io/ (input-output table of the National Bureau of Statistics), facts/ (small tables
of published numbers, each with source and status), pwt1001/ (Penn World Table), rd_kti/ (R&D tables
of the US National Center for Science and Engineering Statistics) and wiod16_sea/ (exchange rates).
ECONOMIES is the folder written to; by default the economies/ folder beside tools/.

Standard library only. The same data give the same bytes. Every row carries its source and a status:
seen (read in the source named), computed (from a public file), derived (follows from seen numbers),
from memory, assumption. A number that rests on several inputs has the status of the weakest.
"""

import argparse
import csv
import gzip
import io
import math
import re
import os
import sys
from pathlib import Path

STATUSES = ("assumption", "from memory", "derived", "computed", "seen")  # weakest first
YEAR = 2018

# Code | name as printed in the table | industry of the OECD inter-country tables (ISIC Rev.4) | note.
SECTORS = """
001|Agriculture|A01_02|
002|Forestry|A01_02|
003|Animal husbandry|A01_02|
004|Fishery|A03|
005|Service for agriculture, forestry, animal husbandry and fishery|A01_02|ISIC 016 and 024: support services stay with agriculture
006|Mining and washing of coal|B05_06|
007|Exploitation of petroleum and natural gas|B05_06|
008|Mining and processing of ferrous metal ores|B07_08|
009|Mining and processing of non-ferrous metal ores|B07_08|
010|Mining and processing of nonmetal ores|B07_08|
011|Ancillary mining activities and mining of other ores|B09|mostly mining support services; other ores are small
012|Grinding of grains|C10T12|
013|Processing of feed|C10T12|
014|Processing of vegetable oils|C10T12|
015|Manufacture of sugar|C10T12|
016|Slaughtering and processing of meat|C10T12|
017|Processing of aquatic products|C10T12|
018|Processing of vegetables, fruits, nuts and other agricultural food|C10T12|
019|Manufacture of instant food|C10T12|
020|Manufacture of dairy products|C10T12|
021|Manufacture of condiments and fermented products|C10T12|
022|Manufacture of other foods|C10T12|
023|Manufacture of alcohol and wine|C10T12|
024|Manufacture of beverages|C10T12|
025|Manufacture of refined tea|C10T12|
026|Manufacture of tobacco|C10T12|
027|Manufacture of cotton and chemical fiber textile|C13T15|
028|Manufacture of wool textile|C13T15|
029|Manufacture of linen and silk textile|C13T15|
030|Manufacture of knitting, crocheting and their products|C13T15|
031|Manufacture of textiles|C13T15|
032|Manufacture of wearing apparel|C13T15|
033|Manufacture of leather, fur, feather and their products|C13T15|
034|Manufacture of shoes|C13T15|
035|Wood processing and manufacture of wood, bamboo, rattan, palm, and straw-made articles|C16|
036|Manufacture of furniture|C31T33|
037|Manufacture of paper and paper products|C17_18|
038|Printing and reproduction of recorded media|C17_18|
039|Manufacture of arts and crafts|C31T33|
040|Manufacture of articles for culture, education, sports and entertainment|C31T33|
041|Processing of petroleum and nuclear fuel|C19|nuclear fuel (ISIC 2011) is part of the sector and cannot be separated
042|Processing of coking|C19|
043|Manufacture of chemical raw materials|C20|
044|Manufacture of fertilizers|C20|
045|Manufacture of pesticides|C20|
046|Manufacture of paints, inks, pigments and similar products|C20|
047|Manufacture of synthetic materials|C20|
048|Manufacture of special chemical products and explosives, pyrotechnics, fireworks products|C20|
049|Manufacture of general chemical products|C20|
050|Manufacture of medical products|C21|
051|Manufacture of chemical fibers|C20|man-made fibres are ISIC 203
052|Manufacture of rubber products|C22|
053|Manufacture of plastic products|C22|
054|Manufacture of cement, lime and gypsum|C23|
055|Manufacture of cement and gypsum products|C23|
056|Manufacture of brick, stone and other building materials|C23|
057|Manufacture of glass and glass products|C23|
058|Manufacture of ceramic products|C23|
059|Manufacture of refractory products|C23|
060|Manufacture of graphite and other non-metallic mineral products|C23|
061|Smelting of steel|C24|
062|Processing of steel|C24|
063|Smelting and processing of iron and ferroalloy|C24|
064|Smelting of non-ferrous metals and manufacture of alloys|C24|
065|Processing of non-ferrous metals|C24|
066|Manufacture of metal products|C25|
067|Manufacture of boilers and prime movers|C28|boilers alone are ISIC 2513 (C25); engines and turbines 281 prevail
068|Manufacture of metal-processing machinery|C28|
069|Manufacture of lifting equipment|C28|
070|Manufacture of pumps, valves, compressors and similar machinery|C28|
071|Manufacture of ovens, fans, packaging and other equipment|C28|
072|Manufacture of cultural and office machinery|C28|office machinery ISIC 2817; film and photo equipment would be 2670 (C26)
073|Manufacture of other general machinery|C28|
074|Manufacture of special equipment for mining, metallurgy and construction|C28|
075|Manufacture of special equipment for chemical, wood and non-metal processing|C28|
076|Manufacture of special machinery for agriculture, forestry, animal husbandry and fishery|C28|
077|Manufacture of medical equipment|C31T33|medical instruments ISIC 3250; electromedical apparatus would be 2660 (C26)
078|Manufacture of other special machinery|C28|
079|Manufacture of automobiles|C29|
080|Manufacture of auto parts and accessories|C29|
081|Manufacture of equipment for railway and urban public transport|C30|
082|Manufacture of ships and related installations|C30|
083|Manufacture of other transport equipment|C30|aircraft, spacecraft, motorcycles, bicycles
084|Manufacture of electric motors|C27|
085|Manufacture of power transmission and distribution, and control equipment|C27|
086|Manufacture of wires, cables, optical cables and electrical equipment|C27|wires and cables, optical fibre ISIC 2731
087|Manufacture of batteries|C27|batteries ISIC 2720
088|Manufacture of household appliances|C27|
089|Manufacture of other electrical machinery and equipment|C27|
090|Manufacture of computers|C26|
091|Manufacture of communication equipment|C26|
092|Manufacture of radio, television, radar and ancillary equipment|C26|
093|Manufacture of audio-visual equipment|C26|
094|Manufacture of electronic components|C26|electronic components, integrated circuits, displays ISIC 261
095|Manufacture of other electronic equipment|C26|
096|Manufacture of instruments and meters|C26|measuring instruments, clocks, optical instruments ISIC 265 to 267
097|Other manufacturing|C31T33|
098|Comprehensive use of waste resources|E|materials recovery is ISIC 383; its trade elasticity is taken from manufacturing n.e.c. and recycling
099|Repair of metal products, machinery and equipment|C31T33|ISIC 33
100|Production and supply of electric power and heat power|D|
101|Production and supply of gas|D|
102|Production and supply of water|E|includes sewage treatment
103|Construction of residential houses|F|
104|Construction of sports venues and other houses|F|
105|Construction of railway, road, tunnel and bridge engineering|F|
106|Construction of other civil engineering|F|
107|Building Installation|F|
108|Decoration, renovation and other construction services|F|
109|Wholesale trade|G|
110|Retail trade|G|
111|Railway passenger transport|H49|
112|Railway freight transport|H49|
113|Urban public transport and road passenger transport|H49|
114|Road freight transport|H49|
115|Water passenger transport|H50|
116|Water cargo transport|H50|
117|Air passenger transport|H51|
118|Air cargo transport|H51|
119|Pipeline transport|H49|pipelines are ISIC 493
120|Multimodal transport and transportation agency|H52|freight forwarding ISIC 5229
121|Loading and unloading, portage and storage|H52|
122|Postal services|H53|
123|Accommodation|I|
124|Catering|I|
125|Telecommunications|J61|
126|Radio, television and satellite transmission services|J61|cable and satellite transmission ISIC 61; programme making is 148
127|Internet and related services|J62_63|internet platforms and web services; e-commerce of own goods is trade
128|Software|J62_63|
129|Information technology services|J62_63|
130|Monetary finance and other financial services|K|
131|Capital markets services|K|
132|Insurance|K|
133|Real estate|L|
134|Leasing|N|rental and leasing ISIC 77
135|Commercial services|N|legal, accounting, consulting, advertising (ISIC M) and staffing, travel, security (ISIC N) in one sector; N by majority of activities, not measured
136|Research and experimental development|M|
137|Professional technical services|M|
138|Scientific and technological communications and generalization|M|technology promotion and brokerage
139|Management of water conservancy|O|flood control and water-resource management, a public service; water supply is 102
140|Ecological protection and environmental management|E|pollution treatment ISIC 37 to 39; nature reserves (ISIC 9103) are included
141|Management of public facilities and land|E|sanitation, parks, city and land management: by the larger part, waste collection and street cleaning
142|Resident services|S|households' services, repair of personal goods, weddings, funerals
143|Other services|S|repair of vehicles (ISIC 452), computers and household goods, cleaning
144|Education|P|
145|Health care|Q|ISIC 86
146|Social work|Q|ISIC 87 and 88
147|News and publishing|J58T60|ISIC 58
148|Radio, television, film and audio-visual media|J58T60|ISIC 59 and 60
149|Culture and arts|R|
150|Sports|R|
151|Eentertainment|R|
152|Social security|O|compulsory social security ISIC 843
153|Public administration and social organizations|O|ISIC 84 and 94
"""

# ------------------------------------------------------------------------------------------------
# Reading, writing, checking


def fail(message):
    sys.exit("derive_china_2018: " + message)


def read_csv(path):
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def write_csv(path, header, rows):
    """Writes beside the file and renames, so that a run that is stopped leaves the old table."""
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        if len(row) != len(header):
            fail(f"{path.name}: row of {len(row)} fields for {len(header)} columns: {row}")
        writer.writerow(row)
    partial = path.with_suffix(".partial")
    partial.write_bytes(buffer.getvalue().encode("utf-8"))
    os.replace(partial, path)


def text_of(value, digits=6):
    """A number in plain decimals, without exponent and without trailing zeros."""
    if value is None:
        return ""
    text = f"{value:.{digits}g}"
    if "e" in text:
        text = f"{value:.12f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def weakest(*texts):
    """The one status word that a mixture of statuses counts as."""
    for status in STATUSES:
        if any(status in text.lower() for text in texts):
            return status
    fail(f"no known status in {texts}")


def one(rows, **wanted):
    """The only row with these fields; it is an error if there are none or several."""
    found = [row for row in rows if all(row[key] == value for key, value in wanted.items())]
    if len(found) != 1:
        fail(f"{len(found)} rows instead of 1 for {wanted}")
    return found[0]


class Data:
    """The input files, and the base-year table as plain dictionaries by sector code."""

    def __init__(self, folder):
        facts = folder / "facts"
        self.fact_rows = {path.stem: read_csv(path) for path in sorted(facts.glob("*.csv"))}
        self.penn = read_csv(folder / "pwt1001" / "pwt1001.csv.gz")
        self.rd_by_region = read_csv(folder / "rd_kti" / "ncses_10937.csv")
        self.oecd_intensity = read_csv(folder / "rd_kti" / "ncses_10955.csv")
        self.oecd_business_rd = read_csv(folder / "rd_kti" / "ncses_6313.csv")
        self.kti_value_added = read_csv(folder / "rd_kti" / "ncses_10758.csv")
        self.exchange_rates = read_csv(folder / "wiod16_sea" / "exchange_rates_oecd.csv")
        table = read_csv(folder / "china_io" / "china_2018_153.csv.gz")
        rows = {row["Code"]: row for row in table}
        self.table = rows

        self.names, self.icio, self.notes = {}, {}, {}
        for line in SECTORS.strip().splitlines():
            code, name, icio, note = line.split("|")
            if code not in rows:
                fail(f"sector {code} of the concordance is not in the table")
            if rows[code]["Description"] != name:
                fail(f"sector {code} is '{rows[code]['Description']}' in the table, '{name}' here")
            self.names[code], self.icio[code], self.notes[code] = name, icio, note
        self.codes = sorted(self.names)
        if len(self.codes) != 153 or set(self.codes) != {c for c in rows if c.isdigit()}:
            fail("the concordance must name the 153 sectors of the table, each once")

        def column_item(item):  # 10,000 yuan -> billion yuan
            return {code: float(rows[item][code]) / 1e5 for code in self.codes}

        self.value_added = column_item("TVA")
        self.labour = column_item("VA001")
        self.output = {code: float(rows[code]["GO"]) / 1e5 for code in self.codes}
        self.gdp = math.fsum(self.value_added.values())

    def facts(self, name):
        return self.fact_rows[name]

    def value_added_rate(self, code):
        return self.value_added[code] / self.output[code]

    def check_balance(self):
        """Largest gap of a row and of a column, over output."""
        row_gap = column_gap = 0.0
        for code in self.codes:
            row = self.table[code]
            item = {key: float(row[key] or 0) for key in ("TIU", "TFU", "IM", "GO")}
            used = math.fsum(float(row[other]) for other in self.codes)
            row_gap = max(row_gap, abs(used + item["TFU"] - item["IM"] - item["GO"]) / item["GO"])
            made = math.fsum(float(self.table[other][code]) for other in self.codes)
            made += math.fsum(float(self.table[v][code]) for v in ("VA001", "VA002", "VA003", "VA004"))
            column_gap = max(column_gap, abs(made - item["GO"]) / item["GO"])
        return row_gap, column_gap


# ------------------------------------------------------------------------------------------------
# Concordance


def write_concordance(data, out):
    write_csv(out / "concordances" / "nbs153_icio45.csv", ["source", "source_name", "target", "weight", "note"],
              [[c, data.names[c], data.icio[c], 1, data.notes[c]] for c in data.codes])


# ------------------------------------------------------------------------------------------------
# Parameters by sector: trade elasticities, exposure to artificial intelligence, R&D

SERVICE_ELASTICITY = 4.0
# Sectors whose trade elasticity follows another industry of the estimates than their ISIC code.
ELASTICITY_OVERRIDE = {"098": ("C31T33", "materials recovery: 'N.E.C. and Recycling' of the estimates")}
# Industries without an exposure index of their own, and the neighbour used.
EXPOSURE_NEIGHBOUR = {"A03": "A01_02"}


def trade_elasticities(data):
    groups = {}
    for row in data.facts("scale_trade_elasticities"):
        if row["parameter"] != "trade_elasticity_sigma_minus_1" or not row["std_error"]:
            continue  # rows without a standard error are normalisations or another edition
        for icio in row["isic4_icio"].split(";"):
            groups[icio] = row
    for code in data.codes:
        icio, why = ELASTICITY_OVERRIDE.get(code, (data.icio[code], ""))
        row = groups.get(icio)
        if row is None:
            source = ("services, utilities and construction: the paper (Lashkaripour and Lugovskyy 2023) "
                      "normalises sigma = 11, which is no estimate; 4 is the value of own trial runs")
            yield code, SERVICE_ELASTICITY, None, "", source, "", "assumption"
            continue
        source = (f"1 + (sigma - 1) of '{row['sector']}', standard error {row['std_error']}: Lashkaripour and "
                  "Lugovskyy 2023, American Economic Review 113(10), Table 3; mapping ours")
        if why:
            source += f" ({why})"
        yield (code, 1.0 + float(row["value"]), row, row["year"], source, "AER 113(10), Table 3",
               weakest(row["status"]))


def elasticity_rows(data):
    armington, export = [], []
    for code, value, row, year, source, vintage, status in trade_elasticities(data):
        armington.append([code, "armington_elasticity", text_of(value), "1", year, source, vintage, status])
        export.append([code, "export_elasticity", text_of(value), "1", year,
                       "set equal to the Armington elasticity: " + source, vintage, status])
    return armington, export


def scale_rows(data):
    """External economies of scale; the services that the paper normalises have none."""
    groups = {}
    for row in data.facts("scale_trade_elasticities"):
        if row["parameter"] != "scale_elasticity_mu" or not row["std_error"]:
            continue
        for icio in row["isic4_icio"].split(";"):
            groups[icio] = row
    rows = []
    for code in data.codes:
        icio, _ = ELASTICITY_OVERRIDE.get(code, (data.icio[code], ""))
        row = groups.get(icio)
        if row is None:
            rows.append([code, "scale_elasticity", "0", "1", "", "services, utilities and construction: normalised to 0 "
                         "in Lashkaripour and Lugovskyy 2023", "", "assumption"])
        else:
            rows.append([code, "scale_elasticity", text_of(min(1.0, float(row["value"]))), "1", row["year"],
                         f"'{row['sector']}', standard error {row['std_error']}: Lashkaripour and Lugovskyy 2023, American "
                         "Economic Review 113(10), Table 3; capped at 1; mapping ours", "AER 113(10), Table 3",
                         weakest(row["status"])])
    return rows


def ai_exposure_rows(data):
    index = {}
    for row in data.facts("ai_exposure_isic"):
        if row["measure"] in ("AIIE_scaled", "LM_AIIE_scaled"):
            index.setdefault(row["isic4_icio"], []).append(float(row["value"]))
    raw, via = {}, {}
    for code in data.codes:
        icio = data.icio[code]
        if icio not in index:
            via[code] = EXPOSURE_NEIGHBOUR[icio]
            icio = via[code]
        raw[code] = math.fsum(index[icio]) / len(index[icio])
    labour = math.fsum(data.labour.values())
    mean = math.fsum(raw[c] * data.labour[c] for c in data.codes) / labour
    target_row = one(data.facts("ai_macro"), indicator="acemoglu_exposed_task_share")
    target = float(target_row["value"])
    factor = target / mean
    value = {c: min(1.0, factor * raw[c]) for c in data.codes}
    achieved = math.fsum(value[c] * data.labour[c] for c in data.codes) / labour
    if abs(achieved - target) > 1e-9:
        fail("the cap at 1 binds: rescale the exposure again")
    rows = []
    for code in data.codes:
        source = ("mean of AIIE and language-model AIIE (Felten, Raj and Seamans; US occupations), scaled 0 to 1 "
                  f"over industries, times {factor:.6f} so that the mean weighted by labour income of 2018 is "
                  f"{text_of(target)} (Acemoglu 2025; about 20 % seen, digits from memory)")
        if code in via:
            source += f"; index of {via[code]}, none for {data.icio[code]}"
        rows.append([code, "ai_exposure", text_of(value[code]), "share of tasks", "2019-2023", source,
                     "AIOE repository 2019, 2023", "derived"])
    return rows, achieved, factor


# R&D. Groups of the communiques on science and technology expenditure -> sectors of the table.
RD_MINING = {"coal mining": ["006"], "oil and gas extraction": ["007"], "ferrous ore mining": ["008"],
             "non-ferrous ore mining": ["009"], "non-metal ore mining": ["010"], "mining support": ["011"]}


def codes_between(first, last, skip=()):
    return [f"{i:03d}" for i in range(int(first), int(last) + 1) if f"{i:03d}" not in skip]


RD_INTERPOLATED = {  # both sides of 2018 are known
    "agri-food processing": codes_between("012", "018"),
    "food": codes_between("019", "022"),
    "beverages": codes_between("023", "025"),
    "tobacco": ["026"],
    "textile": codes_between("027", "031"),
    "apparel": ["032"],
    "leather and footwear": ["033", "034"],
    "petroleum, coal and nuclear fuel": ["041", "042"],
    "rubber and plastic": ["052", "053"],
    "electrical machinery": codes_between("084", "089"),
}
RD_ONE_SIDED = {  # only 2021 is known: moved to 2018 with all manufacturing
    "wood": ["035"], "furniture": ["036"], "paper": ["037"], "printing": ["038"],
    "recreation and culture goods": ["039", "040"],
}
RD_OECD_2018 = {  # shares of business R&D in 2018, published by industry
    "Pharmaceuticals, medicinal chemical and botanical products": ["050"],
    "Motor vehicles, trailers, and semi-trailers": ["079", "080"],
    "Other transport equipment": ["081", "082", "083"],
}
RD_OECD_CHEMICALS = "Chemicals and chemical products"  # split into chemicals and chemical fibre
RD_OECD_ELECTRONICS = "Computer, electronic, and optical products"  # split into instruments and the rest
RD_RESIDUAL = {  # only 2012 is known: what is left of manufacturing, in the proportions of 2012
    "non-metallic minerals": codes_between("054", "060"),
    "ferrous metals": ["061", "062", "063"],
    "non-ferrous metals": ["064", "065"],
    "metal products": ["066"],
    "general equipment": codes_between("067", "073"),
    "special equipment": codes_between("074", "078"),
}
RD_OTHER_MANUFACTURING = ["097", "098", "099"]  # no figure: the intensity of the wood industry
RD_UTILITIES = ["100", "101", "102"]
# Business R&D outside industry: OECD R&D intensity class (share of value added) -> sectors.
RD_BUSINESS_CLASSES = {
    "01–03": codes_between("001", "005"),
    "41–43": codes_between("103", "108"),
    "45–47": ["109", "110"],
    "49–53": codes_between("111", "122"),
    "55–56": ["123", "124"],
    "61": ["125", "126"],
    "62–63": ["127", "128", "129"],
    "64–66": ["130", "131", "132"],
    "68": ["133"],
    "77–82": ["134", "135"],
    "72": ["136"],
    "69–75X": ["137", "138"],
    "581": ["147"],
    "59–60": ["148"],
    "90–99": ["142", "143", "149", "150", "151"],
}
RD_INSTITUTE_SECTORS = ["136", "137", "138"]


def rd_spending_rows(data):
    by_industry = data.facts("rd_by_industry_china")
    source_name = "NBS/MOST/MOF communiques on national science and technology expenditure"

    def spending(industry):
        """year -> (billion yuan, status), the last seen row where there are several."""
        rows = [r for r in by_industry if r["industry"] == industry and r["indicator"] == "rd_expenditure"]
        return {int(r["year"]): (float(r["value"]), weakest(r["status"])) for r in rows}

    def interpolate(industry):
        known = spending(industry)
        before = max(y for y in known if y <= YEAR)
        after = min(y for y in known if y >= YEAR)
        (a, status_a), (b, status_b) = known[before], known[after]
        value = a * (b / a) ** ((YEAR - before) / (after - before))
        return value, before, after, weakest("derived", status_a, status_b)

    total_row = one(data.facts("rd_china"), indicator="rd_expenditure", year="2018")
    total = float(total_row["value"])

    def performer(name):
        return float(one(data.facts("rd_china"), indicator=name, year="2018")["value"])

    enterprises = performer("rd_by_enterprises")
    institutes = performer("rd_by_government_institutes")
    universities = performer("rd_by_universities")
    others = total - enterprises - institutes - universities

    industry_total = interpolate("total above-size industry")[0]
    manufacturing = interpolate("manufacturing")[0]
    mining = interpolate("mining")[0]
    value = {code: 0.0 for code in data.codes}
    story = {code: [] for code in data.codes}

    def book(amount, sectors, weights, source, status):
        whole = math.fsum(weights[c] for c in sectors)
        for code in sectors:
            value[code] += amount * weights[code] / whole
            story[code].append((source, status))

    def book_group(amount, sectors, source, status):
        if len(sectors) > 1:
            source += "; inside the group by gross output"
            status = weakest(status, "assumption")
        book(amount, sectors, data.output, source, status)

    # Mining: interpolated industries, scaled to the interpolated total of mining.
    amounts = {}
    for industry in RD_MINING:
        known = spending(industry)
        if min(known) > YEAR:  # only 2021: moved to 2018 with all mining
            amounts[industry] = (known[2021][0] * mining / spending("mining")[2021][0],
                                 "figure of 2021 moved to 2018 with all mining", "assumption")
        else:
            v, before, after, status = interpolate(industry)
            amounts[industry] = (v, f"log-linear between {before} and {after}", status)
    scale = mining / math.fsum(a[0] for a in amounts.values())
    for industry, (v, how, status) in amounts.items():
        book_group(v * scale, RD_MINING[industry],
                   f"{source_name}, '{industry}': {how}, times {scale:.4f} to the total of mining", status)

    # Manufacturing.
    before_manufacturing = dict(value)
    for industry, sectors in RD_INTERPOLATED.items():
        v, before, after, status = interpolate(industry)
        remembered = f" (figure of {after} from memory)" if status == "from memory" else ""
        book_group(v, sectors, f"{source_name}, '{industry}': log-linear between {before} and {after}{remembered}",
                   status)
    step = manufacturing / spending("manufacturing")[2021][0]
    for industry, sectors in RD_ONE_SIDED.items():
        book_group(spending(industry)[2021][0] * step, sectors,
                   f"{source_name}, '{industry}': figure of 2021 moved to 2018 with all manufacturing", "assumption")

    def oecd(industry):
        money = {}
        for row in data.oecd_business_rd:  # the first block is money, the second per cent
            if row["isic_rev_4_level_1"] == "China (2018)":
                money.setdefault(row["time_period"], row["value"])
        return enterprises * float(money[industry]) / float(money["Total business enterprise"])

    oecd_source = ("share of the industry in business R&D of China 2018 (OECD in NCSES Science and Engineering Indicators, table "
                   "RD-14) times R&D by enterprises 2018 (NBS/MOST/MOF communique, 2019-08-30)")
    for industry, sectors in RD_OECD_2018.items():
        book_group(oecd(industry), sectors, f"'{industry}': {oecd_source}", "derived")
    chemicals, fibre = interpolate("chemicals")[0], interpolate("chemical fibre")[0]
    both = oecd(RD_OECD_CHEMICALS)
    how = f"'{RD_OECD_CHEMICALS}': {oecd_source}; chemicals and chemical fibre in proportion to the communiques 2012 and 2020"
    book_group(both * chemicals / (chemicals + fibre), codes_between("043", "049"), how, "derived")
    book_group(both * fibre / (chemicals + fibre), ["051"], how, "derived")
    per_year = spending("manufacturing")
    manufacturing_2014 = per_year[2012][0] * (per_year[2021][0] / per_year[2012][0]) ** (2 / 9)
    instruments = spending("instruments")[2014][0] * manufacturing / manufacturing_2014
    electronics = oecd(RD_OECD_ELECTRONICS)
    how = f"'{RD_OECD_ELECTRONICS}': {oecd_source}"
    book_group(instruments, ["096"],
               f"{source_name}, 'instruments': figure of 2014 moved to 2018 with all manufacturing", "assumption")
    book_group(electronics - instruments, codes_between("090", "095"), how + "; less instruments", "derived")
    wood = value["035"] / data.output["035"]
    for code in RD_OTHER_MANUFACTURING:
        book_group(wood * data.output[code], [code], "no figure: intensity of the wood industry", "assumption")
    booked = math.fsum(value[c] - before_manufacturing[c] for c in data.codes)
    residual = manufacturing - booked
    if residual <= 0:
        fail("nothing of manufacturing R&D is left for the industries known in 2012 only")
    old = {industry: spending(industry)[2012][0] for industry in RD_RESIDUAL}
    for industry, sectors in RD_RESIDUAL.items():
        book_group(residual * old[industry] / math.fsum(old.values()), sectors,
                   f"{source_name}, '{industry}': what the other industries leave of manufacturing "
                   f"({residual:.1f} billion yuan), in the proportions of 2012", "assumption")

    # Utilities: what mining and manufacturing leave of above-size industry.
    book_group(industry_total - manufacturing - mining, RD_UTILITIES,
               f"{source_name}: above-size industry less mining and manufacturing, each log-linear 2012-2021",
               "derived")

    # The rest of the total: universities, institutes, other performers, business outside industry.
    rd_source = "NBS/MOST/MOF communique for 2018 (2019-08-30)"
    book(universities, ["144"], data.output, f"R&D by universities: {rd_source}", "seen")
    intensity = {}
    names = {}
    for row in data.oecd_intensity:
        if row["manufacturing_level_1"] != "Nonmanufacturing":
            continue
        line = row["row_id"].split("_")[0]
        if row["manufacturing_level_2"].startswith("ISIC"):
            names[line] = row["value"]
        elif row["manufacturing_level_2"].startswith("R&D intensity"):
            intensity[names[line]] = float(row["value"]) / 100
    weight = {code: 0.0 for code in data.codes}
    for isic, sectors in RD_BUSINESS_CLASSES.items():
        for code in sectors:
            weight[code] = intensity[isic] * data.value_added[code]
    spread = "in proportion to value added times the R&D intensity of OECD members (NCSES table SAKTI-1)"
    book(institutes, RD_INSTITUTE_SECTORS, weight,
         f"R&D by government research institutes: {rd_source}, over 136 to 138 {spread}", "assumption")
    book(others, ["145"], data.output,
         f"R&D by other performers (hospitals and other bodies): {rd_source}, total less enterprises, institutes and "
         "universities, all put into health care", "assumption")
    business = enterprises - industry_total
    book(business, [c for c in data.codes if weight[c] > 0], weight,
         f"R&D by enterprises outside above-size industry ({business:.1f} billion yuan): {rd_source}, {spread}",
         "assumption")

    # Five decimals, and the rounding into the largest sector, so that the column adds up exactly.
    digits = {code: round(value[code], 5) for code in data.codes}
    largest = max(data.codes, key=lambda c: digits[c])
    digits[largest] = round(digits[largest] + total - math.fsum(digits.values()), 5)
    if abs(math.fsum(digits.values()) - total) > 1e-6 or min(digits.values()) < 0:
        fail("R&D by sector does not add up to the national total")
    rows = []
    for code in data.codes:
        if not story[code]:
            story[code] = [("no R&D booked: public service or no published intensity", "assumption")]
        rows.append([code, "rd_spending", text_of(digits[code], 10), "billion yuan", str(YEAR),
                     " + ".join(s for s, _ in story[code]), "final communique 2018",
                     weakest(*(status for _, status in story[code]))])
    parts = {"mining": mining, "manufacturing": manufacturing,
             "utilities": industry_total - manufacturing - mining, "universities": universities,
             "government institutes": institutes, "other performers": others,
             "enterprises outside above-size industry": business}
    return rows, math.fsum(digits.values()), total, parts, digits


def write_parameters(data, out):
    armington, export = elasticity_rows(data)
    exposure, mean, factor = ai_exposure_rows(data)
    rd, rd_sum, rd_total, parts, rd_value = rd_spending_rows(data)
    order = {"armington_elasticity": 0, "export_elasticity": 1, "ai_exposure": 2, "rd_spending": 3,
             "scale_elasticity": 4}
    rows = sorted(armington + export + exposure + rd + scale_rows(data), key=lambda row: (row[0], order[row[1]]))
    write_csv(out / "china-2018" / "parameters.csv",
              ["sector", "parameter", "value", "unit", "year", "source", "vintage", "status"], rows)
    print(f"AI exposure: mean weighted by labour income {mean:.6f}, factor {factor:.6f}")
    print(f"R&D: sum over sectors {rd_sum:.5f}, national total {rd_total:.2f} billion yuan")
    print("     " + ", ".join(f"{name} {value:.1f}" for name, value in parts.items()))
    top = sorted(data.codes, key=lambda c: -rd_value[c])[:8]
    print("     largest: " + ", ".join(f"{c} {rd_value[c]:.0f}" for c in top))


# ------------------------------------------------------------------------------------------------
# Facts without a sector


def wdi_2025(data, indicator):
    """year -> value of a macro indicator after the fifth census (World Development Indicators, 2025)."""
    return {int(row["year"]): float(row["value"]) for row in data.facts("china_macro")
            if row["indicator"] == indicator and "WDI 2025" in row["vintage"]}


def rd_spending_by_year(data):
    return {int(row["year"]): float(row["value"]) for row in data.facts("rd_china")
            if row["indicator"] == "rd_expenditure"}


def rd_real_growth(data, first=2012, last=YEAR):
    """Mean log growth a year of R&D spending, deflated by GDP."""
    spending, nominal, real = rd_spending_by_year(data), wdi_2025(data, "gdp_nominal"), wdi_2025(data, "gdp_growth_real")
    volume = math.fsum(math.log1p(0.01 * real[year]) for year in range(first + 1, last + 1))
    deflator = math.log(nominal[last] / nominal[first]) - volume
    return (math.log(spending[last] / spending[first]) - deflator) / (last - first), first, last


# Published growth accounts that are shown beside ours: indicator -> author, part.
PUBLISHED_PARTS = {
    "wu_cip_gdp_growth": ("wu", "gdp"), "wu_cip_hours": ("wu", "hours"), "wu_cip_capital_deepening": ("wu", "deepening"),
    "wu_cip_labour_quality": ("wu", "quality"), "wu_cip_tfp": ("wu", "tfp"), "cao_ho_jorgenson_tfp": ("cao_ho_jorgenson", "tfp"),
}


# United States, Japan and the 27 members of the European Union.
FRONTIER_MEMBERS = ("USA JPN AUT BEL BGR HRV CYP CZE DNK EST FIN FRA DEU GRC HUN IRL ITA LVA LTU LUX MLT NLD POL PRT ROU "
                    "SVK SVN ESP SWE").split()


def fact_rows(data):
    rows = []

    def add(name, value, low, high, unit, year, source, vintage, status):
        rows.append([name, text_of(value), text_of(low), text_of(high), unit, year, source, vintage, status])

    def copy(name, file, key, field="parameter", factor=1.0, unit=None, low=None, high=None, when=None,
             note="", **wanted):
        """A row of a fact table, with its passport."""
        row = one(data.facts(file), **{field: key}, **wanted)
        value = factor * float(row["value"])
        bounds = [factor * float(row[k]) for k in ("low", "high") if row.get(k)]
        if low is None and bounds:
            low, high = min(bounds), max(bounds)
        add(name, value, low, high, unit or row["unit"], when or ("" if row["year"] == "-" else row["year"]),
            row["source"] + (f"; {note}" if note else ""), row.get("vintage", ""), weakest(row["status"]))
        return value

    # Research and development.
    copy("rd_output_elasticity", "elasticities", "rd_output_elasticity_private", note="default")
    copy("rd_output_elasticity_china", "elasticities", "rd_output_elasticity_china_implied",
         note="Chen, Liu, Suarez Serrato and Xu 2021: doubling real R&D raises productivity 9 %")
    copy("rd_relabelling_share", "elasticities", "rd_relabelling_share_china", unit="share of the reported increase")
    copy("rd_depreciation", "elasticities", "rd_depreciation", unit="1/year")
    copy("rd_spillover_elasticity", "elasticities", "rd_spillover_elasticity_industry_pool")
    copy("rd_user_cost_elasticity", "elasticities", "user_cost_elasticity_rd_long_run", factor=-1.0,
         note="printed as a positive number: a 1 % lower user cost raises R&D by this many per cent in the long run")
    tax = one(data.facts("policy_levers"), lever="hnte_cit")
    if tax["unit"] != "% vs 25":
        fail("the ordinary corporate tax rate no longer stands with hnte_cit")
    add("corporate_tax_rate", 0.25, None, None, "share of profit", "2008-",
        f"{tax['source']}; the ordinary rate, against 15 % for certified high-tech firms", "", weakest(tax["status"]))
    copy("rd_deduction_before", "policy_levers", "rd_super_deduction", "lever", factor=0.01,
         unit="extra deduction, share of R&D", measure="rate", value="75")
    copy("rd_deduction_now", "policy_levers", "rd_super_deduction", "lever", factor=0.01,
         unit="extra deduction, share of R&D", measure="rate", value="100", year="2023-")

    growth, first, last = rd_real_growth(data)
    add("rd_growth_before", growth, None, None, "1/year, log growth", f"{first}-{last}",
        "mean log growth of R&D spending (NBS/MOST/MOF communiques) less that of the GDP deflator (World Bank, World "
        "Development Indicators, 2025: nominal over real growth); for the first stock of knowledge",
        "after 5th census (WDI 2025)", "computed")
    add("rd_intensity_cap", 3.0, 1.0, 5.0, "times the mean", "",
        "the elasticity of a sector grows with its R&D over value added, to at most this many times the mean", "",
        "assumption")

    # Data.
    target = one(data.facts("replication_targets"), id="T32")
    add("data_income_share", 0.01 * float(target["value"]), 0.05, 0.065, "share of value added", target["year"],
        "OECD ECO WP 1723: data investment 5 to 6.5 % of market-sector gross value added in Europe (seen); used here "
        "as the income share of data in China, which is our assumption", "", "assumption")
    copy("data_depreciation", "elasticities", "data_capital_depreciation", unit="1/year")
    copy("data_output_elasticity_eta", "elasticities", "data_output_elasticity_eta")
    produced = {r["year"]: r for r in data.facts("emerging_industries") if r["indicator"] == "data_produced"}
    bytes_grew = " and ".join(f"{produced[year]['note'].lstrip('+')} in {year}" for year in ("2023", "2024"))
    add("data_growth_before", 0.08, 0.04, 0.15, "1/year, log growth", "",
        f"log growth of the data stock before the base year, for the first stock; bytes produced grew {bytes_grew} "
        "(seen: National Data Administration), but bytes are no index of volume", "", "assumption")
    add("data_deepening", 0.03, 0.0, 0.06, "1/year, log growth", "",
        "data investment grows by this much more than output; bytes produced grew much faster (see data_growth_before)",
        "", "assumption")
    add("data_openness_policy", 0.3, 0.0, 0.5, "share 0-1", "",
        "openness of the data market that a policy of exchanges and public-data release reaches from 0", "",
        "assumption")

    # Artificial intelligence.
    copy("ai_cost_effective_share", "ai_macro", "acemoglu_cost_effective_share", "indicator",
         unit="share of exposed tasks", when="10 years")
    copy("ai_task_cost_saving", "ai_macro", "acemoglu_labour_cost_saving", "indicator", low=0.14, high=0.40,
         unit="share of labour cost of the task", when="10 years", note="range ours")
    copy("ai_logistic_rate", "ai_macro", "ai_plus_logistic_rate", "indicator", low=0.25, high=0.7, unit="1/year",
         note="through the targets of 70 % in 2027 and 90 % in 2030; range ours")
    copy("ai_logistic_midpoint", "ai_macro", "ai_plus_logistic_midpoint", "indicator",
         note="S-curves fitted before take-off fail: give it a wide prior")
    add("ai_task_intensity", 0.3, 0.1, 0.5, "share of tasks per share of devices", "",
        "the official targets count devices and agents in use, not tasks: adoption of tasks = penetration x this",
        "", "assumption")

    slow, fast = (one(data.facts("diffusion"), indicator=f"ict_logistic_rate_{end}") for end in ("low", "high"))
    adoption = "adoption of AI without a programme"
    add("ai_baseline_rate", 0.25, float(slow["value"]), float(fast["value"]), "1/year", "",
        f"{adoption}; compare logistic rates of {slow['value']} ({slow['source']}) to {fast['value']} ({fast['source']}) "
        "of earlier technologies, from memory", "", "assumption")
    add("ai_baseline_midpoint", 2030, 2027, 2036, "year", "", f"{adoption}: year of half adoption", "", "assumption")

    add("ai_task_substitution", 0.5, 0.2, 1.0, "1", "",
        "elasticity of substitution between tasks where bottlenecks are switched on; below 1 after Aghion, Jones and "
        "Jones (2019, from memory); size ours", "", "assumption")
    add("ai_intangible_cost", 1.0, 0.0, 3.0, "years of the saving", "",
        "unmeasured intangibles to be built for each unit of yearly saving, where the J-curve is switched on; after "
        "Brynjolfsson, Rock and Syverson (2021, from memory); size ours", "", "assumption")
    acemoglu = float(one(data.facts("ai_macro"), indicator="acemoglu_tfp_10y")["value"])
    low, high = (float(one(data.facts("ai_macro"), indicator=f"oecd_tfp_{end}")["value"]) for end in ("low", "high"))
    goldman = float(one(data.facts("ai_macro"), indicator="goldman_gdp_10y")["value"])
    add("ai_scenarios.acemoglu.tfp_10_years", 0.01 * acemoglu, None, None, "log points over ten years", "10 years",
        "Acemoglu 2025, Economic Policy 40(121), abstract", "", "seen")
    add("ai_scenarios.oecd.tfp_10_years", 0.05 * (low + high), 0.1 * low, 0.1 * high, "log points over ten years",
        "10 years", f"OECD AI Paper 29 (Filippucci, Gal and Schief 2024): {low} to {high} points of TFP a year (seen); "
        "the middle, ten times", "", "derived")
    add("ai_scenarios.goldman.tfp_10_years", 0.01 * goldman * 0.57, None, None, "log points over ten years", "10 years",
        f"Goldman Sachs: {goldman:g} % of world GDP (seen, quoted by Acemoglu), times 0.57, Acemoglu's ratio of TFP to "
        "GDP", "", "derived")

    # Knowledge from abroad, catch-up, experience, varieties, vintages.
    copy("rd_foreign_elasticity", "elasticities", "coe_helpman_foreign_rd_times_import_share",
         note="times the imported share of inputs")
    by_region = data.rd_by_region

    def frontier(level, when):
        return math.fsum(float(one(by_region, time_period=who, gerd_level_1=level, gerd_level_2=when)["value"])
                         for who in ("United States", "EU-27", "Japan"))

    intensity = math.log(frontier("GERD", "2021a") / frontier("GDP", "2021a")
                         / (frontier("GERD", "2010") / frontier("GDP", "2010"))) / 11
    members = FRONTIER_MEMBERS

    def output_of_members(year):
        return math.fsum(float(row["rgdpna"]) for row in data.penn
                         if row["year"] == str(year) and row["isocode"] in members)

    grew = math.log(output_of_members(2019) / output_of_members(2010)) / 9
    add("rd_foreign_growth", intensity + grew, 0.02, 0.05, "1/year, log growth", "2010-2021",
        "United States, EU-27 and Japan: growth of R&D over GDP 2010-2021 (NCSES table RD-5) plus that of their real GDP "
        "2010-2019 (Penn World Table 10.01); stands for the growth of their stock", "PWT 10.01", "computed")
    copy("catch_up_speed", "elasticities", "catch_up_speed_tfp_gap",
         note="no default: productivity of China relative to the United States fell from 0.42 (2010) to 0.40 (2019) in "
         "Penn World Table 10.01 (ctfp), so that a pull of this size is not seen")
    copy("catch_up_absorption", "elasticities", "rd_absorptive_interaction", note="no default, as catch_up_speed")

    copy("ideas_get_harder", "elasticities", "ideas_diminishing_exponent_aggregate",
         note="no default: with A = H^phi a constant growth of A already needs R&D to grow 1 / (phi + phi_S), about 5.6 "
         "times as fast, more than the 3.1 here")
    copy("experience_given_back", "elasticities", "rd_spillover_crossfirm_ratio_semiconductors", low=0.0, high=0.333,
         unit="money saved in the old industry per unit saved in the new", note="used for what the old industry learns "
         "from the new one")
    add("experience_rd_overlap", 0.5, 0.25, 0.75, "share of the learning exponent", "",
        "learning rates are estimated without R&D beside cumulative output; two-factor estimates for electrolysers give "
        "R&D about half or more (Bello and Reiner 2025: 0.6-9.4 % per doubling of output, 9-42 % of the RD&D stock); own "
        "R&D is a driver of its own here", "", "assumption")
    add("experience_growth_before", 0.15, 0.08, 0.3, "1/year, log growth", "2010-2018",
        "growth of emerging output before the base year where none is given, for the first stock of experience; official "
        "growth of emerging industries 2010-2018 lies between 10 and 20 %", "", "assumption")
    add("variety_preference", 2.0, 0.0, 5.0, "1", "", "how strongly users turn to a new variety as it becomes cheaper "
        "than the old one, beyond the nest they buy in (logit)", "", "assumption")
    add("variety_drift", 0.5, 0.0, 1.0, "share of growth", "2018-2024", "how much of the growth of an emerging industry "
        "beyond that of the economy is users turning to it beside price; set after seeing 2018-2024", "", "assumption")
    add("variety_ordinary_growth", 0.05, None, None, "1/year, log growth", "2018-2024", "growth of the whole economy, "
        "which an emerging industry has without any turning of users (GDP 2018-2024: 4.9 %)", "", "derived")
    add("variety_drift_until", 2024, None, None, "year", "", "last year of the growth figures of emerging industries",
        "", "derived")
    add("variety_drift_half_life", 5.0, 3.0, 10.0, "years", "", "what draws users to new varieties beside price fades by "
        "half in this time", "", "assumption")
    add("vintage_embodied", 0.01, 0.0, 0.03, "1/year of age", "", "how much better capital gets with each year that it is "
        "younger; equipment alone about 0.03 in the United States (Greenwood, Hercowitz and Krusell 1997, from memory), "
        "buildings next to nothing", "", "assumption")
    add("public_bond_years", 20, 10, 30, "years", "", "time over which measures financed by bonds are repaid; ultra-long "
        "special bonds run 20 to 50 years", "", "assumption")
    add("public_bond_rate", 0.025, 0.015, 0.035, "1/year", "", "interest on public bonds", "", "assumption")

    # Public finance and programmes.
    add("marginal_cost_of_public_funds", 1.3, 1.2, 1.5, "yuan of welfare per yuan of revenue", "",
        "usual range for distortionary taxes", "", "assumption")
    for year, measure in (("2024", "special_bonds_equipment"), ("2025", "special_bonds_equipment"),
                          ("2026", "special_bonds_equipment_first_batch")):
        copy(f"equipment_renewal_bonds_{year}", "policy_levers", "equipment_renewal", "lever", measure=measure,
             year=year, note="first batch only" if year == "2026" else "")
    add("equipment_renewal_additionality", 0.45, 0.3, 0.6, "share of the supported investment", "2024-2026",
        "share of the supported investment that would not have been made otherwise", "", "assumption")
    copy("guidance_funds_raised", "policy_levers", "guidance_funds", "lever", measure="raised")
    copy("guidance_fund_realisation", "policy_levers", "guidance_funds", "lever", measure="realisation_ratio",
         unit="raised / target")

    # Substitution. Named sets; armington and export stand only in the sets that replace the sectoral values.
    trial = "own trial runs on this table, orientation values"
    match = {
        "final": ("elasticity_sub_final_goods", "Baqaee and Farhi 2019 benchmark 0.9 (from memory)"),
        "inputs": ("elasticity_sub_among_intermediates_short_run",
                   "Baqaee and Farhi 2019 benchmark 0.001, Atalay 2017 about 0.1 (from memory)"),
        "output": ("elasticity_sub_va_vs_intermediates", "Baqaee and Farhi 2019, Atalay 2017: 0.5 (from memory)"),
    }
    sets = {
        "standard": {"output": 0.2, "inputs": 0.2, "value_added": 0.9, "final": 0.9},
        "short_run": {"output": 0.05, "inputs": 0.05, "value_added": 0.3, "final": 0.9, "armington": 1.5,
                      "export": 1.5},
        "nearly_fixed": {"output": 0.01, "inputs": 0.01, "value_added": 0.2, "final": 0.9, "armington": 0.9,
                         "export": 1.2},
        "high": {"output": 0.2, "inputs": 0.2, "value_added": 0.6, "final": 0.9, "armington": 8.0, "export": 8.0},
    }
    for name, nests in sets.items():
        for nest, value in nests.items():
            low = high = None
            source = trial
            if nest == "final":
                row = one(data.facts("elasticities"), parameter=match[nest][0])
                low, high = float(row["low"]), float(row["high"])
                source += "; " + match[nest][1]
            elif nest in match:
                source += "; compare " + match[nest][1]
            elif nest == "value_added" and name == "standard":
                low, high = 0.8, 1.0
                source += ("; 0.6 serves single shocks, but over years it makes the labour share drift: between 0.8 "
                           "and 1 it stays credible")
            if name == "nearly_fixed" and nest == "inputs":
                source += "; the trial itself used 0.001"
            add(f"elasticities.{name}.{nest}", value, low, high, "1", "", source, "", "assumption")
    add("investment_return_exponent", 3.0, 1.0, 6.0, "1", "",
        f"{trial}: with 1 the returns of sectors stay e^1.5 apart after 17 years, with 3 e^1.1, with 6 e^1.0", "",
        "assumption")

    # The aggregate path.
    growth = {row["year"]: row["value"] for row in data.facts("sei_official")
              if row["indicator"] == "high_tech_manufacturing_va_growth"}
    rate = float(one(data.facts("elasticities"), parameter="wright_learning_rate_median_firstdiff")["value"])
    exponent = -math.log2(1.0 - rate)
    add("emerging_productivity_trend", round(0.5 * exponent * 0.12, 4), 0.0, 0.04, "1/year", "2019-2035",
        f"half (the rest is R&D, see experience_rd_overlap) of the learning exponent {exponent:.3f} (median of 87 "
        "technologies, first differences) times growth of emerging output of 0.12 a year (ours; value added of high-tech "
        f"manufacturing grew {growth['2018']} % in 2018, {growth['2021']} % in 2021, {growth['2024']} % in 2024, NBS); "
        "stands in for experience curves where emerging industries are no sectors of their own", "", "assumption")
    gfcf = {row["year"]: float(row["value"]) for row in data.facts("china_macro")
            if row["indicator"] == "gfcf_share" and "WDI 2025" in row["vintage"]}
    fell = (gfcf["2013"] - gfcf["2023"]) / 10
    add("investment_share_decline_after_2023", 0.005, 0.002, 0.01, "share of GDP per year", "2024-2035",
        f"fixed investment fell by {fell:.2f} points of GDP a year in 2013-2023 (WDI 2025); 0.5 a year brings it from "
        f"{gfcf['2023']:.1f} % in 2023 to {gfcf['2023'] - 6:.1f} % in 2035, about half the fall towards the level of "
        "rich economies, and lets consumption rise", "", "assumption")
    add("sei_drift_held_from", 2025, None, None, "year", "", "counting drift of the official share (what counts as "
        "emerging widens) is carried to the last target year of the plan and then held", "", "assumption")

    # Penn World Table 10.01: size of the world, capital, human capital.
    def penn(country, year, column):
        value = one(data.penn, isocode=country, year=str(year))[column]
        return float(value) if value else None

    def nominal(row):
        return float(row["cgdpo"]) * float(row["pl_gdpo"]) / 1e6  # trillion dollars

    base = [row for row in data.penn if row["year"] == str(YEAR) and row["cgdpo"] and row["pl_gdpo"]]
    world = math.fsum(nominal(row) for row in base)
    china = nominal(one(base, isocode="CHN"))
    rate_row = one(data.exchange_rates, country="CHN", year=str(YEAR))
    rate = float(rate_row["lcu_per_usd"])
    source = "Penn World Table 10.01 (Feenstra, Inklaar and Timmer 2015)"
    add("world_gdp", world, None, None, "trillion dollars", str(YEAR),
        f"{source}: cgdpo x pl_gdpo, sum of {len(base)} countries (World Bank: about 86, from memory)", "PWT 10.01",
        "computed")
    add("china_gdp_usd", china, None, None, "trillion dollars", str(YEAR), f"{source}: cgdpo x pl_gdpo of China",
        "PWT 10.01", "computed")
    add("exchange_rate", rate, None, None, "yuan per dollar", str(YEAR),
        "OECD exchange rates, annual average (the same in Penn World Table 10.01)", "", "seen")
    add("row_gdp", (world - china) * rate, None, None, "trillion yuan", str(YEAR),
        "(world_gdp - china_gdp_usd) x exchange_rate", "PWT 10.01", "derived")
    capital = penn("CHN", YEAR, "cn") * penn("CHN", YEAR, "pl_n")
    ratio = capital / (penn("CHN", YEAR, "cgdpo") * penn("CHN", YEAR, "pl_gdpo"))
    ratio_constant = penn("CHN", YEAR, "rnna") / penn("CHN", YEAR, "rgdpna")
    ratio_ppp = penn("CHN", YEAR, "cn") / penn("CHN", YEAR, "cgdpo")
    add("capital_stock_to_gdp", ratio, None, None, "years", str(YEAR),
        f"{source}: (cn x pl_n) / (cgdpo x pl_gdpo), at current prices of China: the ratio that belongs to a table in "
        "current yuan", "PWT 10.01", "computed")
    add("capital_stock_to_gdp_constant_prices", ratio_constant, None, None, "years", str(YEAR),
        f"{source}: rnna / rgdpna, at prices of 2017", "PWT 10.01", "computed")
    add("capital_stock_to_gdp_ppp", ratio_ppp, None, None, "years", str(YEAR),
        f"{source}: cn / cgdpo, at purchasing power parities; capital is cheap in China against the rest of GDP "
        f"(pl_n / pl_gdpo = {ratio / ratio_ppp:.2f}), so this ratio is far above the one at current prices",
        "PWT 10.01", "computed")
    add("capital_depreciation", penn("CHN", YEAR, "delta"), None, None, "1/year", str(YEAR), f"{source}: delta",
        "PWT 10.01", "seen")
    quality = math.log(penn("CHN", 2019, "hc") / penn("CHN", 2010, "hc")) / 9
    add("labour_quality_growth", quality, None, None, "1/year", "2010-2019",
        f"{source}: mean log growth of hc, human capital per person", "PWT 10.01", "computed")

    for row in data.facts("growth_accounting"):
        part = PUBLISHED_PARTS.get(row["indicator"])
        if part and re.fullmatch(r"\d{4}-\d{4}", row["year"]):
            who, what = part
            add(f"published.{who}.{row['year']}.{what}", 0.01 * float(row["value"]), None, None, "log points a year",
                row["year"], row["source"] + (f"; {row['note']}" if row["note"] else ""), "", weakest(row["status"]))

    add("catch_up_gap", -math.log(penn("CHN", YEAR, "ctfp")), None, None, "log points", str(YEAR),
        f"{source}: -ln ctfp, productivity of the United States over that of China", "PWT 10.01", "computed")
    add("frontier_growth", math.log(penn("USA", 2019, "rtfpna") / penn("USA", 2010, "rtfpna")) / 9, None, None,
        "1/year, log growth", "2010-2019", f"{source}: rtfpna of the United States", "PWT 10.01", "computed")

    def rest(year):
        return math.fsum(float(row["rgdpna"]) for row in data.penn
                         if row["year"] == str(year) and row["isocode"] != "CHN" and row["rgdpna"])

    add("row_growth", math.log(rest(2019) / rest(2010)) / 9, None, None, "1/year", "2010-2019",
        f"{source}: mean log growth of the sum of rgdpna over all countries but China", "PWT 10.01", "computed")
    return rows


# ------------------------------------------------------------------------------------------------
# Series by year


def series_rows(data):
    rows = []

    def add(name, year, value, unit, source, vintage, status):
        rows.append([name, str(year), text_of(value), unit, source, vintage, status])

    macro = data.facts("china_macro")

    def macro_years(name, indicator, vintage_text, years, unit, factor):
        for year in years:
            row = one([r for r in macro if r["indicator"] == indicator and vintage_text in r["vintage"]],
                      year=str(year))
            source = row["source"]
            if row["note"] and indicator.startswith("population"):
                source += f"; {row['note']}"
            add(name, year, factor * float(row["value"]), unit, source, row["vintage"], weakest(row["status"]))

    latest = "after 5th census (WDI 2025)"
    macro_years("gdp_growth", "gdp_growth_real", latest, range(2019, 2025), "share", 0.01)
    macro_years("gdp_growth", "gdp_growth_real", "first published", [2025], "share", 0.01)
    macro_years("gdp_growth_first_published", "gdp_growth_real", "first published", range(2019, 2026), "share", 0.01)
    macro_years("gfcf_share", "gfcf_share", latest, range(2018, 2024), "share of GDP", 0.01)
    macro_years("population_15_64", "population_15_64", "UN WPP 2024 via WDI 2025", range(2018, 2025),
                "million persons", 1.0)
    change_row = one(macro, indicator="population_15_64_change")
    first, last = (int(y) for y in change_row["year"].split("-"))
    step = float(change_row["value"]) / (last - first)
    start = float(one([r for r in macro if r["vintage"] == "UN WPP 2024 via WDI 2025"],
                      indicator="population_15_64", year=str(first))["value"])
    for year in range(first + 1, 2036):
        add("population_15_64", year, start + step * (year - first), "million persons",
            f"straight line: {change_row['value']} million in {change_row['year']} ({change_row['vintage']}, "
            f"{change_row['source']}); the true path falls later, as small cohorts reach 65 in 2024-2026",
            change_row["vintage"], "derived")

    # R&D over GDP in one vintage: published after the fifth census from 2020; for the two years before,
    # the same division. Where both exist they must agree to the digits printed.
    spending, gdp = rd_spending_by_year(data), wdi_2025(data, "gdp_nominal")
    earlier = {2018: "2.14", 2019: "2.23"}
    for year in (2018, 2019):
        add("rd_intensity", year, spending[year] / gdp[year], "share of GDP",
            "R&D spending (NBS/MOST/MOF communique) over GDP of World Development Indicators, 2025; after the fourth "
            f"census it was {earlier[year]} %, with a lower GDP", latest, "computed")
    for year in range(2020, 2026):
        row = one([r for r in data.facts("rd_china") if r["indicator"] == "rd_intensity_revised"], year=str(year))
        source, vintage = row["source"], "after 5th census"
        if year in gdp:
            if abs(100 * spending[year] / gdp[year] - float(row["value"])) > 0.0051:
                fail(f"R&D over GDP of {year} is not the published {row['value']} %")
            source += "; R&D spending over GDP of World Development Indicators, 2025, gives the same"
        if year == 2025:
            vintage += ", preliminary"
        add("rd_intensity", year, 0.01 * float(row["value"]), "share of GDP", source, vintage, weakest(row["status"]))

    official = {
        "sei_share": ("sei_share_official", "share of GDP"),
        "sei_share_lower_bound": ("sei_share_lower_bound", "share of GDP, at least"),
        "sei_share_target": ("sei_share_target", "share of GDP"),
        "digital_core_share": ("digital_core_share", "share of GDP"),
        "digital_core_share_target": ("digital_core_share_target", "share of GDP"),
        "high_tech_manufacturing_va_growth": ("high_tech_manufacturing_growth", "share, real value added"),
    }
    keep = {"sei_share": ("2014", "2015", "2018", "2019", "2020", "2021"),
            "sei_share_lower_bound": ("2021", "2022", "2023"), "sei_share_target": ("2015", "2020", "2025")}
    # Totals of the past, for growth accounts.
    for name, column, factor, unit in (
            ("real_gdp", "rgdpna", 1e-3, "billion dollars at prices of 2017"),
            ("capital_stock", "rnna", 1e-3, "billion dollars at prices of 2017"),
            ("capital_services", "rkna", 1.0, "2017 = 1"), ("employment", "emp", 1.0, "million persons"),
            ("hours", "avh", 1.0, "hours a year per person employed"),
            ("human_capital", "hc", 1.0, "index of schooling and returns"), ("labour_share", "labsh", 1.0, "share of GDP")):
        for row in data.penn:
            if row["isocode"] == "CHN" and row[column] and int(row["year"]) >= 1978:
                add(f"history.{name}", int(row["year"]), factor * float(row[column]), unit,
                    f"Penn World Table 10.01 (Feenstra, Inklaar and Timmer 2015): {column}", "PWT 10.01", "seen")

    for row in data.facts("sei_official"):
        if row["indicator"] not in official or row["year"] not in keep.get(row["indicator"], (row["year"],)):
            continue
        name, unit = official[row["indicator"]]
        note = row["note"].replace("about 20 searches found no page", "no page found")
        source = row["source"] + (f"; {note}" if note else "")
        vintage = ""
        if name == "sei_share_official":
            vintage = "2018 classification" if int(row["year"]) >= 2018 else "2012 classification"
        add(name, int(row["year"]), 0.01 * float(row["value"]), unit, source, vintage, weakest(row["status"]))
    return sorted(rows, key=lambda row: (row[0], row[1]))


# ------------------------------------------------------------------------------------------------
# Classifications: share of each sector's value added in a class

NINE_GROUPS = {
    "next-generation IT": "next-generation information technology",
    "high-end equipment": "high-end equipment",
    "high-end equipment (aviation)": "high-end equipment",
    "high-end equipment (marine)": "high-end equipment",
    "new materials": "new materials",
    "bio": "biological industry",
    "new energy vehicles": "new-energy vehicles",
    "new energy": "new energy",
    "new energy / energy saving": "new energy",
    "energy saving": "energy saving and environment",
    "environment": "energy saving and environment",
    "digital creative": "digital creative",
    "related services": "related services",
}

DIGITAL_CORE = {  # sector: (share of value added, group, what is counted)
    "072": (0.3, "manufacture", "printers, scanners and copiers"),
    "073": (0.03, "manufacture", "industrial robots, 3D printers"),
    "078": (0.06, "manufacture", "machines that make semiconductors and electronics"),
    "086": (0.2, "manufacture", "optical fibre and cable"),
    "090": (1.0, "manufacture", "computers"),
    "091": (1.0, "manufacture", "communication equipment"),
    "092": (1.0, "manufacture", "radio, television and radar equipment"),
    "093": (1.0, "manufacture", "audio-visual equipment"),
    "094": (1.0, "manufacture", "electronic components"),
    "095": (1.0, "manufacture", "other electronic and smart consumer equipment"),
    "096": (0.3, "manufacture", "digital and automatic instruments"),
    "109": (0.03, "product services", "wholesale of computers, software and communication equipment"),
    "110": (0.11, "product services and factor-driven", "retail of digital products and internet retail"),
    "125": (1.0, "technology application", "telecommunications"),
    "126": (1.0, "technology application", "cable and satellite transmission"),
    "127": (1.0, "technology application and factor-driven", "internet access, search, platforms"),
    "128": (1.0, "technology application", "software"),
    "129": (1.0, "technology application", "information technology services"),
    "130": (0.02, "factor-driven", "internet finance"),
    "134": (0.02, "product services", "leasing of computers and communication equipment"),
    "147": (0.3, "factor-driven", "digital publishing"),
    "148": (0.5, "factor-driven", "digital film, audio and broadcasting content"),
}

HIGH, MEDIUM_HIGH = "high R&D intensity", "medium-high R&D intensity"
KNOWLEDGE_INTENSIVE = {
    **{c: (HIGH, "ISIC 26") for c in codes_between("090", "096")},
    "050": (HIGH, "ISIC 21"),
    "128": (HIGH, "ISIC 582 and 62: software publishing cannot be told from programming"),
    "136": (HIGH, "ISIC 72"),
    **{c: (MEDIUM_HIGH, "ISIC 20") for c in codes_between("043", "049") + ["051"]},
    **{c: (MEDIUM_HIGH, "ISIC 28") for c in codes_between("067", "078", skip=("077",))},
    "077": (MEDIUM_HIGH, "ISIC 325, medical and dental instruments"),
    "079": (MEDIUM_HIGH, "ISIC 29"),
    "080": (MEDIUM_HIGH, "ISIC 29"),
    "081": (MEDIUM_HIGH, "ISIC 302; ships (301, sector 082) are of medium intensity and not counted"),
    "083": (MEDIUM_HIGH, "ISIC 303 (aircraft and spacecraft, high) and 304, 309 (medium-high) in one sector"),
    **{c: (MEDIUM_HIGH, "ISIC 27") for c in codes_between("084", "089")},
    "127": (MEDIUM_HIGH, "ISIC 62-63"),
    "129": (MEDIUM_HIGH, "ISIC 62-63"),
}

EMERGING = {  # class: (pieces of the split, remark)
    "hydrogen": (["hydrogen_grey", "hydrogen_electrolytic"], "merchant hydrogen only; captive hydrogen is not output"),
    "new-materials": (["newmat_advanced_steel", "newmat_nonferrous", "newmat_petrochem", "newmat_inorganic",
                       "newmat_rare_earth", "newmat_fibres_composites", "newmat_frontier"], ""),
    "bio-manufacturing": (["bio_fermentation", "bio_chemicals", "biologics"],
                          "chemical and traditional medicine (biomedicine in the split) is left out"),
    "commercial-spaceflight": (["space_launch", "space_satellites", "space_ground_equipment", "space_services"],
                               "all civil space, state programmes included"),
    "quantum-technology": (["quantum"], ""),
    "integrated-circuits": (["ic_design", "ic_fab", "ic_packaging", "ic_equipment", "ic_materials"], ""),
    "artificial-intelligence": (["ai_core"], "core industry; users of AI are not counted"),
    "large-aircraft": (["large_aircraft", "aero_engines"], "engines are mostly military"),
    "advanced-nuclear": (["adv_nuclear"], "no output in 2018: the numerical seed of the split, not a measurement"),
}


def official_sei_share(data):
    return 0.01 * float(one(data.facts("sei_official"), indicator="sei_share", year="2018")["value"])


def sei_class(data):
    """Weights times one factor, capped at 1, so that the class is the official share of value added.

    The collected table scales once and caps afterwards, which leaves 8.83 %; here the sectors below
    the cap are scaled again until the total is met.
    """
    rows = data.facts("sei_weights_nbs153_2018")
    weight = {row["code"]: float(row["weight_scaled_to_8.9pct"]) for row in rows}
    target = official_sei_share(data) * data.gdp
    for _ in range(50):
        capped = math.fsum(data.value_added[c] for c in weight if weight[c] >= 1.0)
        below = math.fsum(weight[c] * data.value_added[c] for c in weight if weight[c] < 1.0)
        weight = {c: w if w >= 1.0 else min(1.0, w * (target - capped) / below) for c, w in weight.items()}
    for row in rows:
        yield (row["code"], weight[row["code"]], NINE_GROUPS[row["sei_group"]],
               "first guess by sector name, times one factor (capped at 1) so that the class is the official 8.9 % of "
               "value added (8.9 itself is from memory); group: the nine of the NBS list of 2018",
               weakest(row["status"]))


def digital_class(data):
    for code, (share, group, what) in DIGITAL_CORE.items():
        yield (code, share, group,
               f"NBS statistical classification of the digital economy and its core industries (2021): {what}; "
               + ("whole sector" if share == 1.0 else "share ours"), "assumption")


def knowledge_class(data):
    for code, (group, isic) in KNOWLEDGE_INTENSIVE.items():
        yield (code, 1.0, group, "OECD taxonomy by R&D intensity in NCSES table SAKTI-1: "
               f"{isic}; whole sector, mapping ours", "derived")


def emerging_class(data, pieces, remark):
    split = data.facts("emerging_split_2018")
    per_sector = {}
    for piece in pieces:
        rates = {r["parent_code"]: r for r in split if r["industry"] == piece and r["quantity"] == "value_added_rate"}
        sizes = [r for r in split if r["industry"] == piece and r["quantity"] == "share_of_parent_output"]
        if all(float(r["value"]) == 0 for r in sizes):
            sizes = [r for r in split if r["industry"] == piece and r["quantity"] == "seed_share_of_parent_output"]
        if not sizes:
            fail(f"no output share for {piece}")
        for size in sizes:
            code = size["parent_code"]
            rate = rates.get(code) or rates[sorted(rates)[0]]
            share = float(size["value"]) * float(rate["value"]) / data.value_added_rate(code)
            source = (f"{piece}: {text_of(float(size['value']))} of output ({size['source']}), value-added rate "
                      f"{rate['value']} against {data.value_added_rate(code):.3f} of the sector ({rate['source']})")
            per_sector.setdefault(code, []).append((share, piece, source, weakest(size["status"], rate["status"])))
    for code, items in per_sector.items():
        share = min(1.0, math.fsum(item[0] for item in items))
        source = "; ".join(item[2] for item in items)
        yield (code, share, " + ".join(item[1] for item in items), source + (f"; {remark}" if remark else ""),
               weakest(*(item[3] for item in items)))


def write_classifications(data, out):
    classes = {"sei": sei_class(data), "digital-core": digital_class(data),
               "knowledge-technology-intensive": knowledge_class(data)}
    for name, (pieces, remark) in EMERGING.items():
        classes[name] = emerging_class(data, pieces, remark)
    folder = out / "china-2018" / "classifications"
    totals = {}
    for name, items in classes.items():
        items = sorted(items)
        seen = [item[0] for item in items]
        if len(set(seen)) != len(seen) or not set(seen) <= set(data.codes):
            fail(f"{name}: a sector is unknown or named twice")
        if not all(0 < item[1] <= 1 for item in items):
            fail(f"{name}: a share is outside 0 to 1")
        write_csv(folder / f"{name}.csv", ["sector", "share", "group", "source", "status"],
                  [[code, text_of(share), group, source, status] for code, share, group, source, status in items])
        totals[name] = math.fsum(item[1] * data.value_added[item[0]] for item in items) / data.gdp
        line = f"class {name}: {len(items)} sectors, {100 * totals[name]:.4f} % of value added"
        if name == "sei":
            if abs(totals[name] - official_sei_share(data)) > 1e-9:
                fail(f"SEI weights give {100 * totals[name]:.4f} % of value added")
            groups = {}
            for code, share, group, *_ in items:
                groups[group] = groups.get(group, 0.0) + 100 * share * data.value_added[code] / data.gdp
            line += " (" + ", ".join(f"{g} {v:.2f}" for g, v in sorted(groups.items())) + ")"
        elif name == "digital-core":
            official = one(data.facts("sei_official"), indicator="digital_core_share", year="2020")["value"]
            line += f" (official: {official} % in 2020; none known for 2018)"
        elif name.startswith("knowledge"):
            kti = one([r for r in data.kti_value_added if r["field_economy"] == "China"],
                      industry_level_3="All KTI industries", industry_level_4="", industry_level_5="")
            whole = one([r for r in data.kti_value_added if r["field_economy"] == "China"],
                        industry_full_path="All ISIC, Rev.4, industries")
            line += (f" (NCSES for 2018: {100 * float(kti['field_2018']) / float(whole['field_2018']):.1f} %, "
                     "with ISIC 252 and without the rest of 62)")
        print(line)
    return totals


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected data")
    parser.add_argument("--out", type=Path, default=Path(__file__).resolve().parents[1] / "economies")
    arguments = parser.parse_args()
    if not (arguments.data / "china_io").is_dir():
        fail(f"{arguments.data} holds no folder china_io")
    data, out = Data(arguments.data), arguments.out

    row_gap, column_gap = data.check_balance()
    if max(row_gap, column_gap) > 1e-6:
        fail(f"the table does not balance: rows {row_gap:.1e}, columns {column_gap:.1e} of output")
    print(f"table: 153 sectors, value added {data.gdp / 1000:.3f} trillion yuan, largest gap of a row "
          f"{row_gap:.1e}, of a column {column_gap:.1e} of output")
    write_concordance(data, out)
    write_parameters(data, out)
    facts = fact_rows(data)
    if len({row[0] for row in facts}) != len(facts):
        fail("a fact is named twice")
    write_csv(out / "china-2018" / "facts.csv",
              ["name", "value", "low", "high", "unit", "year", "source", "vintage", "status"], facts)
    series = series_rows(data)
    if len({(row[0], row[1]) for row in series}) != len(series):
        fail("a year of a series is given twice")
    write_csv(out / "china-2018" / "series.csv",
              ["name", "year", "value", "unit", "source", "vintage", "status"], series)
    print(f"facts: {len(facts)}; series: {len(series)} values of {len({row[0] for row in series})} series")
    write_classifications(data, out)


if __name__ == "__main__":
    main()
