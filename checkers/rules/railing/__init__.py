"""Whether nobody falls: railings, and windows over a fall."""
