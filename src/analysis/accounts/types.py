"""The types of key accounts: by the client's rules, else by the flags or the words of its table of customers."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.accounts import scorecard
from analysis.accounts.facts_beside import AccountType
from analysis.accounts.verdict import SUSTAINED
from analysis.classes.rules import first_rule
from analysis.client.faults import nearest
from analysis.client.grades import TypeOfAccount
from analysis.display.language import sentence
from analysis.facts import known_sum
from analysis.schema import DataError

FLAGS = {"strategic": "contested", "group": "tied_to_us", "institution": "institution"}
"""Type -> the flag that makes it, in the order in which they are tried."""
ECONOMIC = TypeOfAccount(type="economic", when={"is_large": True, "active_quarter_share": f"at least {SUSTAINED:.0%}"})
"""Volume and frequency: large, and with a purchase in every other quarter."""


def rules_of(stated: Sequence[TypeOfAccount], attributes: pd.DataFrame | None) -> list[TypeOfAccount]:
    """Return the client's rules, else one for each flag that it gives and that for economic ones; none without a flag.

    Examples
    --------
    >>> [rule.type for rule in rules_of([], pd.DataFrame({"tied_to_us": [True]}))], rules_of([], None)
    (['group', 'economic'], [])
    """
    if stated:
        return list(stated)
    flags = {} if attributes is None else {kind: flag for kind, flag in FLAGS.items() if flag in attributes}
    return [
        *(TypeOfAccount(type=kind, when={flag: True}) for kind, flag in flags.items()),
        *([ECONOMIC] if flags else []),
    ]


def typed(
    accounts: pd.DataFrame,
    attributes: pd.DataFrame | None,
    customers: pd.DataFrame,
    stated: Sequence[TypeOfAccount],
    whole: float,
) -> tuple[list[AccountType], pd.Series]:
    """Return what each type holds, the largest first, and the type of each account; missing where it has none.

    `accounts` (DataFrame indexed by customer_id): From `table.account_table`.
    `attributes`, `customers` (DataFrame indexed by customer_id): Further columns that a rule may name.
    `stated` (sequence of TypeOfAccount): The client's rules.
    `whole`: Size of all accounts above 0.
    Raises DataError if a rule names what there is not.
    """
    rules = rules_of(stated, attributes)
    if not rules:
        words = None if attributes is None else attributes.get("account_type")
        found = pd.Series(None, accounts.index, dtype="str") if words is None else words.reindex(accounts.index)
        return _held(found, accounts, [], whole), found
    table = _fields(accounts, attributes, customers)
    _refuse_unknown(rules, table)
    names = dict(enumerate((rule.type for rule in rules), start=1))
    found = first_rule(table, rules).map(names).astype("str")
    idle = [
        AccountType(type=rule.type, unknown=[name for name in rule.fields if table[name].isna().all()])
        for rule in rules
        if not found.eq(rule.type).any()
    ]
    return _held(found, accounts, idle, whole), found


def _fields(accounts: pd.DataFrame, attributes: pd.DataFrame | None, customers: pd.DataFrame) -> pd.DataFrame:
    table = scorecard.fields(accounts, attributes).join(accounts[["is_large", "account_verdict", "account_reason"]])
    return table.join(customers[[name for name in customers if name not in table]])


def _held(found: pd.Series, accounts: pd.DataFrame, idle: list[AccountType], whole: float) -> list[AccountType]:
    held = [
        AccountType(
            type=str(name),
            customers=len(of),
            size=float(of["size"].sum()),
            share=float(of["size"].clip(lower=0).sum() / whole),
            margin=known_sum(of["account_margin"]),
            large=int(of["is_large"].sum()),
            key=int(of["account_verdict"].eq("key").sum()),
            watch=int(of["account_verdict"].eq("watch").sum()),
        )
        for name, of in accounts.groupby(found)
    ]
    return sorted(held, key=lambda row: (-row.size, row.type)) + idle


def _refuse_unknown(rules: Sequence[TypeOfAccount], table: pd.DataFrame) -> None:
    for number, rule in enumerate(rules, start=1):
        for field in rule.fields:
            if field in table:
                continue
            where = {"number": number, "type": rule.type, "field": field}
            near = nearest(field, list(table.columns))
            raise DataError(
                sentence(
                    "account_types: rule {number} ({type}) names '{field}', which is no column of the accounts; they "
                    "have {names}.",
                    names=", ".join(table.columns),
                    **where,
                )
                if near is None
                else sentence(
                    "account_types: rule {number} ({type}) names '{field}', which is no column of the accounts; did "
                    "you mean '{near}'?",
                    near=near,
                    **where,
                )
            )
