"""From an operator's logs of any form to the engine's tables `events`, `accounts` and `targets`."""

from bonafides.campaign.ingest.ingest import ingest
from bonafides.campaign.ingest.sources import Ingested, InputFile, Sources

__all__ = ["Ingested", "InputFile", "Sources", "ingest"]
