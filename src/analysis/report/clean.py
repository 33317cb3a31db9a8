"""What a notebook's outputs may bring into the page: text and tables, nothing that acts or loads.

The page's security policy stops scripts and requests by itself; this keeps them, and anything that would restyle
the page, from being in it at all.
"""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

# With their contents.
_DROPPED = {"script", "style", "iframe", "object", "embed", "template", "noscript", "svg", "math", "link", "meta"}
_DROPPED |= {"base", "form", "button", "input", "select", "textarea", "audio", "video", "frame", "frameset", "title"}

_KEPT = {"a", "abbr", "aside", "b", "bdi", "blockquote", "br", "caption", "code", "dd", "div", "dl", "dt", "em"}
_KEPT |= {"figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "li", "ol", "p", "pre", "q"}
_KEPT |= {"s", "section", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead"}
_KEPT |= {"tr", "u", "ul", "var"}
_ATTRIBUTES = {"class", "title", "data-sort", "scope", "colspan", "rowspan", "role", "tabindex", "aria-label", "alt"}
_ATTRIBUTES |= {"lang", "dir", "start", "href", "src", "style", "data-figure"}
_STYLE = re.compile(r"\s*(width:\s*[\d.]+%|min-width:\d\d?rem|text-align:\s*(left|right|center))\s*;?\s*")


def clean(soup: "BeautifulSoup") -> None:
    """Keep, in place, the elements and attributes that print; unwrap or drop all others."""
    for tag in soup.find_all(True):
        if tag.decomposed:
            continue
        if tag.name in _DROPPED or (tag.name == "img" and not _is_inside(tag.get("src"))):
            tag.decompose()
        elif tag.name not in _KEPT:
            tag.unwrap()
        else:
            _clean_attributes(tag)
    for comment in soup.find_all(string=lambda text: type(text).__name__ != "NavigableString"):
        comment.extract()


def _is_inside(source: object) -> bool:
    return str(source).startswith("data:image/")


def _clean_attributes(tag: "Tag") -> None:
    for name in list(tag.attrs):
        value = str(tag[name])
        kept = (
            name in _ATTRIBUTES
            and (name != "href" or value.startswith("#"))
            and (name != "src" or _is_inside(value))
            and (name != "style" or _STYLE.fullmatch(value) is not None)
        )
        if name == "href" and not kept:
            _spell_out(tag, value)
        if not kept:
            del tag[name]


def _spell_out(link: "Tag", address: str) -> None:
    """Print a link's address behind its text: the page leads nowhere but to itself, and paper has no links."""
    if re.match(r"https?://", address) and address not in link.get_text():
        link.append(f" ({address})")
