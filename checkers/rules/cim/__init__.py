"""The model as part of the city: place, identity, structure, classification."""
