"""Ways for everybody."""
