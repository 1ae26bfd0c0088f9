"""Vetting from files to a page: the user's files become what is told, and what came of it is written for people."""

from __future__ import annotations

from bonafides.vetted.files import told_in
from bonafides.vetted.sheet import Sheet, Shown, sheet

__all__ = ["Sheet", "Shown", "sheet", "told_in"]
