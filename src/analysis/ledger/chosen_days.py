"""Days that a client file may choose, and what they are without a choice."""

from __future__ import annotations

import datetime as dt

from analysis.display.language import data_error


def calibration_end(chosen: dt.date | None, first: dt.date, end: dt.date) -> dt.date:
    """Return the day up to which models learn; by default half-way through the data.

    Raises DataError if the day that was chosen does not lie within the data.
    """
    if chosen is None or first == end:
        return first + (end - first) // 2
    if not first < chosen < end:
        raise data_error(
            "calibration_end is {day}, but must lie between the first day of the data ({first}) and the "
            "observation end ({end}). Choose a day in between, or leave it out for half-way.",
            day=chosen,
            first=first,
            end=end,
        )
    return chosen


def movement_end(chosen: dt.date | None, first: dt.date, end: dt.date) -> dt.date:
    """Return the last day of the later of the two periods that are compared; by default of the data.

    Raises DataError if the day that was chosen does not lie within the data.
    """
    if chosen is None:
        return end
    if not first < chosen <= end:
        raise data_error(
            "movement_end is {day}, but must lie behind the first day of the data ({first}) and not behind the "
            "observation end ({end}). Choose a day in between, or leave it out for the observation end.",
            day=chosen,
            first=first,
            end=end,
        )
    return chosen
