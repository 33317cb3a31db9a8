"""The questions of management: THE list of rooms, in reading order, and the way into them.

Whoever adds a question adds a folder, a notebook and one line here. A room's steps are declared in its ``step.py``;
what runs before what follows from their ``after=``.
"""

from __future__ import annotations

import difflib
import importlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

from analysis import intake, places
from analysis.client.client import Client, read_client
from analysis.display.language import data_error, sentence, use_language
from analysis.run.run import Run
from analysis.run.snapshot import VARIABLE, opened
from analysis.run.step import Step
from analysis.schema import DataError

if TYPE_CHECKING:
    from types import ModuleType

    from analysis.display.cells import Table


@dataclass(frozen=True)
class Room:
    """A question of management: a folder of this package, and a notebook of the same name.

    Attributes
    ----------
    name : str
    prints : tuple of str
        The sections of results.json that its chapter prints, its own steps' and others'.
    """

    name: str
    prints: tuple[str, ...]

    def steps(self) -> tuple[Step, ...]:
        """Return the steps that the room declares; none where it only reads the others'."""
        module = self._module("step")
        steps: tuple[Step, ...] = module.STEPS if module else ()
        return steps

    def sheets(self, run: Run) -> list[tuple[str, Table]]:
        """Return the whole lists that the room offers to customers.xlsx, with their titles; none where it has none."""
        module = self._module("sheets")
        offered: list[tuple[str, Table]] = module.sheets(run) if module else []
        return offered

    def _module(self, face: str) -> ModuleType | None:
        name = f"analysis.{self.name}.{face}"
        try:
            return importlib.import_module(name)
        except ModuleNotFoundError as error:
            if error.name != name:
                raise
            return None


_LEADING = ("concentration", "segments", "accounts", "profitability", "movement")
"""Sections whose findings the summary ranks by money."""

ROOMS = (
    Room("summary", (*_LEADING, "value", "run_rate", "holdout", "churn", "contracts", "plan")),
    Room("intake", ("data", "months")),
    Room("concentration", ("concentration",)),
    Room("segments", ("segments", "groups_compared", "loyalty", "attention", "risers")),
    Room("accounts", ("accounts", "profitability", "outstanding")),
    Room("movement", ("movement", "ahead", "cohorts", "lenses", "demand")),
    Room("value", ("value", "run_rate", "holdout", "plan")),
    Room("forecast", ("holdout", "trust", "origins", "value")),
    Room("churn", ("churn", "contracts", "value", "run_rate", "holdout")),
    Room("plan", ("plan", "value", "run_rate", "churn")),
)
"""In reading order."""

ROOM_NAMES = tuple(one.name for one in ROOMS)


def room(name: str) -> Room:
    """Return a room by its name.

    Raises
    ------
    DataError
        If there is none; the message names the nearest.
    """
    if name not in ROOM_NAMES:
        raise DataError(unknown_chapter(name, ROOM_NAMES))
    return ROOMS[ROOM_NAMES.index(name)]


def unknown_chapter(name: str, known: Sequence[str]) -> str:
    """Say that there is no such chapter, with the nearest that there is."""
    near, listed = difflib.get_close_matches(name, known, n=1, cutoff=0.5), ", ".join(known)
    if near:
        return sentence(
            "There is no chapter '{name}'; did you mean '{near}'? Chapters are {known}.",
            name=name,
            near=near[0],
            known=listed,
        )
    return sentence("There is no chapter '{name}'. Chapters are {known}.", name=name, known=listed)


def steps_of(rooms: Iterable[Room] = ROOMS) -> dict[str, Step]:
    """Return the steps of all rooms by name, each behind those that it reads."""
    steps = {step.name: step for room in rooms for step in room.steps()}
    order = TopologicalSorter({name: step.after for name, step in steps.items()}).static_order()
    return {name: steps[name] for name in order}


def running_order(names: Iterable[str]) -> list[str]:
    """Return chapters in the order in which they are best begun.

    The longest chain of steps goes first, so that nothing waits for it; what only reads the others' goes last.
    """
    steps = steps_of()
    depth: dict[str, int] = {}
    for name, step in steps.items():
        depth[name] = 1 + max((depth[before] for before in step.after), default=0)

    def urgency(name: str) -> int:
        own = room(name).steps()
        return max(depth[section] for section in room(name).prints) if own else 0

    return sorted(names, key=urgency, reverse=True)


def results(run: Run, chapters: Iterable[str] = ROOM_NAMES) -> dict[str, object]:
    """Return what results.json holds: every figure that these chapters print."""
    sections = dict.fromkeys(["data", *(section for name in chapters for section in room(name).prints)])
    return run.results(list(sections))


def open_client(client: Client, cache: Path | None = None, read: str | None = None) -> Run:
    """Return the run of a client that has been read."""
    use_language(client.language)
    return Run(client, steps_of(), intake, cache, read)


def open_run(client: str | Path | None = None, parameters: Mapping[str, object] | None = None) -> Run:
    """Open a client for analysis.

    Parameters
    ----------
    client : path, optional
        A client.yml or its folder, or "demo". A relative path is looked for from the working directory upwards, so
        that a notebook finds `data/acme` as well. None: the client that the report or `workbook lab` was started
        with, else the one in whose folder the notebook is.
    parameters : mapping, optional
        Overrides of the client file's parameters by name (``abc.by`` for a part); None: as in the client file, or
        as `workbook report -p` said.

    Raises
    ------
    DataError
        If no client is named and none is near, if there is no such client, a parameter cannot be, or a chapter of a
        report sets one that the others do not.

    Examples
    --------
    >>> run = open_run("demo")  # doctest: +SKIP
    >>> run.concentration.facts.gini  # doctest: +SKIP
    0.6309228
    """
    given = os.environ.get("WORKBOOK_PARAMETERS")
    here = {name: value for name, value in (parameters or {}).items() if value is not None}
    if here and given:
        raise data_error(
            "A chapter in notebooks/ itself sets {names}, and the report's other chapters would not agree with it: "
            "set it back to None there, and use the client file or -p instead.",
            names=", ".join(here),
        )
    path, snapshot = _path_of(client), os.environ.get(VARIABLE)
    if snapshot and path == places.client_file(os.environ["WORKBOOK_CLIENT"]):
        frozen, read = opened(snapshot)
        return open_client(frozen, read=read)
    return open_client(read_client(path, json.loads(given or "{}") | here))


def _path_of(client: str | Path | None) -> Path:
    above = [Path.cwd().resolve(), *Path.cwd().resolve().parents]
    named = client or os.environ.get("WORKBOOK_CLIENT")
    own = next((up for up in above if (up / "client.yml").is_file()), None)
    if named is None and own is None:
        raise data_error(
            "No client is named, and no client.yml lies in '{folder}' or above it. Name one, as "
            "open_run('data/acme'), or the demo: open_run('demo').",
            folder=Path.cwd(),
        )
    path = Path(str(named or own))
    if str(path) == "demo" or path.is_absolute() or path.exists():
        return places.client_file(path)
    near = next((up / path for up in above if (up / path).exists()), None)
    return path if near is None else places.client_file(near)
