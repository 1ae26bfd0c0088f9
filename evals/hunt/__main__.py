"""`python -m evals.hunt [--quick] [--out FILE.md]`: hunt in many logs, planted and organic, and write the report."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from evals.hunt import plan
from evals.hunt.outcome import Outcome, Setting, load, save
from evals.hunt.report import markdown, tables, value

HERE = Path(__file__).parent
PAGE = HERE.parent / "hunt.md"
KEPT = HERE.parents[1] / "build" / "hunt" / "outcomes.jsonl"


def settings(*, quick: bool) -> Iterator[Setting]:
    """All logs of an evaluation; `quick` takes a few minutes, all of it an hour or two."""
    n = 1 if quick else 8
    return chain(
        plan.real(),
        plan.organic(5 * n),
        plan.grid(3 * n),
        plan.issue(n),
        plan.without_content(chain(plan.issue(n), plan.grid(n))),
        plan.shuffled("permuted", n),
        plan.shuffled("rewired", n),
        plan.rare(0 if quick else 5),
    )


def searched(wanted: Iterator[Setting], kept: Path) -> Iterator[Outcome]:
    """Hunt in each log that this version of the detector has not been in yet, and keep what came of it."""
    from evals.hunt.search import CODE, search

    known = {repr(_plain(o.setting)): o for o in load(kept) if o.code == CODE} if kept.exists() else {}
    for setting in wanted:
        outcome = known.get(repr(_plain(setting)))
        if outcome is None:
            outcome = search(setting)
            save(kept, [outcome])
            print(
                f"{setting.part} {setting.generator} {setting.seed}: {outcome.seconds} s", file=sys.stderr, flush=True
            )
        yield outcome


def _plain(setting: Setting) -> object:
    """The setting as it reads back from JSON, for comparing."""
    from dataclasses import asdict

    return json.loads(json.dumps(asdict(setting)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the report and its figures beside it."""
    parser = argparse.ArgumentParser(prog="python -m evals.hunt", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a few logs of each kind")
    parser.add_argument("--out", type=Path, default=PAGE, help="the Markdown page; figures go beside it as JSON")
    parser.add_argument("--kept", type=Path, default=KEPT, help="where the outcome of each log is kept")
    parser.add_argument("--only-report", action="store_true", help="of what is kept already, whatever the version")
    options = parser.parse_args(arguments)
    outcomes = list(
        load(options.kept) if options.only_report else searched(settings(quick=options.quick), options.kept)
    )
    found = tables(outcomes)
    options.out.write_text(markdown(outcomes, found), "utf-8")
    figures = json.dumps(value(outcomes, found), indent=1, ensure_ascii=False)
    options.out.with_suffix(".json").write_text(figures + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
