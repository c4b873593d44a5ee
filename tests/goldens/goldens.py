"""Has a whole scenario moved?  About sixty numbers of each main job against those kept in JOB.json.

Run by ctest, or alone:  DOMAR_PROGRAM=build/ci/apps/cli/domar python3 tests/goldens/goldens.py [JOB]
New numbers:             tools/update-goldens "why they moved"
"""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("DOMAR_PROGRAM", REPO / "build/release/apps/cli/domar")).resolve()
JOBS = "china", "china-emerging"

RELATIVE = 1e-6  # far above what compilers and libraries change, far below what anybody would print
ABSOLUTE = 1e-9  # effects near zero are differences of numbers solved to 1e-11


def numbers_of(summary):
    """The golden numbers, by name."""
    years = summary["years"]
    scenarios = summary["scenarios"]
    baseline = scenarios["baseline"]
    numbers = {}

    def mean(values):
        return sum(values) / len(values)

    for part in "total", "structure":
        for year in 2018, 2022, 2025, 2030, 2035:
            numbers[f"sei_share, {part}, {year}"] = baseline["sei_share"][part][years.index(year)]
    growth = baseline["gdp_growth"]
    for first, last in (2019, 2025), (2026, 2035):
        span = [t for t, year in enumerate(growth["year"]) if first <= year <= last]
        for part in "gdp_growth", "labour", "capital", "data", "technology", "reallocation":
            numbers[f"growth, {part}, {first}-{last}"] = mean([growth[part][t] for t in span])
    numbers["foreign_reliance, 2018"] = baseline["foreign_reliance"][0]
    numbers["foreign_reliance, 2035"] = baseline["foreign_reliance"][-1]
    for name, scenario in scenarios.items():
        if "against_twin" not in scenario:
            continue
        numbers[f"{name}, GDP, 2030"] = scenario["against_twin"]["real_gdp"][years.index(2030)]
        numbers[f"{name}, GDP, 2035"] = scenario["against_twin"]["real_gdp"][-1]
        numbers[f"{name}, welfare, 2035"] = scenario["against_twin"]["welfare"][-1]
        numbers[f"{name}, cost a year, billion"] = mean(scenario["fiscal_cost"]["billion"][1:])
    for cut in summary["cutoffs"]:
        name = f"cut of {cut['supplier'].split()[0]}, {cut['elasticities']}"
        numbers[f"{name}, GDP"] = cut["real_gdp"]
        numbers[f"{name}, own price"] = cut["own_price"]
    for name in ("hydrogen", "new-materials", "bio-manufacturing", "commercial-spaceflight", "quantum-technology",
                 "integrated-circuits", "new-energy-vehicles", "solar-and-wind"):
        if name in baseline["sectors"] and "new-energy-vehicles" in baseline["sectors"]:
            numbers[f"{name}, share of GDP, 2035"] = baseline["sectors"][name]["share_of_gdp"][-1]
    return numbers


def golden_of(job):
    return REPO / f"tests/goldens/{job}.json"


def run_job(job):
    """The numbers that the program gives now."""
    with tempfile.TemporaryDirectory(prefix="domar-goldens-") as folder:
        environment = {"DOMAR_HOME": str(REPO), **os.environ}
        result = subprocess.run([PROGRAM, "run", REPO / f"scenarios/{job}.toml", "--json", "--quiet", "-o", folder],
                                env=environment, capture_output=True, text=True, check=False)
        if result.returncode != 0:
            sys.exit(result.stderr)
        return numbers_of(json.loads(result.stdout))


def differences(golden, now):
    """One line for each number that moved, came or went."""
    lines = [f"  {name}: is new" for name in now if name not in golden]
    for name, was in golden.items():
        if name not in now:
            lines.append(f"  {name}: is gone")
        elif not abs(now[name] - was) <= RELATIVE * max(abs(now[name]), abs(was)) + ABSOLUTE:
            change = f"{(now[name] - was) / was:+.1e} of it" if was else ""
            lines.append(f"  {name}: was {was:.9g}, is {now[name]:.9g}  {change}")
    return lines


def update(job, why):
    """Keeps the numbers of now, says what moved, and why."""
    file = golden_of(job)
    golden = json.loads(file.read_text())["numbers"] if file.exists() else {}
    now = run_job(job)
    moved = differences(golden, now)
    print("\n".join(moved) if moved else "nothing moved by more than the tolerance")
    if file.exists() and not moved:
        return
    kept = {"job": f"scenarios/{job}.toml", "why": why,
            "numbers": {name: float(f"{value:.12g}") for name, value in now.items()}}
    file.write_text(json.dumps(kept, indent=1) + "\n")
    print(f"wrote {file.relative_to(REPO)}: {len(now)} numbers, {len(moved)} moved")


def check(job):
    """Says whether all numbers of a job are where they were."""
    golden = json.loads(golden_of(job).read_text())
    moved = differences(golden["numbers"], run_job(job))
    if not moved:
        print(f"{len(golden['numbers'])} numbers of {golden['job']} are where they were")
        return True
    print(f"{len(moved)} of {len(golden['numbers'])} numbers of {golden['job']} moved:")
    print("\n".join(moved))
    print('If they should:  tools/update-goldens "why they moved"')
    return False


if __name__ == "__main__":
    if sys.argv[1:2] == ["--update"]:
        reason = " ".join(sys.argv[2:]).strip()
        if not reason:
            sys.exit('usage: tools/update-goldens "why the numbers moved"')
        for name in JOBS:
            update(name, reason)
    else:
        sys.exit(0 if all([check(name) for name in sys.argv[1:] or JOBS]) else 1)
