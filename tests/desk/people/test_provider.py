from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.desk.desk import Desk
from bonafides.desk.people.provider import BACK, SECRET, provider
from bonafides.desk.settings import change_settings, desk_settings
from bonafides.errors import DeskError
from tests.desk.desks import ADMIN


def test_no_service_unless_one_is_named(desk: Desk) -> None:
    with desk.store.reading() as reading:
        assert provider(desk_settings(reading)) is None


def test_a_service_as_the_settings_name_it(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path))
    (tmp_path / SECRET).write_text("s3cret\n")
    values = {
        "oidc-issuer": "https://id.example", "oidc-client": "desk",
        "oidc-roles": "security = officer, security-lead=lead", "address": "https://desk.example/",
    }  # fmt: skip
    change_settings(desk, ADMIN, values)
    with desk.store.reading() as reading:
        found = provider(desk_settings(reading))
    assert found
    assert found.redirect_uri == f"https://desk.example{BACK}"
    assert (found.client_secret, found.roles) == ("s3cret", (("security", "officer"), ("security-lead", "lead")))


def test_a_secret_that_cannot_be_read_is_said(desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BONAFIDES_HOME", str(tmp_path))
    change_settings(desk, ADMIN, {"oidc-issuer": "https://id.example"})
    with desk.store.reading() as reading:
        found = provider(desk_settings(reading))
        assert found
        assert found.client_secret == ""  # a public client
        (tmp_path / SECRET).mkdir()
        with pytest.raises(DeskError, match="secret"):
            provider(desk_settings(reading))
