"""What is known of a customer beside the reason for the action: early signs, and why they left."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.display.language import joined, sentence


def besides(row: Mapping[str, Any]) -> str:
    """Say what else is known of why a customer is leaving or left; nothing where nothing is.

    Parameters
    ----------
    row : mapping
        warning_signs (codes as in churn's scores; that of silence and that of falling spend are the states' own
        reasons, and are not said again), left_because (as recorded).

    Examples
    --------
    >>> besides({"warning_signs": "gap range complaint", "left_because": ""})
    'Buys less than half as many kinds of goods as before. Complained lately.'
    >>> besides({"warning_signs": "", "left_because": "price"})
    'Left for this reason, as recorded: price.'
    """
    signs = row["warning_signs"].split()
    return joined(
        sentence("Buys less than half as many kinds of goods as before.") if "range" in signs else "",
        sentence("Complained lately.") if "complaint" in signs else "",
        sentence("Left for this reason, as recorded: {reason}.", reason=row["left_because"])
        if row["left_because"]
        else "",
    )
