"""Which chapters a report has, and in which order: the workbook's own, and those that lie beside a client's file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analysis import places
from analysis.client.client import Client
from analysis.display.language import sentence
from analysis.questions import ROOMS, room, unknown_chapter
from analysis.questions import running_order as rooms_by_time
from analysis.run.run import Run
from analysis.schema import DataError

READING_ORDER = tuple(room.name for room in ROOMS)
TAKEN = {"data", "notes", "manifest", *READING_ORDER, *(section for room in ROOMS for section in room.prints)}
"""Names that an own chapter cannot have: they stand for something else in the page or in results.json."""


@dataclass(frozen=True)
class Chosen:
    """A chapter of a report: the name is its anchor in the page and its key in results.json."""

    name: str
    notebook: Path

    @property
    def is_own(self) -> bool:
        """Whether it is the client's own and not the workbook's."""
        return self.name not in READING_ORDER


def choose(client: Client, only: Sequence[str] = ()) -> list[Chosen]:
    """Return the chapters of a client's report in reading order.

    `client`: ``chapters`` says which, and in which order; without it there are all of the workbook's.
    `only` (sequence of str): Some of them, or other own notebooks of this client; empty: all.
    Raises DataError if there is no such chapter; the nearest name is said.
    """
    full = list(client.chapters or READING_ORDER)
    own = {path.stem: path for path in sorted(own_folder(client).glob("*.ipynb")) if path.stem not in TAKEN}
    known = {name: places.NOTEBOOKS / f"{name}.ipynb" for name in READING_ORDER} | own
    for name in [*full, *only]:
        if name not in known:
            raise DataError(unknown_chapter(name, list(known)))
    order = [*full, *(name for name in known if name not in full)]
    return [Chosen(name, known[name]) for name in order if name in (only or full)]


def running_order(chapters: Sequence[Chosen]) -> list[Chosen]:
    """Return the chapters in the order in which they are best begun."""
    order = rooms_by_time(one.name for one in chapters if not one.is_own)
    return sorted(chapters, key=lambda one: len(order) if one.is_own else order.index(one.name))


def own_folder(client: Client) -> Path:
    """Return where a client's own chapters lie."""
    return client.folder / "chapters"


def suffix(client: Client, only: Sequence[Chosen]) -> str:
    """Return what the folder of a report of some chapters has behind its date; nothing for the full one."""
    names = [one.name for one in only]
    return "" if names == list(client.chapters or READING_ORDER) else "-" + "-".join(names)


def refused(run: Run, chapters: Sequence[Chosen]) -> list[str]:
    """Return why chapters of this report could not be computed, one sentence each."""
    reasons = {one.name: _why(run, one.name) for one in chapters if not one.is_own}
    return [
        sentence("Chapter '{name}': {reason}", name=name, reason=reason) for name, reason in reasons.items() if reason
    ]


def _why(run: Run, chapter: str) -> str | None:
    """Return why a chapter's leading step has no answer; None where it has one, or another step has it instead."""
    stops = {step.name: run.stop(step.name) for step in room(chapter).steps()}
    if not stops or any(stop.facts.takes_over for stop in stops.values()):
        return None
    return stops.get(chapter, next(iter(stops.values()))).why
