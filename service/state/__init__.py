"""What the service remembers: accounts, checks and their events, in one SQLite file of the workspace."""
