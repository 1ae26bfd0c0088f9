"""Ids that are the same for the same input: UUIDs of version 5 (RFC 9562) in a namespace of our own."""

from __future__ import annotations

import json
from uuid import UUID, uuid5

SPACE = UUID("7c1f6d0e-5f0a-4b57-9d3c-2a8f1e64b9d7")
"""The namespace of everything that Bonafides names in a bundle."""


def uuid_of(*parts: object) -> str:
    """The UUID of these JSON values, in this order."""
    return str(uuid5(SPACE, json.dumps(parts, ensure_ascii=True, sort_keys=True)))


def stix_id(kind: str, *parts: object) -> str:
    """An id of STIX for an object of that type: `note--<uuid>`."""
    return f"{kind}--{uuid_of(kind, *parts)}"
