"""A campaign of a run's folder as a bundle of STIX 2.1 or an event of MISP, for whoever works with these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bonafides.campaign.pack.export import finding_of
from bonafides.campaign.pack.run_folder import open_run
from bonafides.errors import CampaignError
from bonafides.render.exchange.network import of_campaign
from bonafides.render.exchange.tlp import tlp as marking

if TYPE_CHECKING:
    from pathlib import Path

    from bonafides.render.exchange.value import Shared

STIX, MISP = FORMS = ("stix", "misp")


def share(folder: Path, campaign: str, form: str, tlp: str = "") -> str:
    """The campaign of that id in that form, computed anew from what the run left, as for an evidence pack.

    Raises CampaignError where the folder is not whole, nothing says what the campaign is for, or there is no such form;
    RenderError without the extra `share`, or for a marking that there is none of.
    """
    if form not in FORMS:
        known = ", ".join(FORMS)
        raise CampaignError(f"there is no form {form!r}", where="--format", next_step=f"Use one of: {known}.")
    found = shared(folder, campaign, tlp)
    if form == STIX:
        from bonafides.render.exchange.stix import bundle

        return bundle(found)
    from bonafides.render.exchange.misp import event

    return event(found)


def shared(folder: Path, campaign: str, tlp: str = "") -> Shared:
    """The campaign as a value."""
    marked = marking(tlp) if tlp else None
    run = open_run(folder)
    return of_campaign(finding_of(run, campaign).campaign, run.values, marked)
