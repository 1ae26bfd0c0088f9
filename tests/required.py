"""Real components that a test touches: skipped with the reason where one is missing, a failure where it is required."""

from __future__ import annotations

import os
import shutil
from importlib.util import find_spec

import pytest


def needs(name: str, *, there: bool, reason: str) -> None:
    """Skip the test or its module, or fail it where BONAFIDES_REQUIRE (a list with commas) names the component."""
    if there:
        return
    if name in os.environ.get("BONAFIDES_REQUIRE", "").split(","):
        pytest.fail(f"BONAFIDES_REQUIRE names {name}, but {reason}")
    pytest.skip(reason, allow_module_level=True)


def needs_ocr() -> None:
    """The extra `ocr`."""
    missing = [name for name in ("rapidocr", "pypdfium2", "pi_heif", "PIL") if find_spec(name) is None]
    needs("ocr", there=not missing, reason=f"the extra `ocr` is not installed ({', '.join(missing)})")


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def needs_browser() -> None:
    """Chromium, Playwright to drive it, and the runtime of the page (kept on this machine, or npm to fetch it)."""
    from bonafides.page.runtime import is_at_hand

    missing = [] if CHROMIUM else ["chromium"]
    missing += ["playwright"] if find_spec("playwright") is None else []
    missing += [] if is_at_hand() or shutil.which("npm") else ["npm"]
    needs("browser", there=not missing, reason=f"what a browser test needs is missing: {', '.join(missing)}")


def needs_typst() -> None:
    """The extra `pdf`, and what reads its pages."""
    missing = [name for name in ("typst", "pypdfium2") if find_spec(name) is None]
    needs("pdf", there=not missing, reason=f"the extra `pdf` is not installed ({', '.join(missing)})")


def needs_lists() -> None:
    """The extra `lists`."""
    missing = [name for name in ("followthemoney", "nomenklatura", "normality", "rigour") if find_spec(name) is None]
    needs("lists", there=not missing, reason=f"the extra `lists` is not installed ({', '.join(missing)})")
