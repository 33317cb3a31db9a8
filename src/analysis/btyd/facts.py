"""What a report prints of the models: parameters with their errors, and what could mislead them."""

from __future__ import annotations

from analysis.facts import Facts, Refusal, fact

Ends = tuple[float | None, float | None]


class FittedModel(Facts):
    """A fitted model, or why there is none; time in weeks, money in the report's currency."""

    parameters: dict[str, float | None] = fact("weeks", "estimates by name; null unless fitted")
    standard_errors: dict[str, float | None] = fact("weeks", "their standard errors")
    log_likelihood: float | None = fact("nats", "total over customers")
    status: str = fact("code", "fitted, or not fitted")
    reasons: list[Refusal] = fact("codes", "why it is not fitted")
    intervals: dict[str, Ends | None] | None = fact(
        "weeks", "95 % by profile likelihood; an end is null where the data set no limit", None
    )

    @property
    def fitted(self) -> bool:
        """Whether the parameters may be shown."""
        return self.status == "fitted"


class SpendModel(FittedModel):
    """The Gamma-Gamma model of spend: reported, and not used."""

    spearman: float | None = fact("−1 to 1", "rank correlation of frequency and mean amount", None)


class Regularity(Facts):
    """How regularly customers buy: the shape of the gamma distribution of their gaps (Wheat & Morrison 1990)."""

    k: float = fact("shape", "1: at random; more: more regular")
    low: float = fact("shape", "lower end of 95 %")
    high: float | None = fact("shape", "upper end of 95 %; null: no limit")
    customers: int = fact("customers", "with two gaps, from whom it is estimated")


class LeftTruncation(Facts):
    """Customers who may be older than the data, and what the model expects without them."""

    burn_in_days: int | None = fact("days", "90th percentile of gaps, from the first day")
    customers: int | None = fact("customers", "who may be older than the data")
    dated: bool = fact("yes/no", "whether days of acquisition had a say in it")
    change: float | None = fact("fraction", "of everybody's expected purchases over a year, fitted without them")


class DominantCustomer(Facts):
    """One customer who holds over a fifth of the repeat purchases or of the revenue."""

    customer_id: str = fact("id", "who it is")
    purchases_share: float = fact("fraction", "of all repeat purchases")
    revenue_share: float = fact("fraction", "of all revenue above 0")
    change: float | None = fact("fraction", "of the others' expected purchases over a year, fitted without")


class Crosscheck(Facts):
    """The same fit by the lifetimes package."""

    model: str | None = fact("name", "of the purchase model", None)
    own_log_likelihood: float | None = fact("nats", "ours", None)
    refusal: Refusal | None = fact("code", "why it found nothing", None)
    parameters: dict[str, float] | None = fact("weeks", "its estimates", None)
    log_likelihood: float | None = fact("nats", "our formula at its parameters", None)
    furthest: float | None = fact("fraction", "the largest relative difference of a parameter", None)
