"""Writers of every format that is read, so that what is read can be compared with what was written."""

from __future__ import annotations

from tests.contracts.exports import (
    discord,
    interchange,
    linkedin,
    mail,
    meta,
    pages,
    signal,
    slack,
    telegram,
    wechat,
    whatsapp,
)
from tests.contracts.exports.writing import Said, Writer

__all__ = ["FIRST_ONLY", "ONE_SIDED", "WHOLE", "WRITERS", "Said", "Writer"]

WHOLE: tuple[Writer, ...] = (
    *interchange.WRITERS,
    *linkedin.WRITERS,
    *whatsapp.WRITERS,
    *telegram.WRITERS,
    *signal.WRITERS,
    *meta.WRITERS,
    *wechat.WRITERS,
    *discord.WRITERS,
    *slack.WRITERS,
    *pages.WRITERS,
)
"""Those that write a conversation of several people."""
ONE_SIDED: tuple[Writer, ...] = mail.MBOXES
"""Those whose files hold one person's messages, because each person's are a conversation of their own."""
FIRST_ONLY: tuple[Writer, ...] = (linkedin.INVITATION, *mail.EMLS)
"""Those whose files hold one message."""
WRITERS = (*WHOLE, *ONE_SIDED, *FIRST_ONLY)
