"""What every figure means: tables of the codebook and the schema of results.json, made from the declared facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from analysis.facts import Facts, record_in
from analysis.questions import steps_of

BEGIN, END = "<!-- made by `make codebook`, from here -->", "<!-- to here -->"


def results_schema() -> dict[str, Any]:
    """Return the JSON Schema of results.json: a section per step, further ones from a client's own chapters."""
    definitions: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    for name, step in steps_of().items():
        schema = step.facts.model_json_schema(ref_template="#/$defs/{model}", mode="serialization")
        definitions |= schema.pop("$defs", {})
        sections[name] = schema
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "results.json of the Customer Diagnostics Workbook",
        "type": "object",
        "required": ["data"],
        "properties": sections,
        "$defs": dict(sorted(definitions.items())),
    }


def codebook() -> str:
    """Return the tables of results.json and of the scores per customer, as Markdown."""
    parts = []
    for name, step in steps_of().items():
        first = (step.facts.__doc__ or "").strip().splitlines()[0]
        parts.append(f"### {name}\n\n{first}\n\n{_table('key', _rows(step.facts))}")
        if step.per_customer is not None:
            rows = ((column, *told) for column, told in step.scores.items())
            title = f'{name}, one row per customer: `run.{name}["{step.per_customer}"]`'
            parts.append(f"### {title}\n\n{_table('column', rows)}")
    return "\n\n".join(parts)


def rewritten(text: str) -> str:
    """Return the codebook's file with its tables made anew between the two marks."""
    return re.sub(
        f"({re.escape(BEGIN)}\n).*?(\n{re.escape(END)})",
        lambda match: f"{match[1]}\n{codebook()}\n{match[2]}",
        text,
        flags=re.S,
    )


def _rows(record: type[Facts], prefix: str = "") -> Iterator[tuple[str, str, str]]:
    """Return name, unit and meaning of every field; those of a record within have dotted names."""
    for name, field in record.model_fields.items():
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        yield f"{prefix}{name}", str(extra.get("unit", "")), field.description or ""
        inner = record_in(field.annotation)
        if inner is not None and inner.__name__ != "Refusal":
            yield from _rows(inner, f"{prefix}{name}.")


def _table(first: str, rows: Iterable[tuple[str, str, str]]) -> str:
    lines = [f"| {name} | {unit} | {meaning} |" for name, unit, meaning in rows]
    return "\n".join([f"| {first} | unit | meaning |", "| --- | --- | --- |", *lines])


if __name__ == "__main__":  # make codebook
    file = Path(__file__).parents[2] / "data" / "README.md"
    file.write_text(rewritten(file.read_text(encoding="utf-8")), encoding="utf-8")
