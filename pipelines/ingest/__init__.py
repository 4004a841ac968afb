"""From an IFC file to model tables. One of the two places that know ifcopenshell."""
