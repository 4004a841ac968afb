"""When Python looks for objects that only know each other.

Tables that become rows and geometries make hundreds of thousands of objects that live on. Looking through them again and again
takes a twentieth of the time of such work, and finds next to nothing.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off_collecting() -> Iterator[None]:
    """Let nobody look for such objects meanwhile; what nothing refers to any longer is freed all the same."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
