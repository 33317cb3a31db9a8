"""Buy-till-you-die models: who is still a customer, how often they will buy, what they will spend.

Purchase models (BG/NBD, MBG/NBD, Pareto/NBD) and the Gamma-Gamma spend model, fitted by maximum likelihood on
the distinct (x, t_x, T) of a customer base. Times are weeks = days / 7. A fit that cannot be trusted says why
and holds no number.
"""

from analysis.btyd.betageometric import BGNBD, MBGNBD
from analysis.btyd.crosscheck import crosscheck_with_lifetimes
from analysis.btyd.gammagamma import GammaGamma
from analysis.btyd.paretonbd import ParetoNBD
from analysis.btyd.purchase_fit import PURCHASE_MODELS, PurchaseFit, PurchaseModel, draw_models, fit_purchases
from analysis.btyd.spend_fit import SpendFit, fit_spend
from analysis.btyd.triples import Triples, group_triples

__all__ = [
    "BGNBD",
    "MBGNBD",
    "PURCHASE_MODELS",
    "GammaGamma",
    "ParetoNBD",
    "PurchaseFit",
    "PurchaseModel",
    "SpendFit",
    "Triples",
    "crosscheck_with_lifetimes",
    "draw_models",
    "fit_purchases",
    "fit_spend",
    "group_triples",
]
