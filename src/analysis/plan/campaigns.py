"""Whether a campaign pays: against what would have been bought anyway, for us and for the dealer who runs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from analysis.plan.chosen import chosen
from analysis.plan.facts_more import CampaignFacts
from analysis.plan.gain import break_even, expected_gain
from analysis.plan.known import MARGIN

if TYPE_CHECKING:
    from analysis.client.plan import Campaign, Plan


def campaigns(table: pd.DataFrame, plan: Plan | None, measure: str) -> list[CampaignFacts]:
    """Return the arithmetic of each campaign of the client's."""
    named = plan.campaigns if plan else []
    return [arithmetic(one, chosen(table, one.segment, f"plan.campaigns: {one.name}"), measure) for one in named]


def arithmetic(campaign: Campaign, segment: pd.DataFrame, measure: str) -> CampaignFacts:
    """Return whether a campaign pays.

    Parameters
    ----------
    campaign : Campaign
        Cost per contact times contacts, but at most the budget; without a cost per contact the budget reaches all.
    segment : DataFrame
        p_buy, if_buying (margin of what is bought within the window), spend, rate.
    measure : str
        What if_buying is; of anything but a margin nothing is said of profit.

    Notes
    -----
    The discount is given to every buyer, those of the baseline too: it is the offer of the gain's formula. Purchases
    that are only made earlier (forward buying) count as gained here.
    """
    n, each = len(segment), campaign.cost_per_contact
    reached = n if not each else min(n, int(campaign.budget / each))
    cost = campaign.budget if not each else reached * each
    base = {"name": campaign.name, "segment": campaign.segment, "customers": n, "contacted": reached, "cost": cost}
    if not reached or measure != MARGIN or segment["p_buy"].isna().all():
        return CampaignFacts(**base, response=campaign.response)
    p0, m = float(segment["p_buy"].mean()), float(segment["if_buying"].mean())
    sold = float((segment["if_buying"] / segment["rate"]).mean())
    material = (campaign.discount or 0.0) * sold
    at = break_even(p0, m, cost=cost / reached, offer=material)
    found = base | {"p0": p0, "baseline": p0 * reached, "m": m, "material": material}
    found |= {"break_even": at if at == at and at <= 1 else None, "response": campaign.response}
    if campaign.response is not None:
        found["profit"] = reached * expected_gain(campaign.response, p0, m, cost=cost / reached, offer=material)
        if campaign.dealer_margin is not None:
            found["dealer_profit"] = reached * (campaign.response - p0) * sold * campaign.dealer_margin
    return CampaignFacts(**found)
