"""The one markup that a sentence may carry, ``**bold**``, as HTML; all else in it is text."""

import re
from html import escape

from analysis.display import formats
from analysis.display.language import unguarded


def emphasised(text: str) -> str:
    """Return a sentence as HTML.

    Examples
    --------
    >>> emphasised("**777** of <all>")
    '<strong>777</strong> of &lt;all&gt;'
    """
    marked = escape(formats.text(text))
    # A browser may end a line behind the dash of "8–10 %".
    marked = re.sub(r"[^\s*(]*\d–[^\s*]*\d[^\s*]*", r'<span class="together">\g<0></span>', marked)
    return unguarded(re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", marked))
