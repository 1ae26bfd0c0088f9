"""The marks of a report: what the other side gave, said and wrote, in one form, and nothing of the user's own."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from bonafides.desk.linking.addresses import own_domain
from bonafides.desk.linking.marks import MOST, Found, marks_of, marks_of_all
from bonafides.desk.linking.personas import firm_key, person_key
from bonafides.desk.linking.pictures import DISTANCE, fingerprint, hashed
from bonafides.desk.linking.texts import FEWEST
from bonafides.model import Conversation, Form, Message, Party
from evals.desk_world import Particulars, Shot

LETTER = (
    "Dear {who}, I came across your talk on harbour cranes and was truly impressed. Our client, who prefers not to be"
    " named yet, would pay well for a short report on how ports choose their suppliers. It is harmless work of two"
    " evenings, and you may write it from home. Shall we go on by messenger?"
)


def talk(
    *theirs: str, mine: tuple[str, ...] = (), name: str = "Amy Lin", channel: str = "linkedin", **more: object
) -> Conversation:
    messages = [Message(speaker="Me", text=text, mine=True, channel=channel) for text in mine]
    messages += [Message(speaker=name, text=text, channel=channel) for text in theirs]
    ids = frozenset(str(each) for each in more.get("ids", ()))  # type: ignore[attr-defined]
    own = frozenset(str(each) for each in more.get("own", ()))  # type: ignore[attr-defined]
    parties = (Party(name=name, identifiers=ids), Party(name="Me", mine=True, identifiers=own))
    return Conversation(id="c", messages=tuple(messages), parties=parties)


def values(conversation: Conversation, family: str) -> set[str]:
    return {each.shown for each in marks_of(conversation) if each.family == family}


def keys(found: tuple[Found, ...], family: str) -> set[str]:
    return {each.key for each in found if each.family == family}


@pytest.mark.parametrize(
    ("text", "family", "expected"),
    [
        ("Call me: +44 1632 960 001.", "phone", {"+441632960001"}),
        ("Call me: 0044 (1632) 960-001", "phone", {"+441632960001"}),
        ("my WhatsApp is +44 1632 960001", "phone", {"+441632960001"}),
        ("my WhatsApp is +44 1632 960001", "handle", {"+441632960001"}),
        ("https://wa.me/441632960001", "handle", {"+441632960001"}),
        ("Order +2024 2025 2026 2027 2028", "phone", set()),
        ("in 2024-2025 we met 1200 people", "phone", set()),
        ("write to Amy.Lin+x@GMAIL.com", "mail", {"amylin@gmail.com"}),
        ("write to info@larch.example", "mail", set()),
        ("write to info@larch.example", "domain", {"larch.example"}),
        ("write to amy@mail.larch.co.uk", "domain", {"larch.co.uk"}),
        ("write to amy@fir-larch.example", "domain", {"fir-larch.example"}),
        ("write to amy@gmail.com", "domain", set()),
        ("see https://bit.ly/3xYz and www.youtube.com/watch?v=1", "domain", set()),
        ("see the offer.pdf and reply.Thanks", "domain", set()),
        ("I am on t.me/amy_lin88", "handle", {"telegram/amy_lin88"}),
        ("Telegram: @Amy_Lin88", "handle", {"telegram/amy_lin88", "@amy_lin88"}),
        ("www.linkedin.com/in/amy-lin-88/?trk=x", "profile", {"linkedin.com/in/amy-lin-88"}),
        ("https://de.linkedin.com/company/larch", "profile", set()),
        ("I work for Larch Harbour Consulting Ltd in London.", "firm", {"Larch Harbour Consulting Ltd"}),
    ],
)
def test_what_a_text_gives(text: str, family: str, expected: set[str]) -> None:
    assert values(talk(text), family) == expected


def test_what_the_party_itself_gives() -> None:
    ids = ("phone:+441632960001", "url:linkedin.com/in/amy-lin", "email:amy@larch.example", "firm:larch ltd")
    given = {(each.family, each.shown) for each in marks_of(talk("hello", ids=ids, channel="whatsapp"))}
    assert given == {
        ("phone", "+441632960001"),
        ("handle", "+441632960001"),
        ("profile", "linkedin.com/in/amy-lin"),
        ("mail", "amy@larch.example"),
        ("domain", "larch.example"),
        ("firm", "larch ltd"),
        ("persona", "Amy Lin, larch ltd"),
        ("persona", "Amy Lin"),
    }


@pytest.mark.parametrize(
    "conversation",
    [
        pytest.param(talk(mine=("I am on +44 1632 960001, bob@uni.example, t.me/bob_uni",)), id="only the user's"),
        pytest.param(
            talk(
                "I shall call +44 1632 960001 and write to bob@uni.example", mine=("+441632960001 or bob@uni.example",)
            ),
            id="said back",
        ),
        pytest.param(
            talk("so +44 1632 960001 is you, at uni.example?", own=("phone:+441632960001", "domain:uni.example")),
            id="known",
        ),
    ],
)
def test_nothing_of_the_users_own(conversation: Conversation) -> None:
    assert {each.family for each in marks_of(conversation)} <= {"persona", "text"}


def test_what_they_gave_first_stays_theirs() -> None:
    messages = (
        Message(speaker="Amy Lin", text="I am on +44 1632 960001"),
        Message(speaker="Me", text="+44 1632 960001? noted", mine=True),
    )
    assert values(Conversation(id="", messages=messages), "phone") == {"+441632960001"}


@pytest.mark.parametrize("form", [Form.DRAFT, Form.EVENT, Form.TOLD])
def test_only_what_was_really_sent(form: Form) -> None:
    message = Message(speaker="Amy", text=f"+44 1632 960001 {LETTER}", form=form)
    assert not marks_of(Conversation(id="", messages=(message,)))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (LETTER.format(who="Dr Okafor"), LETTER.format(who="Ms Holm"), True),
        (LETTER.format(who="Dr Okafor"), LETTER.format(who="Ms Holm").replace("truly", "deeply"), True),
        (
            LETTER.format(who="Dr Okafor"),
            LETTER.format(who="X") + "\nKind regards,\nAmy\n" + "We are registered. " * 40,
            True,
        ),
        (LETTER.format(who="Dr Okafor"), " ".join(reversed(LETTER.split())), False),
        ("Yes, thank you.", "Yes, thank you.", False),
    ],
)
def test_near_duplicates_share_keys(one: str, other: str, same: bool) -> None:
    shared = keys(marks_of(talk(one)), "text") & keys(marks_of(talk(other)), "text")
    assert (len(shared) >= 3) is same


def test_sentences_stay_the_same_in_another_order_and_with_other_names() -> None:
    parts = LETTER.format(who="Dr Okafor").split(". ")
    turned = ". ".join(
        [*reversed(parts), "Ask Viktor Berg, or call 0441 12 34, whenever it pleases you to do so today."]
    )
    one, other = (
        {each.key for each in marks_of(talk(text)) if each.shown.startswith("“")} for text in (". ".join(parts), turned)
    )
    assert len(one & other) >= 2


def test_offices_share_no_text_by_their_footer() -> None:
    footer = (
        "\n\nBest regards\nAmy\nLarch Ltd, registered in England. This message is confidential. "
        + "Please delete it. " * 9
    )
    one, other = (
        marks_of(talk(text + footer)) for text in ("Could we talk about the crane on Monday at nine?", LETTER)
    )
    assert not keys(one, "text") & keys(other, "text")


def test_a_text_is_shown_without_whom_it_was_written_to() -> None:
    shown = values(talk(LETTER.format(who="Dr Okafor")), "text")
    assert shown
    assert all(each.strip("“”") in LETTER and "Okafor" not in each for each in shown)


def test_many_at_once_are_as_one_by_one() -> None:
    talks = [talk(LETTER, "+44 1632 960001"), talk("hi"), talk(LETTER.replace("harbour", "ferry"), name="Bo Berg")]
    assert marks_of_all((each, ()) for each in talks) == [marks_of(each) for each in talks]


def test_no_flood_of_one_family() -> None:
    numbers = " ".join(f"+1 {area} 555 01{last:02}" for area in range(201, 210) for last in range(20))
    assert len(values(talk(numbers), "phone")) == MOST


@pytest.mark.parametrize(
    ("one", "other"),
    [("Amy Lin", "LIN  Amy"), ("Dr. Amy Lin", "Amy Lin dr"), ("Amélie Lin", "Amelie Lin, PhD"), ("Аmy Lin", "Amy Lin")],
)
def test_names_that_compare_equal(one: str, other: str) -> None:
    assert person_key(one) == person_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("Larch Ltd.", "LARCH"), ("The Larch GmbH", "Larch"), ("Lärch", "Larch Inc")]
)
def test_firms_that_compare_equal(one: str, other: str) -> None:
    assert firm_key(one) == firm_key(other) != ""


@pytest.mark.parametrize("name", ["LinkedIn Member", "them", "+44 1632 960001", ""])
def test_nobody_is_no_persona(name: str) -> None:
    assert not values(talk("hi", name=name), "persona")


@pytest.mark.parametrize(
    ("host", "own"),
    [("a.b.larch.example", "larch.example"), ("larch.co.uk", "larch.co.uk"), ("x.linkedin.com", ""), ("pc", "")],
)
def test_own_domains(host: str, own: str) -> None:
    assert own_domain(host) == own


# --- pictures


def test_a_picture_is_known_again() -> None:
    make = Particulars(3)
    face = make.portrait()
    found = [marks_of(talk("hi"), [make.taken_again(face)]) for _ in range(8)]
    numbers = [fingerprint(each.shown) for marks in found for each in marks if each.family == "photo"]
    assert len(numbers) == 8 * 4
    near = [(numbers[0] ^ number).bit_count() <= DISTANCE for number in numbers]
    assert all(near)


def test_different_pictures_are_told_apart() -> None:
    make = Particulars(4)
    numbers = [number for _ in range(40) if (number := hashed(make.taken_again(make.portrait()))) is not None]
    apart = [(a ^ b).bit_count() > DISTANCE for i, a in enumerate(numbers) for b in numbers[:i]]
    assert all(apart)


def _file(image: Image.Image) -> Shot:
    file = io.BytesIO()
    image.save(file, "PNG")
    return Shot(name="p.png", data=file.getvalue())


def _screen(width: int, height: int) -> Image.Image:
    screen = Image.new("L", (width, height), 255)
    for line in range(10, height - 10, 40):
        ImageDraw.Draw(screen).rectangle((8, line, width - 60, line + 4), fill=40)
    return screen


@pytest.mark.parametrize(
    "picture",
    [
        pytest.param(_file(_screen(360, 780)), id="a phone's screen"),
        pytest.param(_file(_screen(500, 500)), id="a page of text"),
        pytest.param(_file(Image.new("RGB", (80, 80), "navy")), id="one colour"),
        pytest.param(Shot(name="x.jpg", data=b"\xff\xd8\xff\xe0 broken"), id="broken"),
        pytest.param(Shot(name="x.pdf", data=b"%PDF-1.7"), id="no picture"),
        pytest.param(Shot(name="x.svg", data=b"<svg onload='x()'/>"), id="hostile"),
    ],
)
def test_what_is_no_picture_of_anybody(picture: Shot) -> None:
    assert hashed(picture) is None


# --- whatever comes in


@given(st.text(), st.text(max_size=40), st.lists(st.text(max_size=30), max_size=3))
def test_any_text_is_taken(text: str, name: str, identifiers: list[str]) -> None:
    found = marks_of(talk(text, text[::-1], name=name, ids=identifiers))
    assert len({each.key for each in found}) == len(found)
    assert all(each.key.startswith(f"{each.family}:") and each.shown.strip() for each in found)


@pytest.mark.parametrize("piece", ["a@", "+1", "www.", "@a ", "t.me/", "https://a.", "Aa ", "telegram +", "-- \n"])
def test_long_hostile_texts_are_read(piece: str) -> None:
    assert marks_of(talk(piece * 20_000)) is not None
    assert FEWEST > 0


@given(st.sampled_from(["+44", "+86", "+7", "+1", "+33"]))
def test_a_country_is_no_mark(prefix: str) -> None:
    one, other = (talk(f"my number is {prefix} 1632 960 00{last}", name=f"N{last}") for last in (1, 2))
    assert not {each.key for each in marks_of(one)} & {each.key for each in marks_of(other)}
