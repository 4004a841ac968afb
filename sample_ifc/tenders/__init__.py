"""A tender of which every count can be made by hand: a small health station, as three bidders model it."""
