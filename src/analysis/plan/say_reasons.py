"""What is known of a customer beside the reason for the action: early signs, why they left, and what answers that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.classes import causes
from analysis.display.language import joined, sentence


def besides(row: Mapping[str, Any], said: Mapping[str, str]) -> str:
    """Say what else is known of why a customer is leaving or left; nothing where nothing is.

    Parameters
    ----------
    row : mapping
        warning_signs (codes as in churn's scores; that of silence and that of falling spend are the states' own
        reasons, and are not said again), left_because (as recorded), cause, customer_state.
    said : mapping of cause to str
        What the client answers it with.

    Examples
    --------
    >>> row = {"warning_signs": "gap range complaint", "left_because": "", "cause": "", "customer_state": "lost"}
    >>> besides(row, {})
    'Buys less than half as many kinds of goods as before. Complained lately.'
    >>> besides(row | {"warning_signs": "", "left_because": "too dear", "cause": "price"}, {"price": "10 % off"})
    'On record: too dear. Answer: 10 % off.'
    """
    signs, lost = row["warning_signs"].split(), row["customer_state"] == "lost"
    answered = answer(row["cause"], said) if lost else ""
    return joined(
        sentence("Buys less than half as many kinds of goods as before.") if "range" in signs else "",
        sentence("Complained lately.") if "complaint" in signs else "",
        sentence("On record: {reason}.", reason=row["left_because"]) if row["left_because"] else "",
        sentence("Answer: {answer}.", answer=answered) if answered else "",
    )


def answer(cause: str, said: Mapping[str, str]) -> str:
    """Return what answers a cause of leaving: in the client's words, else what suits its class; "" without one."""
    return said.get(cause) or {
        causes.PRICE: sentence("an offer on price or terms"),
        causes.CORE: sentence("an apology, and what failed put right"),
        causes.STAFF: sentence("an apology, and another contact"),
        causes.INCONVENIENCE: sentence("an easier way to buy"),
        causes.REACTION: sentence("an apology from above, with amends"),
        causes.COMPETITION: sentence("what is better here by now"),
        causes.ETHICS: sentence("a talk, and no offer before trust is back"),
        causes.CHOICE: sentence("ask what would bring them back"),
        causes.INVOLUNTARY: sentence("nothing, as nobody chose it"),
    }.get(cause, "")


def cause_name(cause: str) -> str:
    """Return a class of causes in the reader's language; the client's own word as it is."""
    return {
        causes.PRICE: sentence("price"),
        causes.CORE: sentence("service failure"),
        causes.STAFF: sentence("staff"),
        causes.INCONVENIENCE: sentence("inconvenience"),
        causes.REACTION: sentence("reaction to failure"),
        causes.COMPETITION: sentence("competition"),
        causes.ETHICS: sentence("ethics"),
        causes.CHOICE: sentence("own choice"),
        causes.INVOLUNTARY: sentence("involuntary"),
        "": sentence("another reason, or none recorded"),
    }.get(cause, cause)
