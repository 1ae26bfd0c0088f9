"""Settings: flag over `BONAFIDES_*` variable over `bonafides.toml` over default; one table lists them all."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bonafides.errors import BonafidesError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "bonafides.toml"


class SettingsError(BonafidesError):
    """A setting has a value that cannot be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting: `--name`, `BONAFIDES_NAME`, and `name = ...` in bonafides.toml."""

    name: str
    default: str
    help: str

    @property
    def variable(self) -> str:
        """The environment variable's name."""
        return "BONAFIDES_" + self.name.upper().replace("-", "_")


SETTINGS: tuple[Setting, ...] = (
    Setting(name="format", default="text", help="How results are written: text, html, pdf, json, jsonl, stix or misp."),
    Setting(name="lang", default="en", help="Language of the words for people."),
    Setting(name="country", default="", help="Two-letter code of the country whose reporting routes are shown."),
    Setting(name="status", default="other", help="What you are to your service or employer; decides whom to tell."),
    Setting(name="me", default="", help="Your own names, e-mail addresses or phone numbers, separated by commas."),
    Setting(name="timezone", default="", help="Zone of files that carry none; the machine's where not given."),
    Setting(name="date-order", default="", help="dmy, mdy or ymd; inferred from the whole file where not given."),
    Setting(name="mode", default="", help="single or archive; archive for exports of more than 20 conversations."),
    Setting(name="prior", default="0.5", help="Base rate of deception for which the risk in machine output holds."),
    Setting(name="min-level", default="", help="Leave out conversations below this level: quiet, watch, warn, alarm."),
    Setting(name="redact", default="false", help="Replace third parties' names, mails, phones and links."),
    Setting(name="tlp", default="", help="Marking of what is shared: clear, green, amber, amber+strict or red."),
    Setting(name="packs", default="true", help="Compare with the packs of fingerprints on this machine."),
    Setting(name="reader", default="", help="Address of a language model that is asked too; off where not given."),
    Setting(name="reader-model", default="", help="Its model; the first that the server lists where not given."),
    Setting(name="store", default="", help="Where the desk keeps its work: a file, or postgresql://..."),
    Setting(name="quiet", default="false", help="Nothing on standard error but errors."),
)


def resolve(
    flags: Mapping[str, str | None],
    *,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> dict[str, str]:
    """The value of every setting, as text.

    `flags` are those given on the command line (None: not given), `environment` defaults to the process's, `folder`
    is where `bonafides.toml` is looked for (default: the current folder). Raises SettingsError for a broken file or
    an unknown name in it.
    """
    environment = os.environ if environment is None else environment
    from_file = _read(folder or Path.cwd())
    values = {}
    for setting in SETTINGS:
        flag = flags.get(setting.name)
        found = (flag, environment.get(setting.variable), from_file.get(setting.name), setting.default)
        values[setting.name] = next(value for value in found if value is not None)
    return values


def _read(folder: Path) -> dict[str, str]:
    path = folder / FILE
    try:
        table = tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(
            "the settings file cannot be read", where=FILE, next_step=f"Mend or remove it: {error}."
        ) from error
    known = {setting.name for setting in SETTINGS}
    if unknown := sorted(set(table) - known):
        raise SettingsError(
            f"unknown setting {unknown[0]!r}", where=FILE, next_step=f"Known ones: {', '.join(sorted(known))}."
        )
    return {key: _text(value) for key, value in table.items()}


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list) else str(value)


def home() -> Path:
    """The folder in which what is to be kept is kept: `BONAFIDES_HOME`, or the user's data folder."""
    import platformdirs

    stated = os.environ.get("BONAFIDES_HOME")
    return Path(stated) if stated else platformdirs.user_data_path("bonafides")


def truth(name: str, value: str) -> bool:
    """A yes-or-no setting from its text; SettingsError for anything else."""
    match value.strip().lower():
        case "true" | "1" | "yes" | "on":
            return True
        case "false" | "0" | "no" | "off" | "":
            return False
    raise SettingsError(f"{value!r} is neither yes nor no", where=name, next_step="Say true or false.")
