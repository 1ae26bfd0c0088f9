"""The exposure room: finds in a person's own profile what draws a talent spotter, and what can stay as it is."""

from bonafides.exposure.judging import judge

__all__ = ["judge"]
