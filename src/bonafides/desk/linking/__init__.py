"""Which cases may be of one hand: the marks that reports share, and how much each says."""
