"""Runs inside Pyodide when the page is built: packs archives anew, with their modules compiled for just this Python.

Compiling and packing where the page itself will run makes it start in half the time, and makes the bytes the same on
every machine: the same interpreter, the same compressor, whoever builds.
"""

import importlib.util
import sys
import zipfile
from importlib import _bootstrap_external as loader

EPOCH = (1980, 1, 1, 0, 0, 0)
DROPPED = {
    "_pyio", "_pyrepl", "bdb", "cProfile", "ctypes", "curses", "dbm", "doctest", "ensurepip", "ftplib", "idlelib",
    "imaplib", "mailbox", "modulefinder", "multiprocessing", "optparse", "pdb", "pickletools", "plistlib", "poplib",
    "profile", "pstats", "pyclbr", "pydoc", "pydoc_data", "smtplib", "socketserver", "sqlite3", "ssl", "tabnanny",
    "tkinter", "trace", "turtle", "turtledemo", "unittest", "venv", "wave", "webbrowser", "wsgiref", "xml", "xmlrpc",
    "zipapp",
}  # fmt: skip
"""Parts of the standard library that a page which talks to nobody has no use for."""
SHOWN = "/house/"


def repack(given: str, written: str, keep_sources: bool) -> None:
    """Pack the archive `given` anew: sources as they are, or, unless they are kept, compiled in their place."""
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist()):
            if name.split("/")[0].removesuffix(".py") in DROPPED or name.endswith("/"):
                continue
            data = source.read(name)
            if name.endswith(".py") and not keep_sources:
                add(target, f"{name}c", compiled(name, data))
            else:
                add(target, name, data)


def beside(given: str, written: str) -> None:
    """An archive of what Python would keep beside the sources of `given`, to be unpacked over them."""
    with zipfile.ZipFile(given) as source, zipfile.ZipFile(written, "w") as target:
        for name in sorted(source.namelist()):
            if name.endswith(".py"):
                folder, _, module = name.rpartition("/")
                cached = f"{folder}/__pycache__/{module.removesuffix('.py')}.{sys.implementation.cache_tag}.pyc"
                add(target, cached, compiled(name, source.read(name)))


def compiled(name: str, source: bytes) -> bytes:
    """The bytecode without docstrings, bound to its source by a hash that is not looked at again."""
    code = compile(source, SHOWN + name, "exec", dont_inherit=True, optimize=2)
    hashed = importlib.util.source_hash(source)
    return bytes(loader._code_to_hash_pyc(code, hashed, checked=False))  # type: ignore[attr-defined] # as compileall


def add(target: zipfile.ZipFile, name: str, data: bytes) -> None:
    """One entry, without a trace of when and where it was packed."""
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.external_attr = 0o644 << 16
    entry.create_system = 3
    target.writestr(entry, data, zipfile.ZIP_DEFLATED, 9)
