"""Evaluations: labelled sets, their cards, and one runner."""
