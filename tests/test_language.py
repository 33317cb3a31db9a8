"""Every sentence that a reader sees goes through the catalogue: a language that alters each of them shows it."""

from __future__ import annotations

import json
import re
import shutil

import pytest
from bs4 import BeautifulSoup

from analysis.client.client import read_client
from analysis.display.language import joined, listed, sentence, sentences, use_language
from analysis.report.render import render_report
from tests.conftest import DEMO

PLAIN = re.compile(r"(?<![\w`])[a-z]{2,}(?: [a-z]{2,}){2,}(?![\w`])")
"""Three words of small letters behind each other without an accent: English that nobody translated."""
SHORT = {"of", "or", "to", "by", "per", "but", "put", "let", "left", "top", "bold"}


def english(text: str) -> list[str]:
    """Return the runs of plain English words in a text; words that have no letter to alter do not count."""
    runs = [run[0] for run in PLAIN.finditer(text)]
    return [run for run in runs if any(re.search("[aceghijnosuwyz]", word) for word in run.split())]


@pytest.fixture
def spoken():
    use_language("qps")
    yield
    use_language("en")


def test_a_sentence_is_looked_up_whole_and_its_values_are_put_in_afterwards(spoken):
    said = sentence("{n} customers of {name} pay.", n=3, name="Acme Inc")
    assert said.startswith("3 ")
    assert "Acme Inc" in said
    assert english(said) == []


def test_one_and_several_are_two_sentences(spoken):
    assert sentences(1, "{n} row is left out.", "{n} rows are left out.", n=1) != sentences(
        2, "{n} row is left out.", "{n} rows are left out.", n=1
    )


def test_what_stands_between_backticks_is_a_command_and_stays(spoken):
    assert "`workbook params`" in sentence("`workbook params` lists them.")


def test_lists_and_joined_sentences_are_translated_too(spoken):
    assert "and" not in listed(["A", "B"]).split()
    assert joined("", "x", "") == "x"


@pytest.fixture(scope="module")
def altered(demo, server, tmp_path_factory):
    """Return the demo's report in the language for tests."""
    folder = tmp_path_factory.mktemp("qps")
    shutil.copytree(DEMO, folder / "cdnow")
    file = folder / "cdnow" / "client.yml"
    file.write_text(file.read_text(encoding="utf-8") + "language: qps\n", encoding="utf-8")
    return render_report(folder / "cdnow", output=folder / "reports", server=server).folder


def visible(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    for hidden in soup.select("script, style, .code, pre"):
        hidden.decompose()
    attributes = [tag[name] for tag in soup.find_all(True) for name in ("aria-label", "title", "alt") if tag.get(name)]
    return [*soup.stripped_strings, *map(str, attributes)]


def test_no_english_sentence_is_left_in_the_report(altered):
    texts = visible((altered / "report.html").read_text(encoding="utf-8"))
    own = read_client(DEMO).plan.assumption  # the client's words stay as they are
    assert len(texts) > 500
    assert [found for text in texts for found in english(text.replace(own, ""))] == []


def test_results_are_the_same_in_every_language(altered, demo):
    assert json.loads((altered / "results.json").read_text(encoding="utf-8")) == demo.results


def test_results_hold_no_sentence(demo):
    def texts(value):
        if isinstance(value, dict):
            return [text for part in value.values() for text in texts(part)]
        if isinstance(value, list):
            return [text for part in value for text in texts(part)]
        return [value] if isinstance(value, str) else []

    sentences = [text for text in texts(demo.results) if text.endswith(".") or len(text.split()) > 8]
    assert sentences == [read_client(DEMO).plan.assumption]  # the client's own words
