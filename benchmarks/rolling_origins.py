"""Does the average forecast hold on real businesses? Eight origins on each of six data sets, nothing later read.

    python benchmarks/rolling_origins.py [--save FOLDER] [--only NAME]

At every origin the rows after it are thrown away, the longest horizon of 365, 180, 90, 30 days that history and data
allow is forecast, and the thrown-away rows tell. Rivals are the rules of thumb in their fairest form, the best of each
window in hindsight. Prints one line per window, one table per question and "met" or "MISSED" for each bound.
About ten minutes on one core.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from ledgers import LEDGERS, Ledger, abc_classes, regularity_of, windows
from threadpoolctl import threadpool_limits

from analysis.backtest.average import forecast_average
from analysis.backtest.holdout import Split
from analysis.backtest.rules_of_thumb import rules_of_thumb
from analysis.backtest.shapes import Forecaster

RESAMPLES = 1000
MEASURES = ("purchases", "revenue")
GROUPS = ("all", "A", "B", "C")


def rmse(forecast, actual):
    """Return the root mean squared error over customers."""
    return float(np.sqrt(((forecast - actual) ** 2).mean()))


def paired(forecast, rival, actual, rng):
    """Return "win", "loss" or "tie": a paired bootstrap over customers of the difference of squared errors."""
    difference = (forecast - actual) ** 2 - (rival - actual) ** 2
    means = [difference[rng.integers(0, difference.size, difference.size)].mean() for _ in range(RESAMPLES)]
    low, high = np.quantile(means, [0.025, 0.975])
    return "win" if high < 0 else "loss" if low > 0 else "tie"


def rivals(past, split, customers):
    """Return the rules of thumb as (purchases, revenue); money also as purchases x the customer's own mean."""
    own = np.maximum((customers["revenue"] / (customers["frequency"] + 1)).to_numpy(float), 0)
    made = rules_of_thumb(past, split)
    money = {name: rule.value for name, rule in made.items() if rule.money}
    counted = {name: rule for name, rule in made.items() if rule.purchases is not None}
    money |= {f"{name}, own mean": rule.purchases * own for name, rule in counted.items()}
    return {"purchases": {name: rule.purchases for name, rule in counted.items()}, "revenue": money}


def look(ledger: Ledger, split: Split, rng) -> tuple[list[dict], dict]:
    """Return one row per measure and group of customers, and one row of what is said of single customers."""
    past = ledger.past(split.origin)  # holds no row after the origin
    customers = past.customers_at(split.origin)
    regularity = regularity_of(ledger)
    classes = abc_classes(customers)
    average = forecast_average(past, split, classes=classes, regularity_at=regularity)
    base = {"set": ledger.name, "business": ledger.business, "origin": split.origin, "days": split.days}
    if average.made is None:
        return [base | {"measure": "purchases", "group": "all", "status": average.status}], base
    truth = ledger.past().outcome(split)
    codes = classes.reindex(customers["customer_id"]).to_numpy()
    made, against = average.made, rivals(past, split, customers)
    rows = []
    for measure in MEASURES:
        actual, expected = truth[measure].to_numpy(float), made.customers[f"expected_{measure}"].to_numpy()
        errors = {name: rmse(each, actual) for name, each in against[measure].items()}
        best = min(errors, key=errors.get)
        totals = made.totals[made.totals["measure"] == measure].set_index("group")
        for group in totals.index:
            members = np.full(actual.size, group == "all") | (codes == group)
            row = base | {"measure": measure, "group": group, "status": average.status, "actual": actual[members].sum()}
            row |= parts_of(made.uncertainty[measure], expected, members)
            row |= totals.loc[group, ["point", "s", "low_80", "high_80", "low_95", "high_95"]].to_dict()
            if group == "all":
                row |= {
                    "factor": made.year_ago.factor if made.year_ago else np.nan,
                    "ratio": rmse(expected, actual) / errors[best],
                    "best": best,
                    "outcome": paired(expected, against[measure][best], actual, rng),
                    "naive_totals": {name: each.sum() for name, each in against[measure].items()},
                }
            rows.append(row)
    return rows, base | single(made, past, split, truth)


def parts_of(uncertainty, expected, members):
    """Return what s is made of, for constants to be fitted."""
    shared, chance = uncertainty.shared, uncertainty.scatter.chance(expected, members)
    return {"chance": chance, "seen": shared.seen, "count": shared.count, "factor_applies": uncertainty.year}


def single(made, past, split, truth):
    """Return how often ranges of single customers held, and the Brier score of "buys" against Pareto/NBD's own."""
    found = {}
    for measure in MEASURES:
        actual, expected = truth[measure].to_numpy(float), made.customers[f"expected_{measure}"].to_numpy()
        top = expected >= np.quantile(expected, 0.9)
        for level in (80, 95):
            low, high = (made.customers[f"{measure}_{end}_{level}"].to_numpy() for end in ("low", "high"))
            held = (low <= actual + 1e-9) & (actual <= high + 1e-9)
            found[f"{measure} {level}"], found[f"{measure} {level} top tenth"] = held.mean(), held[top].mean()
    triples, model = past.triples_at(split.origin), Forecaster(past).fit_at(split.origin)
    own = model.probability_of_purchase(split.days / 7, triples.frequency, triples.recency, triples.T)[triples.index]
    bought = (truth["purchases"] > 0).to_numpy(float)
    said = made.customers["probability"].to_numpy()
    cells = rules_of_thumb(past, split).get("RFM cells")
    found |= {"brier": ((said - bought) ** 2).mean(), "brier Pareto/NBD": ((own - bought) ** 2).mean()}
    found["brier RFM cells"] = ((cells.probability - bought) ** 2).mean() if cells else np.nan
    return found | {"buy, forecast": said.mean(), "buy, actual": bought.mean()}


def clustered(values: pd.Series, business: pd.Series, rng) -> tuple[float, float]:
    """Return a 95 % interval of a mean, businesses drawn with replacement."""
    sums = pd.DataFrame({"v": values, "n": 1.0}).groupby(business.to_numpy()).sum()
    picks = rng.integers(0, len(sums), (5000, len(sums)))
    means = sums["v"].to_numpy()[picks].sum(axis=1) / sums["n"].to_numpy()[picks].sum(axis=1)
    return tuple(np.quantile(means, [0.025, 0.975]))


def coverage(table: pd.DataFrame, rng) -> pd.DataFrame:
    """Return coverage by measure and group with an interval clustered by business, and the Winkler score.

    Winkler: width + 2 / (1 - level) x what the truth lies outside, over the truth; the mean over windows.
    """
    rows = []
    for (measure, group), part in table[table["actual"] > 0].groupby(["measure", "group"]):
        row = {"measure": measure, "group": group, "windows": len(part)}
        for level in (80, 95):
            low, high = part[f"low_{level}"], part[f"high_{level}"]
            held = ((low <= part["actual"]) & (part["actual"] <= high)).astype(float)
            outside = np.maximum(low - part["actual"], 0) + np.maximum(part["actual"] - high, 0)
            ends = clustered(held, part["business"], rng)
            row |= {f"holds {level}": held.mean(), f"from {level}": ends[0], f"to {level}": ends[1]}
            row[f"Winkler {level}"] = ((high - low + 2 / (1 - level / 100) * outside) / part["actual"]).mean()
        rows.append(row)
    return pd.DataFrame(rows)


def by_set(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return per set: RMSE against the best rule, wins and losses, total error against the best single rule, width."""
    rows = []
    for name, part in table[(table["measure"] == measure) & (table["group"] == "all")].groupby("set"):
        off = (part["point"] / part["actual"] - 1).abs()
        rules = pd.DataFrame(part["naive_totals"].tolist(), index=part.index).div(part["actual"], axis=0).sub(1).abs()
        excess = {rule: off[rules[rule].notna()].mean() - rules[rule].mean() for rule in rules}
        worst = max(excess, key=excess.get)
        half = (part["high_95"] - part["low_95"]) / 2 / part["point"]
        counts = part["outcome"].value_counts()
        rows.append(
            {
                "set": name,
                "windows": len(part),
                "RMSE / best": float(np.exp(np.log(part["ratio"]).mean())),
                "wins": counts.get("win", 0),
                "ties": counts.get("tie", 0),
                "losses": counts.get("loss", 0),
                "|total error|": off.mean(),
                "over best rule": excess[worst],
                "which": worst,
                "half-width 95": half.median(),
            }
        )
    return pd.DataFrame(rows)


def verdicts(table: pd.DataFrame, held: pd.DataFrame) -> list[tuple[str, bool]]:
    """Return every bound and whether it is met."""
    purchases, revenue = (by_set(table, measure) for measure in MEASURES)
    valued = table["status"].ne("refused").groupby(table["set"]).any()
    widest = max(part["half-width 95"].max() for part in (purchases, revenue))
    found = [
        ("a value on all six", valued.all() and valued.size == len(LEDGERS)),
        ("purchases: RMSE <= .95 x best rule on every set", (purchases["RMSE / best"] <= 0.95).all()),
        ("purchases: no significant loss", purchases["losses"].sum() == 0),
        ("revenue: RMSE <= 1.0 x best rule on every set", (revenue["RMSE / best"] <= 1.0).all()),
        ("revenue: no significant loss", revenue["losses"].sum() == 0),
        ("purchases: mean |total error| <= 15 % over the sets", purchases["|total error|"].mean() <= 0.15),
        ("purchases: |total error| <= best rule + 6 points on every set", (purchases["over best rule"] <= 0.06).all()),
        ("median 95 % half-width <= 60 % on every set", widest <= 0.6),
    ]
    for _, row in held[held["group"].isin(["all", "A", "B"])].iterrows():
        name = f"{row['measure']}, {row['group']}"
        found.append((f"{name}: 80 % holds in .75 to .97 ({row['holds 80']:.2f})", 0.75 <= row["holds 80"] <= 0.97))
        found.append((f"{name}: 95 % holds in at least .90 ({row['holds 95']:.2f})", row["holds 95"] >= 0.90))
    return found


def line(row) -> str:
    """Return one window of one measure as text."""
    name = f"{row['set']:17} {row['origin']} {row['days']:4d} {row['measure']:9} {row['status']:10}"
    if row["status"] == "refused":
        return name
    off = row["point"] / row["actual"] - 1
    numbers = f"total {off:+6.1%}  s {row['s']:.3f}  factor {row['factor']:5.2f}  RMSE {row['ratio']:5.3f}"
    return f"{name} {numbers} {row['outcome']:4} {row['best']}"


def collect(only: str | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of all windows: sums, and single customers."""
    rng, rows, singles = np.random.default_rng(1), [], []
    for ledger in (make() for make in LEDGERS):
        if only and only != ledger.name:
            continue
        for split in windows(ledger):
            found, row = look(ledger, split, rng)
            rows, singles = rows + found, [*singles, row]
            print(*(line(one) for one in found if one["group"] == "all"), sep="\n", flush=True)
    return pd.DataFrame(rows), pd.DataFrame(singles)


def main() -> None:
    """Print everything."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--save", type=Path)
    parser.add_argument("--only")
    options = parser.parse_args()
    table, singles = collect(options.only)
    if options.save:
        options.save.mkdir(parents=True, exist_ok=True)
        table.to_pickle(options.save / "totals.pkl")
        singles.to_pickle(options.save / "singles.pkl")
    pd.set_option("display.width", 200, "display.max_columns", 40)
    for measure in MEASURES:
        print(f"\n{measure}\n{by_set(table, measure).round(3).to_string(index=False)}")
    held = coverage(table[table["group"].isin(GROUPS)], np.random.default_rng(2))
    print(f"\nRanges of sums\n{held.round(3).to_string(index=False)}")
    numbers = singles.drop(columns=["business", "origin", "days"]).groupby("set").mean()
    print(f"\nSingle customers\n{numbers.T.round(3).to_string()}")
    print("\nBounds")
    for text, met in verdicts(table, held):
        print(f"  {'met   ' if met else 'MISSED'} {text}")


if __name__ == "__main__":
    with threadpool_limits(1):
        main()
