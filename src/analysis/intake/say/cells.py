"""What a column of an optional table needs, where some of its values cannot be it: the errors, by what is needed."""

from __future__ import annotations

from analysis.display.language import later, sentence, sentences


def cannot_be(needed: str, n: int, **values: object) -> str:
    """Return the sentence of an error.

    Parameters
    ----------
    needed : str
        What the column holds: a key of `NEEDED`.
    n : int
        How many values cannot be it.
    **values
        file, shown (the first of them), and for numbers on a scale low and high.

    Examples
    --------
    >>> cannot_be("flags", 1, file="a.csv, column 'x'", shown="data row 3 ('perhaps')")
    "a.csv, column 'x': yes or no is needed, but 1 value cannot be: data row 3 ('perhaps')."
    """
    return sentences(
        n,
        "{file}: {needed} is needed, but {n} value cannot be: {shown}.",
        "{file}: {needed} is needed, but {n} values cannot be: {shown}.",
        needed=sentence(NEEDED[needed], **values),
        **values,
    )


NEEDED = {
    "dates": later("a date"),
    "numbers": later("a number"),
    "numbers_between": later("a number from {low} to {high}"),
    "numbers_from": later("a number of {low} or more"),
    "money": later("money"),
    "costs": later("a cost of 0 or more"),
    "flags": later("yes or no"),
    "levels": later("one of three levels (yes, maybe, no)"),
    "order": later("one of the levels {levels}"),
    "numbers_or_levels": later("a number, or a word that surveys.levels names, the best first,"),
    "recommend": later("a number from 0 to 10, or one of three levels (yes, maybe, no),"),
}
