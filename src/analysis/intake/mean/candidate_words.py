# ruff: noqa: E501
"""What headers call the customer, the money and what is neither, in the words of the programs and languages seen."""

from __future__ import annotations

KEY = (
    r"(?:id|no|nr|n[°ºo]|num(?:ber|mer|ero|éro)?|nummer|key|code|kode|kod[ui]?|c[óo]d(?:igo|ice)?|ref(?:erence)?|name|profile(?: id)?|номер|код"
    r"|numarası|číslo|cislo|šifra|szám|kód|mã|รหัส|ชื่อ|رقم|كود|اسم|מספר|קוד|שם|κωδ(?:ικός)?|コード|番号|名|번호|코드|명|id|号|编号|编码|代码|名称|#)"
)
PERSON = (
    r"(?:customers?|clients?|cust|kunden?|kund|kd|klient|klant|cliente?s?|debitor(?:en)?|debtor|debiteur(?:en)?|account|acct|member|membro|mitglied|guest|gast|h[uo]ésped"
    r"|profile|co-?worker|regulierer|auftraggeber|warenempfänger|patient|paciente|pupil|student|schüler|élève|alumno|donor|donateur|spender|constituent|supporter|patron|tenant|renter|mieter|locataire|inquilino"
    r"|driver|rider|player|passenger|beneficiary|buyer|käufer|besteller|acheteur|acquirente|adquirente|клієнта?|comprador|dealer|distributor|händler|reseller|card ?holder|contract[ _-]?account|(?:associated )?company"
    r"|asiakas|zákazní[ck]|odběratel|kupac|kupec|ügyfél|vevő|kontrahent|nabywca|odbiorca|pelanggan|khách hàng|ลูกค้า|العميل|عميل|الزبون|לקוח|πελάτη[ςσ]?"
    r"|покупател[ья]|клиента?|контрагента?|müşteri|cari|会員|顧客|得意先|お客様|고객|회원|거래처|客户|客戶|会员|會員|顾客|买家|買家|往来单位|购货单位)"
)
SEP = r"[ _./:-]*"
CUSTOMER = (
    (r"(customer|client|cust|kunden?|account|acct|member|guest|patient|pat|pupil|student|subscriber|abonn?ent|abo|shipper|garage|donor|constituent|supporter"
    r"|kontrahent|контрагент|cari|compte[ _-]?(?:client|tiers)|구매자|buyer|user|household|reseller|debitor|klient|cliente|klant"
    r"|kund|asiakas|zákazník|debitoren|debtor|sold[ _-]?to"
     r"|payer|loyalty[ _-]?card|kupac|ügyfél|vevő|покупател[ья]|клиент|müşteri|顧客|得意先|고객|회원|bill[ _-]?to|customer[ "
     r"_-]?unique)s?[ _.-]*"
     r"(unique[ _-]?)?(id|no|nr|n°|num|number|nummer|key|code|コード|코드|番号|번호|#|e-?mail|username|account|konto|код"
     r"|numarası|číslo|kodu)?\.?(?! ?type)$|客户(编号|编码|代码|号|id)?$|会员(编号|号|id|名)?$|客戶編號|用户(id|名|账号)?$|(رقم |كود |اسم )?العميل$|往来单位(编码|编号)?$|买家(会员名|id|昵称)?$"),
    rf"(?:{KEY}{SEP})?(?:d[eoau]l? )?{PERSON}{SEP}(?:{KEY}\.?)?",
    r".*(customer|client|buyer|kunde|invoice "
    r"partner|partner|買|买家|客户|顧客|고객|cliente|klant|покупател|клиент)(?!.*(type|group|segment|address|phone|note"
    r"|service|city|country|since|ref)).*",
    r".*e-?mail.*",
    r"(sold[ _-]?to|bill[ _-]?to|company|firma|contact|contactname|\*contactname|party|partner|name|对方账户|交易对方|card|msisdn|kunnr|kunag|konto|particulars|用户标识)([ "
    r"_-]?(name|pt|party))?",
)  # fmt: skip
"""From the surest pattern to the least."""
CARED_FOR = r"(patient|pet|animal|horse|pupil|student|child|camper|tier|pferd|schüler)s?\b.*"
WHO_PAYS = (
    r"(owner|guardian|parent|household|payer|family|carer|halter|besitzer|zahler|eltern|propriétaire|dueño)s?[ _.-]*"
    r"(id|no|nr|num|number|nummer|code|name)?\.?"
)
"""Who is cared for seldom pays; beside other customers an owner is the seller."""
NO_CUSTOMER = (
    r".*(type|status|state|group|segment|(?<!ac)count|score|city|country|region|phone|zip|postal|street|address|language"
    r"|note|invoice ?(no|num|id)|order ?(no|num|id)|document|rechnung|beleg"
    r"|sales ?(person|rep|man)|seller|vendor|supplier|lieferant|item|product|artikel|sku|lineitem|shipping|delivery"
    r"|tax|vat|currency|since|created|date|amount|price|total|rate|balance).*"
)
MONEY = (
    r"(net|netto|untaxed|line|ext(ended)?|total|grand|gross|order|sales|invoice|basket|item|paid|payment)?[ "
    r"_-]*(amount|amt|revenue|turnover|sales|betrag|umsatz|total|value|importe|montant|importo"
    r"|valor|bedrag|beløp|belopp|kwota|částka|összeg|сумма|выручка|tutar|金额|金額|销售额|价税合计|实付(金额)?|総額|売上(金額)?|금액"
    r"|매출)s?([ _-]?(net|netto|ht|ttc|eur|usd|gbp|signed|total|\(base\)|\(lcy\)))?"
    r"|(net|netto|untaxed)[ "
    r"_-]?(sales|value|amount|total|betrag|umsatz|price).*|.*(金额|销售额|总价|实付)|.*(umsatz|betrag|amount|revenue|total"
    r"|montant|importe)|value|sum|spend|spent|monetary|price[ _-]?total|total[ _-]?price"
)
TAX_WORDS = r"tax|\bvat\b|_vat|vat_|mwst|btw\b|\bmoms|\bdph\b|\bpdv\b|ндс|\bkdv|\báfa|\bmva\b|\balv\b|φπα|impuesto|imposta|imposto|\bppn\b|[csi]gst|消費税|부가세|세액|税额|מע\"מ|ust\b|steuer|iva|tva(?!lue)|gst|ضريبة"
TAX = rf"(?!.*taxable).*(?:{TAX_WORDS}).*"
NO_MONEY = (
    rf".*({TAX_WORDS}|discount|rabatt|skonto|shipping|versand|freight|fracht|refund"
    r"|erstatt|fees?\b|gebühr|deposit|balance|saldo|solde|bakiye|cumul|kumul|残高|잔액|الرصيد|outstanding|livraison|frais|env[ií]o|spedizion|kargo|доставк|送料|運賃|배송|운임|due|owed|(?<!价)税|运费|优惠|折扣|退款"
    r"|余额|score|rank|rate\b|ratio|percent|prozent|%|pct|quantity|qty|menge|anzahl|count|number|nummer|\bno\b|\bnr\b|nr\.?$|szám\b|číslo|numer|номер|cfop|\bncm\b|\bean\b|\bplu\b|konto|compte|cuenta"
    r"|\bid\b|_id|code|points|weight|gewicht|cost|kosten|\bek\b|einkauf|einstand|verrechnungs|成本|limit|credit|recency|frequency|tenure|days"
    r"|age\b|year|month|week|zip|phone|compare at|lineitem discount|rfm|commission|tip|surcharge).*"
)
QUANTITY = (
    r".*(quantity|qty|menge|units|pieces|anzahl|stück|数量|件数|個数|cantidad|\buds\.?|quantité|\bqté|quantidade|quantità"
    r"|qtde|aantal|antal|ilość|množství|mennyiség|adet|miktar|кол-?во|количество|수량|số lượng|الكمية)$"
)
PRICE = (
    r"(?!.*(total|sum|gesamt|ext|line|合计|总|小计|kostpri|cost price|selbstkost|einkauf|inkoop|achat|revient|de coste?|zakup"
    r"|alış|себестоим|原価|仕入|成本|원가)).*(unit[ "
    r"_-]?(price|cost|amount|fee)|price|preis|prix|precio|preço|prezzo|prijs|cena|\bpris\b|fiyat|\bцена|\bárak?\b|\bp\.?u\.?\b"
    r"|单价|售价|价格|単価|価格|단가|판매가|가격).*"
)
PER_PIECE = r".*(unit|einzel|stück|stuk|birim|jednostk|за ед|\bp\.?u\.?\b|单价|単価|단가).*"
"""A price that is surely of one piece, whatever stands behind it ("PU HT")."""
WITHOUT_TAX = (
    r"(?!.*(?:weight|gewicht|\bkg\b|qty|quantity|menge|peso|poids|days|tage)).*(?:(?:excl|exkl|\bex\b|ohne|\bsin\b|senza|\bsem\b|hors|\bbez\b|\bбез|before|\bpre\b|w/o|without|zonder|utan|uden|不含|未|無)[a-z.]*[ _-]*(?:of )?"
    r"(?:tax|taxes|vat|mwst|ust|iva|tva|gst|btw|moms|dph|pdv|ндс|税|kdv|áfa|alv|mva)\b|taxable|matrah|imponibil|imponible|untaxed|\bnett?[oó]?\b|_nett?o?\b|\bnett?o?_|netto|nettó|"
    r"line ?amount|\bht\b|h\.t\.|\bαξία|税抜|공급가액|无税).*"
)
"""The money before tax: it is what a business keeps, and preferred."""
AFTER_DISCOUNT = r".*(?:折后|折後|优惠后|优惠後|after[ _-]*disc|net of disc|nach (?:rabatt|nachlass)|après remise).*"
"""What is left to pay; a sum before the discount stands beside it."""
WITH_TAX = r"(?!.*(?:weight|gewicht|\bkg\b)).*(?:incl|inkl|brutto|bruttó|gross|\bttc\b|t\.t\.c|s dph|с ндс|con iva|com iva|iva incl|税込|含税).*"
ANY_MONEY = (
    r".*(?:\bamt\b|amount|betrag|umsatz|erlös|value|wert\b|\bvalor|importe|montant|importo|bedrag|beløp|belopp|kwota|wartość|częstka|částka|összeg|érték"
    r"|сумма|сума|стоимость|tutar|toplam|αξία|σύνολο|ποσό|סכום|סה\"כ|المبلغ|الإجمالي|jumlah|totale?(?: (?:factura|facture|fattura|documento|geral|general))?$|thành tiền|số tiền|tổng|ยอด|จำนวนเงิน|จํานวนเงิน"
    r"|金额|金額|合計|小計|総額|売上|금액|합계|매출|实收|实付|\bsumma\b|iznos|omzet|oms[æe]tning|fatturato|facturaci[oó]n|faturamento|chiffre|\bca\b|vent[ae]s?\b|vendite|obrót|obrat\b|ciro|매상|nett?[oó]\b|brutt[oó]|gross|spend|revenue|sales|turnover|proceeds|takings|goods|premium|fare).*|(?:(?:ext(?:ended)?|line)[ _.-]*)?fees?|charges?|rent"
)
AFTER_FEES = (
    r".*(?:\bfees?\b|_fees?\b|gebühr|entgelt|commission|provision|手续费|服务费|комисс|comisi|komisyon|手数料|수수료).*"
)
COMMISSION = (
    r".*(?:commission|provision|courtage|佣金|комисси|comisi[oó]n|komisyon|手数料|수수료)(?!.*(?:%|rate|satz)).*"
)
