"""Figures drawn by matplotlib as part of the page: its colours, its dark mode, its fonts.

A drawn SVG loses its size, its metadata and its global style; the palette's colours become CSS variables; the
takeaway and the source line become text of the page, which can be searched and reflows on a phone; the outlines
of letters are stored once for the whole page.
"""

import re
from collections.abc import Iterable
from html import escape
from xml.etree import ElementTree as ET

from analysis.display import palette, style

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_VARIABLES = {colour: f"var(--{name})" for name, colour in palette.TOKENS.items()} | {"#000000": "var(--ink)"}
_FORBIDDEN = {"script", "foreignObject", "metadata", "style", "animate", "set", "iframe", "a"}


class Figures:
    """The figures of one page, in order; holds the outlines that they share.

    Call ``html`` for each figure, then ``glyphs`` once for the page.
    """

    def __init__(self) -> None:
        self._glyphs: dict[str, str] = {}
        self._count = 0

    def html(self, drawn: str, *, label: str) -> str:
        """Return a figure of the page.

        `drawn`: The SVG as matplotlib wrote it.
        `label`: What a screen reader says when the figure has no takeaway.
        str: A ``<figure>`` with the takeaway, the inlined drawing and the source line.
        """
        self._count += 1
        # XML knows no control characters; matplotlib passes them on from names.
        root = ET.fromstring(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", drawn))
        definitions = {element.get("id", ""): element for defs in root.iter(f"{_SVG}defs") for element in list(defs)}
        _drop(root)
        title, source = _lift(root, style.TAKEAWAY), _lift(root, style.SOURCE)
        self._share_glyphs(root, definitions)
        _rename_ids(root, f"f{self._count}-")
        for element in root.iter():
            _make_plain(element)
        name = escape(title or label)
        # The size in pixels is the one that was asked for: letters are then equally large in every figure.
        width = float(root.attrib["viewBox"].split()[2])
        attributes = f'viewBox="{root.attrib["viewBox"]}" role="img" aria-label="{name}"'
        inner = "".join(ET.tostring(child, encoding="unicode") for child in root)
        # Pixels cannot follow the page's mode; such a figure stands on a light card.
        kind = "chart raster" if root.find(".//image") is not None else "chart"
        return (
            f'<figure class="{kind}">'
            + (f"<figcaption>{escape(title)}</figcaption>" if title else "")
            + f'<div class="scroll"><svg {attributes} style="--width:{width / 72:.2f}">{inner}</svg></div>'
            + (f'<p class="source">{escape(source)}</p>' if source else "")
            + "</figure>"
        )

    def glyphs(self) -> str:
        """Return the outlines that the figures share, as an invisible drawing."""
        paths = "".join(f'<path id="{name}" d="{path}"/>' for path, name in self._glyphs.items())
        return f'<svg class="glyphs" aria-hidden="true"><defs>{paths}</defs></svg>' if paths else ""

    def _share_glyphs(self, root: ET.Element, definitions: dict[str, ET.Element]) -> None:
        used = {_reference(element) for element in root.iter(f"{_SVG}use")}
        shared: dict[str, str] = {}
        for name in sorted(used & definitions.keys()):
            element = definitions[name]
            # Only outlines without a style of their own: markers carry one.
            if element.tag == f"{_SVG}path" and set(element.attrib) <= {"id", "d", "transform"}:
                path = _compact(element.get("d", "")) + _transform(element)
                shared[name] = self._glyphs.setdefault(path, f"g{len(self._glyphs)}")
        for element in root.iter(f"{_SVG}use"):
            name = _reference(element)
            if name in shared:
                element.set(f"{_XLINK}href", f"#{shared[name]}")
        for defs in root.iter(f"{_SVG}defs"):
            for element in list(defs):
                if element.get("id") in shared:
                    defs.remove(element)
        _drop_empty_definitions(root)


def _transform(element: ET.Element) -> str:
    transform = element.get("transform")
    return f'" transform="{escape(transform)}' if transform else ""


def _drop(root: ET.Element) -> None:
    """Remove what may act or load, and what would style the page around the figure."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or _local(child.tag) in _FORBIDDEN:
                _remove(parent, child)


def _remove(parent: ET.Element, child: ET.Element) -> None:
    # A link is unwrapped, everything else goes with its contents.
    if isinstance(child.tag, str) and _local(child.tag) == "a":
        parent[list(parent).index(child) : list(parent).index(child) + 1] = list(child)
    else:
        parent.remove(child)


def _lift(root: ET.Element, mark: str) -> str:
    """Take a marked line out of the drawing, close the gap that it leaves, and return its text."""
    for parent in root.iter():
        for group in parent:
            name = group.get("id", "")
            if name.startswith(mark):
                # The marks of letters that are defined here and used elsewhere have been collected before.
                parent.remove(group)
                _crop(root, _baselines(group), mark)
                return name.removeprefix(mark)
    return ""


def _baselines(group: ET.Element) -> list[float]:
    """Return where the lines of a text begin and end, from top to bottom."""
    places = [re.match(r"translate\(\S+ (\S+)\) scale\((\S+) ", part.get("transform", "")) for part in group.iter()]
    lines = [(float(place[1]), float(place[2]) * 100) for place in places if place]
    return [min(y - size for y, size in lines), max(y + 0.35 * size for y, size in lines)] if lines else []


def _crop(root: ET.Element, extent: list[float], mark: str) -> None:
    if not extent:
        return
    left, top, width, height = (float(part) for part in root.attrib["viewBox"].split())
    bottom = top + height
    if mark == style.TAKEAWAY and extent[1] < top + 0.5 * height:
        top = extent[1]
    elif mark == style.SOURCE and extent[0] > top + 0.5 * height:
        bottom = extent[0]
    root.set("viewBox", " ".join(f"{part:g}" for part in (left, round(top, 1), width, round(bottom - top, 1))))


def _reference(element: ET.Element) -> str:
    return (element.get(f"{_XLINK}href") or element.get("href") or "").removeprefix("#")


def _drop_empty_definitions(root: ET.Element) -> None:
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}defs" and len(child) == 0:
                parent.remove(child)


def _rename_ids(root: ET.Element, prefix: str) -> None:
    """Give the ids in use numbers and drop the others: two figures of a page must not share one."""
    used = set(_used_ids(root.iter()))
    names: dict[str, str] = {}
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in used and name is not None:
            element.set("id", names.setdefault(name, f"{prefix}{len(names)}"))
    for element in root.iter():
        for key, value in element.attrib.items():
            if key in {f"{_XLINK}href", "href"} and value.removeprefix("#") in names:
                element.set(key, f"#{names[value.removeprefix('#')]}")
            elif "url(#" in value:
                element.set(key, re.sub(r"url\(#([^)]*)\)", lambda m: f"url(#{names.get(m[1], '')})", value))


def _used_ids(elements: Iterable[ET.Element]) -> Iterable[str]:
    for element in elements:
        yield _reference(element)
        for value in element.attrib.values():
            yield from re.findall(r"url\(#([^)]*)\)", value)


def _make_plain(element: ET.Element) -> None:
    """Turn one element into HTML's notation, with the palette's variables and no more digits than can be seen."""
    element.tag = _local(element.tag)
    element.text = (element.text or "").strip() if element.tag not in {"text", "tspan", "title"} else element.text
    element.tail = ""
    for key, value in list(element.attrib.items()):
        del element.attrib[key]
        name = _local(key)
        if name.lower().startswith("on") or (name == "href" and not value.startswith(("#", "data:image/"))):
            continue
        if name == "style":
            value = re.sub(r"#[0-9a-f]{6}", lambda match: _VARIABLES.get(match[0], match[0]), value)
            value = re.sub(r"url\((?!#)[^)]*\)", "none", value)
        elif name in {"d", "points", "x", "y"}:
            value = _compact(value)
        element.set(name, value)


def _compact(path: str) -> str:
    path = re.sub(r"-?\d+\.\d{3,}", lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), path)
    return re.sub(r" ?([A-Za-z]) ?", r"\1", " ".join(path.split()))


def _local(name: str) -> str:
    return name.rsplit("}", 1)[-1]
