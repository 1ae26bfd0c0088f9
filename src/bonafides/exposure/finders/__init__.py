"""One module for each thing that is found by its shape, and not by a list of words alone."""
