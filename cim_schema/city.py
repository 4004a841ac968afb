"""What holds of the city as a whole: the systems that its maps are in, and where it lies."""

DEFAULT_CRS = "EPSG:4547"
"""CGCS2000 / 3-degree Gauss-Kruger CM 114E: where neither the project nor the model says another."""

ACCEPTED_CRS = ("EPSG:4546", "EPSG:4547", "EPSG:4525", "EPSG:4526")
"""CGCS2000, 3-degree zones of 111°E and 114°E, without and with the zone's number before the easting."""

LON_DEG = (111.9, 113.7)
LAT_DEG = (35.1, 36.1)
"""Envelope of Jincheng, some kilometres wide of its boundary, which nobody has confirmed."""
