"""Every word by which an IDS file may know what an object is made of; one row a word, one without where there is none."""

from cim_schema.table import Table

TABLE = Table(
    name="ids_material",
    summary="Every word by which an IDS file may know what an object is made of; one row a word, one without where there is none.",
    columns=("model_id", "step_id", "association_step_id", "ordinal", "material_name"),
    primary_key=("model_id", "step_id", "association_step_id", "ordinal"),
    optional=frozenset(("material_name",)),
    source="IfcRelAssociatesMaterial; names and categories of materials, layers, profiles and constituents, names of their sets.",
)
