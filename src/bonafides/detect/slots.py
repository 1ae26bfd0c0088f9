"""What is folded into one typed slot before anything is judged: brands, money, titles, dates never count by name."""

from __future__ import annotations

OTHER = "<other>"
"""A run of words outside the closed vocabulary: names, places, nationalities, firms, and whatever no pattern uses."""
APP = "<app>"
MEETING = "<meeting>"
MONEY = "<money>"
NUMBER = "<number>"
PHONE = "<phone>"
EMAIL = "<email>"
URL = "<url>"
HANDLE = "<handle>"
TIME = "<time>"
SLOTS = frozenset({OTHER, APP, MEETING, MONEY, NUMBER, PHONE, EMAIL, URL, HANDLE, TIME})

_MESSENGERS = """
    bale eitaa rubika soroush igap bbm tamtam nandbox blim gap chatsecure beeper whatsapp wechat weixin telegram
    viber threema kakaotalk kakao zalo imessage wickr snapchat instagram messenger skype discord hangouts qq kik
    icq bip botim olvid jami briar simplex element wire signal line session keybase tox вотсап ватсап вацап
    телеграм телеграмм телега вайбер скайп вконтакте confide zangi potato letstalk voxer tango imo band lark
    feishu dingtalk mattermost hike icloud facetime googlechat vk vkontakte odnoklassniki max rcs sms mms""".split()
AMBIGUOUS = frozenset(
    "bale gap signal line wire session element band max tango potato lark messenger hike tox simplex".split()
)
"""Brands that are ordinary words too: a brand only when capitalised, or behind a word such as `on`, `via`, `my`."""
_KNOWN_BY_CAPITAL = frozenset("signal line wire session element messenger".split())
_MEETINGS = "zoom webex teams gotomeeting jitsi bluejeans".split()
_BEFORE_BRAND = frozenset(
    """on via through using use my your to over by per have has got get install download called sur por auf uber pa na v
    po""".split()
)

APPS = frozenset(_MESSENGERS) - {"sms", "mms"}
MEETINGS = frozenset(_MEETINGS)

CURRENCY_SIGNS = "$€£¥₹₽₩₺₴₦฿₫₪₱₡₲₵₸₼₾₿元円"
CODES = frozenset(
    """usd eur gbp cad aud nzd chf sek nok dkk isk jpy cny rmb hkd sgd twd krw inr pkr bdt lkr idr myr thb vnd php rub
    uah pln czk huf ron bgn ils aed sar qar kwd bhd omr jod egp mad dzd tnd ngn kes ghs zar etb ugx tzs brl mxn ars clp
    uyu kzt gel azn amd byn rsd usdt usdc btc eth try pen cop all""".split()
)
"""Codes of currencies: money where they are written in capitals or stand beside a figure."""
UNITS = frozenset("zł zl kč kc ft kr руб грн тг".split())
"""Short forms of currencies that are written behind a figure in texts of every language."""
CURRENCIES = frozenset(
    """dollar dollars buck bucks euro euros pound pounds quid sterling franc francs krone kroner krona kronor kronur yen
    yuan renminbi kuai rupee rupees rouble roubles ruble rubles rublei rubl hryvnia zloty zlotys koruna forint lev lira
    lire shekel shekels dirham dirhams riyal riyals rial rials dinar dinars peso pesos reais naira shilling shillings
    cedi birr baht ringgit rupiah taka tenge lari manat""".split()
)
"""Currencies in English; those of other languages are in `folds.toml`."""

FIGURES = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions""".split()
)
"""Numbers written as words; `one` is first of all a pronoun."""

TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir madam madame mme mlle monsieur herr frau senor senora sr sra dott
    dottore ing dipl mag hon rev capt cpt col lt gen maj sgt cmdr adm amb phd md msc bsc ba ma mba esq jr fru
    fr doctor""".split()
)
"""Forms of address: part of the name that follows."""

GREETINGS = frozenset(
    """hi hello hey hiya dear greetings salutations regards sincerely faithfully respectfully cheers yours salaam salam
    namaste shalom ciao hola bonjour hallo servus aloha goodday gday kindly esteemed respected""".split()
)
"""Words of greeting and courtesy: habit and upbringing, never behaviour."""

TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec""".split()
)
"""Weekdays and months; `may` is left out because it is first of all a verb."""

NAMES_TOO = frozenset("april june august jan mai sunday sun thu max ron pound sterling krone yuan mark franc".split())
"""Words of a slot that are given names or surnames too: part of a name beside another capitalised word."""
GIVEN_NAMES = frozenset("april june august jan".split())
"""Months that are given names in every position: never a slot."""

ABBREVIATIONS = frozenset(
    """mr mrs ms dr prof st sr sra srta dra lic ing jr hr frk mme mlle engr smt eg ie etc vs inc ltd co corp approx dept
    fig cf bzw usw evt nr kr ca проф ул тел руб тыс""".split()
)
"""Words whose full stop does not end a sentence, in whatever language; so does that of a single capital."""


def is_brand(word: str, *, capital: bool, before: str) -> bool:
    """Whether a folded word names a messenger: `capital` as written, `before` the folded word in front of it."""
    if word not in APPS:
        return False
    if word in AMBIGUOUS - _KNOWN_BY_CAPITAL:
        return capital and before in _BEFORE_BRAND
    return word not in AMBIGUOUS or capital or (before in _BEFORE_BRAND and word in {"signal", "messenger"})
