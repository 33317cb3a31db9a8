"""Who stands behind an id: how far the optional tables cover the buyers, groups of branches, and twins."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import joined, sentence, sentences
from analysis.intake.say.values import Say, Values, almost, cash, printed, says, says_by

MOST_TWINS = 5


def _coverage(f: Values) -> str:
    return joined(
        _covered(f, printed(f, share=almost(f["revenue_share"]) if f["revenue_share"] is not None else "")),
        sentences(
            f["rows"],
            "{rows} does not (the largest: '{largest}').",
            "{rows} do not (the largest: '{largest}').",
            **printed(f),
        )
        if f["rows"]
        else "",
        sentences(
            f["never_bought"],
            "{never_bought} id of the table never bought.",
            "{never_bought} ids of the table never bought.",
            **printed(f),
        )
        if f["never_bought"]
        else "",
        _near_misses(f) if f["near"] else "",
    )


def _covered(f: Values, values: dict[str, object]) -> str:
    if f["table"] == "customers":
        if not values["share"]:
            return sentence("{file}: {matched} of {ids} customer ids that bought stand in the table.", **values)
        return sentence(
            "{file}: {matched} of {ids} customer ids that bought stand in the table ({share} of revenue).", **values
        )
    if not values["share"]:
        return sentence("{file}: {matched} of {ids} customer ids that bought have {table}.", **values)
    return sentence("{file}: {matched} of {ids} customer ids that bought have {table} ({share} of revenue).", **values)


def _value_twins(f: Values) -> str:
    shown = "; ".join(
        ", ".join(sentence("'{value}' ({n})", value=each["value"], n=count(each["customers"])) for each in group)
        for group in f["values"][:MOST_TWINS]
    )
    return sentences(
        len(f["values"]),
        "{file}: {n} {column} is written in near-twin ways: {values}. If they are one, unify them; they are counted "
        "apart.",
        "{file}: {n} of {column} are written in near-twin ways: {values}. If they are one each, unify them; they are "
        "counted apart.",
        **printed(f, n=count(len(f["values"])), values=shown),
    )


def _name_twins(f: Values) -> str:
    shown = "; ".join(f"'{each['name']}': {_ids(each['ids'])}" for each in f["names"][:MOST_TWINS])
    if len(f["names"]) > MOST_TWINS:
        shown = sentence("{names}; and {n} more", **printed(f, names=shown, n=count(len(f["names"]) - MOST_TWINS)))
    return sentences(
        len(f["names"]),
        "{file}: {n} name stands under several ids, with revenue: {names}. Are they one customer each? Then give them "
        "one parent_id.",
        "{file}: {n} names stand under several ids, with revenue: {names}. Are they one customer each? Then give them "
        "one parent_id.",
        **printed(f, n=count(len(f["names"])), names=shown),
    )


def _ids(found: list[Values]) -> str:
    shown = ", ".join(f"{each['id']} ({cash(each['net'])})" for each in found[:MOST_TWINS])
    if len(found) <= MOST_TWINS:
        return shown
    return sentence("{names} and {n} more", names=shown, n=count(len(found) - MOST_TWINS))


def _near_misses(f: Values) -> str:
    return sentence(
        "{near} of those that do not would but for case, blanks, dashes or leading zeros (as '{near_bought}' and "
        "'{near_listed}'): unify the ids.",
        **printed(f),
    )


SENTENCES: dict[str, Say] = {
    **{
        f"{table}_coverage": _coverage for table in ("customers", "surveys", "contacts", "subscriptions", "receivables")
    },
    "customers_duplicates": says_by(
        "{file}: {rows} row repeats an id with the same values (the first is '{first}'); each id counts once.",
        "{file}: {rows} rows repeat an id with the same values (the first is '{first}'); each id counts once.",
    ),
    "customers_id_twins": says_by(
        "{file}: {rows} group of ids differs only in case, blanks or dashes (as '{one}' and '{two}'); they were kept "
        "apart. Unify them if they are the same.",
        "{file}: {rows} groups of ids differ only in case, blanks or dashes (as '{one}' and '{two}'); they were kept "
        "apart. Unify them if they are the same.",
    ),
    "acquired_after_purchase": says(
        "{file}: {rows} of {customers} customers bought before the day on which they were acquired (acquired_on; the "
        "first is '{first}'): is it the day of the account, not of the customer?"
    ),
    "parents_not_listed": says_by(
        "{file}: {rows} parent is no id of the table (the first is '{first}'); they are paying customers all the "
        "same, without attributes of their own.",
        "{file}: {rows} parents are no id of the table (the first is '{first}'); they are paying customers all the "
        "same, without attributes of their own.",
    ),
    "customer_groups": says_by(
        "{file}: {rows} ids form {customers} customers by parent_id; {groups} of them has more than one branch that "
        "bought. The paying group is the customer.",
        "{file}: {rows} ids form {customers} customers by parent_id; {groups} of them have more than one branch that "
        "bought. The paying group is the customer.",
        of="groups",
    ),
    "private_segment": says(
        "{file}: column '{column}' tells of what is nobody's business (religion, health, family, origin or politics); "
        "customers are not parted by it, and it was not read."
    ),
    "name_twins": _name_twins,
    "value_twins": _value_twins,
}
