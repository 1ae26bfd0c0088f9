"""Not written yet."""

from __future__ import annotations

from bonafides.detect.indicator import Indicator

PROBING: tuple[Indicator, ...] = ()
