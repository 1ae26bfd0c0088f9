"""Where to turn, a report to copy, and what was sent: values as text, page or data, with words of their own."""

from __future__ import annotations

ROOM = "bonafides.render.reporting"
"""Where its words and templates are."""
