"""No conversation is nearly another one, and none that measures is one that trains."""

from __future__ import annotations

from train.duplicates import briefs, load, near_duplicates, shingles


def row(*texts: str) -> dict[str, object]:
    return {"messages": [{"speaker": "them", "text": text} for text in texts]}


LINE = "Our partner would like a short overview of the harbour by Friday, and he pays on the same day."


def test_a_retold_conversation_is_found_and_another_is_not() -> None:
    texts = {
        "a": shingles(row(LINE, "Shall we begin?")),
        "b": shingles(row(LINE, "When can we begin?")),
        "c": shingles(row("Lunch on Sunday at the usual place, the children want to show you their boat.")),
    }
    assert [(pair.one, pair.other) for pair in near_duplicates(texts)] == [("a", "b")]


def test_the_sets_hold_no_near_duplicates() -> None:
    rows = load()
    assert list(near_duplicates({name: shingles(found) for name, found in rows.items()})) == []


def test_no_brief_is_on_both_sides() -> None:
    rows = load()
    assert briefs(rows, "corpus") & briefs(rows, "heldout") == set()
