"""Where recency, frequency and money are cut, if the client cuts them itself."""

from __future__ import annotations

from pydantic import model_validator

from analysis.client.strict import Strict, setting
from analysis.display.language import sentence


class Rfm(Strict):
    """Four ascending limits each, which part five scores; without them each score holds about a fifth."""

    recency_days: list[float] | None = setting(
        None,
        "days",
        "days since the last purchase up to which recency scores 5, 4, 3 and 2; default: fifths",
        min_length=4,
        max_length=4,
    )
    purchases: list[float] | None = setting(
        None,
        "count",
        "purchase days from which frequency scores 2, 3, 4 and 5; default: fifths",
        min_length=4,
        max_length=4,
    )
    revenue: list[float] | None = setting(
        None, "money", "revenue from which money scores 2, 3, 4 and 5; default: fifths", min_length=4, max_length=4
    )

    @model_validator(mode="after")
    def _ascends(self) -> Rfm:
        for name in ("recency_days", "purchases", "revenue"):
            limits = getattr(self, name)
            if limits and any(a >= b for a, b in zip(limits, limits[1:], strict=False)):
                raise ValueError(
                    sentence(
                        "rfm.{name} must ascend; got {limits}",
                        name=name,
                        limits=", ".join(f"{limit:g}" for limit in limits),
                    )
                )
        return self
