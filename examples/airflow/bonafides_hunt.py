"""An Airflow DAG that hunts once a day over the last fourteen day-partitions of a log of contacts.

One run makes one folder, named after its day. `bonafides hunt` writes beside that folder and moves the whole into place
when it is done, so that a run that is killed, repeated or backfilled leaves the same folder as one that ran once. What
decides the result is in the command: the day and the log, never the clock. Set the Airflow variables
`bonafides_contacts`, `bonafides_profiles`, `bonafides_out`, `bonafides_work` and `bonafides_master`; the folders are on
storage that the driver and all workers see under one path.
"""

from __future__ import annotations

import shlex
from datetime import datetime, timedelta, timezone

DAYS = 14
"""Campaigns spread over days or weeks: one day by itself would show few of them."""


def command(day, *, contacts, profiles, out, work, master, days=DAYS):
    """The words of the one command for a day (`2026-03-14`); the same day gives the same words."""
    last = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=timezone.utc)
    partitions = [f"{contacts}/day={last - timedelta(days=back):%Y-%m-%d}" for back in reversed(range(days))]
    return [
        "bonafides", "hunt", *partitions,
        "--accounts", f"{profiles}/accounts.parquet",
        "--targets", f"{profiles}/targets.parquet",
        "--since", f"{last - timedelta(days=days - 1):%Y-%m-%d}",
        "--until", f"{last + timedelta(days=1):%Y-%m-%d}",
        "--engine", "spark", "--master", master, "--work", work,
        "--out", f"{out}/day={day}",
    ]  # fmt: skip


def build():
    """The DAG; Airflow is imported here, so that this file can be read and tested without it."""
    from airflow import DAG
    from airflow.models import Variable

    try:
        from airflow.providers.standard.operators.bash import BashOperator
    except ImportError:  # Airflow 2
        from airflow.operators.bash import BashOperator

    places = {name: Variable.get(f"bonafides_{name}") for name in ("contacts", "profiles", "out", "work", "master")}
    dag = DAG(
        dag_id="bonafides_hunt",
        start_date=datetime(2026, 1, 1, tzinfo=timezone.utc),
        schedule="0 4 * * *",  # when the partition of the day before is whole
        catchup=False,
        max_active_runs=1,
        default_args={"retries": 2, "retry_delay": timedelta(minutes=20), "execution_timeout": timedelta(hours=8)},
    )
    quoted = " ".join(shlex.quote(f"{name}={value}") for name, value in sorted(places.items()))
    BashOperator(
        task_id="hunt",
        bash_command=f"python {shlex.quote(__file__)} {{{{ ds }}}} {quoted}",
        dag=dag,
    )
    return dag


def main(arguments):
    """Run the command of a day: `bonafides_hunt.py 2026-03-14 contacts=... profiles=... out=... work=... master=...`."""
    import subprocess

    day, *pairs = arguments
    return subprocess.run(command(day, **dict(pair.split("=", 1) for pair in pairs)), check=False).returncode


if __name__ == "__main__":
    import sys

    raise SystemExit(main(sys.argv[1:]))
elif __name__.startswith(("unusual_prefix_", "bonafides_hunt")):  # how Airflow names what it loads
    dag = build()
