"""Messenger's and Instagram's exports, which share their shapes: JSON and pages, old and new."""
