"""Parks and planting."""
