"""The served pages, the person's and the officer's: a handler parses, calls one thing, renders."""
