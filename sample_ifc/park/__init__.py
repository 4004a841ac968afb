"""A small city park: ground, water, paths and buildings in one part, planting and watering in the other."""
