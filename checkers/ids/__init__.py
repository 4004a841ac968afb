"""IDS 1.0 of buildingSMART: a file of requirements read, audited, and checked over model tables."""
