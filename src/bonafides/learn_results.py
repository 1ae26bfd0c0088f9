"""What came of drills, for programs: one learner's results, and totals over many people, as JSON."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from bonafides.learn import result, score

if TYPE_CHECKING:
    from bonafides.learn import Exercise
    from bonafides.learn.totals import Totals

SCHEMA = "bonafides.learn-results/1"


def results(exercise: Exercise) -> str:
    """What came of the threads that are over, as JSON; of the others nothing, so that nothing is given away."""
    found = score(exercise.finished)
    rows = []
    for thread in exercise.finished:
        ended = result(thread)
        rows.append(
            {
                "id": thread.drill.id, "kind": thread.drill.kind, "best": thread.drill.best,
                "from_message": thread.drill.from_message or None, "choices": thread.choices,
                "outcome": ended.outcome, "raised_at": ended.raised_at or None,
                "late": ended.late if ended.raised_at else None,
            }
        )  # fmt: skip
    held = {
        "schema": SCHEMA, "lang": exercise.lang, "seed": exercise.seed, "finished": exercise.over,
        "count": len(exercise.drills), "threads": rows,
        "score": {
            "caught": found.caught, "deceptive": found.deceptive, "false_alarms": found.false_alarms,
            "ordinary": found.ordinary, "precision": found.precision, "recall": found.recall, "late": found.late,
            "early": found.early,
        },
    }  # fmt: skip
    return json.dumps(held, ensure_ascii=False) + "\n"


def totals_json(found: Totals) -> str:
    """Totals over many people, as JSON."""
    drills = [{"id": id_, "ordinary": ordinary, **asdict(share)} for id_, ordinary, share in found.drills]
    held = {
        "schema": "bonafides.drill-sum/1", "people": found.people,
        "recall": asdict(found.recall) if found.recall else None,
        "false_alarms": asdict(found.false_alarms) if found.false_alarms else None,
        "precision": found.precision, "drills": drills,
    }  # fmt: skip
    return json.dumps(held, ensure_ascii=False) + "\n"
