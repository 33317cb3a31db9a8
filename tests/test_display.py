"""What a notebook's cells show: escaped, aligned, adding up."""

from datetime import date

import pandas as pd
import pytest

from analysis.display.cells import Cards, Column, Finding, Note, Refusal, Table
from analysis.display.language import sentence

EVIL = '<img src=x onerror="alert(1)">'


def customers(**columns):
    return pd.DataFrame({"name": ["Ann", "Bob", "Cy"], "revenue": [600.0, 300.0, 100.0], **columns})


COLUMNS = {"name": Column("Customer"), "revenue": Column("Revenue", "money", currency="USD")}


@pytest.mark.parametrize(
    "shown",
    [
        Finding(EVIL),
        Note(EVIL),
        Refusal(EVIL),
        Cards([(EVIL, EVIL, EVIL)]),
        Table(
            pd.DataFrame({EVIL: [EVIL]}),
            {EVIL: Column(EVIL)},
            caption=EVIL,
            sort_note=EVIL,
            total={EVIL: EVIL},
        ),
        Table(pd.DataFrame({"n": [EVIL]}), {"n": Column("n", "money", currency="USD", bar=True)}),
        Table(pd.DataFrame({"n": [EVIL * 9]}), {"n": Column("n")}),
    ],
    ids=["finding", "note", "refusal", "cards", "table", "text among numbers", "tooltip"],
)
def test_a_hostile_name_is_text_wherever_it_stands(shown):
    html = shown._repr_html_()
    assert "<img" not in html
    assert "&lt;img src=x onerror=&quot;alert(1)&quot;&gt;" in html


def test_a_finding_emphasises_its_numbers_and_nothing_else():
    assert Finding("**777** bring <b>80 %</b>")._repr_html_() == (
        '<p class="finding"><strong>777</strong> bring &lt;b&gt;80\u202f%&lt;/b&gt;</p>'
    )


def test_asterisks_in_a_name_are_asterisks():
    said = sentence("**{n}** of '{name}' stay.", n=3, name="A **and** B")
    assert Finding(said)._repr_html_() == ('<p class="finding"><strong>3</strong> of &#x27;A **and** B&#x27; stay.</p>')
    assert repr(Finding(said)) == "3 of 'A **and** B' stay."


def test_an_interval_in_a_sentence_stays_on_one_line():
    assert '(<span class="together">8–10</span>\u202f%)' in Finding("(8–10 %)")._repr_html_()


def test_plain_text_shows_the_same_sentence():
    assert repr(Finding("**777** customers")) == "777 customers"


def test_line_breaks_in_a_name_do_not_break_the_table():
    frame = pd.DataFrame({"n": ["Smith &\r\n Sons"]})
    assert "<td>Smith &amp; Sons</td>" in Table(frame, {"n": Column("n")})._repr_html_()


def test_a_long_name_is_cut_and_stands_whole_in_the_tooltip():
    html = Table(pd.DataFrame({"n": ["x" * 200]}), {"n": Column("n")})._repr_html_()
    assert f">{'x' * 79}…</td>" in html
    assert f'title="{"x" * 200}"' in html


@pytest.mark.parametrize(("name", "rem"), [("Li", 2), ("win back: offer", 8), ("永达", 3), ("永达贸易" * 9, 13)])
def test_a_column_of_texts_has_room_for_them_up_to_a_bound(name, rem):
    head = Table(pd.DataFrame({"name": [name]}), {"name": Column("Name")})._repr_html_()
    assert f'<th scope="col" style="min-width:{rem}rem">' in head


def test_numbers_are_right_aligned_with_separators_and_sort_by_value():
    html = Table(customers(revenue=[1234.5, None, -5.0]), COLUMNS)._repr_html_()
    assert '<td class="n" data-sort="1234.5">$1,235</td>' in html
    assert '<td class="n" data-sort="">–</td>' in html
    assert '<td class="n" data-sort="-5.0">\u2212$5</td>' in html


def test_days_sort_by_time():
    frame = pd.DataFrame({"d": [date(1998, 6, 30), None]})
    html = Table(frame, {"d": Column("Last", "day")})._repr_html_()
    assert f'data-sort="{date(1998, 6, 30).toordinal()}">30 Jun 1998<' in html
    assert ">–</td>" in html


def test_a_cut_table_says_how_many_more_and_what_they_add():
    html = Table(customers(), COLUMNS, top=1, total={"revenue": 1000.0})._repr_html_()
    assert "Bob" not in html
    assert "and 2 more" in html
    assert ">$400<" in html
    assert ">$1,000<" in html


def test_a_column_whose_total_is_no_sum_says_nothing_about_the_rest():
    columns = COLUMNS | {"mean": Column("Mean", "money", currency="USD")}
    frame = customers(mean=[6.0, 3.0, 1.0])
    html = Table(frame, columns, top=1, total={"revenue": 1000.0, "mean": 5.0})._repr_html_()
    rest = html.split('<tr class="rest">')[1].split("</tr>")[0]
    assert rest.endswith('<td class="n"></td>')


def test_a_table_with_room_for_all_rows_has_no_rest():
    assert "more" not in Table(customers(), COLUMNS, top=3)._repr_html_()


def test_bars_are_scaled_to_the_largest_and_only_in_rows():
    columns = {"revenue": Column("Revenue", "money", currency="USD", bar=True)}
    html = Table(customers(), columns, top=2, total={"revenue": 1000.0})._repr_html_()
    assert html.count("<i>") == 2
    assert 'style="width:100.0%"' in html
    assert 'style="width:50.0%"' in html


def test_all_amounts_of_a_column_have_the_same_decimals():
    html = Table(customers(revenue=[600.0, 3.5, 0.25]), COLUMNS)._repr_html_()
    assert [amount in html for amount in (">$600<", ">$4<", ">$0<")] == [True, True, True]


def test_an_empty_table_says_so():
    assert ">none<" in Table(customers().head(0), COLUMNS)._repr_html_()


def test_a_column_that_is_not_there_is_named():
    with pytest.raises(KeyError, match="margin"):
        Table(customers(), {"margin": Column("Margin", "money")})


def test_the_table_leaves_its_frame_as_it_is():
    frame = customers()
    Table(frame, COLUMNS, top=1, total={"revenue": 1000.0})._repr_html_()
    pd.testing.assert_frame_equal(frame, customers())


def test_plain_text_of_a_table_is_aligned():
    assert repr(Table(customers(), COLUMNS, top=2, caption="Top", total={"revenue": 1000.0})).splitlines() == [
        "Top",
        "Customer    Revenue",
        "Ann            $600",
        "Bob            $300",
        "and 1 more     $100",
        "Total        $1,000",
    ]
