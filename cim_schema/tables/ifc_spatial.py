"""What only spatial elements say: elevation, geographic position of a site, composition; one row a spatial element."""

from cim_schema.table import Table

TABLE = Table(
    name="ifc_spatial",
    summary="What only spatial elements say: elevation, geographic position of a site, composition; one row a spatial element.",
    columns=(
        "model_id",
        "step_id",
        "global_id",
        "ifc_class",
        "name",
        "long_name",
        "composition_type",
        "elevation_m",
        "ref_latitude_deg",
        "ref_longitude_deg",
        "ref_elevation_m",
        "parent_step_id",
    ),
    primary_key=("model_id", "step_id"),
    optional=frozenset(
        (
            "global_id",
            "name",
            "long_name",
            "composition_type",
            "elevation_m",
            "ref_latitude_deg",
            "ref_longitude_deg",
            "ref_elevation_m",
            "parent_step_id",
        )
    ),
    source="IfcSpatialElement (IFC2X3: IfcSpatialStructureElement), the placement of IfcBuildingStorey, or else its Elevation (which ifc_attribute holds as written), IfcSite.RefLatitude, RefLongitude, RefElevation.",
)
