"""Function of rooms and storeys."""
