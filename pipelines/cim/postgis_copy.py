"""Rows of Arrow tables as binary COPY takes them: put together by columns, since neither side then reads a text again.

Source: PostgreSQL documentation, COPY, section Binary Format.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import shapely
from numpy.typing import NDArray

from cim_schema.base_layer import EPSG_SEARCH
from cim_schema.field import Field
from cim_schema.table import Table

if TYPE_CHECKING:
    import psycopg

PIECE_BYTES = 4 * 2**20
"""About as much is put together at a time."""
_HEADER = b"PGCOPY\n\xff\r\n\0" + bytes(8)
_END = b"\xff\xff"
_FLOAT8 = 701
_EPOCH_US = 946_684_800_000_000
"""PostgreSQL counts from 2000, Arrow from 1970."""
_NO_SIGN = "\0"
"""PostgreSQL keeps no text with it."""


def copy_rows(connection: "psycopg.Connection[tuple[Any, ...]]", table: Table, rows: pa.Table) -> None:
    """Add rows to a table by COPY.

    Args:
        connection: In a transaction.
        table: What the rows are.
        rows: As the table describes them.
    """
    from psycopg.copy import QueuedLibpqWriter

    if not len(rows):
        return
    columns = ", ".join(table.columns)
    said = f"COPY {table.name} ({columns}) FROM STDIN (FORMAT binary)"
    # The server takes one piece while the next is put together.
    with connection.cursor() as cursor, cursor.copy(said, writer=QueuedLibpqWriter(cursor)) as copy:
        copy.write(_HEADER)
        for piece in _pieces(rows):
            copy.write(memoryview(_written(table, piece)))
        copy.write(_END)


def _pieces(rows: pa.Table) -> Iterator[pa.Table]:
    """The same rows, so many at a time that they have about ``PIECE_BYTES``, be they even or not."""
    count = max(1, -(-rows.nbytes // PIECE_BYTES))
    step = -(-len(rows) // count)
    for start in range(0, len(rows), step):
        piece = rows.slice(start, step)
        if len(piece) > 1 and piece.nbytes > 2 * PIECE_BYTES:
            yield from _pieces(piece)
        else:
            yield piece


def _written(table: Table, rows: pa.Table) -> pa.Buffer:
    """The rows one after the other, each as its count of fields, and of each field the length and the bytes."""
    told: list[Any] = [pa.scalar(len(table.columns).to_bytes(2, "big"), pa.large_binary())]
    for field in table.fields:
        values = _bytes_of(field, _whole(rows[field.name]), is_geometry=field.name == table.geometry)
        lengths = pc.fill_null(pc.binary_length(values), -1).to_numpy().astype(">i4")
        told += [_as_binary(lengths.view("u1").reshape(-1, 4)), pc.fill_null(values, b"")]
    joined = pc.binary_join_element_wise(*told, pa.scalar(b"", pa.large_binary()))
    _, offsets, written = joined.buffers()
    first, last = np.frombuffer(offsets, "i8")[[joined.offset, joined.offset + len(joined)]].tolist()
    return written.slice(first, last - first)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array, of plain values."""
    array = column.combine_chunks()
    array = array.chunk(0) if isinstance(array, pa.ChunkedArray) else array
    return array.cast(array.type.value_type) if pa.types.is_dictionary(array.type) else array


def _bytes_of(field: Field, values: pa.Array, *, is_geometry: bool) -> pa.Array:
    """What COPY takes for each value; null stays null."""
    if is_geometry:
        shapes = shapely.set_srid(shapely.from_wkb(values.to_numpy(zero_copy_only=False)), EPSG_SEARCH)
        return pa.array(shapely.to_wkb(shapes, include_srid=True, byte_order=1), pa.large_binary())
    if field.data_type == "string":
        return _without_no_signs(values.cast(pa.large_string())).cast(pa.large_binary())
    if field.data_type == "binary":
        return values.cast(pa.large_binary())
    known = np.asarray(values.is_valid())
    if field.data_type == "float64[16]":
        return _as_binary(_arrays(values), known)
    if field.data_type == "bool":
        return _as_binary(np.asarray(pc.fill_null(values, False)).astype("u1")[:, None], known)
    if field.data_type == "timestamp":
        moments = np.asarray(pc.fill_null(values.cast(pa.int64()), _EPOCH_US)) - _EPOCH_US
        return _as_binary(moments.astype(">i8").view("u1").reshape(-1, 8), known)
    kind = ">i8" if field.data_type == "int64" else ">f8"
    return _as_binary(np.asarray(pc.fill_null(values, 0)).astype(kind).view("u1").reshape(-1, 8), known)


def _without_no_signs(values: pa.Array) -> pa.Array:
    """Texts as PostgreSQL keeps them."""
    _, offsets, signs = values.buffers()
    if signs is None:
        return values
    first, last = np.frombuffer(offsets, "i8")[[values.offset, values.offset + len(values)]]
    if np.frombuffer(signs, "u1")[first:last].min(initial=1):  # Many times faster than to search each text.
        return values
    return pc.replace_substring(values, _NO_SIGN, "")


def _arrays(values: pa.Array) -> NDArray[np.uint8]:
    """Matrices as arrays of one dimension, shape (n, bytes); what is null is a matrix of zeros."""
    numbers = np.zeros((len(values), values.type.list_size))
    numbers[np.asarray(values.is_valid())] = np.asarray(values.drop_null().flatten()).reshape(-1, values.type.list_size)
    item = np.dtype([("length", ">i4"), ("value", ">f8")])
    array = np.dtype([("head", ">i4", 5), ("items", item, values.type.list_size)])
    written = np.zeros(len(values), array)
    written["head"] = (1, 0, _FLOAT8, values.type.list_size, 1)  # Dimensions, has nulls, type, size, first subscript.
    written["items"]["length"], written["items"]["value"] = 8, numbers
    return written.view("u1").reshape(len(values), -1)


def _as_binary(written: NDArray[np.uint8], known: NDArray[np.bool_] | None = None) -> pa.Array:
    """Rows of bytes, shape (n, bytes), as binary values; null where not ``known``."""
    count, width = written.shape
    mask = None if known is None or known.all() else pa.array(known).buffers()[1]
    buffers = [mask, pa.py_buffer(np.ascontiguousarray(written))]
    return pa.FixedSizeBinaryArray.from_buffers(pa.binary(width), count, buffers).cast(pa.large_binary())
