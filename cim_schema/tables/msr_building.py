"""Height, storeys and areas of each building; one row a building."""

from cim_schema.table import Table

TABLE = Table(
    name="msr_building",
    summary="Height, storeys and areas of each building; one row a building.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "height_m",
        "storeys_above",
        "storeys_below",
        "footprint_area_m2",
        "floor_area_m2",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(("global_id", "height_m", "storeys_above", "storeys_below", "footprint_area_m2", "floor_area_m2")),
    source="IfcBuilding, its storeys, slabs and roofs.",
)
