"""Packs the fictional exports of `examples/source/` into the ZIP files that the demo reads.

    python examples/build.py            # from anywhere; writes beside this file

The same sources give the same bytes on every machine: names are sorted, times are fixed, line ends are those of the
exports, and nothing is compressed, since compressors differ.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

HERE = Path(__file__).parent
SOURCES = HERE / "source"
PACKED_AT = {
    "linkedin-export": (2026, 10, 10, 9, 30, 0),
    "WhatsApp Chat with Adrian Vale": (2026, 10, 8, 19, 40, 0),
}
"""The day and time that each export claims, by its folder in `examples/source/`."""


def build(target: Path = HERE) -> list[Path]:
    """Write one ZIP for each folder of sources into `target`, and return their paths."""
    return [pack(SOURCES / name, target / f"{name}.zip") for name in sorted(PACKED_AT)]


def pack(folder: Path, archive: Path) -> Path:
    """Write all files directly in `folder` into `archive`."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(folder.iterdir(), key=lambda path: path.name):
            entry = zipfile.ZipInfo(path.name, PACKED_AT[folder.name])
            entry.create_system = 3  # the field says on which system it was packed: always the same one
            entry.external_attr = 0o100644 << 16
            packed.writestr(entry, path.read_bytes().replace(b"\r\n", b"\n"))  # git may have changed line ends
    return archive


if __name__ == "__main__":
    for built in build():
        print(built)
