"""Random looks of messengers: colours, sizes, fonts, where times stand; none is any one program's own style sheet."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

# page, their bubble, my bubble, their ink, my ink, bar, ink on the bar
_COLOURS = (
    ("#efeae2", "#ffffff", "#d9fdd3", "#111b21", "#111b21", "#f0f2f5", "#111111"),
    ("#0b141a", "#202c33", "#005c4b", "#e9edef", "#e9edef", "#202c33", "#eeeeee"),
    ("#ffffff", "#e9e9eb", "#0a7cff", "#000000", "#ffffff", "#f6f6f6", "#000000"),
    ("#000000", "#262628", "#0a84ff", "#ffffff", "#ffffff", "#111111", "#ffffff"),
    ("#ffffff", "#f0f0f0", "#0084ff", "#050505", "#ffffff", "#ffffff", "#000000"),
    ("#dfe8d6", "#ffffff", "#e3fdd0", "#000000", "#000000", "#ffffff", "#000000"),
    ("#0e1621", "#182533", "#2b5278", "#f5f5f5", "#ffffff", "#17212b", "#ffffff"),
    ("#ffffff", "#e9e9e9", "#2c6bed", "#1b1b1b", "#ffffff", "#ffffff", "#000000"),
    ("#121212", "#2f2f2f", "#2c6bed", "#e9e9e9", "#ffffff", "#121212", "#ffffff"),
    ("#ededed", "#ffffff", "#95ec69", "#000000", "#000000", "#ededed", "#000000"),
    ("#f5f7fa", "#e3e8ef", "#c9defc", "#1f1f1f", "#0b2a58", "#f5f7fa", "#111111"),
)
_FONTS = ("Roboto", "Inter", "DejaVu Sans", "Liberation Sans", "Noto Sans", "Open Sans", "Lato", "sans-serif")
_WALL = (
    "background-image:radial-gradient(#0001 2px,transparent 3px),radial-gradient(#0001 1px,transparent 2px);"
    "background-size:23px 19px,31px 37px;"
)
_SHADED = "linear-gradient(#7a3bf0,#0084ff)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One random look; lengths in CSS pixels."""

    colours: tuple[str, ...]
    width: int
    height: int
    scale: float
    """Screen pixels to a CSS pixel."""
    font: str
    size: int
    padding: str
    radius: int
    gap: int
    widest: int
    """Of a bubble, in percent."""
    margin: int
    times: str
    """`in` the bubbles, `below` some of them, or `none`."""
    ticks: bool
    avatars: bool
    wall: bool
    shaded: bool
    ruled: bool
    boxed_day: bool


def look(random: Random) -> Look:
    """A look by chance; the same for the same state of `random`."""
    colours = random.choice(_COLOURS)
    return Look(
        colours=colours,
        width=random.choice((360, 375, 390, 412, 430)),
        height=random.choice((740, 812, 844, 915)),
        scale=random.choice((2.0, 2.625, 3.0)),
        font=random.choice(_FONTS),
        size=random.choice((14, 15, 16, 17)),
        padding=random.choice(("6px 9px", "8px 12px", "7px 10px", "9px 14px")),
        radius=random.choice((6, 8, 14, 18)),
        gap=random.choice((2, 3, 6, 10)),
        widest=random.choice((70, 75, 78, 80)),
        margin=random.choice((6, 10, 16)),
        times=random.choice(("in", "in", "in", "none", "below")),
        ticks=random.random() < 0.5,
        avatars=random.random() < 0.3,
        wall=random.random() < 0.3,
        shaded=colours[2] == "#0084ff" and random.random() < 0.5,
        ruled=random.random() < 0.6,
        boxed_day=random.random() < 0.6,
    )


def sheet(look: Look) -> str:
    """The look as a style sheet."""
    page, theirs, mine, their_ink, my_ink, bar, bar_ink = look.colours
    return f"""
*{{box-sizing:border-box}}
body{{margin:0;font:{look.size}px/1.35 '{look.font}','Noto Sans CJK SC',sans-serif;background:{page};
  height:{look.height}px;overflow:hidden;display:flex;flex-direction:column}}
.status{{background:{bar};color:{bar_ink};padding:8px 20px 2px;font-weight:600;font-size:14px;display:flex;
  justify-content:space-between}}
.head{{background:{bar};color:{bar_ink};padding:8px 14px;display:flex;gap:10px;align-items:center;
  {"border-bottom:1px solid #8883" if look.ruled else ""}}}
.head b{{font-size:{look.size + 1}px}} .head small{{display:block;opacity:.6}}
.head i{{width:34px;height:34px;border-radius:50%;background:#b57}}
.chat{{flex:1;overflow:hidden;display:flex;flex-direction:column;justify-content:flex-end;
  padding:6px {look.margin}px;{_WALL if look.wall else ""}}}
.day{{align-self:center;font-size:12px;color:{their_ink};background:{theirs if look.boxed_day else "transparent"};
  padding:3px 10px;border-radius:8px;margin:8px;opacity:.85;flex:none}}
.row{{display:flex;margin-top:{look.gap}px;flex:none;gap:6px;align-items:flex-end}}
.row.mine{{justify-content:flex-end}} .box{{max-width:{look.widest}%}}
.face{{width:30px;height:30px;border-radius:50%;background:#7a5;flex:none}}
.said{{padding:{look.padding};border-radius:{look.radius}px;overflow-wrap:anywhere;width:fit-content}}
.theirs .said{{background:{theirs};color:{their_ink}}}
.mine .said{{background:{_SHADED if look.shaded else mine};color:{my_ink};margin-left:auto}}
.time{{font-size:11px;opacity:.65;float:right;margin:7px 0 -3px 10px}}
.below{{font-size:11px;color:#888;margin:2px 6px}} .mine .below{{text-align:right}}
.foot{{background:{bar};padding:8px 10px;display:flex;gap:8px;align-items:center}}
.foot span{{flex:1;background:{theirs};color:#8a8a8a;border-radius:18px;padding:8px 14px}}
"""
