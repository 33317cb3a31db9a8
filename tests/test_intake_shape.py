"""What the router looks at: facts measured on the used rows, and the verdict on whole exports."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from analysis.intake.say import verdict
from tests.strategies import HEAD, message, take


def subscriptions(days: float, *, jitter: int, wobble: float = 0.0, seed: int = 1) -> str:
    """Return payments of 60 customers over three years or four terms, one in `days` days; one in 33 failed."""
    draw, term = random.Random(seed), max(1095, 4 * days)
    lines = []
    for customer in range(60):
        start, fee = draw.randrange(200), draw.choice([9.9, 19.9, 49.0])
        for k in range(int((term - start) / days)):
            if draw.random() < 0.03:
                continue
            day = dt.date(2021, 1, 1) + dt.timedelta(start + round(k * days) + draw.randint(-jitter, jitter))
            lines.append(f"K{customer},{day},{fee * (1 + draw.uniform(-wobble, wobble)):.2f}\n")
    return HEAD + "".join(lines)


@pytest.mark.parametrize(
    ("days", "jitter"),
    [(7, 0), (14, 0), (30.44, 0), (30.44, 1), (91.3, 1), (182.6, 2), (365.25, 2)],
    ids=["weekly", "fortnightly", "monthly", "monthly, a day early or late", "quarterly", "half-yearly", "yearly"],
)
def test_steady_payments_at_a_rhythm_of_the_calendar_look_like_contracts(tmp_path, days, jitter):
    assert take(tmp_path, subscriptions(days, jitter=jitter)).router["verdict"] == "contractual"


@pytest.mark.parametrize(
    ("days", "jitter", "wobble", "said"),
    [
        (30.44, 12, 0.0, "not as regularly as contracts are paid"),
        (30.44, 1, 0.5, "do so at one rhythm of the calendar"),
        (45, 1, 0.0, "not as regularly as contracts are paid"),
    ],
    ids=["at any day of the month", "for changing amounts", "at no rhythm of the calendar"],
)
def test_what_only_half_looks_like_contracts_is_none(tmp_path, days, jitter, wobble, said):
    router = take(tmp_path, subscriptions(days, jitter=jitter, wobble=wobble)).router
    assert router["verdict"] == "non_contractual"
    assert said in verdict.reason(router)


def test_the_verdict_rides_as_a_finding_and_warns_where_something_cannot_be_answered(tmp_path):
    found = {f["code"]: f for f in take(tmp_path, subscriptions(30.44, jitter=12)).findings}
    assert found["router_non_contractual"]["level"] == "info"
    few = take(tmp_path, HEAD + "A,2023-01-01,1\nB,2023-01-09,1\n")
    found = {f["code"]: f for f in few.findings}
    assert found["router_too_little"]["level"] == "warning"
    assert message(few, "router_too_little").endswith(verdict.reason(few.router))


def test_a_second_purchase_day_counts_as_the_parameter_says(tmp_path):
    rows = HEAD + "".join(f"K{k},2023-01-{d:02d},{a}\n" for k in range(40) for d, a in ((1, 5), (9, 0)))
    assert take(tmp_path, rows).router["verdict"] == "too_little"
    assert take(tmp_path, rows, parameters={"zero_is_purchase": True}).router["verdict"] == "non_contractual"


SUMMARY = [f"K{k},2023-01-{k % 28 + 1:02d},{10 + k},{k % 7}\n" for k in range(40)]


@pytest.mark.parametrize(
    "header",
    ["orders", "Number of Orders", "frequency", "last_order", "Last purchase date", "Bestellungen", "letzte Bestellung"]
    + ["订单数", "购买次数", "最近购买日期"],
)
def test_a_column_that_speaks_of_several_purchases_betrays_a_summary(tmp_path, header):
    router = take(tmp_path, f"id,day,value,{header}\n" + "".join(SUMMARY)).router
    assert router["verdict"] == "customer_level"
    assert f"'{header}'" in verdict.reason(router)


@pytest.mark.parametrize("header", ["order", "order_no", "orders_remark", "shop", "订单编号"])
def test_a_column_that_speaks_of_one_purchase_does_not(tmp_path, header):
    router = take(tmp_path, f"id,day,value,{header}\n" + "".join(SUMMARY)).router
    assert router["verdict"] == "too_little"


@pytest.mark.parametrize(
    ("months", "subscribers", "kind"),
    [((1, 2, 3, 4), 30, "contractual"), ((1, 2, 3, 4), 10, "non_contractual"), ((1, 3, 4, 8), 30, "non_contractual")],
    ids=["most pay monthly under contract", "few have one", "a contract stands beside what they buy when they like"],
)
def test_customers_with_a_subscription_who_bring_most_revenue_are_under_contract(tmp_path, months, subscribers, kind):
    rows = "".join(f"K{k},2023-0{m}-{k % 27 + 1:02d},{10 + k * m}\n" for k in range(40) for m in months)
    (tmp_path / "contracts.csv").write_text("id,start\n" + "".join(f"K{k},2022-12-01\n" for k in range(subscribers)))
    table = {"path": "contracts.csv", "columns": {"customer_id": "id", "start": "start"}}
    router = take(tmp_path, HEAD + rows, subscriptions=table).router
    assert router["verdict"] == kind
    assert ("Customers with a subscription bring " in verdict.reason(router)) == (kind == "contractual")
