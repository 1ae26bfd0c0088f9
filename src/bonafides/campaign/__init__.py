"""The platform's way: from a log of contacts to the networks of accounts behind it, each with its evidence.

Nothing heavy is imported here: the extras `hunt` and `spark` are loaded by the modules that use them.
"""
