"""What it means when a parameter has no finite estimate."""

from __future__ import annotations

from analysis.display.formats import listed

Runaways = dict[str, str]  # parameter -> "infinity" or "zero"


def runaway_sentences(runaways: Runaways) -> tuple[str, ...]:
    """Return one sentence naming the parameters that ran off, with what the data look like if that is known.

    Examples
    --------
    >>> runaway_sentences({"b": "infinity"})
    ('b has no finite estimate (it runs to infinity): no customer seems ever to leave',)
    """
    if not runaways:
        return ()
    names = list(runaways)
    ends = " or ".join(dict.fromkeys(runaways.values()))
    verb, pronoun = ("has", "it runs") if len(names) == 1 else ("have", "they run")
    meaning = "; ".join(_meanings(runaways))
    return (f"{listed(names)} {verb} no finite estimate ({pronoun} to {ends}){': ' if meaning else ''}{meaning}",)


def _meanings(runaways: Runaways) -> list[str]:
    grows = {name for name, end in runaways.items() if end == "infinity"}
    vanishes = set(runaways) - grows
    meanings = []
    if {"r", "alpha"} <= grows:
        meanings.append("customers do not differ in how often they buy")
    if "alpha" in vanishes:
        meanings.append("a few customers buy out of all proportion to the rest")
    if {"a", "b"} <= grows or {"s", "beta"} <= grows:
        meanings.append("customers do not differ in how soon they leave")
    elif grows & {"b", "beta"} or vanishes & {"a", "s"}:
        meanings.append("no customer seems ever to leave")
    elif grows & {"a", "s"} or vanishes & {"b", "beta"}:
        meanings.append("customers seem to leave at once")
    if "p" in grows:
        meanings.append("a customer's purchases seem all of one size")
    return meanings
