"""Where a model stands on the map."""
