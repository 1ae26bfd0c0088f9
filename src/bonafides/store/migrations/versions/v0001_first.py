"""The first version: accounts, cases and all that belongs to them, the audit chain, search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from bonafides.store.dialect import Postgres, Sqlite

revision = "0001"
down_revision = None
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
"""Put in order by code point, whatever the database's own language."""


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "account",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("email", _TEXT, nullable=False),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("secret", _TEXT, nullable=False),
        sa.Column("totp", _TEXT, nullable=False),
        sa.Column("step", sa.BigInteger(), nullable=False),
        sa.Column("recovery", sa.JSON(), nullable=False),
        sa.Column("subject", _TEXT, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_account_email", "account", ["email"], unique=False)
    op.create_index("ix_account_name", "account", ["name"], unique=False)
    op.create_index("ix_account_subject", "account", ["subject"], unique=False)
    op.create_table(
        "alert",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("who", _TEXT, nullable=False),
    )
    op.create_index("ix_alert_case", "alert", ["case"], unique=False)
    op.create_table(
        "answer",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("report", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("lang", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_answer_case", "answer", ["case"], unique=False)
    op.create_index("ix_answer_report", "answer", ["report"], unique=False)
    op.create_table(
        "attachment",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("report", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("media_type", _TEXT, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("sha256", _TEXT, nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_attachment_case", "attachment", ["case"], unique=False)
    op.create_index("ix_attachment_report", "attachment", ["report"], unique=False)
    op.create_index("ix_attachment_sha256", "attachment", ["sha256"], unique=False)
    op.create_table(
        "attempt",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_attempt_at", "attempt", ["at"], unique=False)
    op.create_index("ix_attempt_key", "attempt", ["key"], unique=False)
    op.create_table(
        "campaign",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", _TEXT, nullable=False),
    )
    op.create_table(
        "case",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("persona", _TEXT, nullable=False),
        sa.Column("status", _TEXT, nullable=False),
        sa.Column("level", _TEXT, nullable=False),
        sa.Column("kind", _TEXT, nullable=False),
        sa.Column("stage", _TEXT, nullable=False),
        sa.Column("risk", sa.Float(), nullable=False),
        sa.Column("owner", _TEXT, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hold", _TEXT, nullable=False),
        sa.Column("verdict", _TEXT, nullable=False),
        sa.Column("campaign", _TEXT, nullable=False),
        sa.Column("merged_into", _TEXT, nullable=False),
        sa.Column("reports", sa.BigInteger(), nullable=False),
    )
    op.create_index("ix_case_changed_at", "case", ["changed_at"], unique=False)
    op.create_index("ix_case_merged_into_number", "case", ["merged_into", "number"], unique=False)
    op.create_index("ix_case_merged_into_status", "case", ["merged_into", "status"], unique=False)
    op.create_index("ix_case_owner_number", "case", ["owner", "number"], unique=False)
    op.create_index("ix_case_campaign_number", "case", ["campaign", "number"], unique=False)
    op.create_index("ix_case_verdict_closed_at", "case", ["verdict", "closed_at"], unique=False)
    op.create_index("ix_case_closed_at_changed_at", "case", ["closed_at", "changed_at"], unique=False)
    op.create_index("ix_case_number", "case", ["number"], unique=False)
    op.create_index("ix_case_opened_at", "case", ["opened_at"], unique=False)
    op.create_table(
        "detail",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("salt", _TEXT, nullable=False),
        sa.Column("text", _TEXT, nullable=False),
    )
    op.create_index("ix_detail_case", "detail", ["case"], unique=False)
    op.create_index("ix_detail_seq", "detail", ["seq"], unique=False)
    op.create_index("ix_detail_who", "detail", ["who"], unique=False)
    op.create_table(
        "entry",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", _TEXT, nullable=False),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("plain", _TEXT, nullable=False),
        sa.Column("commitment", _TEXT, nullable=False),
        sa.Column("previous", _TEXT, nullable=False),
        sa.Column("hash", _TEXT, nullable=False),
    )
    op.create_index("ix_entry_action", "entry", ["action"], unique=False)
    op.create_index("ix_entry_case", "entry", ["case"], unique=False)
    op.create_index("ix_entry_seq", "entry", ["seq"], unique=True)
    op.create_table(
        "judgement",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", _TEXT, nullable=False),
        sa.Column("reason", _TEXT, nullable=False),
        sa.Column("suggested", _TEXT, nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_judgement_case", "judgement", ["case"], unique=False)
    op.create_table(
        "link",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("one", _TEXT, nullable=False),
        sa.Column("other", _TEXT, nullable=False),
        sa.Column("strength", sa.Float(), nullable=False),
        sa.Column("because", sa.JSON(), nullable=False),
        sa.Column("state", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_link_one", "link", ["one"], unique=False)
    op.create_index("ix_link_other", "link", ["other"], unique=False)
    op.create_index("ix_link_state", "link", ["state"], unique=False)
    op.create_table(
        "mark",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("report", _TEXT, nullable=False),
        sa.Column("family", _TEXT, nullable=False),
        sa.Column("key", _TEXT, nullable=False),
        sa.Column("shown", _TEXT, nullable=False),
    )
    op.create_index("ix_mark_case", "mark", ["case"], unique=False)
    op.create_index("ix_mark_key", "mark", ["key"], unique=False)
    op.create_index("ix_mark_report", "mark", ["report"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("into", _TEXT, nullable=False),
        sa.Column("merged", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_merge_into", "merge", ["into"], unique=False)
    op.create_index("ix_merge_merged", "merge", ["merged"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", _TEXT, nullable=False),
    )
    op.create_index("ix_note_case", "note", ["case"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("via", _TEXT, nullable=False),
        sa.Column("reporter", _TEXT, nullable=False),
        sa.Column("receipt", _TEXT, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("role", _TEXT, nullable=False),
        sa.Column("said", _TEXT, nullable=False),
        sa.Column("conversation", _TEXT, nullable=False),
        sa.Column("assessment", _TEXT, nullable=False),
        sa.Column("words", _TEXT, nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", _TEXT, nullable=False),
    )
    op.create_index("ix_report_case", "report", ["case"], unique=False)
    op.create_index("ix_report_digest", "report", ["digest"], unique=False)
    op.create_index("ix_report_receipt", "report", ["receipt"], unique=False)
    op.create_index("ix_report_reporter", "report", ["reporter"], unique=False)
    op.create_table(
        "search",
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True, autoincrement=True),
        sa.Column("row", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
    )
    op.create_index("ix_search_case", "search", ["case"], unique=False)
    op.create_index("ix_search_row", "search", ["row"], unique=False)
    op.create_table(
        "setting",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("value", _TEXT, nullable=False),
    )
    op.create_table(
        "task",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("case", _TEXT, nullable=False),
        sa.Column("who", _TEXT, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", _TEXT, nullable=False),
        sa.Column("owner", _TEXT, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("ix_task_case", "task", ["case"], unique=False)
    op.create_index("ix_task_owner", "task", ["owner"], unique=False)
    op.create_table(
        "token",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("account", _TEXT, nullable=False),
        sa.Column("name", _TEXT, nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_token_account", "token", ["account"], unique=False)
    op.create_index("ix_token_ends_at", "token", ["ends_at"], unique=False)
    op.create_table(
        "visit",
        sa.Column("id", _TEXT, primary_key=True),
        sa.Column("account", _TEXT, nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_visit_account", "visit", ["account"], unique=False)
    op.create_index("ix_visit_ends_at", "visit", ["ends_at"], unique=False)
    kind = Sqlite if op.get_bind().dialect.name == "sqlite" else Postgres
    for statement in kind.INDEX:
        op.execute(statement)
