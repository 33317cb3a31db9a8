"""What intake noticed, in the reader's language: a finding's code and plain values in, whole sentences out.

Each area has a table of code -> the function that says it; a finding itself holds no words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.intake.say import (
    account,
    calendar,
    columns,
    customers,
    dates,
    files,
    grain,
    groups,
    identity,
    kinds,
    line_money,
    money,
    reasons,
    summary,
    sums,
    tables,
    unnamed,
    verdict,
)

SENTENCES = {
    **account.SENTENCES,
    **calendar.SENTENCES,
    **columns.SENTENCES,
    **customers.SENTENCES,
    **dates.SENTENCES,
    **files.SENTENCES,
    **grain.SENTENCES,
    **groups.SENTENCES,
    **identity.SENTENCES,
    **kinds.SENTENCES,
    **line_money.SENTENCES,
    **money.SENTENCES,
    **reasons.SENTENCES,
    **summary.SENTENCES,
    **sums.SENTENCES,
    **tables.SENTENCES,
    **unnamed.SENTENCES,
    **verdict.SENTENCES,
}


def message(finding: Mapping[str, Any]) -> str:
    """Return what a finding says, in whole sentences.

    Parameters
    ----------
    finding : mapping
        code, rows, amount and facts, as `Workspace.note` keeps them.

    Examples
    --------
    >>> message({"code": "below_cost", "level": "info", "rows": 12, "amount": -30.5, "facts": {}})
    '12 rows are sold below cost, -30.50 in all.'
    """
    return SENTENCES[finding["code"]]({**finding["facts"], "rows": finding["rows"], "amount": finding["amount"]})
