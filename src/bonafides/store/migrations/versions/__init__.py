"""The versions, each after the one that it names."""
