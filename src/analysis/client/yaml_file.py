"""YAML -> plain values, by the safe loader; what cannot be read is one sentence."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from analysis.display.language import data_error, sentence
from analysis.schema import DataError


def load(file: Path) -> Any:
    """Return what a YAML file holds.

    Raises DataError if it is no UTF-8, cannot be read, or is no YAML.
    """
    try:
        return yaml.load(file.read_text(encoding="utf-8-sig"), Loader=_Loader)  # noqa: S506 (a safe loader)
    except UnicodeDecodeError:
        raise data_error("{file}: the client file must be saved as UTF-8.", file=file) from None
    except OSError as error:
        raise data_error(
            "The client file '{file}' cannot be read: {reason}.", file=file, reason=error.strerror
        ) from None
    except yaml.YAMLError as error:
        raise DataError(_no_yaml(file, error)) from None
    except (RecursionError, ValueError):
        raise data_error(
            "{file}: a value in it is nested too deeply, or is a number or a day that cannot be.", file=file
        ) from None


class _Loader(yaml.SafeLoader):
    """The safe loader, but a key that stands twice is an error instead of the last one winning."""


def _unique_keys(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key) for key, _ in node.value]
    for key in keys:
        if keys.count(key) > 1:
            raise yaml.MarkedYAMLError(
                problem=sentence("the key '{key}' stands twice", key=key), problem_mark=node.start_mark
            )
    return loader.construct_mapping(node, deep=True)


def _moment(loader: _Loader, node: yaml.ScalarNode) -> Any:
    """Return a day; one that cannot be (30 February) as its text, which is refused under the name of its key."""
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _moment)
_Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _unique_keys)


def _no_yaml(file: Path, error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    said = getattr(error, "problem", None) or error
    if mark is None:
        return sentence("{file}: not valid YAML: {said}.", file=file, said=said)
    return sentence("{file}, line {line}: not valid YAML: {said}.", file=file, line=mark.line + 1, said=said)
