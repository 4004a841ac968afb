"""All departures as plain rows; and what ifcopenshell's validation, a reader that we did not write, says of the same file."""

import re
import warnings
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import ifcopenshell.validate
import numpy as np

from pipelines.ingest.columnar.scan import scan_statements
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.conformance.schema_check import check_schema

Found = Set[tuple[int | None, str | None]]


class Row(NamedTuple):
    step_id: int | None
    attribute: str | None
    code: str
    value: str | None
    params: dict[str, object]
    offset: int | None


@dataclass
class Recorded:
    """Takes departures as the collector of the program does, and keeps every one of them."""

    rows: list[Row] = field(default_factory=list)

    def add(self, layer, code, *, offset=None, step_id=None, ifc_class=None, attribute=None, **params):
        self.rows.append(Row(step_id, attribute, code, params.get("value"), params, offset))

    def add_many(self, layer, code, *, offsets=None, step_ids=None, ifc_class=None, attribute=None, values=None, **params):
        assert isinstance(values, Sequence | None)
        assert values is None or len(values) == len(step_ids)
        for place, step_id in enumerate(step_ids.tolist()):
            offset = None if offsets is None else int(offsets[place])
            self.rows.append(Row(step_id, attribute, code, None if values is None else values[place], params, offset))


def departures(data: bytes, skip: set[int] | None = None) -> list[Row]:
    """What departs from the schema that the file names."""
    recorded: Any = Recorded()
    named = re.search(rb"FILE_SCHEMA\s*\(\s*\(\s*'([^']*)'", data)
    begin = re.search(rb"\bDATA\s*;", data)
    assert named is not None
    assert begin is not None
    schema = Schema(named[1].decode())
    check_schema(np.frombuffer(data, np.uint8), scan_statements(data, begin.end()), schema, recorded, skip or set())
    return recorded.rows


OF_INSTANCE = {
    "schema.unknown_entity": "entity", "schema.not_an_entity": "entity", "schema.unknown_type": "entity",
    "schema.abstract_entity": "abstract", "schema.argument_count": "count", "schema.wrong_item": "item",
    "schema.global_id_form": "form", "schema.global_id_repeated": "GlobalId", "schema.not_unique": "application",
}  # fmt: skip
"""Where ifcopenshell names the instance only, or says in words what it is about: our code → what it is about."""

_SAID = (
    ("Expected ", "count"), ("is abstract", "abstract"), ("not found in schema", "entity"), ("Non-entity type", "entity"),
    ("numeration literal", "item"), ("base64 validation", "form"), ("IfcRoot.UR1", "GlobalId"),
    ("IfcApplication.UR", "application"),
)  # fmt: skip


def ours(rows: list[Row], other: Found = frozenset()) -> Found:
    """Instance, and the attribute or what it is about. Of items ifcopenshell names the attribute where it can read them."""
    found: set[tuple[int | None, str | None]] = set()
    for row in rows:
        about = OF_INSTANCE.get(row.code, row.attribute)
        if row.code == "schema.wrong_item" or (row.value or "").startswith("."):
            about = "item" if (row.step_id, "item") in other else row.attribute
        found.add((row.step_id, about))
    return found


def theirs(path: Path) -> tuple[Found, set[int]]:
    """The same of ifcopenshell, and the instances of which it says two things for one fault.

    What it says of the header and of references to nothing is left out: these are syntax here. A reference to nothing, an
    unknown item, an argument that is not there it reads as no value, and says then that this or the list's length is wrong.
    """
    logger = ifcopenshell.validate.json_logger()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # It leaves the file open that it takes lines from.
        ifcopenshell.validate.validate(str(path), logger)
    found: set[tuple[int | None, str | None]] = set()
    read_as_none: set[int] = set()
    for one in logger.statements:
        numbered = re.match(r"\s*#(\d+)", str(one.get("instance") or ""))
        message = one["message"]
        if numbered is None or "FILE_NAME(" in message or "FILE_DESCRIPTION(" in message:
            continue
        step_id = int(numbered[1])
        if "Instance reference" in message:
            read_as_none.add(step_id)
            continue
        about = next((about for words, about in _SAID if words in message), None)
        if about in {"item", "entity", "count"}:
            read_as_none.add(step_id)
        attribute = one.get("attribute")
        found.add((step_id, about or (attribute.rpartition(".")[2] if attribute else None)))
    return found, read_as_none


MORE_THAN_THEIRS = {
    "schema.repeated_member": "its schemas do not hold UNIQUE, and it does not look at sets",
    "schema.too_long": "its schemas do not hold widths",
    "schema.derived_unset": "its parser reads * wherever an attribute is derived",
    "schema.derived_written": "as before",
}
ONE_OF_SEVERAL = {"GlobalId", "application"}
"""Of instances that share what is to be unique, either names all but one, not the same ones: the order of reading differs."""


def compare(path: Path) -> list[Row]:
    """Both find the same; gives what we find."""
    found = departures(path.read_bytes())
    other, said_twice = theirs(path)
    mine = ours([row for row in found if row.code not in MORE_THAN_THEIRS], other)
    for shared_by_several in ONE_OF_SEVERAL:
        assert sum(about == shared_by_several for _, about in mine) == sum(about == shared_by_several for _, about in other)
    mine = {one for one in mine if one[1] not in ONE_OF_SEVERAL}
    other = {one for one in other if one[1] not in ONE_OF_SEVERAL}
    assert mine - other == set()
    assert {one for one in other - mine if one[0] not in said_twice or one[1] in OF_INSTANCE.values()} == set()
    return found
