"""Kernels for references: the class of what is referred to, and notes of who refers to whom."""

from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from pipelines.ingest.columnar.lexis import HASH, QUOTE, SLASH, is_digit, past_string, skip_space

Bytes = NDArray[np.uint8]
Array = NDArray[Any]


@njit(cache=True, nogil=True)
def place_of(key: int, keys: Array) -> int:
    """Where the key stands among sorted ones; -1 where it does not."""
    low, high = 0, len(keys)
    while low < high:
        middle = (low + high) // 2
        if keys[middle] < key:
            low = middle + 1
        else:
            high = middle
    return low if low < len(keys) and keys[low] == key else -1


@njit(cache=True, nogil=True)
def class_of(number: int, classes: Array, far_ids: Array, far_classes: Array) -> int:
    """Class of the instance with this step id; -1 where there is none, or none that the schema knows."""
    if number < len(classes):
        return int(classes[number])
    place = place_of(number, far_ids)
    return int(far_classes[place]) if place >= 0 else -1


@njit(cache=True, nogil=True)
def grown(rows: Array, count: int) -> Array:
    """The rows, with room for at least one more."""
    if count < len(rows):
        return rows
    width = rows.shape[1]
    larger = np.empty((2 * count, width), np.int64)
    # An assignment of whole arrays takes the compiler seconds.
    for row in range(count):
        for column in range(width):
            larger[row, column] = rows[row, column]
    return larger


@njit(cache=True, nogil=True)
def count_references(data: Bytes, at: int, stop: int, slot: int, row: int, counted: Array, count: int) -> tuple[Array, int]:
    """Note every reference in these bytes."""
    while at < stop:
        if data[at] == QUOTE:
            at = past_string(data, at, stop)
        elif data[at] == SLASH:
            at = max(at + 1, skip_space(data, at, stop))
        elif data[at] == HASH:
            at += 1
            number = 0
            while at < stop and is_digit(data[at]):
                number = number * 10 + data[at] - 48
                at += 1
            counted = grown(counted, count)
            counted[count, 0], counted[count, 1], counted[count, 2] = slot, number, row
            count += 1
        else:
            at += 1
    return counted, count
