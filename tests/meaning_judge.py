# ruff: noqa
# fmt: off
#!/usr/bin/env python3
"""Run the workbook on a corpus of files that mean something else than they seem, and judge every case.

    python make_meaning.py OUT
    python run_meaning.py OUT [--workbook PATH] [--only ID,ID] [--verbose]

OUT/manifest.json says of each case what is right; the judge knows no case by name. A case passes with the first of its
outcomes that fits:

facts     the figures of `check --json` are these (rows, customers, total to 0.01, first, last, ids); a list allows several
said      the figures may be the naive ones (total between low and high), but the status is not "ok", and each trouble is
          named in one finding of level warning or error: all its patterns are found in code and message (case does not
          matter), and, where the case gives numbers, one of them stands there as rows or amount, too
refused   exit 2, and all patterns are found in the error
proposal  `workbook new`: each column proposed for customer_id, date and amount (or quantity x unit_price) is one of those
          allowed, or is TODO, or has a "?" beside it; the header line is not taken for data

Otherwise the verdict is one of
silently_wrong   wrong figures (or a wrong reading of right ones), and no word of the cause
wrong_cause      something was said or refused, but for a reason that is not the reason
poorly_said      nothing wrong is told, but the sentence does not lead to the cause
false_refusal    a file that can be read was refused
wrong_proposal   a wrong column stands in the proposal without a mark
crash            another exit code, a traceback, no JSON, or no end

One line per case that fails, a last line with the counts; exit status 0 only when all pass.
"""
from __future__ import annotations

import argparse
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

NUMBER = re.compile(r"\d{1,3}(?:[,\u00a0\u202f'’ ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
ENTRY = re.compile(r"^\s*(?:- )?(\w+):\s*(.*?)(?:\s+#(.*))?$")


# ------------------------------------------------------------------ what the workbook says
def call(workbook: str, arguments: list[str], folder: Path, seconds: int) -> dict:
    """Run the workbook; {"crash": why} or {"exit": code, "out": text}."""
    environment = {**os.environ, "COLUMNS": "200", "PYTHONUTF8": "1"}
    try:
        run = subprocess.run([workbook, *arguments], capture_output=True, timeout=seconds, cwd=folder, env=environment)
    except subprocess.TimeoutExpired:
        return {"crash": f"no end after {seconds} s"}
    out, err = run.stdout.decode("utf-8", "replace"), run.stderr.decode("utf-8", "replace")
    if run.returncode not in (0, 2) or "Traceback (most recent call last)" in out + err:
        return {"crash": f"exit {run.returncode}: {err[-300:]}"}
    return {"exit": run.returncode, "out": out, "err": err}


def checked(entry: dict, folder: Path, workbook: str, seconds: int) -> dict:
    """What `workbook check --json` says of the case."""
    got = call(workbook, ["check", "client.yml", "--json"], folder, seconds)
    if "crash" in got:
        return got
    try:
        told = json.loads(got["out"])
    except ValueError:
        return {"crash": f"exit {got['exit']} without a JSON object: {got['out'][-200:]}"}
    heard = [f for f in told.get("findings") or [] if f.get("level") in ("warning", "error")]
    return {"exit": got["exit"], "status": told.get("status"), "facts": told.get("facts") or {}, "findings": heard,
            "error": told.get("error") or ""}


def proposed(entry: dict, folder: Path, workbook: str, seconds: int) -> dict:
    """What `workbook new` writes into the client file: {key: [value, whether it is marked]}."""
    with tempfile.TemporaryDirectory() as clients:
        files = [str((folder / name).resolve()) for name in entry["files"]]
        got = call(workbook, ["new", "Trial", *files, "--folder", clients], Path(clients), seconds)
        if "crash" in got:
            return got
        written = sorted(Path(clients).rglob("client.yml"))
        if got["exit"] or not written:
            return {"exit": got["exit"], "error": got["err"].strip(), "proposal": None}
        lines = written[0].read_text(encoding="utf-8").splitlines()
    return {"exit": 0, "error": "", "proposal": parse_proposal(lines)}


def parse_proposal(lines: list[str]) -> dict:
    """Keys of the proposed client file: [value, whether it is marked], by a "?" beside it or in the comment above it, or by TODO.

    A key that is only proposed in a comment, with a "?" or TODO, counts as TODO.
    """
    found, asked, above = {}, {}, ""
    for line in lines:
        remark = line.lstrip().startswith("#")
        match = ENTRY.match(line.lstrip().lstrip("# ") if remark else line)
        if match:
            key, value, comment = match.groups()
            marked = value.startswith("TODO") or "?" in (comment or "") or ("?" in above and key in above)
            value = json.loads(value) if len(value) > 1 and value[0] == value[-1] == '"' else value.strip("'")
            if not remark:
                found.setdefault(key, [value, marked])
            elif marked:
                asked.setdefault(key, ["TODO", True])
        above = line if remark else ""
    return {**asked, **found}


# ------------------------------------------------------------------ judging
def numbers(text: str) -> list[float]:
    return [float(re.sub(r"[^\d.]", "", n)) for n in NUMBER.findall(text)]


def names(finding: dict, trouble: dict) -> bool:
    """Whether this finding names the trouble: all its words, and one of its numbers if it has any."""
    text = f"{finding.get('code', '')} {finding.get('message', '')}"
    if not all(re.search(w, text, re.I) for w in trouble["words"]):
        return False
    wanted = [float(n) for n in [*trouble.get("rows", []), *trouble.get("amounts", [])]]
    if not wanted:
        return True
    there = numbers(finding.get("message", ""))
    there += [abs(float(finding[key])) for key in ("rows", "amount") if finding.get(key)]
    return any(abs(n - abs(w)) < 0.011 or n == round(abs(w)) for n in there for w in wanted)


def lacks_facts(wanted: dict, got: dict) -> str:
    """'' if the figures are the wanted ones, else which are not."""
    if got["exit"] or not got["facts"]:
        return "refused"
    wrong = []
    for key, value in wanted.items():
        if key == "kind":
            continue
        allowed, came = value if isinstance(value, list) else [value], got["facts"].get(key)
        same = came in allowed if key != "total" else came is not None and any(abs(came - a) < 0.0101 for a in allowed)
        if not same:
            wrong.append(key)
    return ", ".join(wrong) + " not right" if wrong else ""


def lacks_said(wanted: dict, got: dict) -> str:
    """'' if every trouble is named, else what is not."""
    if got["exit"]:
        return "refused"
    if got["status"] == "ok":
        return "status is ok"
    total = got["facts"].get("total")
    low, high = wanted.get("low"), wanted.get("high")
    if total is not None and not ((low is None or total > low - 0.011) and (high is None or total < high + 0.011)):
        return f"total {total} is neither right nor naive"
    unsaid = [t["name"] for t in wanted["troubles"] if not any(names(f, t) for f in got["findings"])]
    return "no word of " + ", ".join(unsaid) if unsaid else ""


def lacks_refused(wanted: dict, got: dict) -> str:
    if got["exit"] != 2:
        return "not refused"
    return "" if all(re.search(w, got["error"], re.I) for w in wanted["words"]) else "the error does not name the cause"


def lacks_proposal(wanted: dict, got: dict) -> str:
    """'' if every proposed column is allowed or marked, else which are not. Sets got["marked"]: wrong ones that a mark saves."""
    proposal = got["proposal"]
    if proposal is None:
        return "no proposal"
    wrong, got["marked"] = [], []
    header, marked = proposal.get("header_row", [None, False])
    if wanted.get("header") and header == "none":
        (got["marked"] if marked else wrong).append("header_row")
    for key, allowed in wanted["columns"].items():
        value, marked = proposal.get(key, [None, False])
        other = next((k for k in wanted["instead"] if key == "amount" and value is None and k in proposal), None)
        if other:
            key, (value, marked), allowed = other, proposal[other], wanted["instead"][other]
        if value not in allowed and not (marked and value.startswith("TODO")):
            (got["marked"] if marked else wrong).append(key)
    return ", ".join(wrong) + " wrong and unmarked" if wrong else ""


LACKS = {"facts": lacks_facts, "said": lacks_said, "refused": lacks_refused, "proposal": lacks_proposal}


def judge(entry: dict, got: dict) -> tuple[str, str]:
    """(verdict, what passed or what was missing)."""
    if "crash" in got:
        return "crash", got["crash"]
    missing = []
    for wanted in entry["expect"]:
        lacking = LACKS[wanted["kind"]](wanted, got)
        if not lacking:
            return "pass", wanted["kind"]
        if wanted["kind"] != "refused" or got["exit"]:
            missing.append(f"{wanted['kind']}: {lacking}")
    return failed(entry, got), "; ".join(missing)


def failed(entry: dict, got: dict) -> str:
    """Which kind of failure it is."""
    if entry["call"] == "new":
        return "wrong_proposal"
    heard = got["error"] + " ".join(f" {f.get('code', '')}: {f.get('message', '')}" for f in got["findings"])
    if got["exit"] and not any(w["kind"] == "refused" for w in entry["expect"]):
        return "false_refusal"
    if entry.get("mistaken") and re.search(entry["mistaken"], heard, re.I):
        return "wrong_cause"
    if got["exit"] or (entry.get("weak") and re.search(entry["weak"], heard, re.I)):
        return "poorly_said"
    return entry.get("unsaid", "silently_wrong")


def came(entry: dict, got: dict) -> str:
    """What came, in a few words."""
    if "crash" in got:
        return " ".join(got["crash"].split())
    if entry["call"] == "new":
        keys = ("header_row", "customer_id", "date", "amount", "quantity", "unit_price", "monetary")
        proposal = got["proposal"]
        return got["error"] if proposal is None else ", ".join(
            f"{k} {proposal[k][0]}{' ?' if proposal[k][1] else ''}" for k in keys if k in proposal)
    if got["exit"]:
        return "refused: " + " ".join(got["error"].split())[:240]
    f = got["facts"]
    heard = sorted({x.get("code", "") for x in got["findings"]})
    return f"{f.get('rows')} rows, {f.get('customers')} customers, {f.get('total')}; said: {', '.join(heard) or 'nothing'}"


def main(arguments: list[str] | None = None) -> int:
    ap = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ap.add_argument("corpus", type=Path, help="the folder that the generator wrote")
    ap.add_argument("--workbook", default="workbook", help="the command to judge")
    ap.add_argument("--only", default="", help="ids of cases, with commas between them")
    ap.add_argument("--seconds", type=int, default=120, help="limit for one case")
    ap.add_argument("--verbose", action="store_true", help="a line for each case that passes, too")
    a = ap.parse_args(arguments)
    entries = json.loads((a.corpus / "manifest.json").read_text(encoding="utf-8"))
    wanted = set(filter(None, a.only.split(",")))
    unknown = wanted - {e["id"] for e in entries}
    if unknown:
        ap.error(f"no such case: {', '.join(sorted(unknown))}")
    workbook = shutil.which(a.workbook)
    if workbook is None:
        ap.error(f"no such command: {a.workbook}")
    workbook = os.path.abspath(workbook)
    count, marked = collections.Counter(), []
    for entry in entries:
        if wanted and entry["id"] not in wanted:
            continue
        ask = proposed if entry["call"] == "new" else checked
        got = ask(entry, (a.corpus / entry["id"]).absolute(), workbook, a.seconds)
        verdict, detail = judge(entry, got)
        count[verdict] += 1
        if verdict == "pass" and got.get("marked"):
            marked.append(entry["id"])
        if verdict != "pass":
            print(f"{verdict:15} {entry['id']:24} expected: {entry['why']} | came: {came(entry, got)} | {detail}", flush=True)
        elif a.verbose:
            print(f"{'pass':15} {entry['id']:24} by {detail}: {entry['why']} | came: {came(entry, got)}", flush=True)
    if marked:
        print(f"pass only because what is wrong has a '?': {', '.join(marked)}")
    print(f"{sum(count.values())} cases: " + ", ".join(f"{k} {v}" for k, v in sorted(count.items())))
    return 0 if count and set(count) == {"pass"} else 1


if __name__ == "__main__":
    sys.exit(main())
