"""The signals of a hunt, in the order in which they are measured: behaviour first, stand-ins for origin last."""

from bonafides.campaign.signals.bio import BIO
from bonafides.campaign.signals.handles import HANDLES
from bonafides.campaign.signals.order import ORDER
from bonafides.campaign.signals.origin import EMPLOYER, NETWORK
from bonafides.campaign.signals.photo import PHOTO
from bonafides.campaign.signals.signal import Signal
from bonafides.campaign.signals.targets import TARGETS
from bonafides.campaign.signals.text import TEXT

SIGNALS: tuple[Signal, ...] = (TARGETS, TEXT, HANDLES, ORDER, PHOTO, BIO)
"""Always on, where the log has what they need."""
ORIGIN: tuple[Signal, ...] = (NETWORK, EMPLOYER)
"""Off by default; they only corroborate."""

__all__ = ["ORIGIN", "SIGNALS", "Signal"]
