"""Pictures and counts: the graph and the timeline of a campaign, the figures of a year."""
