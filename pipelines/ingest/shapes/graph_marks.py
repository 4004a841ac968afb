"""What the kernel over reference graphs is told of classes, and what it says of graphs."""

LEAF, CONTEXT, FOREIGN, NAMELESS, MAP = 1, 2, 4, 8, 16
"""Traits of classes: refers to nothing; is replaced by the shard's own; does not belong to a shape; its texts are names; is a
representation map, which is hashed once."""

SOUND, BROKEN, WAITING = 0, 1, 2
"""What became of a graph: BROKEN refers to what is not there, to what does not belong to a shape, or to itself; WAITING has a map
without a digest."""

DIGEST_DIGITS = 64
"""Hexadecimal."""
