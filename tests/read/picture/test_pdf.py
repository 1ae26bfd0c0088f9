"""A PDF is read by its text, else page by page as pictures; damaged and protected ones are refused in clear words."""

from __future__ import annotations

from pathlib import Path

import pytest

from bonafides.model import Form
from bonafides.read import read
from tests.read.picture.drawing import Said, Screen, drawn, encoded
from tests.required import needs_ocr


def _pdf(lines: list[str]) -> bytes:
    """A page of text, written by hand."""
    shown = " ".join(f"({line}) Tj 0 -20 Td" for line in lines)
    stream = f"BT /F1 12 Tf 40 760 Td {shown} ET"
    bodies = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    )
    parts = "".join(f"{number} 0 obj\n{body}\nendobj\n" for number, body in enumerate(bodies, start=1))
    return f"%PDF-1.4\n{parts}trailer << /Root 1 0 R /Size 5 >>\n%%EOF\n".encode()


def test_text_is_read_as_a_pasted_text(tmp_path: Path) -> None:
    needs_ocr()
    path = tmp_path / "chat.pdf"
    path.write_bytes(_pdf(["Amy: Are you open to a paid report on ports?", "Me: Who is the client of that report?"]))
    (talk,) = read([path]).conversations
    assert [(message.mine, message.text) for message in talk.messages] == [
        (False, "Are you open to a paid report on ports?"),
        (True, "Who is the client of that report?"),
    ]


def test_pages_without_text_are_read_as_pictures(tmp_path: Path) -> None:
    needs_ocr()
    path = tmp_path / "scan.pdf"
    said = (Said(lines=("Are you open to a paid report?",), clock="14:13"), Said(lines=("Who asks?",), mine=True))
    path.write_bytes(encoded(drawn(Screen(title="Amy Lin", items=said)), "PDF"))
    (talk,) = read([path]).conversations
    assert [(m.mine, m.text) for m in talk.messages if m.form is Form.SENT] == [
        (False, "Are you open to a paid report?"),
        (True, "Who asks?"),
    ]


@pytest.mark.parametrize("raw", [b"%PDF-1.7\nno more", _pdf(["x"])[:60]])
def test_a_damaged_file_is_refused(tmp_path: Path, raw: bytes) -> None:
    needs_ocr()
    path = tmp_path / "x.pdf"
    path.write_bytes(raw)
    (problem, *_) = read([path]).problems
    assert "PDF" in problem.what
    assert problem.fatal
