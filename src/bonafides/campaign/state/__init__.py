"""Every day, not once: what a hunt remembers between runs, so that a new day costs what a day costs."""

from bonafides.campaign.state.update import Updated, update

__all__ = ["Updated", "update"]
