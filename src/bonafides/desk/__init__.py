"""Case work: take in, answer, judge, link, hand on, forget; what the web and the command line call."""
