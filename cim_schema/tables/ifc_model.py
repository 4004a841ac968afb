"""What each file says of itself; one row a model."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_model",
    summary="What each file says of itself; one row a model.",
    columns=(
        "model_id",
        "ifc_schema",
        "schema_identifier",
        "byte_count",
        "instance_count",
        "header_file_name",
        "header_time_stamp",
        "authoring_tool",
        "view_definition",
        "project_name",
        "phase",
        "length_unit_m",
        "angle_unit_rad",
        "true_north_x",
        "true_north_y",
        "world_coordinate_system",
        "postal_address",
    ),
    primary_key=("model_id",),
    optional=frozenset(
        (
            "header_file_name",
            "header_time_stamp",
            "authoring_tool",
            "view_definition",
            "project_name",
            "phase",
            "true_north_x",
            "true_north_y",
            "world_coordinate_system",
            "postal_address",
        )
    ),
    source="STEP header; IfcProject; IfcUnitAssignment; IfcGeometricRepresentationContext.TrueNorth and WorldCoordinateSystem; IfcSite.SiteAddress, IfcBuilding.BuildingAddress.",
)
