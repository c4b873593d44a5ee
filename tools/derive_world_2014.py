#!/usr/bin/env python3
"""Derive economies/world-2014 (10 regions, 28 branches) from the estimated world table of 2014.

    python3 tools/derive_world_2014.py --data DATA --domar DOMAR [--economies ECONOMIES]

DATA holds wiot14_est/ (see its README: national totals are WIOD's, origins of imports and the rest of the world are estimated).
DOMAR is the program, which reads and aggregates the table. Standard library only; the same data give the same bytes.

One repair is made before: stock changes and other final uses below zero are taken from other final uses of the same region,
product and origin, so that sales stay as they are; where all of them together are below zero, the largest industrial user of the region
buys less, and its value added takes the difference. A million dollars of every product goes into stocks at home, so that rounding does
not make them negative again.
"""

import argparse
import array
import csv
import gzip
import json
import subprocess
import sys
import tempfile
from pathlib import Path

HOUSEHOLDS, NONPROFIT, GOVERNMENT, INVESTMENT, STOCKS = range(5)
SLACK = 1.0  # million USD


def fail(message):
    sys.exit("derive_world_2014: " + message)


def targets(path, names):
    """Number of the target of each name, and the targets in order of appearance."""
    with open(path, newline="") as file:
        goes = {row["source"]: row["target"] for row in csv.DictReader(file)}
    missing = [name for name in names if name not in goes]
    if missing:
        fail(f"{path.name} lacks {missing}")
    order = list(dict.fromkeys(goes[name] for name in names))
    return [order.index(goes[name]) for name in names], order


def merge(cells, rows, width, row_to, col_to, new_rows, new_width):
    merged = [0.0] * (new_rows * new_width)
    for row in range(rows):
        base, at = row_to[row] * new_width, row * width
        for col, value in zip(col_to, cells[at:at + width]):
            if value:
                merged[base + col] += value
    return merged


def repair(cells, regions, branches):
    """Takes negative stock changes and negative investment from other final uses. Returns the money moved, by kind."""
    rows = regions * branches
    width = rows + 5 * regions
    moved = {"stocks": 0.0, "others": 0.0, "inputs": 0.0}
    for row in range(rows):
        for region in range(regions):
            first = row * width + rows + 5 * region
            use = cells[first:first + 5]
            before = use[:]
            for kind in (STOCKS, INVESTMENT, NONPROFIT, GOVERNMENT, HOUSEHOLDS):
                lack = min(use[kind], 0.0)
                use[kind] -= lack
                for other in (INVESTMENT, HOUSEHOLDS, GOVERNMENT, NONPROFIT, STOCKS):
                    take = min(-lack, max(use[other], 0.0))
                    use[other] -= take
                    lack += take
                if lack < 0.0:  # all final uses together are below zero: the largest industrial user gives way
                    inputs = row * width + branches * region
                    user = max(range(branches), key=lambda branch: cells[inputs + branch])
                    take = min(-lack, cells[inputs + user])  # what is left then is less than 0.1 million in all
                    cells[inputs + user] -= take
                    moved["inputs"] += take
            moved["stocks"] -= min(before[STOCKS], 0.0)
            moved["others"] -= sum(min(value, 0.0) for value in before[:STOCKS])
            cells[first:first + 5] = use
        # Sales miss output by rounding (float32), which the reader closes in stocks at home.
        home = row * width + rows + 5 * (row // branches)
        largest = max((HOUSEHOLDS, GOVERNMENT, INVESTMENT), key=lambda kind: cells[home + kind])
        if cells[home + largest] > 2 * SLACK:
            cells[home + largest] -= SLACK
            cells[home + STOCKS] += SLACK
    return moved


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, required=True, help="folder of the collected data")
    parser.add_argument("--domar", type=Path, required=True, help="the program domar")
    parser.add_argument("--economies", type=Path, default=Path(__file__).resolve().parents[1] / "economies")
    arguments = parser.parse_args()
    economies, source = arguments.economies.resolve(), arguments.data / "wiot14_est"
    labels = json.loads((source / "labels.json").read_text())
    target = economies / "world-2014"
    region_to, regions = targets(target / "regions.csv", labels["regions"])
    branch_to, branches = targets(economies / "concordances" / "wiod16_broad28.csv", labels["industries"])
    old_rows = len(region_to) * len(branch_to)
    row_to = [r * len(branches) + b for r in region_to for b in branch_to]
    rows = len(regions) * len(branches)
    col_to = row_to + [rows + 5 * r + kind for r in region_to for kind in range(5)]
    cells = array.array("f")
    cells.frombytes(gzip.decompress((source / "wiot14_est_ZF.f32.gz").read_bytes()))
    if sys.byteorder != "little" or len(cells) != old_rows * len(col_to):
        fail("the table has another shape than its labels, or this machine another byte order")
    cells = merge(cells, old_rows, len(col_to), row_to, col_to, rows, rows + 5 * len(regions))
    side = array.array("d")
    side.frombytes(gzip.decompress((source / "wiot14_est_side.f64.gz").read_bytes()))
    side = merge(side, 4, old_rows, range(4), row_to, 4, rows)
    moved = repair(cells, len(regions), len(branches))
    with tempfile.TemporaryDirectory(prefix="domar-world-") as folder:
        folder = Path(folder)
        for name, kind, values in (("wiot14_est_ZF.f32.gz", "f", cells), ("wiot14_est_side.f64.gz", "d", side)):
            (folder / name).write_bytes(gzip.compress(array.array(kind, values).tobytes(), 1, mtime=0))
        (folder / "labels.json").write_text(json.dumps(dict(labels, regions=regions, industries=branches,
                                                            industry_names=branches)))
        command = ["import", "wiod-arrays", folder / "wiot14_est_ZF.f32.gz", "--name", "world-2014", "-o", target / "world-2014.nc"]
        done = subprocess.run([str(arguments.domar.resolve()), *map(str, command)], check=False, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        print(done.stdout.strip())
        if done.returncode != 0:
            fail("domar import failed")
    print("billion USD: stock changes below zero {:.1f}, other final uses below zero {:.1f}, taken from other final uses, or from "
          "inputs ({:.3f})".format(*(moved[kind] / 1000 for kind in ("stocks", "others", "inputs"))))


if __name__ == "__main__":
    main()
