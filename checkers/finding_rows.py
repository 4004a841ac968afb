"""From what rules say to rows of ``chk_finding``: identity, class, storey and place are added here, once for all rules."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Protocol, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checkers.rule import Failed, Undetermined
from cim_schema.project import ModelContext
from cim_schema.rows import from_numpy
from cim_schema.tables.chk_finding import TABLE
from cim_schema.units import format_number
from pipelines.runtime.table_set import Tables, read_columns

Remark: TypeAlias = Failed | Undetermined
Point: TypeAlias = tuple[float, float, float]
TABLES = ("ifc_element", "ifc_type", "ifc_placement", "ifc_geometry")
"""What ``finding_table`` reads."""
ID_LENGTH = 24
"""Hexadecimal digits of a finding's id."""


class Quoted(Protocol):
    """What a finding says of the rule that it is a finding of."""

    @property
    def code(self) -> str:
        """To quote."""

    @property
    def version(self) -> int:
        """Raised when answers change."""


_Key: TypeAlias = tuple[str, int]
_BOX = ("min_x_m", "min_y_m", "min_z_m", "max_x_m", "max_y_m", "max_z_m")


def finding_table(tables: Tables, contexts: Sequence[ModelContext], remarks: Sequence[tuple[Quoted, str, Remark]]) -> pa.Table:
    """Make ``chk_finding``.

    Args:
        tables: The model tables that the remarks were made on.
        contexts: The models.
        remarks: Rule, model and what the rule says.

    Returns:
        One row a remark. Its id is made of rule, part, GlobalId (step id where that is missing or repeated) and subject, so
        it is the same on every run, and in every version of the model that keeps the GlobalId.
    """
    meant = {(model_id, remark.step_id) for _, model_id, remark in remarks if remark.step_id is not None}
    parts = {context.model_id: context.part for context in contexts}
    repeated_parts = {part for part, count in Counter(parts.values()).items() if count > 1}
    elements = _elements(tables, meant)
    points = _points(tables, meant)
    rows: list[tuple[object, ...]] = []
    for rule, model_id, remark in remarks:
        part = parts[model_id]
        element, point = {}, remark.point
        if remark.step_id is not None:
            element = elements.get((model_id, remark.step_id)) or _resource(remark)
            point = point or points.get((model_id, remark.step_id))
        whose = f"{part}:{model_id}" if part in repeated_parts else part
        finding_id = _digest(rule.code, whose, element.get("identity", ""), remark.subject)
        x, y, z = point or (None, None, None)
        rows.append((
            finding_id, finding_id, rule.code, rule.version, model_id, part, remark.step_id, element.get("global_id"),
            element.get("ifc_class"), element.get("storey"), remark.subject, remark.outcome.value, remark.observed, remark.expected,
            remark.observed_value, remark.limit_value, remark.unit, _text_code(rule, remark),
            _json(_text_params(remark, element, part)), _json(list(remark.caused_by)),
            remark.missing_field if isinstance(remark, Undetermined) else None, x, y, z, remark.table, _json(remark.inputs),
        ))  # fmt: skip
    columns = zip(*rows, strict=True) if rows else [()] * len(_COLUMNS)
    return TABLE.from_columns({name: list(values) for name, values in zip(_COLUMNS, columns, strict=True)})


_COLUMNS = (
    "id", "track", "rule", "rule_version", "model_id", "part", "step_id", "global_id", "ifc_class", "storey", "subject", "outcome",
    "observed", "expected", "observed_value", "limit_value", "unit", "text_code", "text_params", "caused_by", "missing_field",
    "point_x_m", "point_y_m", "point_z_m", "evidence_table", "evidence_inputs",
)  # fmt: skip
"""In the order in which ``finding_table`` gives them."""


def _digest(*words: str) -> str:
    return sha256("\n".join(words).encode()).hexdigest()[:ID_LENGTH]


def _text_code(rule: Quoted, remark: Remark) -> str:
    return remark.text if "." in remark.text else f"rule.{rule.code}.{remark.text}"


_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode
"""Made once: ``json.dumps`` makes one for each text."""


def _text_params(remark: Remark, element: Mapping[str, Any], part: str) -> dict[str, object]:
    """For the sentence: what the rule gives, and what every sentence may use."""
    name = element.get("name") or element.get("global_id") or element.get("identity") or part
    # A name beginning with @ would be taken for the code of a text.
    limit = None if remark.limit_value is None else format_number(remark.limit_value)
    common = {"name": str(name).lstrip("@"), "observed": remark.observed, "expected": remark.expected, "limit": limit}
    if "." in remark.text:
        # A sentence from elsewhere may mean something else by ``name``.
        common["element"] = common["name"]
    return {key: value for key, value in (common | dict(remark.params)).items() if value is not None}


def _elements(tables: Tables, meant: set[_Key]) -> dict[_Key, dict[str, Any]]:
    """Class, GlobalId, name and storey of the rooted things meant, and the word that stands for each in a finding's id."""
    found: dict[_Key, dict[str, Any]] = {}
    for name, columns in (
        ("ifc_element", ["global_id", "ifc_class", "name", "storey"]),
        ("ifc_type", ["global_id", "ifc_class", "name"]),
    ):
        for row in _rows_of(tables, name, meant, columns):
            found[row.pop("model_id"), row.pop("step_id")] = row
    repeated = _repeated_global_ids(tables) if found else set()
    for (model_id, step_id), row in found.items():
        global_id = row["global_id"]
        row["identity"] = f"#{step_id}" if global_id is None or (model_id, global_id) in repeated else global_id
    return found


def _resource(remark: Remark) -> dict[str, Any]:
    """The same of something that has no GlobalId: its class as the remark's own inputs say it."""
    return {"identity": f"#{remark.step_id}", "ifc_class": remark.inputs.get("ifc_class")}


def _repeated_global_ids(tables: Tables) -> set[tuple[str, str]]:
    parts = [read_columns(tables, name, ("model_id", "global_id")) for name in ("ifc_element", "ifc_type")]
    counted = pa.concat_tables(parts).group_by(["model_id", "global_id"]).aggregate([([], "count_all")])
    repeated = counted.filter(pc.greater(counted["count_all"], 1))
    return {(row["model_id"], row["global_id"]) for row in repeated.to_pylist() if row["global_id"] is not None}


def _points(tables: Tables, meant: set[_Key]) -> dict[_Key, Point]:
    """The middle of each element's box, else the origin of its placement; model frame, metres."""
    found: dict[_Key, Point] = {}
    for row in _rows_of(tables, "ifc_placement", meant, ["matrix"]):
        matrix = row["matrix"]
        found[row["model_id"], row["step_id"]] = (matrix[3], matrix[7], matrix[11])
    for row in _rows_of(tables, "ifc_geometry", meant, list(_BOX)):
        x, y, z = ((row[low] + row[high]) / 2 for low, high in zip(_BOX[:3], _BOX[3:], strict=True))
        found[row["model_id"], row["step_id"]] = (x, y, z)
    return found


def _rows_of(tables: Tables, name: str, meant: set[_Key], columns: list[str]) -> list[dict[str, Any]]:
    """The rows of these elements only, as mappings."""
    if not meant:
        return []
    rows = read_columns(tables, name, ("model_id", "step_id", *columns))
    # Those of other models with the same numbers are left out below.
    rows = rows.filter(pc.is_in(rows["step_id"], from_numpy(np.array(sorted({step_id for _, step_id in meant}), np.int64))))
    return [row for row in rows.to_pylist() if (row["model_id"], row["step_id"]) in meant]
