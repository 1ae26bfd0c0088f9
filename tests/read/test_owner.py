"""Who the user is: from what they state, what files say, and what the threads show."""

from __future__ import annotations

from bonafides.model import Conversation, Form, Message, Party
from bonafides.read.harvest import FileRead
from bonafides.read.owner import Settled, settle
from bonafides.read.reader import Extract, Thread


def _thread(key: str, *speakers: str, hint: str = "", **ids: str) -> Thread:
    """A thread in which the speakers write in turn; `ids` maps a name (with _ for spaces) to its identifier."""
    parties = tuple(
        Party(name=name, identifiers=frozenset(filter(None, (ids.get(name.replace(" ", "_")),))))
        for name in dict.fromkeys(speakers)
    )
    messages = tuple(Message(speaker=name, text=f"{key} {n}") for n, name in enumerate(speakers))
    return Thread(key=key, channel="x", parties=parties, messages=messages, counterpart_hint=hint)


def _file(*threads: Thread, me: tuple[Party, ...] = (), name: str = "file") -> FileRead:
    return FileRead(name=name, format="x", extract=Extract(threads=threads, me=me))


def _mine(settled: Settled) -> list[set[str]]:
    for each in settled.threads:
        assert {p.name for p in each.thread.parties if p.mine} == {m.speaker for m in each.thread.messages if m.mine}
    return [{party.name for party in each.thread.parties if party.mine} for each in settled.threads]


def test_stated_name_address_and_phone() -> None:
    one = _thread("a", "Jane Roe", "Amy Lin", Amy_Lin="email:amy@x.example", Jane_Roe="email:jane@x.example")
    assert _mine(settle([_file(one)], ["jane ROE"])) == [{"Jane Roe"}]
    assert _mine(settle([_file(one)], ["Jane@x.example"])) == [{"Jane Roe"}]
    phone = _thread("a", "+44 7700 900123", "Amy Lin", **{"+44_7700_900123": "phone:+447700900123"})
    settled = settle([_file(phone)], ["+44 7700 900 123"])
    assert _mine(settled) == [{"+44 7700 900123"}]
    assert "+447700900123 (from --me)" in settled.me


def test_profile_of_one_file_tells_for_all() -> None:
    profile = _file(me=(Party(name="Jane Roe", mine=True),), name="export.zip/Profile.csv")
    settled = settle([_file(_thread("a", "Jane Roe", "Amy Lin")), profile], [])
    assert _mine(settled) == [{"Jane Roe"}]
    assert settled.me == "Jane Roe (from Profile.csv)"
    assert not settled.doubts


def test_common_participant() -> None:
    threads = [_thread(name, name, "Jane Roe", "Jane Roe") for name in ("Amy Lin", "Bo Park", "Cleo Day")]
    settled = settle([_file(*threads)], [])
    assert _mine(settled) == [{"Jane Roe"}] * 3
    assert settled.me == "Jane Roe (from being in most conversations)"
    assert not settled.doubts


def test_a_name_common_to_few_of_many_is_not_taken() -> None:
    threads = [_thread(f"{n}", f"Person {n}", f"Other {n}") for n in range(20)]
    threads += [_thread(f"r{n}", "Busy Recruiter", f"Staff {n}") for n in range(3)]
    assert "Busy" not in settle([_file(*threads)], []).me


def test_the_same_person_three_times_is_not_the_user() -> None:
    threads = [_thread(str(n), "Amy Lin", "Jane") for n in range(3)]
    settled = settle([_file(*threads)], [])
    assert _mine(settled) == [{"Jane"}] * 3
    assert [doubted.places for doubted in settled.doubts] == [(0, 1, 2)]


def test_hint_of_the_file_name_names_the_counterpart() -> None:
    settled = settle([_file(_thread("a", "J.", "Amy Lin", hint="Amy"))], [])
    assert _mine(settled) == [{"J."}]
    assert not settled.doubts


def test_a_known_counterpart_tells_who_the_other_is() -> None:
    linkedin = _file(_thread("a", "Jane Roe", "Amy Lin"), me=(Party(name="Jane Roe", mine=True),))
    settled = settle([linkedin, _file(_thread("b", "Jay", "Amy Lin"))], [])
    assert _mine(settled) == [{"Jane Roe"}, {"Jay"}]
    assert not settled.doubts


def test_titles_and_middle_names_do_not_hide_the_user() -> None:
    for name in ("Jane Roe, PhD", "Jane M. Roe", "Jane"):
        settled = settle([_file(_thread("a", name, "Amy Lin"))], ["Jane Roe"])
        assert _mine(settled) == [{name}]
        assert not settled.doubts


def test_first_name_of_the_user_in_a_group() -> None:
    settled = settle([_file(_thread("g", "Amy Lin", "Bo", "Jane"))], ["Jane Roe"])
    assert _mine(settled) == [{"Jane"}]


def test_own_labels() -> None:
    for label in ("Me", "Ich", "我", "You", "Я", "Moi", "Yo", "Mig"):
        settled = settle([_file(_thread("a", label, "Amy Lin"))], [])
        assert _mine(settled) == [{label}]
        assert not settled.doubts


def test_first_speaker_is_assumed_to_be_the_other_side_and_it_is_said() -> None:
    settled = settle([_file(_thread("a", "Amy Lin", "Jane"), name="chat.txt")], [])
    assert _mine(settled) == [{"Jane"}]
    (problem,) = settled.doubts[0].problems({0: "amy-lin"})
    assert (problem.where, problem.conversation) == ("chat.txt", "amy-lin")
    assert "--me NAME" in problem.next_step


def test_platform_lines_do_not_make_somebody_first() -> None:
    thread = _thread("a", "Jane", "Amy Lin", "Jane")
    events = (Message(speaker="Jane", text="x", form=Form.EVENT), *thread.messages[1:])
    from dataclasses import replace

    settled = settle([_file(replace(thread, messages=events))], [])
    assert {m.speaker for m in settled.threads[0].thread.messages if m.mine} == {"Jane"}


def test_unknown_in_a_group_marks_nobody_and_says_so() -> None:
    settled = settle([_file(_thread("g", "Amy Lin", "Bo Park", "Cleo Day"))], [])
    assert _mine(settled) == [set()]
    assert "group" in settled.doubts[0].doubt.one


def test_a_single_voice_is_the_other_side_without_a_word() -> None:
    settled = settle([_file(_thread("a", "Amy Lin"))], [])
    assert _mine(settled) == [set()]
    assert not settled.doubts


def test_conversation_with_oneself_is_kept_and_said() -> None:
    settled = settle([_file(_thread("a", "Jane Roe", "Jane Roe"))], ["Jane Roe"])
    assert _mine(settled) == [{"Jane Roe"}]
    assert "only your own words" in settled.doubts[0].doubt.one


def test_a_namesake_at_another_address_is_not_the_user() -> None:
    own, other = "url:linkedin.com/in/jane", "url:linkedin.com/in/jane-2"
    threads = [_thread(f"{n}", f"Person {n}", "Jane Roe", Jane_Roe=own) for n in range(3)]
    namesake = _thread("x", "Jane Roe", Jane_Roe=other)
    assert _mine(settle([_file(*threads, namesake)], ["Jane Roe"]))[-1] == set()


def test_interchange_threads_are_left_as_they_are() -> None:
    from dataclasses import replace

    kept = replace(_thread("a", "Jane Roe", "Amy Lin"), keep_apart=True)
    settled = settle([_file(kept)], ["Jane Roe"])
    assert settled.threads[0].thread is kept
    assert Conversation(id="a", messages=kept.messages).counterparts == ("Jane Roe", "Amy Lin")


def test_a_stated_first_name_is_found_in_a_full_one() -> None:
    assert _mine(settle([_file(_thread("a", "Jane Roe", "Amy Lin"))], ["Jane"])) == [{"Jane Roe"}]
    settled = settle([_file(_thread("a", "Amy Lin", "Jane Roe", "Jane Doe"))], ["Jane"])
    assert _mine(settled) == [set()]
    assert "group conversation" in settled.doubts[0].doubt.one
