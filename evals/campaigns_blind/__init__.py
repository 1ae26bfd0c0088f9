"""A second, independent generator of synthetic contact logs with planted campaigns, for held-out tests of the hunt."""

from __future__ import annotations

from evals.campaigns_blind.log import Summary, write_log

__all__ = ["Summary", "write_log"]
