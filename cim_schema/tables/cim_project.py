"""Projects of the city; one row a project."""

from cim_schema.table import Table

TABLE = Table(
    name="cim_project",
    summary="Projects of the city; one row a project.",
    columns=(
        "project_code",
        "investment_code",
        "name",
        "category",
        "data_class",
        "model_stage",
        "approval_stage",
        "crs",
        "vertical_crs",
        "scores",
        "footprint_map",
        "geom",
    ),
    primary_key=("project_code",),
    optional=frozenset(
        (
            "investment_code",
            "name",
            "category",
            "data_class",
            "model_stage",
            "approval_stage",
            "crs",
            "vertical_crs",
            "scores",
            "footprint_map",
            "geom",
        )
    ),
    geometry="geom",
)
