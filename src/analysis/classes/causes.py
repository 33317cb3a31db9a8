"""Why a customer left, in nine classes, read off the words in which it was recorded."""

from __future__ import annotations

import re

PRICE, CORE, STAFF, INCONVENIENCE = "price", "service failure", "staff", "inconvenience"
REACTION, COMPETITION, ETHICS = "reaction to failure", "competition", "ethics"
CHOICE, INVOLUNTARY = "own choice", "involuntary"
CAUSES = (PRICE, CORE, STAFF, INCONVENIENCE, REACTION, COMPETITION, ETHICS, CHOICE, INVOLUNTARY)
"""The eight of Keaveney (1995), "Customer switching behavior in service industries", and one's own accord."""

_NO_CHOICE = (
    r"involuntar|unfreiwillig|(failed|declined|missed) payment|payment (failed|failure|default|declined)|non.?payment"
    r"|unpaid|card (declined|expired)|expired card|bad debt|insolven|bankrupt|fraud|decease|death|died|relocat"
    r"|moved (away|house)|ceased|closed down|out of business|verstorben|(betriebs|geschäfts)aufgabe|geschlossen"
    r"|(business|plant|site|shop|store|factory|firm|company|office|pub|restaurant) (was |has |is )?(clos|shut)"
    r"|欠费|停业|关门|倒闭|歇业|支付失败|扣款失败|坏账|破产|死亡|去世|搬迁|搬家|非自愿"
)
# The first that fits holds: how a failure was answered weighs more than the failure itself.
_WORDS = {
    INVOLUNTARY: _NO_CHOICE,
    REACTION: r"reaction|response|complain|not resolved|unresolved|reklamation|beschwerde|投诉|补救|处理不当|未解决",
    ETHICS: r"ethic|dishonest|cheat|deceiv|misled|trust|unsafe|betrog|unehrlich|诚信|道德|欺骗|误导",
    STAFF: r"staff|sales ?(man|person|people|rep)|account manager|rude|unfriendly|personal(?! reason)"
    r"|mitarbeiter|vertreter|业务员|销售员|客服人员|员工|态度",
    COMPETITION: r"compet|switch|rival|other (supplier|provider|vendor)|better offer|konkurren|wettbewerb|anbieter"
    r"|竞争|对手|同行|别家|其他供应商",
    PRICE: r"pric|cost|expensive|\bfees?\b|cheaper|budget|preis|teuer|kosten|价|贵|费用|成本|预算",
    INCONVENIENCE: r"inconvenien|too far|distance|location|opening hours|waiting|hard to (reach|use)|umständlich"
    r"|不便|不方便|太远|距离|等待|营业时间",
    CORE: r"service|quality|fail|fault|defect|error|mistake|\blate\b|delay|delivery|out of stock|damage"
    r"|qualität|mangel|fehler|lieferung|服务|质量|故障|缺货|延误|交货|错误|损坏",
    CHOICE: r"choice|voluntar|own accord|personal reason|no longer need|not needed|freiwillig|kein bedarf"
    r"|自愿|不再需要|无需",
}
_PATTERNS = {cause: re.compile(words, re.IGNORECASE) for cause, words in _WORDS.items()}


def cause_of(reason: str) -> str:
    """Return the class of a recorded reason; "" where it fits none.

    Examples
    --------
    >>> [cause_of(text) for text in ("Too expensive", "价格太高", "Complaint not resolved", "Plant closed", "other")]
    ['price', 'price', 'reaction to failure', 'involuntary', '']
    """
    return next((cause for cause, words in _PATTERNS.items() if words.search(reason)), "")
