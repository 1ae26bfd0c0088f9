"""Throws damaged and made-up files at every reader for a stated time, guided by which code they reach."""
