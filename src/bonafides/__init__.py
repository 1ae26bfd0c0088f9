"""Bonafides: is this recruiter, consultant or scholar what they say they are? Private, explained, on your own machine."""

__version__ = "0.1.0"
