"""The report as one page: safe, self-contained, the same bytes every time."""

import base64
import hashlib
import io
import re
import warnings
from html.parser import HTMLParser

import matplotlib.pyplot as plt
import nbformat
import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from analysis.display import palette, style
from analysis.display.cells import Column, Finding, Note, Table
from analysis.display.palette import ACCENT
from analysis.display.style import source_line, takeaway
from analysis.report.figures import Figures
from analysis.report.fonts import font_faces
from analysis.report.page import Chapter, Cover, content_security_policy, render_page

EVIL = "</style></script><img src=x onerror=alert(1)>"


def shown(value):
    """Return an executed cell that shows a display object."""
    data = {"text/html": value._repr_html_(), "text/plain": repr(value)}
    return cell(new_output("execute_result", data, execution_count=1))


def cell(*outputs, source="show()", tags=()):
    return new_code_cell(source, outputs=list(outputs), execution_count=1, metadata={"tags": list(tags)})


def html(text):
    return cell(new_output("display_data", {"text/html": text}))


def drawing(title="It rises", source="n = 2", **figure):
    with plt.rc_context(style.REPORT):
        drawn, ax = plt.subplots(**figure)
        ax.plot([1, 2], color=ACCENT)
        takeaway(ax, title)
        source_line(ax, source)
        out = io.StringIO()
        drawn.savefig(out, format="svg", metadata={"Date": None})
    plt.close(drawn)
    return out.getvalue()


def figure(**how):
    return cell(new_output("display_data", {"image/svg+xml": drawing(**how), "text/plain": "<Figure size 7x4>"}))


def notebook(*cells, title="# How many?"):
    return new_notebook(cells=[new_markdown_cell(title), *cells], metadata={"language_info": {"name": "python"}})


def page(*cells, title="# How many?", client="Acme", **parts):
    how = {
        "cover": Cover(client, "Customer diagnostics", "1997", "2 customers", "USD"),
        "summary": notebook(shown(Finding("**2** customers")), title="# Management summary"),
        "chapters": [Chapter("count", notebook(*cells, title=title))],
        "notes": [("Left out", Note("nothing"))],
        "manifest": [("version", "1")],
    }
    return render_page(**(how | parts))


def tags_of(html):
    """Return every start tag with its attributes, as a browser would read them."""
    tags = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag, attributes):
            tags.append((tag, dict(attributes)))

    Reader().feed(html)
    return tags


def body_of(html):
    return html.split("<body>")[1]


def test_the_page_has_cover_contents_summary_chapters_notes_and_manifest_in_this_order():
    text = page(new_markdown_cell("## Of what?"))
    places = [text.index(part) for part in ('class="cover"', 'id="contents"', 'id="summary"', 'id="count"')]
    places += [text.index(part) for part in ('id="notes"', 'id="manifest"')]
    assert places == sorted(places)


def test_contents_link_to_every_chapter_and_section():
    text = page(new_markdown_cell("## Of what?"), new_markdown_cell("## Of what?"), new_markdown_cell("## 北京?"))
    links = set(re.findall(r'href="#([^"]+)"', text))
    assert {"count", "count-of-what", "count-of-what-2", "count-北京", "summary", "notes", "manifest"} <= links
    assert links <= set(re.findall(r'id="([^"]+)"', text))


def test_a_section_whose_cells_show_nothing_is_left_out_and_one_of_words_alone_stays():
    questions = [new_markdown_cell(f"## {question}") for question in ("Why?", "Where?", "In words")]
    silent = [new_code_cell("refused()") for _ in range(3)]
    text = page(questions[0], *silent[:2], questions[1], silent[2], shown(Finding("**1**")), questions[2])
    assert re.findall(r">(Why\?|Where\?|In words)</h2>", text) == ["Where?", "In words"]


def test_ids_are_unique_even_with_the_same_figure_twice():
    ids = re.findall(r' id="([^"]+)"', page(figure(), figure(), html('<p id="count">x</p>')))
    assert len(ids) == len(set(ids))


HOSTILE = {
    "client": lambda: page(client=EVIL),
    "title": lambda: page(title=f"# {EVIL}"),
    "markdown": lambda: page(new_markdown_cell(f"## {EVIL}\n\n{EVIL}")),
    "finding": lambda: page(shown(Finding(EVIL))),
    "table": lambda: page(shown(Table(pd.DataFrame({EVIL: [EVIL]}), {EVIL: Column(EVIL)}, caption=EVIL))),
    "figure": lambda: page(figure(title=EVIL, source=EVIL)),
    "html": lambda: page(html(EVIL)),
    "active html": lambda: page(html(f"<script>x()</script><p onclick='x()'>{EVIL}</p><svg onload=x()>")),
    "code and stream": lambda: page(cell(new_output("stream", name="stdout", text=EVIL), source=f"'{EVIL}'")),
    "markdown output": lambda: page(cell(new_output("display_data", {"text/markdown": EVIL}))),
    "javascript": lambda: page(cell(new_output("display_data", {"application/javascript": "x()"}))),
    "plain text": lambda: page(cell(new_output("display_data", {"text/plain": EVIL}))),
    "notes and manifest": lambda: page(notes=[(EVIL, EVIL)], manifest=[(EVIL, EVIL)]),
}


@pytest.mark.parametrize("place", HOSTILE)
def test_a_hostile_name_is_text_wherever_it_comes_from(place):
    tags = tags_of(HOSTILE[place]())
    assert not [tag for tag, attributes in tags if tag == "img" or any(name.startswith("on") for name in attributes)]
    assert [tag for tag, _ in tags].count("script") == 1
    assert [tag for tag, _ in tags].count("style") == 1


def test_the_policy_allows_the_one_script_of_the_page_and_nothing_else():
    text = page()
    script = re.search(r"<script>(.*?)</script>", text, re.DOTALL)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', text)[1].replace("&#39;", "'")
    assert policy == content_security_policy(script)
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; ")


def test_nothing_in_the_page_leads_or_loads_from_outside():
    text = page(
        figure(),
        new_markdown_cell("[Fader](https://example.org/x) ![p](https://example.org/p.png)"),
        html('<link href="https://example.org"><img src="//example.org/p"><a href="javascript:x()">y</a>'),
    )
    targets = re.findall(r"""(?:src|href|action|srcset|poster)\s*=\s*["']?([^"'\s>]*)""", body_of(text))
    assert [target for target in targets if not target.startswith(("#", "data:"))] == []
    assert re.findall(r"url\((?!data:|#)|@import", text) == []
    assert "Fader (https://example.org/x)" in text


def test_the_same_notebooks_make_the_same_bytes():
    cells = [figure(), shown(Table(pd.DataFrame({"a": [1]}), {"a": Column("A", "count")}))]
    assert page(*cells) == page(*cells)


def test_rendering_leaves_the_notebook_as_it_is():
    chapter = notebook(figure())
    before = nbformat.writes(chapter)
    page(chapters=[Chapter("count", chapter)])
    assert nbformat.writes(chapter) == before


def test_code_streams_and_plain_text_stand_behind_the_code_switch():
    text = body_of(
        page(
            cell(
                new_output("stream", name="stderr", text="UserWarning: late"),
                new_output("execute_result", {"text/plain": "<Axes: >"}, execution_count=1),
                source="secret = 1",
            )
        )
    )
    open_parts = re.sub(r'<(div|pre) class="code.*?</\1>', "", text, flags=re.DOTALL)
    assert "secret" in text
    assert not re.search("secret|late|Axes", open_parts)


@pytest.mark.parametrize(
    "hidden",
    [
        cell(source="client = 'hidden'", tags=["parameters"]),
        cell(source="client = 'hidden'", tags=["injected-parameters"]),
        cell(new_output("stream", name="stdout", text="hidden"), source="f()", tags=["imports"]),
        cell(source="import hidden\nfrom analysis.display.style import use_report_style\nuse_report_style()"),
    ],
    ids=["parameters", "injected", "tagged", "imports"],
)
def test_cells_that_only_set_up_leave_no_trace(hidden):
    assert "hidden" not in body_of(page(hidden)).replace('aria-hidden="true"', "")


def test_the_takeaway_and_the_source_of_a_figure_are_text_of_the_page():
    text = page(figure(title="A & B bring 80 %", source="n = 2,357"))
    assert "<figcaption>A &amp; B bring 80\u202f%</figcaption>" in text
    assert '<p class="source">n = 2,357</p>' in text
    assert 'role="img" aria-label="A &amp; B bring 80\u202f%"' in text


def test_a_figure_without_a_takeaway_is_named_after_its_chapter():
    plain = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 504 200"><path d="M0 0"/></svg>'
    text = page(cell(new_output("display_data", {"image/svg+xml": plain})))
    assert 'aria-label="Figure: How many?"' in text


def test_the_space_of_the_lifted_lines_is_cut_off_the_drawing():
    bare = Figures().html(drawing(), label="")
    long = Figures().html(drawing(title="Words that go on and on " * 12, source="and on " * 60), label="")
    heights = [float(re.search(r'viewBox="\S+ \S+ \S+ (\S+)"', text)[1]) for text in (bare, long)]
    assert 200 < heights[0] < 3.9 * 72 - 25
    assert heights[1] < heights[0] - 60


def test_the_palette_of_a_figure_follows_the_page():
    drawn = Figures().html(drawing(), label="")
    assert "var(--accent)" in drawn
    assert not re.search("|".join(palette.TOKENS.values()), drawn)


def test_a_figure_with_pixels_keeps_its_light_colours_on_a_light_card():
    pixels = '<image xlink:href="data:image/png;base64,AA=="/>'
    drawn = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
    assert 'class="chart raster"' in Figures().html(f"{drawn}{pixels}</svg>", label="")
    assert f".raster .scroll{{--paper:{palette.PAPER};" in page()


def test_a_figure_does_not_style_the_page_around_it():
    assert "<style" not in Figures().html(drawing(), label="")


def test_a_name_that_no_xml_can_hold_does_not_break_its_figure():
    with plt.rc_context(style.REPORT):
        drawn, ax = plt.subplots()
        ax.set_xlabel("a\x0b--b ]]> -->\x00 -")
        out = io.StringIO()
        with warnings.catch_warnings(action="ignore"):
            drawn.savefig(out, format="svg")
    plt.close(drawn)
    assert Figures().html(out.getvalue(), label="").count("<svg") == 1


def test_letters_are_stored_once_for_all_figures():
    figures = Figures()
    figures.html(drawing(), label="")
    once = figures.glyphs()
    figures.html(drawing(), label="")
    assert figures.glyphs() == once
    assert 'id="g0"' in once


def test_what_acts_in_a_drawing_is_dropped():
    evil = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        '<script>x()</script><foreignObject/><a xlink:href="https://example.org"><path d="M0 0" onclick="x()"/></a>'
        '<image xlink:href="https://example.org/p.png"/></svg>'
    )
    drawn = Figures().html(evil, label="x")
    assert not re.search("script|foreign|onclick|example", drawn)
    assert "<path" in drawn


def test_the_first_heading_is_the_chapters_title_and_the_paragraph_behind_it_opens_the_chapter():
    text = page(new_markdown_cell("Why it matters."), title="# How many?")
    assert text.count("<h1>How many?</h1>") == 1
    assert '<p class="standfirst">Why it matters.</p>' in text


def test_a_chapter_without_a_heading_is_named_after_its_anchor():
    text = page(chapters=[Chapter("win-back", new_notebook(cells=[shown(Finding("x"))]))])
    assert "<h1>Win back</h1>" in text


def test_html_in_a_markdown_cell_is_printed_not_obeyed():
    assert "&lt;b&gt;bold&lt;/b&gt; and <strong>strong</strong>" in page(
        new_markdown_cell("<b>bold</b> and **strong**")
    )


def test_a_report_of_single_chapters_has_no_summary_notes_or_manifest():
    text = page(summary=None, notes=[], manifest=[])
    assert not re.search('id="(summary|notes|manifest)"', text)


def test_a_note_may_be_a_display_object_a_text_or_several():
    table = Table(pd.DataFrame({"a": [1]}), {"a": Column("Rows", "count")})
    text = page(notes=[("One", table), ("Two", ["plain <b>", Note("small")])])
    assert '<th class="n" scope="col">Rows</th>' in text
    assert "<p>plain &lt;b&gt;</p>" in text


def test_a_picture_that_is_no_drawing_is_kept_inside_the_page():
    text = page(cell(new_output("display_data", {"image/png": "iVBORw0KGgo=\n", "text/plain": "x"})))
    assert 'src="data:image/png;base64,iVBORw0KGgo="' in text


def test_the_clients_name_runs_over_the_printed_pages_and_cannot_leave_its_string():
    text = page(client='A"; } body { display: none')
    assert '@top-left{content:"A\\22 \\3b  \\7d  body \\7b  display\\3a  none"}' in text


def test_the_fonts_are_small_and_in_the_page():
    faces = font_faces()
    assert faces.count("@font-face") == 3
    assert all(len(font) < 45_000 for font in re.findall(r"base64,([^)]+)", faces))
    assert faces in page()
