# ruff: noqa: E501
"""What systems write for whoever bought: walk-in customers, the general public, tax ids for everybody, guests."""

from __future__ import annotations

from analysis.intake.workspace import literal

SOMEBODY = r"(?:customers?|clients?|guests?|buyers?|accounts?|users?|sales?|shoppers?|patients?|visitors?|kunden?|person(?:en)?|checkouts?|orders?)"
NOBODY = (
    rf"(?:walk[ _-]?ins?|cash|counter|over[ -]the[ -]counter|retail|general|generic|default|anonymous|anonymi[sz]ed|unknown|unregistered|unidentified|unassigned|misc(?:ellaneous)?"
    rf"|various|sundry|casual|passing|one[ -]?time|guest|no|non[ -]?member|pos|till|shop|store|public)[ _-]*{SOMEBODY}"
    r"|(?:walk[ _-]?in|cash|counter|guest)[ _-]?(?:customer|sale)?[ _-]?0*[01]|walk[ _-]?ins?|guests?|anonymous|anon|unknown|unregistered|unidentified|unassigned|undefined|not[ _-](?:set|provided|specified|known|assigned|registered|applicable|logged[ _-]in)"
    r"|\(?(?:not set|not provided|direct|other|others|deleted|redacted|hidden|anonymous|guest|unknown|none)\)|sundry(?: debtors?)?|miscellaneous|misc\.?|general public|over the counter|otc"
    r"|no[ _-]?(?:name|id|customer|account|login)|n\.?n\.?|cash(?: sale| sales)?|one[ -]?off|retail"
    r"|laufkund(?:e|en|in|schaft)|barkund(?:e|en|in|schaft)|bar(?:verkauf|verkäufe|zahler)(?: \w{1,12})?|sammel(?:kunde|konto|debitor|kund(?:e|in|en))|diverse(?:r|s)?(?: kunden?| debitoren?| privatkunden?)?"
    r"|conto pro diverse|cpd(?:[ -].{0,20})?|tageskund(?:e|en)|kassenkund(?:e|en)|thekenverkauf|ladenverkauf|privatkund(?:e|en)|gast(?:kunde|bestellung)?|unbekannt(?:er kunde)?|anonym(?:er kunde)?|ohne kunde|kein kunde"
    r"|endkund(?:e|en)|endverbraucher|clients? divers|divers clients|client(?:e|s)? (?:de passage|divers|anonyme|occasionnel|inconnu|générique|particulier)|clients? comptoir|vente(?:s)? (?:comptoir|au comptant)|comptoir|divers|particuliers?|de passage"
    r"|p[uú]blico(?: en)? general|p[uú]blico|venta(?:s)? (?:al p[uú]blico|mostrador|de mostrador|al contado)|mostrador|contado|cliente(?:s)? (?:contado|mostrador|gen[eé]rico|ocasional|varios|final|general|an[oó]nimo|de paso|particular|eventual)"
    r"|consumidor(?: final)?|varios|clientes? varios|sin (?:cliente|identificar|nombre)|no identificado|adquirente final"
    r"|consumatore finale|cliente (?:occasionale|generico|di passaggio|banco|al banco|privato)|vendita al banco|corrispettivi|privat[oi]|clienti (?:vari|diversi)"
    r"|consumidor n[aã]o identificado|n[aã]o identificado|cliente (?:balc[aã]o|avulso|padr[aã]o|n[aã]o identificado)|venda (?:balc[aã]o|a dinheiro|ao consumidor)|balc[aã]o|avulso|diversos"
    r"|losse klant|passant(?:en)?|particulier(?:en)?|contante (?:klant|verkoop)|baliekla?nt|balieverkoop|diversen|onbekend(?:e klant)?|anoniem"
    r"|(?:diverse )?kontantkund(?:e|er)?|passantenverkauf|einmalkund(?:e|en)|kontantsalg|kontantförsäljning|diverse kunder|tilfeldig kunde|drop[ -]?in(?: kund)?|okänd(?: kund)?|ukjent|ukendt|privatkund(?:er)?|käteisasiakas|satunnainen asiakas|tuntematon"
    r"|klient (?:paragonowy|ogólny|detaliczny|indywidualny|anonimowy|jednorazowy|gotówkowy)|sprzedaż (?:detaliczna|paragonowa)|detal|osoba fizyczna|odbiorca detaliczny|maloobchodn[íi] z[áa]kazn[íi]k|hotovostn[íi] z[áa]kazn[íi]k|koncov[ýy] z[áa]kazn[íi]k|neznám[ýy]"
    r"|kp\.? vevő|lakosság(?:i vevő)?|magánszemély|készpénzes vevő|fizička osoba|građani|maloprodaja|krajnji kupac|persoan[ăa] fizic[ăa]|client (?:final|ocazional)"
    r"|perakende(?: (?:müşteri|satış))?|nihai tüketici|muhtelif(?: müşteri(?:ler)?)?|peşin müşteri|λιανικ(?:ή|η|ής)(?: πώληση)?|πελάτης λιανικής|ιδιώτης"
    r"|розничн(?:ый|ая|ые) (?:покупател[ьи]|клиент|продаж[аи])|розница|физ(?:ическое|\.)? ?лицо|частное лицо|аноним|неизвестн(?:ый|о)|гость|покупатель|роздріб|фізична особа"
    r"|pelanggan umum|umum|tunai|cash customer|khách lẻ|khách vãng lai|ลูกค้าทั่วไป|ลูกค้าเงินสด|عميل نقدي|زبون نقدي|عميل عام|לקוח מזדמן|לקוח כללי"
    r"|散客|零散客户?|零售客户?|门市客户?|门店散客|现金客户|普通客户|普通顾客|过路客|游客|匿名(?:用户|买家|客户)?|临时客户|其他客户|其它|未知|非会员|非會員|散戶|現金客戶|門市客|店頭|一般(?:客|顧客)|現金客|現金売り?|店内客|来店客|零星客户?|门市零售|门店零售|零售散客|ゲスト|匿名|その他|不明"
    r"|일반(?:고객|손님)|비회원|현금고객|미등록|기타"
)
TAX_IDS = (
    "XAXX010101000", "XEXX010101000", "222222222222", "2222222222", "222222222", "9999999999999", "9999999999", "999999990", "66666666-6", "66.666.666-6",
    "55555555-5", "000.000.000-00", "00000000000", "00.000.000/0000-00", "11111111111", "2222222222222", "44444401-7", "00000000", "99999999", "999999999",
    "EL000000000", "000000000", "C/F", "X0000000T",
)  # fmt: skip
"""Numbers that tax offices give to whoever is not known: Mexico, Colombia, Ecuador, Portugal, Chile, Brazil, Turkey …"""
MAIL = r"(?:no-?reply|guest|walk-?in|anonymous|anon|nobody|none|unknown|noemail|no-?mail|kein(?:e)?mail|sin(?:correo|email)|invitado|gast)[._+-]?(?:user|customer|order|checkout)?\d*@.+"


def is_nobody(column: str) -> str:
    """Return SQL that is true for an id that means whoever bought."""
    word = f"regexp_replace(lower({column}), '^[ *#.<\\[\\(-]+|[ *#.>\\]\\)-]+$', '', 'g')"
    return (
        f"(regexp_full_match({word}, {literal(NOBODY)}) OR regexp_full_match(lower({column}), {literal(NOBODY)}) OR "
        f"regexp_full_match(lower({column}), {literal(MAIL)}) OR {is_tax_id(column)})"
    )


def is_tax_id(column: str) -> str:
    """Return SQL that is true for a tax number that stands for whoever is not known."""
    return f"upper({column}) IN ({', '.join(map(literal, TAX_IDS))})"
