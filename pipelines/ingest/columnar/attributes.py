"""``ifc_attribute`` and ``ifc_spatial`` from columns."""

import numpy as np
import pyarrow as pa

from cim_schema.rows import from_numpy, from_texts, to_array
from cim_schema.tables import TABLES
from pipelines.ingest.attributes import _IN_OTHER_COLUMNS, members, simple_attributes
from pipelines.ingest.columnar.elements import global_ids
from pipelines.ingest.columnar.holdings import Places, spans
from pipelines.ingest.columnar.instances import Rows
from pipelines.ingest.columnar.labels import constant, encoded
from pipelines.ingest.columnar.marks import DERIVED, REFERENCE, STRING, UNSET
from pipelines.ingest.columnar.source import ColumnSource, read_value_bytes
from pipelines.ingest.units import Units
from pipelines.ingest.values import Value, read_value

_OF_VALUE = (("value", "text"), ("value_number", "number"), ("data_type", "data_type"), ("unit", "unit"))
Block = tuple[Rows, str, Places, list[tuple[int, Value]]]
"""Rows of instances, the attribute, which value each has, the values."""


def read_attributes(source: ColumnSource, units: Units) -> pa.Table:
    """The attributes of occurrences and types that are given; one row a value."""
    instances = source.instances
    blocks: list[Block] = []
    for code, above in enumerate(instances.supertypes):
        if above.isdisjoint(("IfcObject", "IfcContext", "IfcTypeObject")):
            continue
        for attribute in simple_attributes(source, instances.names[code], _IN_OTHER_COLUMNS):
            rows = instances.rows_of_code(code)
            blocks.append(_block(source, units, rows, attribute.name, attribute.data_type))
    blocks = [block for block in blocks if len(block[0])]
    if not blocks:
        return TABLES["ifc_attribute"].empty()
    rows = np.concatenate([block[0] for block in blocks])
    firsts = np.cumsum([0, *(len(block[3]) for block in blocks)])
    taken = from_numpy(np.concatenate([block[2] + first for block, first in zip(blocks, firsts, strict=False)]))
    values = [one for block in blocks for one in block[3]]
    names = from_texts([block[1] for block in blocks])
    of_block = np.repeat(np.arange(len(blocks)), [len(block[0]) for block in blocks])
    schema = TABLES["ifc_attribute"].arrow_schema
    columns = {
        "step_id": instances.step_ids[rows], "global_id": global_ids(instances, rows), "ifc_class": instances.class_names(rows),
        "attribute_name": encoded(of_block, names), "value_index": to_array([index for index, _ in values], pa.int64()).take(taken),
        **{name: to_array([getattr(v, key) for _, v in values], schema.field(name).type).take(taken) for name, key in _OF_VALUE},
    }  # fmt: skip
    return TABLES["ifc_attribute"].from_columns({"model_id": constant(source.model_id, len(rows)), **columns})


def _block(source: ColumnSource, units: Units, rows: Rows, name: str, data_type: str) -> Block:
    """One attribute of one class: each value that is written differently is read once."""
    cells = source.instances.cells(rows, name)
    is_text = cells.kinds == STRING
    cells.begins[is_text] -= 1
    cells.ends[is_text] += 1
    codes, firsts = cells.encoded(~np.isin(cells.kinds, (UNSET, DERIVED, REFERENCE)))
    values: list[tuple[int, Value]] = []
    starts = [0]
    for first in firsts.tolist():
        given = members(read_value_bytes(source.instances, cells.raw(first)), data_type)
        read = [(index, read_value(units, one, data_type)) for index, one in enumerate(given)]
        values += [(index, value) for index, value in read if value.text is not None]
        starts.append(len(values))
    edges = np.array(starts, np.int64)
    has_value = codes >= 0
    counts = np.diff(edges)[codes[has_value]]
    return np.repeat(rows[has_value], counts), name, spans(edges[:-1][codes[has_value]], counts), values
