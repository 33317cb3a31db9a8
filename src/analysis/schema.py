"""The errors that a user may meet, and thresholds that several folders share."""


class DataError(ValueError):
    """The input or the parameters cannot answer the question (exit code 2)."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it, the sentence alone; IPython asks for this."""
        return [str(self)]


class FitError(RuntimeError):
    """A model has no trustworthy fit on this data; the report says "not fitted, because …"."""


class RunError(RuntimeError):
    """The run itself failed, not the input (exit code 3)."""


FEW_REPEATERS = 30
"""Fewer repeat buyers than so many teach nothing."""

NEEDED_MONTHS = 24
"""Full calendar months without which no season is identified (STATISTICS.md §4.13)."""

DAYS_PER_YEAR = 365.25
