"""Shapes of a model by its columns: which products have a body, a key for each, and small files that hold them."""
