"""The management summary: findings of the other chapters, what to do first, and what all of it rests on."""

from types import SimpleNamespace

import pytest

from analysis.churn.facts_contracts import ContractFacts
from analysis.client.client import read_client
from analysis.display.cells import Note
from analysis.facts import refused
from analysis.questions import open_client
from analysis.summary import say, views
from analysis.summary.ranked import Item, ranked
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


class Contractual:
    """A run of customers under contract: purchases say nothing of them, their contracts do."""

    currency = "EUR"
    client = SimpleNamespace(has_amounts=True)
    churn = plan = SimpleNamespace(refusal=refused("contractual"))
    run_rate = SimpleNamespace(facts=SimpleNamespace(needed=False))

    def __init__(self, **known):
        self.contracts = SimpleNamespace(facts=ContractFacts.sketch(**{"refusal": None, "listed": True} | known))


def test_of_customers_under_contract_the_summary_says_how_many_left_and_where_that_stands():
    left = {"left_lately": 84, "at_stake_lately": 625, "running": 541, "monthly_lost": None, "stated": None}
    said = views.act(Contractual(**left))
    assert plain(said).startswith("84 of 625 customers under contract left in the last 365 days (13 %)")
    assert said.chapter == "churn"
    assert "20 of 80 customers (25 %) are marked as left." in plain(
        views.act(Contractual(stated={"customers": 80, "left": 20, "share": 0.25}))
    )
    assert views.act(Contractual(listed=False)) is None


def test_at_most_six_findings_stand_in_it(demo_run):
    views_of_items = (views.first, views.second, views.third, views.value, views.act, views.trust)
    assert sum(isinstance(view(demo_run), Item) for view in views_of_items) == 6


def test_it_leads_with_what_is_about_most_money(demo_run):
    money = [topic.money for topic in ranked(demo_run)]
    assert money == sorted(money, reverse=True)
    bridge = demo_run.movement.facts.bridge
    assert money[0] == pytest.approx(abs(bridge.to - bridge.from_))
    assert "Revenue in the 6 months to 30 June 1998" in plain(views.first(demo_run))


def test_losses_go_before_the_rule_of_80_and_20(small_client):
    sales = ((k, m, 150 if k > 2 else 20) for k in range(1, 6) for m in (1, 4))
    rows = "id,day,value,cost\n" + "".join(f"K{k},2023-0{m}-0{k},100,{cost}\n" for k, m, cost in sales)
    run = open_client(read_client(small_client(rows, columns={"cost": "cost"})))
    losing = next(n for n, topic in enumerate(ranked(run)) if "cost more than they bring" in plain(topic.item()))
    rule = next(n for n, topic in enumerate(ranked(run)) if "80/20" in plain(topic.item()))
    assert losing < rule


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
    assert text.startswith(f"**{95 + sum(left_out)} rows** were read; 95 (€1,235) enter the analysis")
    assert said in text


def test_without_amounts_no_sum_is_said():
    data = SimpleNamespace(rows=95, revenue=None, ledger=[SimpleNamespace(rows=1)])
    assert ledger(data, None) == ("**96 rows** were read; 95 enter the analysis, 1 was left out, by the reasons below.")
