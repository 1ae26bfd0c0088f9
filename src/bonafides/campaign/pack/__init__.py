"""Evidence packs: one sealed file for each campaign, from which anybody can compute the finding anew."""

from bonafides.campaign.pack.campaign_line import line, to_json
from bonafides.campaign.pack.canonical import Difference
from bonafides.campaign.pack.export import export
from bonafides.campaign.pack.facts_file import read_facts, write_facts
from bonafides.campaign.pack.replay import Replayed, replay

__all__ = ["Difference", "Replayed", "export", "line", "read_facts", "replay", "to_json", "write_facts"]
