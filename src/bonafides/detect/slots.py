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

_MESSENGERS = """bale eitaa rubika soroush igap bbm tamtam nandbox blim gap chatsecure beeper
whatsapp wechat weixin telegram viber threema kakaotalk kakao zalo imessage wickr snapchat
instagram messenger skype discord hangouts qq kik icq bip botim olvid jami briar simplex element wire signal line
session keybase tox confide zangi potato letstalk voxer tango imo band lark feishu dingtalk mattermost hike icloud
facetime googlechat vk vkontakte odnoklassniki max rcs sms mms""".split()
AMBIGUOUS = frozenset(
    "bale gap signal line wire session element band max tango potato lark messenger hike tox simplex".split()
)
"""Brands that are ordinary words too: a brand only when capitalised, or behind a word such as `on`, `via`, `my`."""
_MEETINGS = "zoom webex teams gotomeeting jitsi bluejeans".split()
_BEFORE_BRAND = frozenset(
    "on via through using use my your to over by per sur por auf over uber via pa na v po".split()
)

APPS = frozenset(_MESSENGERS) - {"sms", "mms"}
MEETINGS = frozenset(_MEETINGS)

CURRENCY_SIGNS = "$€£¥₹₽₩₺₴₦฿₫₪₱₡₲₵₸₼₾₿元円"
CURRENCIES = frozenset(
    """usd eur gbp cad aud nzd chf sek nok dkk isk jpy cny rmb hkd sgd twd krw inr pkr bdt lkr idr myr thb vnd php rub
    uah pln czk huf ron bgn try ils aed sar qar kwd bhd omr jod egp mad dzd tnd ngn kes ghs zar etb ugx tzs brl mxn
    ars clp cop pen uyu kzt gel azn amd byn rsd usdt usdc btc eth
    dollar dollars buck bucks euro euros pound pounds quid sterling franc francs krone kroner krona kronor kronur yen
    yuan renminbi kuai won rupee rupees rouble roubles ruble rubles rublei rubl hryvnia zloty zlotys koruna forint leu
    lei lev lira lire shekel shekels dirham dirhams riyal riyals rial rials dinar dinars peso pesos real reais rand
    naira shilling shillings cedi birr baht dong ringgit rupiah taka tenge lari manat dolar dolares dollari libra
    libras livre livres dolares doll""".split()
) - {"real", "try", "won", "pen", "cop", "all", "dong", "lei", "leu", "lev", "max", "rand"}

FIGURES = frozenset(
    """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands million
    millions""".split()
)
"""Numbers written as words; `one` is first of all a pronoun."""

TITLES = frozenset(
    """mr mrs ms miss mx dr prof professor sir madam madame mme mlle monsieur herr frau senor senora sr sra dott
    dottore ing dipl mag hon rev capt cpt col lt gen maj sgt cmdr adm amb phd md msc bsc ba ma mba esq jr hr fru
    fr doctor""".split()
)
"""Forms of address: part of the name that follows."""

GREETINGS = frozenset(
    """hi hello hey hiya dear greetings salutations regards sincerely faithfully respectfully cheers yours salaam salam
    namaste shalom ciao hola bonjour hallo servus aloha goodday gday kindly esteemed respected""".split()
)
"""Words of greeting and courtesy: habit and upbringing, never behaviour."""

NEUTRAL = {
    word: neutral
    for neutral, words in {
        "they": "he she",
        "them": "him her his hers their theirs",
        "themselves": "himself herself",
        "person": "man woman gentleman lady guy bloke chap lad",
        "people": "men women gentlemen ladies guys lads",
        "spouse": "wife husband",
        "child": "son daughter boy girl",
        "children": "sons daughters boys girls",
        "sibling": "brother sister",
        "siblings": "brothers sisters",
        "parent": "mother father mum mom mummy dad daddy",
        "lover": "boyfriend girlfriend",
    }.items()
    for word in words.split()
}
"""Words that tell somebody's sex, and what they are read as: who it is must not matter."""

ORIGINS = frozenset(
    """western eastern northern southern foreign foreigner foreigners overseas abroad european asian african american
    arab local native expat expats immigrant immigrants refugee refugees diaspora homeland motherland compatriot
    compatriots embassy accent""".split()
)
"""Words about where somebody or something is from."""

TIMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat
    january february march april june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec""".split()
)
"""Weekdays and months; `may` is left out because it is first of all a verb."""

ABBREVIATIONS = TITLES | frozenset("eg ie etc vs inc ltd co corp st no approx dept est fig al cf".split())
"""Words whose full stop does not end a sentence."""


def is_brand(word: str, *, capital: bool, before: str) -> bool:
    """Whether a folded word names a messenger: `capital` as written, `before` the folded word in front of it."""
    if word not in APPS:
        return False
    return word not in AMBIGUOUS or capital or (before in _BEFORE_BRAND and word in {"signal", "messenger"})
