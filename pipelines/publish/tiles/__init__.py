"""3D Tiles and GLB: what stands on the map as triangles that viewers stream, with the attributes of each object."""
