"""The privacy file: written from the tables, roles and rules in force, so that it cannot drift from them."""

from bonafides.desk.privacy.writing import DOCUMENTS, places, privacy_file

__all__ = ["DOCUMENTS", "places", "privacy_file"]
