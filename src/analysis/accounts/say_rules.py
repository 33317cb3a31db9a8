"""The rules by which an account is judged, with their thresholds."""

from __future__ import annotations

from analysis.accounts import verdict
from analysis.accounts.facts import AccountsFacts
from analysis.accounts.history import GONE
from analysis.accounts.receivables import LONG_OVERDUE
from analysis.display.formats import count, share
from analysis.display.language import joined, sentence
from analysis.words.accounts import size_name


def rules(a: AccountsFacts) -> str:
    """State the thresholds of the verdicts."""
    return joined(
        _large(a),
        sentence(
            "One-off: one purchase makes {one} or more of all, or purchases fall into fewer than {rare} of the "
            "quarters since the first (of at least {needed} quarters); irregular: into fewer than {sustained}.",
            one=share(verdict.ONE_PURCHASE),
            rare=share(verdict.RARE),
            sustained=share(verdict.SUSTAINED),
            needed=count(verdict.NEEDED_QUARTERS),
        ),
        sentence(
            "Late: silent for longer than the longest pause between two own purchases (with fewer than three "
            "purchases, than nine in ten gaps of all customers); gone: for more than {gone} times as long.",
            gone=count(GONE),
        ),
        sentence(
            "Falling: {fall} or less against the year before; overdue: an invoice more than {days} days past due.",
            fall=share(verdict.FALL),
            days=count(LONG_OVERDUE),
        ),
        sentence(
            "Develop, though not large: strategic, or among the largest of the last 365 days, or with a wallet that "
            "would be and of which less than {wallet} is spent here.",
            wallet=share(verdict.WALLET),
        ),
    )


def _large(a: AccountsFacts) -> str:
    parts = {
        "share": share(verdict.LARGEST_SHARE),
        "of": size_name(a),
        "low": count(verdict.FEWEST),
        "high": count(verdict.MOST),
        "n": count(a.large),
    }
    if not a.margin_known:
        return sentence(
            "Large: the largest {share} of the customers by {of}, at least {low} and at most {high}; here {n}.", **parts
        )
    return sentence(
        "Large: the largest {share} of the customers by {of}, at least {low} and at most {high}, or as many by margin "
        "if theirs is above the mean of the profitable; here {n}.",
        **parts,
    )
