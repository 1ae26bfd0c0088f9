"""The second reader, off by default: a language model of the user's own is asked too, and believed only to the letter.

Nothing here is imported unless it is asked for, and `wire.py` is the only module of the program that opens a socket.
"""

from __future__ import annotations

from bonafides.second_reader.endpoint import Endpoint, endpoint
from bonafides.second_reader.opinion import Opinion
from bonafides.second_reader.reader import SecondReader
from bonafides.second_reader.sign import Sign
from bonafides.second_reader.transcript import LONGEST, transcript

__all__ = ["LONGEST", "Endpoint", "Opinion", "SecondReader", "Sign", "endpoint", "transcript"]
