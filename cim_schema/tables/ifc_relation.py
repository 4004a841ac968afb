"""Relations between objects, one row a pair."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_relation",
    summary="Relations between objects, one row a pair.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "relation_class",
        "relating_step_id",
        "related_step_id",
        "ordinal",
    ),
    primary_key=("model_id", "step_id", "ordinal"),
    optional=frozenset(("global_id",)),
    source="IfcRelationship subtypes that join two rooted objects: decomposes, connects, defines by type, assigns, space boundaries, services.",
)
