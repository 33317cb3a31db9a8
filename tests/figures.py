"""Small finished tables to draw from, and what can be read off a figure."""

import pandas as pd

CURVE = pd.DataFrame({"customer_share": [0, 0.5, 0.8, 1.0], "value_share": [0, 0.1, 0.3, 1.0]})
CLASSES = pd.DataFrame(
    {
        "abc_class": list("ABCN"),
        "customers": [1, 1, 1, 0],
        "customer_share": [1 / 3, 1 / 3, 1 / 3, 0.0],
        "revenue_share": [0.7, 0.2, 0.1, 0.0],
    }
)
TRACKING = pd.DataFrame(
    {
        "date": pd.to_datetime(["1997-01-07", "1997-01-14", "1997-01-21"]),
        "actual": [10.0, 15.0, 15.0],
        "expected": [12.0, 12.0, 12.0],
        "actual_cumulative": [10.0, 25.0, 40.0],
        "expected_cumulative": [12.0, 24.0, 36.0],
    }
)
CALIBRATION = pd.DataFrame(
    {
        "predicted": [0.2, 0.8],
        "observed": [0.25, 0.7],
        "band_low": [0.1, 0.72],
        "band_high": [0.4, 0.88],
        "customers": [1200, 34],
        "within": [True, False],
    }
)
SCORES = pd.DataFrame({"churn_probability": [0.1, 0.6, 0.9, 0.5], "revenue": [100.0, 10.0, 1.0, 0.0]})
SHARES = pd.DataFrame({"abc_class": ["A", "B"], "share": [0.25, 0.5]})
LEAGUE = pd.DataFrame(
    {
        "model": ["$x^2$ <b>model</b>", "RFM cells", "x / T", "sum of RFM scores"],
        "naive": [False, True, True, True],
        "rmse": [1.6, 1.9, 2.2, None],
    }
)
SEASON = pd.DataFrame({"month": range(1, 13), "index": 1.0, "low": 0.8, "high": 1.2})
GROUPS = pd.DataFrame(
    {
        "label": ["0", "1–9"],
        "customers": [1200, 34],
        "expected": [0.2, 0.5],
        "actual": [0.2, 0.7],
        "actual_low": [0.1, 0.6],
        "actual_high": [0.3, 0.8],
    }
)
HISTOGRAM = pd.DataFrame({"label": ["0", "1+"], "actual": [1200, 34], "expected": [1190.4, 43.6]})
MOVES = pd.DataFrame(
    {"historic": list("AAC"), "forward": list("ACC"), "customers": [5, 2, 9], "value": [900.0, 100.0, 50.0]}
)
VALUES = pd.DataFrame(
    {"abc_class": list("AC"), "customers": [7, 1], "value": [900.0, -20], "low": [800.0, -60], "high": [990.0, 10]}
)
DAY = pd.Timestamp("1997-01-10")
TABLES = (CURVE, CLASSES, TRACKING, CALIBRATION, SCORES, SHARES, LEAGUE, SEASON, GROUPS, HISTOGRAM, MOVES, VALUES)


def texts(ax):
    """Return the texts that can be read on a figure."""
    ax.figure.canvas.draw()
    drawn = [*ax.texts, *ax.get_xticklabels(), *ax.get_yticklabels(), ax.xaxis.label, ax.yaxis.label]
    return [text.get_text().replace("\u202f", " ") for text in drawn if text.get_visible() and text.get_text()]


def lines(ax):
    """Return the points of each line."""
    return [list(zip(*line.get_data(), strict=True)) for line in ax.get_lines()]


def marks(ax):
    """Return how many points, bars, cells and corners of areas a figure is made of."""
    shapes = [collection.get_paths() for collection in ax.collections]
    cells = [len(paths) if len(paths) > 1 else sum(len(path.vertices) for path in paths) for paths in shapes]
    return sum(map(len, lines(ax))) + len(ax.patches) + sum(cells) + len(ax.texts)
