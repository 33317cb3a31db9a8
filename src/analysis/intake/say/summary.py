"""What a file with one row per customer states of them: how many bought once, and how many left."""

from __future__ import annotations

from analysis.display.formats import count
from analysis.display.language import sentence
from analysis.intake.say.values import Say, Values, percent, printed


def _by(f: Values) -> str:
    shown = ", ".join(
        sentence(
            "'{value}' {part} of {n}",
            value=each["value"],
            part=percent(each["left"] / each["customers"]),
            n=count(each["customers"]),
        )
        for each in f["groups"]
    )
    return sentence("Left, by {attribute}: {shown}.", attribute=f["attribute"], shown=shown)


SENTENCES: dict[str, Say] = {
    "one_time_share": lambda f: sentence(
        "{rows} of {known} customers ({part}) bought once only, by the frequency that the file states.",
        **printed(f, part=percent(f["rows"] / f["known"])),
    ),
    "churn_rate": lambda f: sentence(
        "{rows} of {known} customers ({part}) have left, as the file states.",
        **printed(f, part=percent(f["rows"] / f["known"])),
    ),
    "churn_by": _by,
}
