"""Sentences on key accounts: the verdict on each with its reason, and who came and went."""

from __future__ import annotations

from typing import Any

from analysis.accounts.facts import AccountsFacts, KeyChange
from analysis.display.days import day
from analysis.display.formats import compact_money, count, is_missing, share
from analysis.display.language import joined, sentence, sentences
from analysis.words.accounts import size_name


def verdict_name(code: str) -> str:
    """Return a verdict as a word."""
    return {
        "key": sentence("key"),
        "watch": sentence("watch"),
        "develop": sentence("develop"),
        "one_off": sentence("one-off"),
        "unprofitable": sentence("unprofitable"),
        "other": sentence("other"),
    }[code]


def verdicts(a: AccountsFacts) -> str:
    """Say how many accounts are key, and what the other large ones are."""
    key, watch, once = (a.verdicts[name] for name in ("key", "watch", "one_off"))
    losing = _costly(a)
    if a.days_known and not key.customers:
        first = sentence(
            "**No account is key**: none is large, buys quarter after quarter, still buys and leaves a margin at once."
        )
    else:
        first = _key(a)
    rest = [
        (watch, _watched(watch.customers, share(watch.share))),
        (once, _bought_once(once.customers, share(once.share))),
    ]
    return joined(first, *(text for row, text in rest if row.customers), _losing(losing) if losing else "")


def _key(a: AccountsFacts) -> str:
    key = a.verdicts["key"]
    return (
        sentences(
            key.customers,
            "**{n} key account** brings {share} of the {of}: large, buying quarter after quarter, and still buying.",
            "**{n} key accounts** bring {share} of the {of}: large, buying quarter after quarter, and still buying.",
            share=share(key.share),
            of=size_name(a),
        )
        if a.days_known
        else sentences(
            key.customers,
            "**{n} large account** brings {share} of the {of}; whether it still buys is not told.",
            "**{n} large accounts** bring {share} of the {of}; whether they still buy is not told.",
            share=share(key.share),
            of=size_name(a),
        )
    )


def _watched(n: int, part: str) -> str:
    return sentences(
        n,
        "{n} large account is gone, late, falling or irregular ({share}): to watch.",
        "{n} large accounts are gone, late, falling or irregular ({share}): to watch.",
        share=part,
    )


def _bought_once(n: int, part: str) -> str:
    return sentences(
        n,
        "{n} is large by one purchase or a few ({share}): one-off, not to be counted on.",
        "{n} are large by one purchase or a few ({share}): one-off, not to be counted on.",
        share=part,
    )


def _costly(a: AccountsFacts) -> int:
    """Return how many of the large accounts cost money."""
    return sum(1 for row in a.key if row.verdict == "unprofitable")


def _losing(n: int) -> str:
    return sentences(n, "**{n} large account costs money.**", "**{n} large accounts cost money.**")


def reason(row: dict[str, Any], currency: str | None) -> str:
    """Say why an account has its verdict; `row` is one of the table of large accounts."""
    quarters = {"active": count(row["active_quarters"]), "of": count(row["quarters"])}
    code = row["account_reason"]
    if code == "negative_margin":
        return sentence("Costs {cost}.", cost=compact_money(-row["account_margin"], currency))
    if code == "one_purchase":
        return sentence("Bought on a single day.")
    if code == "largest_purchase":
        return sentence("One purchase makes {share} of all.", share=share(row["largest_purchase_share"]))
    if code == "few_quarters":
        return sentence("Bought in {active} of {of} quarters only.", **quarters)
    if code == "past_due":
        return sentence("Owes {money} past due.", money=compact_money(row["past_due"], currency))
    if code in {"gone", "late"}:
        return sentence(
            "Silent for {days} days; usual are up to {pause}.",
            days=count(row["days_since_last"]),
            pause=count(row["longest_pause"]),
        )
    if code == "falling":
        return sentence("The last 365 days: {change} against those before.", change=share(row["change"]))
    if code == "irregular":
        return sentence("Buys now and then: in {active} of {of} quarters.", **quarters)
    if code == "young":
        return sentences(
            int(row["quarters"]),
            "Seen for {of} quarter only.",
            "Seen for {of} quarters only.",
            **quarters,
        )
    if code == "sustained":
        return sentence("Bought in {active} of {of} quarters, still buys.", **quarters)
    return {
        "left": sentence("Has left, as the client states."),
        "strategic": sentence("Strategic, still buys, not large yet."),
        "rising": sentence("Among the largest by the last 365 days."),
        "wallet": sentence("Buys most of what it needs elsewhere."),
        "large": sentence("Among the largest; when it bought is not told."),
        "small": sentence("None of the largest."),
    }[code]


def silence(row: dict[str, Any]) -> str:
    """Say whether an account still buys, with its silence against its own longest pause."""
    if is_missing(row["still_buys"]):
        return sentence("not known")
    if not is_missing(row.get("has_left")):
        return sentence("no: has left") if row["has_left"] else sentence("yes, has not left")
    days = {"days": count(row["days_since_last"]), "pause": count(row["longest_pause"])}
    if row["still_buys"] == "yes":
        return sentences(int(row["days_since_last"]), "yes, {days} day ago", "yes, {days} days ago", **days)
    if row["still_buys"] == "late":
        return sentence("late: silent for {days} days (usual: up to {pause})", **days)
    return sentence("no: silent for {days} days (usual: up to {pause})", **days)


def changed(c: KeyChange | None) -> str | None:
    """Say who is a key account no longer, and who became one."""
    if c is None:
        return None
    return joined(
        sentences(
            c.before,
            "Of {before} key account a year ago, **{left}** is none today; {joined} became one.",
            "Of {before} key accounts a year ago, **{left}** are none today; {joined} became one.",
            before=count(c.before),
            left=count(c.left),
            joined=count(c.joined),
        ),
        sentence("Both days are judged by the same rules, on what was known by then ({day}).", day=day(c.day)),
    )


def top_title(a: AccountsFacts) -> str:
    """Return the title of the largest accounts."""
    ten = a.top[-1]
    if not a.days_known:
        return sentence(
            "The {n} largest accounts bring {share} of the {of}",
            n=count(ten.accounts),
            share=share(ten.share),
            of=size_name(a),
        )
    if ten.still_buy == ten.accounts and not ten.unprofitable:
        return sentence(
            "All {n} largest accounts, who bring {share} of the {of}, still buy",
            n=count(ten.accounts),
            share=share(ten.share),
            of=size_name(a),
        )
    parts = {"yes": count(ten.still_buy), "n": count(ten.accounts), "share": share(ten.share), "of": size_name(a)}
    if ten.unprofitable:
        return sentences(
            ten.unprofitable,
            "{yes} of the {n} largest accounts still buy, and {losing} costs money",
            "{yes} of the {n} largest accounts still buy, and {losing} cost money",
            losing=count(ten.unprofitable),
            **parts,
        )
    return sentences(
        ten.still_buy,
        "Of the {n} largest accounts, who bring {share} of the {of}, {yes} still buys",
        "Of the {n} largest accounts, who bring {share} of the {of}, {yes} still buy",
        **parts,
    )


def steady_title(a: AccountsFacts) -> str:
    """Return the title of the large accounts by steadiness."""
    costly = _costly(a)
    if costly > a.verdicts["one_off"].customers:
        return sentence(
            "Of {n} large accounts {key} are key, {costly} cost money",
            n=count(a.large),
            key=count(a.verdicts["key"].customers),
            costly=count(costly),
        )
    return sentence(
        "Of {n} large accounts {key} are key, {once} one-off",
        n=count(a.large),
        key=count(a.verdicts["key"].customers),
        once=count(a.verdicts["one_off"].customers),
    )
