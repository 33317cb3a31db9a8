"""Attributes that say what is nobody's business: never in a file that leaves the house.

Religion, health, family, origin, politics, as their names tell in the languages of exports.
"""

from __future__ import annotations

import re

_LATIN = (
    # religion
    r"religi\w*|konfession|kirch\w*|glaube\w*|faith|church\w*|confession|iglesia|croyance",
    # health ("customer health" is a score of the trade, not of a body)
    r"(?<!customer_)(?<!account_)health(?!_score|care|_index)|gesundheit\w*|krank\w*|sante|salud|salute|saude|disease\w*"
    r"|diagnos\w*|allerg\w*|medical|medication\w*|patholog\w*|disab\w*|behinder\w*|handicap\w*|pregnan\w*|schwanger\w*"
    r"|enceinte|embaraz\w*|blood\w*|blutgruppe|smok\w*",
    # family (a family of products is none)
    r"(?<!product_)(?<!produkt_)famil\w*|marital\w*|married|marriage|spouse|divorc\w*|widow\w*|verheiratet|ehe(?:stand|partner|gatte)\w*"
    r"|kinder\w*|kids?\w*|child\w*|teens?|teenhome|enfants?|conjoint|hijos?|estado_civil|stato_civile|figli"
    r"|household_size|haushaltsgroesse|haushaltsgrosse",
    # origin, politics, unions, sexuality
    r"ethnic\w*|ethni\w*|race|racial|rasse|etnia\w*|migra\w*|nationalit\w*|politic\w*|politisch\w*|gewerkschaft\w*"
    r"|trade_union|union_member\w*|syndicat\w*|sindicato|sexual\w*|sexuell\w*|gender_identity",
)
_WORDS = re.compile(rf"(?:^|_)(?:{'|'.join(_LATIN)})(?:_|$)")
_CHINESE = re.compile(
    "宗教|信仰|健康|疾病|病史|残疾|过敏|血型|怀孕|孕|婚|子女|孩|家庭|配偶|民族|种族|籍贯|政治|党|工会"
)
_ACCENTS = str.maketrans("áàâäãéèêëíìîïóòôöõúùûüçñß", "aaaaaeeeeiiiiooooouuuucns")


def is_private(name: str) -> bool:
    """Say whether the name of an attribute tells of religion, health, family, origin or politics.

    Examples
    --------
    >>> is_private("MaritalStatus"), is_private("Familienstand"), is_private("婚姻状况")
    (True, True, True)
    >>> is_private("customer_health_score"), is_private("product_family"), is_private("region")
    (False, False, False)
    """
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower().translate(_ACCENTS)
    words = re.sub(r"[^a-z]+", "_", parted)
    return bool(_WORDS.search(words) or _CHINESE.search(name))
