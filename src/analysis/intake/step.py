"""The account of what was read, used and left out, as facts."""

from __future__ import annotations

from analysis.facts import Refusal, refused
from analysis.intake.facts import DataFacts, MonthsFacts, Router
from analysis.run.step import Answer, Inputs, step


@step("data", DataFacts, needs=("account", "client_name"))
def data(given: Inputs) -> Answer:
    """Return what the report says of the data it rests on."""
    account = given.account
    facts = account.facts
    return DataFacts(
        client=given.client_name,
        currency=account.currency,
        rows=facts["rows"],
        customers=facts["customers"],
        revenue=facts["total"],
        first=facts["first"],
        last=facts["last"],
        observation_end=account.observation_end,
        ledger=account.ledger,
        findings=account.findings,
        router=_router(account.router),
        **account.joined,
    ), {}


def _router(router: dict) -> Router:
    def closed(chapter: str, why: object) -> Refusal | None:
        if why is None:
            return None
        if chapter == "concentration":
            return refused("no_amounts")
        codes = {"customer_level": "no_history", "contractual": "contractual", "too_little": "too_little"}
        import re

        n = [int(x.replace(",", "")) for x in re.findall(r"\d[\d,]*", str(why))]
        more = (
            {"repeat_buyers": n[0], "customers": n[1]}
            if router["verdict"] == "too_little" and len(n) > 2
            else {"repeat_buyers": 0, "customers": 0}
        )
        return refused(codes[router["verdict"]], **(more if router["verdict"] == "too_little" else {}))

    return Router(
        verdict=router["verdict"],
        reason=router["reason"],
        chapters={name: closed(name, why) for name, why in router["chapters"].items()},
        limits=router["limits"],
    )


@step("months", MonthsFacts, needs=("ledger",))
def months(given: Inputs) -> Answer:
    """Sum up the revenue and the buying customers of each calendar month."""
    ledger = given.ledger
    if not ledger.has_days or not ledger.has_amounts:
        return MonthsFacts(), {}
    table = ledger.months()
    least, most = table.loc[table["revenue"].idxmin()], table.loc[table["revenue"].idxmax()]
    facts = MonthsFacts(
        months=len(table),
        least=float(least["revenue"]),
        least_month=least["month"].date(),
        most=float(most["revenue"]),
        most_month=most["month"].date(),
    )
    return facts, {"months": table}


STEPS = (data, months)
