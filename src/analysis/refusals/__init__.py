"""Why something was not computed: the code of a refusal in, one sentence out, in the reader's language.

A step stores the code with its facts; rooms hand refusals on to each other, and only a reader's page makes words of
them.
"""

from __future__ import annotations

from analysis.facts import Refusal
from analysis.refusals import accounts, average, churn, data, forecast, models, movement, segments, value
from analysis.refusals.told import Sentences

SENTENCES: Sentences = {
    **data.SENTENCES,
    **models.SENTENCES,
    **forecast.SENTENCES,
    **value.SENTENCES,
    **average.SENTENCES,
    **accounts.SENTENCES,
    **movement.SENTENCES,
    **segments.SENTENCES,
    **churn.SENTENCES,
}


def why(refusal: Refusal) -> str:
    """Return the sentence of a refusal.

    Examples
    --------
    >>> why(Refusal(code="no_history"))
    'Not computed, because the data hold one row per customer and no purchase histories.'
    """
    return SENTENCES[refusal.code](refusal.facts)
