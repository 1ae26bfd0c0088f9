"""The names of months and weekdays, as pages and mail programs write them beside a time."""

from __future__ import annotations

from itertools import pairwise

_MONTHS = (
    "january januar janvier enero gennaio janeiro januari tammikuu stycznia январь января січня ocak leden ledna",
    "february februar février fevrier febrero febbraio fevereiro februari helmikuu lutego февраль февраля лютого"
    " şubat únor února",
    "march märz mars marzo março maart marts maaliskuu marca март марта березня březen března mrz mär mrt mar",
    "april avril abril aprile huhtikuu kwietnia апрель апреля квітня nisan duben dubna",
    "may mai mayo maggio maio mei maj toukokuu maja май мая травня mayıs květen května",
    "june juni juin junio giugno junho kesäkuu czerwca июнь июня червня haziran červen června",
    "july juli juillet julio luglio julho heinäkuu lipca июль июля липня temmuz červenec července",
    "august août aout agosto augustus augusti elokuu sierpnia август августа серпня ağustos srpen srpna",
    "september septembre septiembre setiembre settembre setembro syyskuu września сентябрь сентября вересня eylül září",
    "october oktober octobre octubre ottobre outubro lokakuu października октябрь октября жовтня ekim říjen října okt",
    "november novembre noviembre novembro marraskuu nov listopada ноябрь ноября листопада kasım listopad",
    "december dezember décembre decembre diciembre dicembre dezembro joulukuu dec grudnia"
    " декабрь декабря грудня aralık prosinec",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag "
    "sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes "
    "sábado domingo lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira "
    "quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag понедельник вторник среда "
    "четверг пятница суббота воскресенье pazartesi salı çarşamba perşembe cuma cumartesi pazar poniedziałek wtorek "
    "środa czwartek piątek sobota niedziela "
    "星期一 星期二 星期三 星期四 星期五 星期六 星期日 月曜日 火曜日 水曜日 木曜日 "
    "金曜日 土曜日 日曜日 월요일 화요일 수요일 목요일 금요일 토요일 일요일"
)
_RELATIVE = (
    "today yesterday heute gestern aujourd'hui hier hoy ayer oggi ieri hoje ontem vandaag gisteren сегодня вчера bugün "
    "dün dzisiaj dziś wczoraj 今天 昨天 今日 昨日 오늘 어제"
)
_SHORTEST = 3
_NUMBERS = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_DAYS = frozenset(f"{_WEEKDAYS} {_RELATIVE}".split())


def _prefixes() -> dict[str, int]:
    """Beginnings of three letters or more that belong to one month alone."""
    ordered = sorted({(word[:size], number) for word, number in _NUMBERS.items() for size in range(3, len(word))})
    shared = {one for (one, _), (two, _) in pairwise(ordered) if one == two}
    return {prefix: number for prefix, number in ordered if prefix not in shared}


_SHORT = _prefixes()


def month_of(word: str) -> int:
    """1 to 12 for a month's name or its beginning (three letters or more, with or without a dot), else 0."""
    bare = word.casefold().strip(".")
    return _NUMBERS.get(bare) or _SHORT.get(bare, 0) if len(bare) >= _SHORTEST else 0


def is_day(word: str) -> bool:
    """Whether `word` is a weekday's name, or one for today or yesterday."""
    return word.casefold().replace("’", "'").strip(" ,.") in _DAYS
