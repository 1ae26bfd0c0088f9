"""The corridor: from a reading to a report, and the promises that hold over all of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bonafides import assess, check, read
from bonafides.examine import Case, examine, mode_for, rules_hash, timeline
from bonafides.model import Conversation, InputFile, Level, Message, Mode, Provenance, Reading

REPLAYS = sorted((Path(__file__).parent / "cases" / "documented").glob("*.json"))


def replay(path: Path) -> tuple[Conversation, dict[str, object]]:
    row = json.loads(path.read_text("utf-8"))
    messages = tuple(
        Message(speaker=m["speaker"], text=m["text"], mine=m["speaker"] == "me", channel=m.get("channel", ""))
        for m in row["messages"]
    )
    return Conversation(id=row["case"], messages=messages), row["expected"]


@pytest.mark.parametrize("path", REPLAYS, ids=[path.stem for path in REPLAYS])
def test_a_documented_case_is_seen_by_the_message_where_the_sign_was(path: Path) -> None:
    conversation, expected = replay(path)
    by = int(str(expected["by_message"]))
    early = assess(Conversation(id="early", messages=conversation.messages[: by + 1]))
    assert early.level.rank >= Level(str(expected["level_at_least"])).rank


@pytest.mark.parametrize("path", REPLAYS, ids=[path.stem for path in REPLAYS])
def test_every_quote_is_cut_from_the_original(path: Path) -> None:
    conversation, _ = replay(path)
    for contribution in assess(conversation).contributions():
        for span in contribution.finding.spans:
            text = conversation.messages[span.message].text
            assert 0 <= span.start < span.end <= len(text)


@pytest.mark.parametrize("path", REPLAYS[:12], ids=[path.stem for path in REPLAYS[:12]])
def test_the_users_own_words_are_never_quoted_against_anybody(path: Path) -> None:
    conversation, _ = replay(path)
    for contribution in assess(conversation).because:
        assert all(not conversation.messages[span.message].mine for span in contribution.finding.spans)


def reading(count: int, format_: str) -> Reading:
    threads = tuple(
        Conversation(id=str(n), messages=(Message(speaker="A", text="Lunch on Tuesday?"),)) for n in range(count)
    )
    file = InputFile(name="x", format=format_, sha256="0" * 64, size=1)
    return Reading(conversations=threads, provenance=Provenance(inputs=(file,)))


@pytest.mark.parametrize(
    ("count", "format_", "mode"),
    [
        (21, "linkedin-messages", Mode.ARCHIVE),
        (20, "linkedin-messages", Mode.SINGLE),
        (500, "interchange", Mode.SINGLE),
    ],
)
def test_mode_follows_the_input(count: int, format_: str, mode: Mode) -> None:
    assert mode_for(reading(count, format_)) is mode


def test_a_quiet_thread_of_an_archive_gets_no_advice_and_a_single_one_does() -> None:
    assert all(entry.advice is None for entry in examine(reading(30, "linkedin-messages")).entries)
    assert all(entry.advice is not None for entry in examine(reading(1, "linkedin-messages")).entries)


def test_provenance_says_version_rules_and_inputs() -> None:
    report = examine(reading(1, "paste"))
    assert report.provenance.version
    assert len(report.provenance.rules) == 64
    assert report.provenance.rules == rules_hash()
    assert report.provenance.inputs[0].format == "paste"


def test_status_changes_the_words_and_never_the_score() -> None:
    from bonafides.model import Status

    seen = {
        check(text="Could you send us the internal draft?", case=Case(status=status)).entries[0].assessment.score
        for status in Status
    }
    assert len(seen) == 1


def test_the_library_reads_text_without_a_file() -> None:
    found = read(text="Anna: hello\nMe: hi\nAnna: how are you?")
    assert [message.mine for message in found.conversations[0].messages] == [False, True, False]


def test_nothing_is_judged_twice_as_bad_for_being_long() -> None:
    text = "word " * 300_000
    assert assess(Conversation(id="long", messages=(Message(speaker="A", text=text),))).level is Level.QUIET


# --- as a conversation grows, in other languages, in hostile forms


@pytest.mark.parametrize("path", REPLAYS[::6], ids=[path.stem for path in REPLAYS[::6]])
def test_a_moment_is_the_judgement_on_what_had_been_written_until_then(path: Path) -> None:
    conversation, _ = replay(path)
    for moment in timeline(conversation):
        until = assess(Conversation(id="until", messages=conversation.messages[: moment.message + 1]))
        assert (moment.level, moment.risk, moment.kind) == (until.level, until.risk, until.kind)


def test_the_timeline_is_in_the_report_where_it_was_asked_for() -> None:
    reading = read(text="Our client pays 900 for two pages. Could we continue on WhatsApp?")
    assert examine(reading, Case(timeline=True)).entries[0].timeline
    assert examine(reading).entries[0].timeline == ()


def test_a_language_that_is_not_covered_is_said_and_never_flagged() -> None:
    text = (
        "Bom dia, o nosso cliente gostaria de receber um relatório sobre o porto. Pagamos muito bem e você não precisa "
        "dizer nada ao seu chefe. Envie os documentos internos, por favor."
    )
    report = check(text=text)
    (entry,) = report.entries
    assert entry.assessment.level is Level.QUIET
    assert any(
        "Portuguese" in problem.what and problem.conversation == entry.conversation.id for problem in report.problems
    )


SAME_IN_EVERY_LANGUAGE = {
    "en": (
        "I read your article with great interest. A client of ours would pay very well for a short analysis.",
        "He was impressed. Next he would like the internal draft before it is published, and he pays in cash.",
        "Please tell nobody at your office, and delete these messages when you have read them.",
    ),
    "de": (
        "Ich habe Ihren Artikel mit großem Interesse gelesen. Ein Kunde würde für eine kurze Analyse sehr gut zahlen.",
        "Er war beeindruckt. Als Nächstes möchte er den internen Entwurf vor der Veröffentlichung, er zahlt bar.",
        "Bitte sagen Sie niemandem in Ihrem Büro davon und löschen Sie diese Nachrichten nach dem Lesen.",
    ),
    "fr": (
        "J'ai lu votre article avec grand intérêt. Un de nos clients paierait très bien une courte analyse.",
        "Il a été impressionné. Il aimerait ensuite le projet interne avant sa publication, et il paie en espèces.",
        "N'en parlez à personne à votre bureau et effacez ces messages après les avoir lus.",
    ),
    "es": (
        "Leí su artículo con gran interés. Un cliente nuestro pagaría muy bien por un breve análisis.",
        "Quedó impresionado. Ahora quisiera el borrador interno antes de que se publique, y paga en efectivo.",
        "No se lo diga a nadie en su oficina y borre estos mensajes cuando los haya leído.",
    ),
    "da": (
        "Jeg har læst din artikel med stor interesse. En af vores kunder vil betale rigtig godt for en kort analyse.",
        "Han var imponeret. Nu vil han gerne have det interne udkast, før det bliver offentligt. Han betaler kontant.",
        "Sig det ikke til nogen på dit kontor, og slet beskederne, når du har læst dem.",
    ),
    "ru": (
        "Прочитал вашу статью с большим интересом. Наш клиент очень хорошо заплатит за короткий анализ.",
        "Он впечатлён. Теперь ему нужен внутренний проект до публикации, заплатит наличными.",
        "Никому на работе об этом не говорите и удалите эти сообщения, когда прочтёте.",
    ),
    "zh": (
        "我非常认真地读了您的文章。我们的一位客户愿意为一份简短的分析支付很高的报酬。",
        "他非常满意。接下来他想要还没有公开的内部草稿，可以付现金。",
        "请不要告诉单位里的任何人，看完以后把这些消息删掉。",
    ),
}


@pytest.mark.parametrize("language", SAME_IN_EVERY_LANGUAGE)
def test_an_ask_that_crosses_the_line_is_seen_in_every_language(language: str) -> None:
    messages = tuple(Message(speaker="A", text=text) for text in SAME_IN_EVERY_LANGUAGE[language])
    assessment = assess(Conversation(id="x", messages=messages))
    assert assessment.level.rank >= Level.WARN.rank
    assert assessment.risk > 0.8


HOSTILE = {
    "no letters": "1234 5678 🙂🙂🙂 --- ...",
    "one character": "x",
    "a megabyte": "our client pays for the internal draft " * 26_000,
    "one long word": "a" * 1_000_000,
    "base64": "QUJDRA" * 20_000,
    "right to left": "\u202e\u200fOur client\u202c pays \u2067well\u2069",
    "homoglyphs": "Lеt us continue on Wh\u0430ts\u200bApp and Te1egram",
    "emoji": "👍👍👍",
    "nothing": "",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_judged_and_quoted_exactly(name: str) -> None:
    messages = (Message(speaker="A", text=HOSTILE[name]), Message(speaker="me", text="who is this", mine=True))
    conversation = Conversation(id="x", messages=messages)
    assessment = assess(conversation)
    for contribution in assessment.contributions():
        for span in contribution.finding.spans:
            assert 0 <= span.start < span.end <= len(conversation.messages[span.message].text)


def test_a_brand_is_seen_through_homoglyphs_and_zero_width_characters() -> None:
    plain, hidden = (
        Conversation(id="x", messages=(Message(speaker="A", text=f"Could we continue on {brand}? My number follows."),))
        for brand in ("WhatsApp", "Wh\u0430ts\u200bApp")
    )
    assert assess(plain).risk == assess(hidden).risk


def test_the_users_own_words_carry_no_signs() -> None:
    ask = "Send me the internal draft before it is published, I pay in cash, tell nobody."
    mine = Conversation(
        id="x", messages=(Message(speaker="A", text="Lunch at one?"), Message(speaker="me", text=ask, mine=True))
    )
    assert assess(mine).level is Level.QUIET


def test_several_strangers_in_a_group_are_judged_together() -> None:
    said = ("Our client would like a short report.", "He pays in cash for the internal draft, tell nobody at work.")
    group = Conversation(id="x", messages=tuple(Message(speaker=f"S{n}", text=text) for n, text in enumerate(said)))
    assert assess(group).level.rank >= Level.WARN.rank
