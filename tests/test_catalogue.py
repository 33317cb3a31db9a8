"""The catalogue: every sentence that a reader may see is in it, and a report in another language has no other."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup

from analysis.display.language import language, use_language
from analysis.display.markdown import translated
from analysis.report.render import render_report
from tests.conftest import PROJECT

CATALOGUE = Path("src/analysis/locale/analysis.pot")


@pytest.fixture
def pseudo():
    """Speak the language for tests, and English afterwards."""
    before = language()
    use_language("qps")
    yield
    use_language(before)


def test_the_catalogue_holds_what_make_catalogue_collects(tmp_path):
    recipe = re.search(r"pybabel (-q extract .*?) -o src/", (PROJECT / "Makefile").read_text(), re.DOTALL)[1]
    arguments = recipe.replace("\\\n", " ").split()
    command = [Path(sys.executable).with_name("pybabel"), *arguments, "-o", tmp_path / "now.pot", "."]
    subprocess.run(command, cwd=PROJECT, check=True)
    assert (tmp_path / "now.pot").read_text(encoding="utf-8") == (PROJECT / CATALOGUE).read_text(encoding="utf-8"), (
        "sentences have changed: run `make catalogue`"
    )


@pytest.mark.parametrize("said", ["Contents", "All amounts in {currency}.", "What kind of data is it?", "and {n} more"])
def test_words_of_python_template_and_notebooks_are_in_the_catalogue(said):
    assert f'msgid "{said}"' in (PROJECT / CATALOGUE).read_text(encoding="utf-8")


def test_markdown_is_translated_block_by_block_and_code_and_tables_stay(pseudo):
    source = "## How many?\nFew\nof.\n\n- one `code`\n| a | b |\n```\nprint(1)\n```"
    assert translated(source) == "## Ĥöŵ máñý?\nFèŵ öf.\n\n- öñè `code`\n| a | b |\n```\nprint(1)\n```"


def test_the_page_speaks_the_client_s_language(small_client, tmp_path, server):
    report = render_report(small_client(language="qps"), output=tmp_path, chapters=["intake"], server=server)
    page = BeautifulSoup(report.page.read_text(encoding="utf-8"), "html.parser")
    assert page.html["lang"] == "qps"
    words = [page.select_one(".contents h2"), page.select_one("#intake h1"), page.select_one("#manifest h1")]
    assert [re.search("[áçèĝĥïĵñöšûŵýž]", word.get_text()) is not None for word in words] == [True] * 3
    notebook = nbformat.read(report.folder / "notebooks" / "intake.ipynb", as_version=4)
    assert notebook.cells[0].source == "# Can this data answer the questions?"
