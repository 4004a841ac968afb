"""What objects are to rules and to the city, under whatever class and name they came; one row an object that was recognised."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_thing",
    summary="What objects are to rules and to the city, under whatever class and name they came; one row an object that was recognised.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "thing",
        "recognised_by",
        "recognised_word",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id",)),
    source="Class, PredefinedType, ObjectType, names of occurrence and type, by checkers/names/things.toml.",
)
