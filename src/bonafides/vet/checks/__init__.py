"""Every check, in the order in which its statements are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.vet.checks.addresses import ADDRESSES
from bonafides.vet.checks.dates import DATES
from bonafides.vet.checks.letters import AUTHENTICATION, DELIVERY, REPLY
from bonafides.vet.checks.links import LINKS
from bonafides.vet.checks.phones import PHONES
from bonafides.vet.checks.stories import STORIES

if TYPE_CHECKING:
    from bonafides.vet.check import Check

CHECKS: tuple[Check, ...] = (ADDRESSES, LINKS, AUTHENTICATION, REPLY, DELIVERY, PHONES, DATES, STORIES)
"""Addresses first: they are what a stranger can least easily borrow. None of them knows a country or a language."""
