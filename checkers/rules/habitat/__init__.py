"""The living environment between the houses."""
