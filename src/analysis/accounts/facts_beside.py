"""What the chapter on accounts prints where the client says more: groups, costs up front, referrals, what is owed."""

from __future__ import annotations

from analysis.facts import Facts, fact


class WayOfBuying(Facts):
    """The groups that buy in one way."""

    way: str = fact("code", "central: one branch brings most; branches: each buys for itself")
    groups: int = fact("customers", "that buy so")
    branches: int = fact("ids", "of theirs")
    silent: int = fact("ids", "of these, without a purchase in the last 365 days")
    size: float = fact("money", "that they brought (purchases without amounts)")
    share: float = fact("fraction", "of the size of customers above 0")
    margin: float | None = fact("money", "that they left; null where unknown")
    purchases: float | None = fact("purchase days", "of the median group; null without days")
    key: int = fact("accounts", "of them key")
    gone: int = fact("accounts", "of them, silent for more than twice their longest pause")


class BuyingGroups(Facts):
    """Groups of several branches: who of them buys centrally."""

    groups: int = fact("customers", "with several branches that bought")
    branches: int = fact("ids", "of theirs")
    share: float = fact("fraction", "of the size of customers above 0, that the groups bring")
    central: int = fact("customers", "of which one branch brings most: central buying")
    central_share: float = fact("fraction", "of a group's revenue, from which on it counts as bought by one branch")
    silent: int = fact("ids", "of the branches, without a purchase in the last 365 days")
    quiet: list[str] = fact(
        "ids", "of the branches, silent for 91 days or more where branches mostly buy every month", default_factory=list
    )
    ways: list[WayOfBuying] = fact("records", "central against branch buying")


class UpfrontPayback(Facts):
    """Costs up front: sunk for whom we have, the margin needed of whom we are yet to win."""

    accounts: int = fact("accounts", "with a cost up front or of winning them")
    spent: float = fact("money", "on them")
    year: float | None = fact("money", "that such an account brings in a year: the mean")
    upfront: float = fact("money", "that one cost up front: the mean")
    yearly: float = fact("money", "that it costs to serve in a year: the mean; 0 where not stated")
    margin_once: float | None = fact("fraction", "of revenue, that pays the cost back within the first year")
    margin_three: float | None = fact("fraction", "of revenue, that pays it back within three years")
    margin_rate: float | None = fact("fraction", "of revenue, that such accounts leave; null where unknown")
    years: float | None = fact("years", "after which it is paid back at that margin; null if never or unknown")
    paid_back: int | None = fact("accounts", "of which it has been; null where the margin is unknown")


class ReferredCustomers(Facts):
    """Customers who were brought by other customers."""

    referrers: int = fact("customers", "who brought others")
    referred: int = fact("customers", "who were brought, and bought")
    size: float = fact("money", "that the referred brought (purchases without amounts)")
    mean: float = fact("money", "that one of them brought")
    mean_others: float | None = fact("money", "that a customer brought who was not referred; null if there is none")


class AccountType(Facts):
    """Accounts of one type, by rule, by flag or as the client says it."""

    type: str = fact("name", "economic, institution, group, strategic, or the client's own word")
    customers: int = fact("customers", "of this type", 0)
    size: float = fact("money", "that they brought (purchases without amounts)", 0.0)
    share: float = fact("fraction", "of the size of customers above 0", 0.0)
    margin: float | None = fact("money", "that they left; null where unknown", None)
    large: int = fact("accounts", "of them among the largest", 0)
    key: int = fact("accounts", "of them key", 0)
    watch: int = fact("accounts", "of them to watch", 0)
    unknown: list[str] = fact("names", "of the columns of its rule that are not known of anybody", default_factory=list)


class ScorecardFacts(Facts):
    """The client's scorecard."""

    criteria: int = fact("criteria", "that are weighed")
    customers: int = fact("customers", "scored")
    known_share: float = fact("fraction", "of the weights, whose criterion is known: the mean of the large accounts")


class OutstandingFacts(Facts):
    """What customers owe, for how long, and what the credit costs."""

    known: bool = fact(
        "yes/no", "is there an invoice of a table of receivables by the observation end; else all is null"
    )
    invoices: int | None = fact("invoices", "written by the observation end", None)
    customers: int | None = fact("customers", "with an invoice", None)
    open: float | None = fact("money", "not paid yet", None, headline=True)
    past_due: float | None = fact("money", "of it, past due", None, headline=True)
    ageing: dict[str, float] = fact("money", "open, by days past due", default_factory=dict)
    invoiced: float | None = fact("money", "in the last 365 days", None)
    days_outstanding: float | None = fact("days", "open / invoiced x 365; null where nothing was invoiced", None)
    annual_rate: float | None = fact("fraction per year", "that tied up money costs", None)
    credit_cost: float | None = fact("money", "a year, of all that was outstanding in the last 365 days", None)
    long_past_due: int | None = fact("customers", "with an invoice more than 90 days past due", None)
    long_past_due_amount: float | None = fact("money", "of theirs, more than 90 days past due", None)
