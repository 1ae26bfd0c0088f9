"""The libraries of the formats, which are an extra: asked for when they are used, with a clear word where missing."""

from __future__ import annotations

from importlib.util import find_spec

from bonafides.errors import RenderError

EXTRA = "share"


def needed(*modules: str) -> None:
    """Raises RenderError unless the modules can be imported."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise RenderError(
            f"the extra `{EXTRA}` is not installed ({', '.join(missing)})",
            next_step=f"Install it: pip install 'bonafides[{EXTRA}]'.",
        )
