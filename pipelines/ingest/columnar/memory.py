"""Memory that is free is given back to the system: the C library and Arrow keep a hundred megabytes of it for later."""

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

_MMAP_THRESHOLD = -3
_LARGE = 4 * 1024**2


@contextmanager
def sparing_memory() -> Iterator[None]:
    """While it lasts, Arrow takes its memory from the C library; large arrays go back as soon as nobody has them."""
    before = pa.default_memory_pool()
    if (set_option := _of_the_c_library("mallopt")) is not None:
        # Left to itself it raises the limit with every large array that it has seen.
        set_option(_MMAP_THRESHOLD, _LARGE)
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


def give_back_memory() -> None:
    """Give back what lies between things still in use, where the C library can."""
    if (trim := _of_the_c_library("malloc_trim")) is not None:
        trim(0)


def _of_the_c_library(name: str) -> "ctypes._NamedFuncPointer | None":
    return getattr(ctypes.CDLL(None), name, None)
