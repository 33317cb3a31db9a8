"""actions.csv: who is to be contacted and who is held back, to be carried out, kept, and named as the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.client.register import guarded
from analysis.plan.tables import in_words

if TYPE_CHECKING:
    import pandas as pd

    from analysis.run.run import Run

COLUMNS = (
    "customer_id",
    "name",
    "manager",
    "contact_order",
    "group",
    "action",
    "contact_channel",
    "customer_state",
    "why",
    "stake",
    "expected_gain",
    "key",
    "as_of",
    "window_days",
    "expected_unprompted",
    "done",
)


def actions_csv(run: Run) -> bytes | None:
    """Return the list as a CSV file; None where nobody is to be contacted.

    Columns are codes in English, whatever the report's language, as the register is read back by them; `why` is in the
    reader's words.
    """
    if run.plan.refusal is not None or not run.plan.facts.listed:
        return None
    table = exported(run)
    text = table.to_csv(index=False, lineterminator="\n", float_format="%.6g")
    return text.encode("utf-8")


def exported(run: Run) -> pd.DataFrame:
    """Return the list with everything that the register must hold."""
    import pandas as pd

    p, accounts = run.plan.facts, run.attributes
    both = pd.concat([run.plan.tables[name] for name in ("actions", "held_back")], ignore_index=True)
    table = in_words(run, both).sort_values("contact_order", kind="stable")
    names = None if accounts is None or "name" not in accounts else table["customer_id"].map(accounts["name"])
    table = table.assign(
        name="" if names is None else names.fillna(""),
        manager=table["manager"].fillna(""),
        done="",
        key=table["key"].map({True: "yes", False: "no"}),
        as_of=run.observation_end.isoformat(),
        window_days=p.window_days,
        expected_unprompted=(table["p_buy"] * table["if_buying"]).fillna(0.0),
    )
    for column in ("customer_id", "name", "manager"):
        table[column] = table[column].astype(str).map(guarded)
    shown = [name for name in COLUMNS if name not in ("name", "manager") or table[name].ne("").any()]
    return table[shown]
