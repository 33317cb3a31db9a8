"""Executed notebooks without what changes from run to run: ids, times, temporary paths, addresses.

What is left depends on the inputs, the parameters and the versions only, so two runs can be compared byte by byte.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

_VOLATILE = {"execution", "papermill", "widgets", "ExecuteTime", "scrolled", "collapsed"}

_MASKS = (
    # An object's address, as in "<Axes at 0x7f3a…>".
    (re.compile(r" at 0x[0-9a-fA-F]+"), " at 0x…"),
    # The file that a kernel pretends a cell to be; it holds the process id.
    (re.compile(r"""[^\s"'<>(=]*ipykernel_\d+[/\\]\d+\.py"""), "cell.py"),
    (re.compile(r"\s*<dc:date>[^<]*</dc:date>"), ""),
)
_STYLER_ID = re.compile(r"\bT_[0-9a-f]{5}(?=[_\"'\s])")


def tidy(notebook: "NotebookNode", *, replace: Mapping[str, str]) -> "NotebookNode":
    """Return a copy of an executed notebook that is the same for every run on the same inputs.

    Parameters
    ----------
    notebook : NotebookNode
        Executed, of format 4; it stays as it is.
    replace : mapping of str to str
        Text to replace everywhere, such as an absolute path by the client's slug; longer ones go first.

    Returns
    -------
    NotebookNode
        Cells with numbered ids and execution counts; without times, papermill's and the widgets' metadata.

    Raises
    ------
    ValueError
        If a replacement holds a text that is itself to be replaced: tidying twice would then not be tidying once.
    """
    import nbformat

    masked: dict[str, Any] = _strings(dict(notebook), _mask(replace))
    masked["metadata"] = _notebook_metadata(masked.get("metadata", {}))
    masked["nbformat"], masked["nbformat_minor"] = 4, 5
    executed = 0
    for number, cell in enumerate(masked["cells"], start=1):
        cell["id"] = f"cell-{number:03d}"
        cell["metadata"] = _without(cell.get("metadata", {}), _VOLATILE)
        if cell["cell_type"] == "code":
            executed += cell.get("execution_count") is not None
            _number(cell, executed)
            cell["outputs"] = _joined_stdout(cell.get("outputs", []))
    return nbformat.from_dict(masked)


def _mask(replace: Mapping[str, str]) -> Callable[[str], str]:
    texts = sorted((text for text in replace if text), key=len, reverse=True)
    for text in texts:
        again = [other for other in texts if other in replace[text]]
        if again:
            raise ValueError(f"the replacement {replace[text]!r} for {text!r} holds {again[0]!r} itself")
    stylers: dict[str, str] = {}

    def styler_id(match: re.Match[str]) -> str:
        return stylers.setdefault(match[0], f"T_{len(stylers) + 1:05x}")

    def mask(value: str) -> str:
        for text in texts:
            value = value.replace(text, replace[text])
        for pattern, instead in _MASKS:
            value = pattern.sub(instead, value)
        return _STYLER_ID.sub(styler_id, value)

    return mask


def _strings(value: Any, change: Callable[[str], str]) -> Any:
    """Return a copy of nested dictionaries and lists with every string in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: _strings(value[key], change) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [_strings(part, change) for part in value]
    return value


def _without(metadata: Mapping[str, Any], keys: set[str]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in keys}


def _notebook_metadata(metadata: Mapping[str, Any]) -> dict[str, Any]:
    kept = _without(metadata, _VOLATILE)
    if "language_info" in kept:
        kept["language_info"] = _without(kept["language_info"], {"version"})
    return kept


def _number(cell: dict[str, Any], executed: int) -> None:
    if cell.get("execution_count") is not None:
        cell["execution_count"] = executed
    for output in cell.get("outputs", []):
        output.pop("transient", None)
        if "execution_count" in output:
            output["execution_count"] = cell.get("execution_count")


def _joined_stdout(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Join neighbouring pieces of stdout: how it was cut into messages is a matter of timing.

    What a library says on stderr is of the machine that it runs on, and is left out.
    """
    joined: list[dict[str, Any]] = []
    for output in outputs:
        if output.get("name") == "stderr":
            continue
        if output["output_type"] == "stream" and joined and joined[-1]["output_type"] == "stream":
            joined[-1] = {**output, "text": joined[-1]["text"] + output["text"]}
        else:
            joined.append(output)
    return joined
