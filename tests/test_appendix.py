"""Two tiers: sections whose heading is tagged stand in one appendix, and every way there leads somewhere."""

import re

from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.display.cells import Finding, Refusal
from analysis.report.appendix import divide
from analysis.report.page import Chapter, Cover, render_page


def said(text):
    data = {"text/html": Finding(text)._repr_html_(), "text/plain": text}
    return new_code_cell("show()", outputs=[new_output("execute_result", data, execution_count=1)], execution_count=1)


def heading(title, *, checker=False):
    return new_markdown_cell(f"## {title}", metadata={"tags": ["appendix"]} if checker else {})


def chapter(name, *cells, title="How many?"):
    return Chapter(name, new_notebook(cells=[new_markdown_cell(f"# {title}"), *cells]))


def page(*chapters):
    cover = Cover("Acme", "Customer diagnostics", "1997", "2 customers", "USD")
    return render_page(cover=cover, summary=None, chapters=chapters, notes=[("Left out", "nothing")], manifest=[])


TWO = (
    chapter("count", heading("Who?"), said("Bob"), heading("Which model?", checker=True), said("NBD"), said("fits")),
    chapter("churn", heading("Which model?"), said("none"), heading("Which model?", checker=True), said("other"),
            heading("And then?"), said("gone"), title="Who leaves?"),
)  # fmt: skip


def test_tagged_sections_stand_in_one_part_behind_the_chapters_and_before_the_notes():
    text = page(*TWO)
    places = [text.index(f'id="{part}"') for part in ("count", "churn", "appendix", "notes")]
    assert places == sorted(places)
    appendix = text[places[2] : places[3]]
    assert [word in appendix for word in ("Bob", "NBD", "fits", "other", "none", "gone")] == [
        False, True, True, True, False, False,
    ]  # fmt: skip


def test_a_section_ends_where_the_next_one_begins():
    front, behind = divide(TWO[1].notebook)
    assert [cell.source for cell in behind.cells] == ["## Which model?", "show()"]
    assert [cell.source for cell in front.cells][-2:] == ["## And then?", "show()"]


def test_anchors_keep_the_chapters_name_and_are_unique():
    text = page(*TWO)
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {"count-which-model", "churn-which-model", "churn-which-model-2", "appendix-count"} <= set(ids)
    assert set(re.findall(r'href="#([^"]+)"', text)) <= {*ids, "top"}


def test_a_chapter_says_what_of_it_is_in_the_appendix():
    assert 'In the appendix: <a href="#count-which-model">Which model?</a>' in page(*TWO)


def test_a_reason_that_was_given_before_is_one_line_that_leads_there():
    def refused(why):
        return new_code_cell(
            "show()", outputs=[new_output("execute_result", {"text/html": Refusal(why)._repr_html_()})]
        )

    few, other = "Not computed, because 29 < 30.", "Not computed, because there are no days."
    text = page(
        chapter("count", heading("Who?"), refused(few), heading("When?"), refused(other)),
        chapter("churn", heading("Who leaves?"), refused(few)),
    )
    reasons = re.findall(r'<aside class="refusal"><p>(.*?)</p></aside>', text)
    assert reasons == ["Not computed, because 29 &lt; 30.", other]
    assert 'Not answered, for the reason given under “<a href="#count-who">Who?</a>”.' in text


def test_the_appendix_is_one_line_of_the_contents():
    contents = re.search(r"<nav.*?</nav>", page(*TWO), re.DOTALL)[0]
    assert re.findall(r"<li[^>]*><a href=\"#(count-which-model|appendix)\"", contents) == ["appendix"]


def test_a_chapter_without_tagged_sections_is_as_it_was():
    text = page(chapter("count", heading("Who?"), said("Bob")))
    assert 'id="appendix"' not in text
    assert "In the appendix" not in text


def test_a_section_without_an_answer_is_in_neither_part():
    silent = new_code_cell("show()", execution_count=1)
    text = page(chapter("count", heading("Who?"), said("Bob"), heading("Which model?", checker=True), silent))
    assert "Which model?" not in text
    assert 'id="appendix"' not in text
