"""Thousands of damaged files, read one after another: no traceback, no hang, no abort, no wrong total without a word.

    python benchmarks/fuzz_intake.py [--cases N] [--first N] [FORMAT ...]     default: 1000 of every format, from 0

Each format is read in a process of its own, so that one that dies is seen and the next file is read. A case is
repeated by its seed, such as parquet-17, whatever the machine. Exit status 1 if anything is at fault.
"""

from __future__ import annotations

import argparse
import collections
import multiprocessing
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))  # the formats and their damages are those of the suite

from tests.mutations import FINE, FORMATS, cases

SECONDS = 60  # a file that takes longer hangs


def work(kind: str, seeds: range, told: multiprocessing.connection.Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for _, judged in cases(kind, Path(folder), seeds):
            told.send(judged)


def judge(kind: str, seeds: range) -> collections.Counter[str]:
    seen: collections.Counter[str] = collections.Counter()
    number = seeds.start
    while number < seeds.stop:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.Process(target=work, args=(kind, range(number, seeds.stop), theirs))
        process.start()
        theirs.close()
        while number < seeds.stop:
            try:
                judged = ours.recv() if ours.poll(SECONDS) else "hangs"
            except EOFError:
                process.join()
                judged = f"aborts ({process.exitcode})"
            seen[judged if judged in FINE else "at fault"] += 1
            if judged not in FINE:
                print(f"{kind}-{number}: {judged}", flush=True)
            number += 1
            if judged.startswith(("hangs", "aborts")):
                break
        process.kill()
        process.join()
    return seen


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("formats", nargs="*", metavar="FORMAT", default=list(FORMATS))
    parser.add_argument("--cases", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    given = parser.parse_args()
    faults = 0
    for kind in given.formats:
        seen = judge(kind, range(given.first, given.first + given.cases))
        faults += seen["at fault"]
        print(kind, ", ".join(f"{n} {judged}" for judged, n in sorted(seen.items())), flush=True)
    return int(faults > 0)


if __name__ == "__main__":
    multiprocessing.set_start_method("spawn")
    sys.exit(main())
