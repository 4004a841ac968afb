"""What in a file departs from ISO 10303-21 and from the schema that it declares."""
