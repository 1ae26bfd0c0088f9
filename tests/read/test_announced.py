"""What somebody gives in a text for going on elsewhere is found; what merely looks like it is not."""

from __future__ import annotations

import pytest

from bonafides.read.announced import announced


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my Telegram is @amy_lin, write there", ["handle:telegram/amy_lin"]),
        ("TG: @Amy_Lin", ["handle:telegram/amy_lin"]),
        ("add me on WeChat, ID: amylin_88", ["handle:wechat/amylin_88"]),
        ("我的微信号是amylin88", ["handle:wechat/amylin88"]),
        ("Signal username amy.01", ["handle:signal/amy.01"]),
        ("https://t.me/amy_lin", ["handle:telegram/amy_lin"]),
        ("WhatsApp +44 7700 900123", ["phone:+447700900123"]),
        ("wa.me/447700900123", ["phone:447700900123", "phone:+447700900123"]),
        ("write to Amy@Lin.example.", ["email:amy@lin.example"]),
        ("thanks @amy_lin for the talk", []),
        ("we use Telegram and Signal a lot here, as everybody does, says @somebody", []),
        ("see example.com/x and t.me", []),
    ],
)
def test_announced(text: str, found: list[str]) -> None:
    assert sorted(set(announced(text))) == sorted(found)
