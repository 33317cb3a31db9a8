"""How cells look outside the report: in JupyterLab, in nbconvert's page, wherever a notebook is shown.

Each object carries the few rules that it needs, for itself alone; the report's page drops them and has its own
(`report.clean`, `report.css`). Colours are JupyterLab's, which follow its theme, else those of a light page.
"""

from functools import cache
from importlib import resources

MUTED = "var(--jp-content-font-color2, #5c666f)"
SMALL = f' style="color: {MUTED}"'
"""The look of what stands in small type, as an attribute."""


@cache
def of(kind: str) -> str:
    """Return the rules for objects of a kind (cards, table, refusal) as a style element."""
    rules = (resources.files("analysis.display") / "cells.css").read_text(encoding="utf-8").splitlines()
    return f"<style>{''.join(rule.strip() for rule in rules if f'.{kind}' in rule)}</style>"
