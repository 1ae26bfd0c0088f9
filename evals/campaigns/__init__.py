"""Synthetic contact logs with planted rings and innocent look-alikes, to develop `bonafides hunt` against."""
