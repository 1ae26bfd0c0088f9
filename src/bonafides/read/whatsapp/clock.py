"""The words around a clock time in many languages: which half of the day `9:15` is in, and which words say nothing."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

from bonafides.read.whatsapp.marks import DROP_MARKS


class DayPart(Enum):
    """What the words beside an hour say."""

    NOTHING = "nothing"
    """No word, or one such as `klo` or `à` that only introduces the time."""
    MORNING = "morning"
    """Midnight to noon; 12 is 0."""
    AFTERNOON = "afternoon"
    """Noon to midnight; 12 is 12."""
    NOON = "noon"
    """Around noon: 11, 12 and 1 o'clock."""
    NIGHT = "night"
    """Evening to past midnight; 12 is 0, and 1 to 5 are after midnight."""
    UNKNOWN = "unknown"
    """A word that this table lacks: the time may be off by twelve hours."""


# Written without spaces, dots and quotation marks, in lower case: `p. m.` is `pm`, `לפנה״צ` is `לפנהצ`.
_WORDS = {
    DayPart.NOTHING: "u o v la à as às alas klo kl om um uhr at in la ora ore el в об у г ч ob στις h года гч "
    "о во ի plkst klock hodź lúc pukul ཆུཚོད",
    DayPart.MORNING: (
        "am a vorm vormittags morgens ap fm vm πμ öö sa de dop дп проб преподне претпл rn fh eparadites priešpiet "
        "priekšp pg үө to ص صباحا صباحًا قظ قبلازظهر לפנהצ בבוקר पूर्वाह्न मपू পূর্বাহ্ণ முற்பகல் ก่อนเที่ยง ກ່ອນທ່ຽງ ព្រឹក "
        "နံနက် ጥዋት ማለዶ ጽባሕ ቅቀ pd gh sf wd an soodo saaku subaka uluchelo ntufat ŋdiga ਪੂਦੁ নুমাং सवेर भोर بن صبح صبحمنجهند "
        "སྔདྲོ སྔཆ hh ಪೂರ್ವಾಹ್ನ පෙව পূৰ্বাহ্ন prepodne prijepodne yb moies կա asubuhi "
        "未明 早朝 上午 早上 凌晨 清晨 早晨 午前 朝 오전 새벽 아침"
    ),
    DayPart.AFTERNOON: (
        "pm p nachm nachmittags abends ip em nm μμ ös ch du odp pop пп слоб поподне попл in eh epasdites popiet "
        "pēcp ptg үх tk م مساء مساءً بظ بعدازظهر אחהצ בערב अपराह्न मउ অপরাহ্ণ பிற்பகல் หลังเที่ยง ຫຼັງທ່ຽງ ល្ងាច ညနေ ከሰዓት "
        "ቃማ ምሴት ድቀ md gd ym wb ew hawwaro carra kikiiɗe akasuba ntmeddit ɣetrɔga ਬਾਦੁ सांझ شام دن شاممنجهند "
        "ཕྱིདྲོ ཕྱིཆ ea ಅಪರಾಹ್ನ පව অপৰাহ্ন popodne poslijepodne yh nomëttes կհ epasdites mchana "
        "alasiri jioni 夕方 下午 傍晚 午後 오후 저녁"
    ),
    DayPart.NOON: "中午 正午 昼 점심 mittags",
    DayPart.NIGHT: "usiku 夜裡 夜里 夜晚 晚上 深夜 半夜 午夜 夜 밤 nachts",
}
_MEANING = {word.casefold(): part for part, words in _WORDS.items() for word in words.split()}
_MEANING["in"] = DayPart.NOTHING  # Irish `i.n.` is told from the preposition by its dots, below
_DROPPED = DROP_MARKS | {ord(c): None for c in ".,;:،、၊，·'\"’`״׳日일号號\ufeff"}


@lru_cache(maxsize=512)
def day_part(words: str) -> DayPart:
    """What the characters between a date and a time, or behind a time, say about the half of the day."""
    bare = "".join(words.split()).casefold().translate(_DROPPED)
    if not bare:
        return DayPart.NOTHING
    if bare == "in" and "." in words:
        return DayPart.AFTERNOON
    return _MEANING.get(bare, DayPart.UNKNOWN)


def hour_of_day(hour: int, part: DayPart) -> int:
    """The hour from 0 to 23 that `hour` beside `part` means; an hour above 12 already says so itself."""
    if hour > 12 or part in (DayPart.NOTHING, DayPart.UNKNOWN):
        return hour
    match part:
        case DayPart.MORNING:
            return hour % 12
        case DayPart.AFTERNOON:
            return hour % 12 + 12
        case DayPart.NOON:
            return hour if hour >= 10 else hour + 12
        case _:
            return hour % 12 if hour % 12 <= 5 else hour + 12
