"""Sentences on customers under contract: how long they stay, why they leave, who renews."""

from __future__ import annotations

from analysis.churn.facts import Signs
from analysis.churn.facts_contracts import ContractFacts, Influence, SignLeftOut
from analysis.display.days import day
from analysis.display.formats import compact_money, count, interval, number, share
from analysis.display.language import joined, listed, sentence, sentences
from analysis.refusals import why

YEARS = {366: 1, 731: 2, 1096: 3, 1827: 5}
RARE = 0.001


def age(days: int) -> str:
    """Return an age as years where it is some, else as days.

    Examples
    --------
    >>> age(366), age(1096), age(90)
    ('1 year', '3 years', '90 days')
    """
    years = YEARS.get(days)
    if years is None:
        return sentences(days, "{n} day", "{n} days")
    return sentences(years, "{n} year", "{n} years")


def staying(c: ContractFacts) -> str:
    """Return the title of the survival figure."""
    if not c.stay:
        return sentence("How long {n} customers under contract stay", n=count(c.customers))
    first, last = c.stay[0], c.stay[-1]
    if len(c.stay) == 1:
        return sentence("{share} are still there after {age}", share=share(first.share), age=age(first.days))
    return sentence(
        "{share} are still there after {age}, {later} after {then}",
        share=share(first.share),
        age=age(first.days),
        later=share(last.share),
        then=age(last.days),
    )


def watched(c: ContractFacts) -> str:
    """Say what the survival figure counts."""
    return sentences(
        c.stretches,
        "{n} stretch under contract, of which {left} ended; band: 95 %",
        "{n} stretches under contract, of which {left} ended; band: 95 %",
        left=count(c.left),
    )


def segments(c: ContractFacts) -> str | None:
    """Say which segment stays longest and which shortest; None where there are no two."""
    known = [one for one in c.segments or [] if one.year is not None]
    if len(known) < 2:
        return None
    best, worst = known[0], known[-1]
    if c.segments_alike is not None and c.segments_alike > 0.05:
        return sentence("The segments do not differ beyond chance in how long their customers stay.")
    return sentence(
        "Longest stay the customers of “{best}” ({share} after {age}), shortest those of “{worst}” ({low}).",
        best=best.segment,
        share=share(best.year.share),
        age=age(best.year.days),
        worst=worst.segment,
        low=share(worst.year.share),
    )


def ways(c: ContractFacts) -> str | None:
    """Say how many leave by choice, and how many without one; None where no reasons are recorded."""
    if c.year_voluntary is None:
        return None
    return sentence(
        "Within {age} {chosen} leave by choice and {not_chosen} without one: a payment that failed, a move, a death, a "
        "business that closed.",
        age=age(c.incidence_days),
        chosen=share(c.year_voluntary),
        not_chosen=share(c.year_involuntary),
    )


def causes(c: ContractFacts, currency: str | None) -> str:
    """Say which reason is named most."""
    if not c.causes:
        return sentence("Why they left is not recorded.")
    named = [one for one in c.causes if one.reason]
    first = max(named, key=lambda one: one.left)
    values = {"reason": first.reason, "n": count(first.left), "of": count(c.left), "share": share(first.share)}
    if first.monthly_revenue is None:
        return sentence("Named most: **{reason}**, by {n} of the {of} who left ({share}).", **values)
    return sentence(
        "Named most: **{reason}**, by {n} of the {of} who left ({share}); they had brought {money} a month.",
        money=compact_money(first.monthly_revenue, currency),
        **values,
    )


def how(c: ContractFacts) -> str:
    """Say how staying was counted."""
    return joined(
        sentence(
            "A contract that begins within 31 days after the last one ended renews it; the shares are Kaplan-Meier's, "
            "with those still there counted as long as they were watched."
        ),
        ""
        if not c.older
        else sentences(
            c.older,
            "{n} stretch is older than the record of leavers, which begins on {day}; it counts from its age on that "
            "day, because who left before is not in the table.",
            "{n} stretches are older than the record of leavers, which begins on {day}; they count from their age on "
            "that day, because who left before is not in the table.",
            day=day(c.record_from),
        ),
        ""
        if not c.from_days
        else sentence(
            "Younger customers than {days} days were hardly watched: the shares are of those who reached that age.",
            days=count(c.from_days),
        ),
        ""
        if not c.notice
        else sentences(
            c.notice,
            "Of {n} customer who is still there the end is known already.",
            "Of {n} customers who are still there the end is known already.",
        ),
    )


def influences(c: ContractFacts) -> str:
    """Say what goes with leaving most, as association."""
    if c.no_influences:
        return why(c.no_influences)
    first = c.influences[0]
    if first.low <= 1 <= first.high:
        return sentence("Of what is known of customers at their start nothing goes with leaving beyond chance.")
    return joined(_influence(first), sentence("That goes together; it need not be the cause."))


def _influence(one: Influence) -> str:
    values = {
        "sign": one.sign,
        "ratio": number(one.hazard_ratio, 2),
        "interval": interval(one.low, one.high, lambda x: number(x, 2)),
    }
    if one.value is None:
        return sentence(
            "At any time customers leave at **{ratio} times** the rate ({interval}) per standard deviation of {sign}, "
            "all else known of them alike.",
            **values,
        )
    return sentence(
        "At any time customers with {sign} “{value}” leave at **{ratio} times** the rate of “{against}” ({interval}), "
        "all else known of them alike.",
        value=one.value,
        against=one.against,
        **values,
    )


def left_out(c: ContractFacts | Signs) -> str | None:
    """Name the columns that are not used, and why; None if there are none."""
    said = {
        "alone": sentence("which says almost alone who left, as a column does that is filled in afterwards"),
        "afterwards": sentence("which by its name is known only afterwards"),
        "personal": sentence("which is personal"),
    }
    if not c.left_out:
        return None
    named = [sentence("{column}, {why}", column=_quoted(one), why=said[one.why]) for one in c.left_out]
    return sentence("Not used: {columns}.", columns="; ".join(named))


def _quoted(one: SignLeftOut) -> str:
    if one.auc is None:
        return f"“{one.feature}”"
    return sentence("“{column}” (AUC {auc})", column=one.feature, auc=number(one.auc, 2))


def gone(c: ContractFacts, currency: str | None) -> str:
    """Say how many left by choice lately and are not back, and what they had brought; or what marks leave open."""
    if c.stated:
        said = sentence("When they left is not known, so nobody can say whom to win back first.")
        if c.stated.amount_share is None:
            return said
        brought = sentence("Those marked as left brought {share} of the revenue.", share=share(c.stated.amount_share))
        return joined(brought, said)
    unasked = sentences(
        c.gone,
        "**{n} customer** left within the last 365 days and is not back; who had no choice is not recorded.",
        "**{n} customers** left within the last 365 days and are not back; who had no choice is not recorded.",
    )
    chosen = sentences(
        c.gone,
        "**{n} customer** left within the last 365 days and is not back, without those who had no choice.",
        "**{n} customers** left within the last 365 days and are not back, without those who had no choice.",
    )
    said = unasked if c.involuntary is None else chosen
    if not c.gone_revenue:
        return said
    return joined(
        said, sentence("They had brought **{money} a month**.", money=compact_money(c.gone_revenue, currency))
    )


def without_choice(c: ContractFacts) -> str:
    """Name the reasons that leave no choice."""
    found = [one.reason for one in c.causes or [] if one.involuntary]
    if not found:
        return sentence("No recorded reason counts as leaving without a choice.")
    return sentence("As leaving without a choice count: {reasons}.", reasons=listed(found))
