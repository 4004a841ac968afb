"""The components of a model: what is counted where a criterion asks for a share of all elements."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from checkers.scoring.arithmetic import EVIDENCE, Subject, Term
from cim_schema.codes import ObjectFamily
from pipelines.runtime.table_set import Tables, read_columns

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = (
    "step_id",
    "global_id",
    "ifc_class",
    "family",
    "is_product",
    "name",
    "type_step_id",
    "container_step_id",
    "storey_step_id",
)
NOT_BUILT = ("IfcVirtualElement",)


@dataclass(frozen=True)
class Components:
    """Components of one model."""

    model_id: str
    rows: "pd.DataFrame"
    """Indexed by step id: ``global_id``, ``ifc_class``, ``name``, ``type_step_id``, ``container_step_id``, ``storey_step_id``."""

    def term(self, code: str, is_wanted: "pd.Series[bool]") -> Term:
        """Count those that are as wanted."""
        lacking = self.rows[~is_wanted].head(EVIDENCE)
        subjects = tuple(
            Subject(self.model_id, int(step_id), global_id if isinstance(global_id, str) else None, ifc_class)
            for step_id, global_id, ifc_class in zip(lacking.index, lacking["global_id"], lacking["ifc_class"], strict=True)
        )
        return Term(code, int(is_wanted.sum()), len(self.rows), lacking=subjects)

    def are_among(self, step_ids: Collection[int]) -> "pd.Series[bool]":
        """Whether each is one of these, or an occurrence of a type that is."""
        return self.rows.index.to_series().isin(step_ids) | self.rows["type_step_id"].isin(step_ids)


def find_components(tables: Tables, model_id: str) -> Components:
    """The elements of a model that are built.

    Args:
        tables: ``ifc_element``, ``ifc_relation`` and ``ifc_geometry`` of one model.
        model_id: Of the model.

    Returns:
        Every element but openings and virtual ones; a whole without a shape of its own is counted by its parts.
    """
    elements = read_columns(tables, "ifc_element", COLUMNS).to_pandas()
    is_component = elements["family"].eq(ObjectFamily.ELEMENT) & elements["is_product"] & ~elements["ifc_class"].isin(NOT_BUILT)
    wholes = related(tables, ("IfcRelAggregates",), "relating_step_id") - step_ids(tables, "ifc_geometry")
    rows = elements[is_component & ~elements["step_id"].isin(wholes)].set_index("step_id").sort_index()
    return Components(model_id, rows)


def step_ids(tables: Tables, name: str, *filled: str) -> set[int]:
    """Step ids of the rows of a table that have something in each of these columns."""
    rows = read_columns(tables, name, ("step_id", *filled))
    for column in filled:
        rows = rows.filter(pc.fill_null(pc.not_equal(pc.utf8_trim_whitespace(rows[column]), ""), False))
    return set(pc.unique(rows["step_id"]).to_pylist())


def related(tables: Tables, classes: Iterable[str], side: str) -> set[int]:
    """Step ids on one side of all relations of these classes."""
    rows = read_columns(tables, "ifc_relation", ("relation_class", side))
    return set(pc.unique(rows[side].filter(pc.is_in(rows["relation_class"], pa.array(list(classes), pa.string())))).to_pylist())
