"""Would the ranges hold on a business that nobody has seen? Constants fitted on the others, checked on each.

    python benchmarks/leave_one_business_out.py FOLDER      (what rolling_origins.py --save left there)

For each business the constants (two floors, the weight of inner windows, what a class has of its own) are fitted on
the other businesses alone, by the Winkler score at 80 and 95 % on the log scale, each business weighing the same; the
ranges they give are then held against the business left out. Beside it the constants that the code uses.
"""

from __future__ import annotations

import itertools
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analysis.backtest.spread import SMALLEST_SHARE, STUDY, Constants

GRID = {
    "floor": (0.04, 0.06, 0.08, 0.10, 0.12),
    "floor_without_year": (0.08, 0.10, 0.12, 0.14, 0.16, 0.20),
    "weight": (0.25, 0.5, 0.75, 1.0),
    "group": (0.0, 0.03, 0.05, 0.08),
}


def log_sd(table: pd.DataFrame, c: Constants) -> np.ndarray:
    """Return s of every row under some constants."""
    floor = np.where(table["factor_applies"], c.floor, c.floor_without_year)
    share = table["share"].clip(SMALLEST_SHARE, 1)
    group = c.group * np.sqrt((1 - share) / share)
    pooled = (c.worth * c.pooled**2 + table["count"] * table["seen"]) / (c.worth + table["count"])
    return np.sqrt(floor**2 + table["chance"] + c.weight**2 * pooled + group**2).to_numpy()


def winkler(table: pd.DataFrame, c: Constants) -> float:
    """Return the mean score on the log scale; every business weighs the same."""
    s, off = log_sd(table, c), np.abs(np.log(table["actual"] / table["point"])).to_numpy()
    score = np.zeros(len(table))
    for level in (0.80, 0.95):
        half = student.ppf(0.5 + level / 2, c.freedom) * s
        score += 2 * half + 2 / (1 - level) * np.maximum(off - half, 0)
    return float(pd.Series(score).groupby(table["business"].to_numpy()).mean().mean())


def fitted(table: pd.DataFrame) -> Constants:
    """Return the constants of the grid with the lowest score."""
    grid = [replace(STUDY, **dict(zip(GRID, values, strict=True))) for values in itertools.product(*GRID.values())]
    return min(grid, key=lambda c: winkler(table, c))


def held(table: pd.DataFrame, c: Constants) -> dict[str, float]:
    """Return coverage and the median half-width of the ranges under some constants."""
    s, off = log_sd(table, c), np.abs(np.log(table["actual"] / table["point"])).to_numpy()
    row = {"windows": float(len(table))}
    for level in (0.80, 0.95):
        half = student.ppf(0.5 + level / 2, c.freedom) * s
        row |= {
            f"holds {level * 100:.0f}": float((off <= half).mean()),
            f"width {level * 100:.0f}": float(np.median(np.sinh(half))),
        }
    return row | {"Winkler": winkler(table, c)}


def main() -> None:
    """Print the table for each measure, and pooled."""
    table = pd.read_pickle(Path(sys.argv[1]) / "totals.pkl")
    keys = ["set", "origin", "measure"]
    whole = table[table["group"] == "all"].set_index(keys)["point"].rename("whole")
    table = table[table["group"].isin(["all", "A", "B"]) & (table["actual"] > 0)].join(whole, on=keys)
    table = table.assign(share=table["point"] / table["whole"]).reset_index(drop=True)
    pd.set_option("display.width", 200, "display.max_columns", 40)
    rows = []
    for business in sorted(table["business"].unique()):
        out, rest = table["business"] == business, table["business"] != business
        found = fitted(table[rest])
        shown = {f"fitted {name}": getattr(found, name) for name in GRID}
        for group, part in table[out].groupby("group"):
            rows.append({"left out": business, "group": group} | shown | held(part, found))
    result = pd.DataFrame(rows)
    print("Constants fitted on the other businesses, ranges held against the one left out (purchases and revenue)")
    print(result.round(3).to_string(index=False))
    shares = ["holds 80", "holds 95", "width 80", "width 95", "Winkler"]
    weighed = result[shares].mul(result["windows"], axis=0).groupby(result["group"]).sum()
    pooled = weighed.div(result.groupby("group")["windows"].sum(), axis=0)
    print(f"\nPooled over windows\n{pooled.round(3).to_string()}")
    own = pd.DataFrame([{"group": group} | held(part, STUDY) for group, part in table.groupby("group")])
    print(f"\nThe constants in use: {STUDY}\n{own.round(3).to_string(index=False)}")
    print(f"\nFitted on all: { {name: getattr(fitted(table), name) for name in GRID} }")


if __name__ == "__main__":
    main()
