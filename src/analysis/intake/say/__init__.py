"""What intake noticed, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def message(finding: Mapping[str, Any]) -> str:
    """Return the sentence of a finding."""
    return str(finding["message"])
