"""A damaged data file is a plain error that names the file and says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bonafides.advise.tables import table
from bonafides.errors import AdviseError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("content", [b"route = [", b"\xff\xfe", b'a = "\n"'])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad.toml").write_bytes(content)
    with pytest.raises(AdviseError) as caught:
        table("bad.toml", folder=tmp_path)
    assert caught.value.where == "bad.toml"
    assert caught.value.next_step


def test_a_missing_file_is_none(tmp_path: Path) -> None:
    assert table("none.toml", folder=tmp_path) is None
