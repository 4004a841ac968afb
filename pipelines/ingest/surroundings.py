"""What stands around a model: the frame of its main context, its address, the well-known text of its systems."""

import numpy as np

from pipelines.ingest.placements import axis_placement
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units

_ADDRESS = ("InternalLocation", "AddressLines", "PostalBox", "Town", "Region", "PostalCode", "Country")


def main_contexts(source: Source) -> list[Instance]:
    """The contexts that are no subcontexts, those of the 3D model first."""
    contexts = [c for c in source.by_type("IfcGeometricRepresentationContext") if c.is_a() == "IfcGeometricRepresentationContext"]
    return sorted(contexts, key=lambda one: (source.text(one, "ContextType") != "Model", one.id()))


def world_coordinate_system(source: Source, units: Units) -> list[float] | None:
    """From the main context's frame to the model frame: 4 × 4, row-major, metres; None where they are the same.

    Geometry and placements are given without it; a map conversion starts from it.

    Source:
        ISO 16739-1, IfcGeometricRepresentationContext.WorldCoordinateSystem.
    """
    for context in main_contexts(source):
        placement = source.entity(context, "WorldCoordinateSystem")
        matrix = axis_placement(source, placement, units.length.factor or 1.0) if placement else None
        if matrix is not None:
            return None if np.abs(matrix - np.eye(4)).max() < 1e-12 else [float(cell) for cell in matrix.ravel()]
    return None


def postal_address(source: Source) -> str | None:
    """Address of the first site that has one, or else of the first building, in one line."""
    for ifc_class, attribute in (("IfcSite", "SiteAddress"), ("IfcBuilding", "BuildingAddress")):
        for instance in source.by_type(ifc_class):
            address = source.entity(instance, attribute)
            written = ", ".join(_parts(source, address)) if address else ""
            if written:
                return written
    return None


def well_known_text(source: Source, crs: Instance) -> str | None:
    """The text that an IfcWellKnownText gives for a coordinate reference system."""
    for text in source.by_type("IfcWellKnownText"):
        described = source.entity(text, "CoordinateReferenceSystem")
        if described is not None and described.id() == crs.id():
            return source.text(text, "WellKnownText") or None
    return None


def _parts(source: Source, address: Instance) -> list[str]:
    parts: list[str] = []
    for name in _ADDRESS:
        value = source.get(address, name)
        values = value if isinstance(value, tuple) else (value,)
        parts += [" ".join(one.split()) for one in values if isinstance(one, str) and one.strip()]
    return parts
