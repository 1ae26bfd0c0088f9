"""Reads a person's own profile out of LinkedIn's data export, row by row; their messages stay unread."""

from bonafides.read.profile.export import own_profile

__all__ = ["own_profile"]
