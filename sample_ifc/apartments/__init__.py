"""A block of flats of four storeys with one stairwell: two flats to a storey."""
