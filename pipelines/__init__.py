"""The moving: files and stores at the edges, plain functions from tables to tables inside."""

import os

# Before Arrow is loaded: the allocator that it brings along keeps what is free, 30 MB of it after a few tables.
os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
