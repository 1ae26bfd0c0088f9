"""How the words of a profile are compared: cut into words, phrases of the lists, and words that stand together."""
