"""What kind of level each storey is and how high it is; one row a storey."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_storey",
    summary="What kind of level each storey is and how high it is; one row a storey.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "building_step_id",
        "storey_kind",
        "elevation_m",
        "above_step_id",
        "storey_height_m",
        "slab_area_m2",
        "room_count",
        "least_clear_height_m",
        "median_clear_height_m",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "building_step_id",
            "above_step_id",
            "storey_height_m",
            "slab_area_m2",
            "least_clear_height_m",
            "median_clear_height_m",
        )
    ),
    source="IfcBuildingStorey, and the slabs, walls and rooms that stand on it.",
)
