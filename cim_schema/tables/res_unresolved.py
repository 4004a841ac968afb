"""Property names that nobody knows, and the field that each is most like; one row a name in a set."""

from cim_schema.table import Table

TABLE = Table(
    name="res_unresolved",
    summary="Property names that nobody knows, and the field that each is most like; one row a name in a set.",
    columns=(
        "model_id",
        "source_set",
        "source_name",
        "element_count",
        "sample_value",
        "guessed_tool",
        "nearest_field",
        "similarity",
        "rule_count",
    ),
    primary_key=("model_id", "source_set", "source_name"),
    optional=frozenset(("sample_value", "guessed_tool", "nearest_field", "similarity")),
    source="ifc_property without the names in checkers/names and the project's mapping file, and without the standard's own sets.",
)
