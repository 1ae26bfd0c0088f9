"""Ways in: a form file, a visiting card, the headers of a letter, a pasted profile; each gives what is told."""

from __future__ import annotations

from bonafides.vet.forms.card import told_by_card
from bonafides.vet.forms.letter import told_by_letter
from bonafides.vet.forms.table import told_by_form
from bonafides.vet.forms.vcard import told_by_vcard

__all__ = ["told_by_card", "told_by_form", "told_by_letter", "told_by_vcard"]
