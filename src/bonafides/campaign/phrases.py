"""The room's words for people, by language: `words/<lang>.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from bonafides.errors import CampaignError


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The sentences of one language."""

    lang: str
    table: Mapping[str, object]

    def say(self, key: str, **values: object) -> str:
        """The sentence at a dotted key, with its `{places}` filled. Raises CampaignError for an unknown key."""
        found: object = self.table
        for part in key.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
        if not isinstance(found, str):
            raise CampaignError(
                f"no words for {key!r}", where=f"words/{self.lang}.toml", next_step="Reinstall bonafides."
            )
        return found.format(**values)


@cache
def load_words(lang: str = "en") -> Words:
    """The words of a language. Raises CampaignError if there are none."""
    folder = resources.files("bonafides.campaign") / "words"
    try:
        return Words(lang=lang, table=tomllib.loads((folder / f"{lang}.toml").read_text("utf-8")))
    except (OSError, ValueError) as error:
        raise CampaignError(
            f"there are no words in the language {lang!r}", where="words", next_step="Choose en."
        ) from error
