"""What plans ask of a design: where it may stand and how high it may be."""
