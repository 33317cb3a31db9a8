"""The management summary: findings of the other chapters, what to do first, and what all of it rests on."""

from types import SimpleNamespace

import pytest

from analysis.display.cells import Note
from analysis.summary import say, views
from analysis.summary.views import Item
from analysis.words.intake import ledger
from tests.test_chapters import TOO_LITTLE, views_in


def plain(shown):
    """Narrow spaces are an ordinary space here."""
    return repr(shown).replace("\u202f", " ")


def test_what_the_summary_rests_on_is_said_last(demo_run):
    assert [*views_in("summary")][-1] == "basis"
    basis = views.basis(demo_run)
    assert isinstance(basis, Note)
    assert "Observed up to 30 June 1998; currency USD." in repr(basis)


def test_it_says_in_one_of_its_findings_why_no_value_is_given(small_run):
    shown = views.value(small_run())
    assert plain(shown).endswith(f"What the customers are worth is not said. {TOO_LITTLE}")
    assert plain(shown).startswith("The 4 customers brought €105 in the last 91 days. 1 of 4 customers bought again")
    assert "Why" in shown._repr_html_()


def test_a_finding_shows_the_way_to_its_chapter_and_nothing_of_it_is_markup():
    shown = Item("**2** of <b>", "churn", "A & B")._repr_html_()
    assert '<a href="#churn">A &amp; B</a>' in shown
    assert "<strong>2</strong> of &lt;b&gt;" in shown


def test_the_first_of_each_list_are_named_with_what_is_at_stake(demo_run):
    table = views.act_table(demo_run).frame
    assert table["list"].tolist() == ["call"] * 3 + ["win back"] * 3
    scores = demo_run.churn.tables["scores"].set_index("customer_id")
    assert table["at_stake"].tolist() == pytest.approx(
        [
            *scores.loc[scores["list"] == "call", "slipping_value"].nlargest(3),
            *scores.loc[scores["list"] == "win back", "lost_value"].nlargest(3),
        ]
    )


@pytest.mark.parametrize(
    ("currency", "amounts", "said"),
    [("USD", True, "1998; currency USD."), (None, True, "1998; currency not stated."), (None, False, "30 June 1998.")],
)
def test_the_currency_is_said_or_that_nobody_says_it_where_there_are_amounts(currency, amounts, said, demo_run):
    assert say.observed(demo_run.observation_end, currency, has_amounts=amounts).endswith(said)


@pytest.mark.parametrize(
    ("left_out", "said"), [([], "none was left out."), ([4, 1], "5 were left out, by the reasons")]
)
def test_rows_read_are_rows_used_and_rows_left_out(left_out, said):
    data = SimpleNamespace(rows=95, revenue=1234.5, ledger=[SimpleNamespace(rows=n) for n in left_out])
    text = ledger(data, "EUR")
    assert text.startswith(f"**{95 + sum(left_out)} rows** were read; 95 enter the analysis (€1,235)")
    assert said in text


def test_without_amounts_no_sum_is_said():
    data = SimpleNamespace(rows=95, revenue=None, ledger=[SimpleNamespace(rows=1)])
    assert ledger(data, None) == ("**96 rows** were read; 95 enter the analysis, 1 was left out, by the reasons below.")
