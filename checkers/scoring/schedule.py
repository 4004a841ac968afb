"""Which components a schedule reaches (BID-05): those that are assigned to a task, as what it works on or what it makes."""

import pyarrow as pa
import pyarrow.compute as pc

from checkers.scoring.arithmetic import Term
from checkers.scoring.components import Components
from pipelines.runtime.table_set import Tables, read_columns

TABLES = ("ifc_element", "ifc_relation")
"""What is read of a model."""
TASKS = ("IfcTask",)


def scheduled(tables: Tables, components: Components) -> Term:
    """Count the components with a task of their own, or whose whole has one.

    IfcRelAssignsToProcess leads from a task to what it works on, IfcRelAssignsToProduct from a product to the task that makes it.
    """
    elements = read_columns(tables, "ifc_element", ("step_id", "ifc_class"))
    tasks = elements["step_id"].filter(pc.is_in(elements["ifc_class"], pa.array(TASKS, pa.string())))
    rows = read_columns(tables, "ifc_relation", ("relation_class", "relating_step_id", "related_step_id"))
    reached: set[int] = set()
    for relation, task, product in (
        ("IfcRelAssignsToProcess", "relating_step_id", "related_step_id"),
        ("IfcRelAssignsToProduct", "related_step_id", "relating_step_id"),
    ):
        is_meant = pc.and_(pc.equal(rows["relation_class"], relation), pc.is_in(rows[task], tasks.combine_chunks()))
        reached |= set(rows[product].filter(is_meant).to_pylist())
    parts = rows.filter(pc.is_in(rows["relation_class"], pa.array(["IfcRelAggregates", "IfcRelNests"], pa.string())))
    whole_of = dict(zip(parts["related_step_id"].to_pylist(), parts["relating_step_id"].to_pylist(), strict=True))
    ids = components.rows.index.to_series()
    return components.term("task", ids.isin(reached) | ids.map(whole_of).isin(reached))
