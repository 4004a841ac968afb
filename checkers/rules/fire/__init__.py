"""Fire safety."""
