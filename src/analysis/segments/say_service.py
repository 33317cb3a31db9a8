"""Sentences on the attention that customers get, and on the layers of the customer base."""

from __future__ import annotations

from analysis.display.formats import compact_money, count, share
from analysis.display.language import joined, later, sentence, sentences
from analysis.segments.facts_service import AttentionFacts

NAMES = {
    "basic": later("basic"),
    "reactive": later("reactive"),
    "accountable": later("accountable"),
    "proactive": later("proactive"),
    "partner": later("partner"),
    "under-served": later("under-served"),
    "over-served": later("over-served"),
    "fits": later("fits"),
    "prospects": later("Prospects, no purchase yet"),
}


def service_name(code: str) -> str:
    """Return the name of a level or verdict in the reader's language."""
    return sentence(NAMES[code]) if code in NAMES else code


def served(s: AttentionFacts, currency: str | None) -> str:
    """Say how many are served above and below what they bring, and what contacts cost more than they leave."""
    under, over = s.served["under-served"], s.served["over-served"]
    values = {"under": count(under.customers), "over": count(over.customers), "n": count(s.customers)}
    if s.value == "purchases":
        said = sentence(
            "Of {n} customers **{under} are under-served** and **{over} over-served**, by how often they bought in the "
            "last year.",
            **values,
        )
    elif s.value == "margin":
        said = sentence(
            "Of {n} customers **{under} are under-served**: they left {one} of margin in the last year. **{over} are "
            "over-served**: they left {other}.",
            one=compact_money(under.value, currency),
            other=compact_money(over.value, currency),
            **values,
        )
    else:
        said = sentence(
            "Of {n} customers **{under} are under-served**: they brought {one} of revenue in the last year. **{over} "
            "are over-served**: they brought {other}.",
            one=compact_money(under.value, currency),
            other=compact_money(over.value, currency),
            **values,
        )
    return joined(said, _time(s), _costlier(s, currency))


def _time(s: AttentionFacts) -> str:
    minutes = {name: group.minutes for name, group in s.served.items()}
    whole = sum(each or 0.0 for each in minutes.values())
    if not whole:
        return ""
    return sentence(
        "Of {hours} hours of contact {over} went to the over-served and {under} to the under-served.",
        hours=count(whole / 60),
        over=share((minutes["over-served"] or 0.0) / whole),
        under=share((minutes["under-served"] or 0.0) / whole),
    )


def _costlier(s: AttentionFacts, currency: str | None) -> str:
    if not s.costlier:
        return ""
    return sentences(
        s.costlier,
        "The contacts of **{n} customer** cost {loss} more than the margin left in that year.",
        "The contacts of **{n} customers** cost {loss} more than the margin that they left in that year.",
        loss=compact_money(s.costlier_loss, currency),
    )


def how(s: AttentionFacts) -> str:
    """Say how attention and value are measured."""
    by = {
        "contact_minutes": sentence("Attention is minutes of contact in the last {days} days.", days=count(s.days)),
        "contact_cost": sentence("Attention is what contacts cost in the last {days} days.", days=count(s.days)),
        "contacts": sentence("Attention is the number of contacts in the last {days} days.", days=count(s.days)),
        "relationship_level": sentence("Attention is the level of the relationship, from basic to partner."),
    }
    parts = [
        by[s.by] if s.by else "",
        sentence(
            "Customers are ranked by attention and by what they brought in the last {days} days, a fifth each; two "
            "fifths or more apart is under- or over-served. Who is won back or new may deserve more than that.",
            days=count(s.days),
        ),
    ]
    if s.value == "margin":
        parts.append(sentence("Margin of the year: its revenue at each customer's own rate of margin so far."))
    if s.unknown_levels:
        parts.append(
            sentences(
                s.unknown_levels,
                "The level of {n} customer is none of the five and left out.",
                "The levels of {n} customers are none of the five and left out.",
            )
        )
    return joined(*parts)


def pyramid_title(s: AttentionFacts) -> str:
    """Return the title of the pyramid."""
    name, top = next(iter(s.layers.items()))
    values = {"name": name, "n": count(top.customers)}
    minutes = [layer.minutes or 0.0 for layer in s.layers.values()]
    whole = sum(minutes) + ((s.prospects.minutes or 0.0) if s.prospects else 0.0)
    if whole:
        return sentences(
            top.customers,
            "Grade {name}, {n} customer, gets {time} of the contact time",
            "Grade {name}, {n} customers, gets {time} of the contact time",
            time=share((top.minutes or 0.0) / whole),
            **values,
        )
    if s.prospects is not None:
        return sentences(
            s.prospects.customers,
            "{n} customers are of grade {name}; {base} of the client's table has never bought",
            "{n} customers are of grade {name}; {base} of the client's table have never bought",
            base=count(s.prospects.customers),
            **values,
        )
    return sentences(top.customers, "Grade {name} holds {n} customer", "Grade {name} holds {n} customers", **values)
