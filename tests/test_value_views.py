"""The chapter of value in another language: no English word of ours is left in it."""

import re

import matplotlib as mpl
import pytest
from matplotlib.figure import Figure

from analysis.display.language import PSEUDO, use_language
from tests.test_chapters import views_in

mpl.use("Agg")

ENGLISH = r"\b(?:the|customers?|value|expected|purchases?|class|of|days|discounted|bring|worth)\b"


def words_of(shown):
    if isinstance(shown, Figure):
        return " ".join(text.get_text() for text in shown.findobj(mpl.text.Text))
    return repr(shown)


@pytest.mark.parametrize("view", views_in("value"))
def test_every_word_of_a_cell_comes_from_the_catalogue(view, demo_run):
    use_language(PSEUDO)
    try:
        said = words_of(getattr(views_in("value")[view], view)(demo_run))
    finally:
        use_language("en")
    assert re.findall(ENGLISH, said) == []
