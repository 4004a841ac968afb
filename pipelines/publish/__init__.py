"""From tables to formats and reports that others open."""
