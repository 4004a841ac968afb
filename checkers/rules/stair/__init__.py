"""Whether stairs can be climbed safely: their steps, flights and landings."""
