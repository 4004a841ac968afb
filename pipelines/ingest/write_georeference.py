"""A copy of a model in which its georeference is complete: one map conversion, one projected system, in metres.

Where the reference says so, true north and the site's position follow it.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import ifcopenshell
import ifcopenshell.guid
import numpy as np
from numpy.typing import NDArray

from cim_schema.codes import RunStage
from cim_schema.errors import InvalidOption
from pipelines.ingest.parsing import parse
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import readable_file
from pipelines.ingest.source import Source
from pipelines.ingest.surroundings import main_contexts, world_coordinate_system
from pipelines.ingest.units import Units
from pipelines.runtime.output import written_beside

_LONGEST_LABEL = 255
_SAME_FACTOR = 1e-9
_HEIGHT_FACTOR = 1e-3
"""Grids differ from each other by some ten-thousandths: two centimetres in a hundred metres of height."""
_OURS = UUID("6d0c9a3e-5a0b-5d61-9c58-2f3b6f1b7e42")
_PSET_CONVERSION, _PSET_CRS = "ePSet_MapConversion", "ePSet_ProjectedCRS"
_CRS_TEXTS = ("Name", "Description", "GeodeticDatum", "VerticalDatum", "MapProjection", "MapZone")

Matrix = NDArray[np.float64]


def write_georeference(path: Path, out: Path, reference: Mapping[str, Any]) -> None:
    """Write a copy of a model with one map conversion, whatever it declared before.

    IFC4 and later get IfcMapConversion and IfcProjectedCRS, IFC2X3 the property sets ePSet_MapConversion and
    ePSet_ProjectedCRS on the site. The map unit is the metre. IFC4X3 says different factors along x, y and z by
    IfcMapConversionScaled; the others have one Scale for all, so that after a change of system heights above the local
    origin are scaled as the plan is, by some ten-thousandths.

    Args:
        path: The model.
        out: The copy: written beside and renamed.
        reference: A row of ``geo_reference`` with ``crs``, ``vertical_crs`` and ``local_to_map``. Also, each if it is to be
            mended: ``true_north_deg`` (counter-clockwise from local +x), ``site_lonlat_deg`` and ``site_elevation_m`` of the
            site ``site_step_id``.

    Raises:
        InvalidOption: The schema cannot say it, or the copy would not be sound.
        InputError: As ``read_model``.
    """
    if out.resolve() == path.resolve():
        raise _refused(out, "same_file")
    with readable_file(path) as readable:
        problems = Problems(RunStage.READ, readable.model_id)
        source = Source(parse(readable, problems), readable, problems)
        if problems.is_known("statement_unreadable"):
            raise _refused(out, "unsound")
        units = Units(source)
        movement = _Movement(source, units, np.array(reference["local_to_map"], dtype=np.float64).reshape(4, 4), out)
        _remove_property_sets(source)
        if source.is_ifc2x3:
            _add_property_sets(source, movement, reference)
        else:
            _replace_operation(source, movement, reference, out)
        _mend_true_north(source, reference.get("true_north_deg"))
        _mend_site(source, movement.length_unit_m, reference)
        with written_beside(out) as beside:
            source.file.write(str(beside))


class _Movement:
    """From the main context's frame to the map, in the terms of IfcMapConversion; map unit metre."""

    def __init__(self, source: Source, units: Units, local_to_map: Matrix, out: Path) -> None:
        frame = world_coordinate_system(source, units)
        matrix = local_to_map if frame is None else local_to_map @ np.array(frame).reshape(4, 4)
        if np.abs(matrix[2, :2]).max() > _SAME_FACTOR or np.abs(matrix[:2, 2]).max() > _SAME_FACTOR:
            raise _refused(out, "tilted")
        self.eastings, self.northings, self.height = (float(value) for value in matrix[:3, 3])
        x, y = np.hypot(*matrix[:2, 0]), np.hypot(*matrix[:2, 1])
        self.abscissa, self.ordinate = (float(value) for value in matrix[:2, 0] / x)
        self.factors = (float(x), float(y), float(matrix[2, 2]))
        self.length_unit_m = units.length.factor or 1.0
        self.is_even = max(self.factors) / min(self.factors) - 1 <= _SAME_FACTOR
        can_scale = source.has_class("IfcMapConversionScaled")
        if not can_scale and max(self.factors) / min(self.factors) - 1 > _HEIGHT_FACTOR:
            raise _refused(out, "axes_not_equal")
        self.is_scaled = can_scale and not self.is_even
        self.scale = self.length_unit_m * (1.0 if self.is_scaled else self.factors[0])


def _replace_operation(source: Source, movement: _Movement, reference: Mapping[str, Any], out: Path) -> None:
    contexts = main_contexts(source)[:1]
    before = source.by_type("IfcCoordinateOperation")
    said: dict[str, Any] = {}
    for operation in before:
        context, crs = source.entity(operation, "SourceCRS"), source.entity(operation, "TargetCRS")
        if context is not None and source.is_a(context, "IfcGeometricRepresentationContext") and context not in contexts:
            contexts.append(context)
        if crs is not None and not said:
            said = {name: source.text(crs, name) for name in _CRS_TEXTS if name in source.positions(crs.is_a())}
    if not contexts:
        raise _refused(out, "no_context")
    _remove(source, before)
    crs = _add_projected_crs(source, reference, said, out)
    for context in contexts:
        _add_operation(source.file, context, crs, movement)


def _add_operation(file: ifcopenshell.file, context: Any, crs: Any, movement: _Movement) -> None:
    factors = dict(zip(("FactorX", "FactorY", "FactorZ"), movement.factors, strict=True)) if movement.is_scaled else {}
    file.create_entity(
        "IfcMapConversionScaled" if movement.is_scaled else "IfcMapConversion",
        SourceCRS=context, TargetCRS=crs, Eastings=movement.eastings, Northings=movement.northings,
        OrthogonalHeight=movement.height, XAxisAbscissa=movement.abscissa, XAxisOrdinate=movement.ordinate,
        Scale=movement.scale, **factors,
    )  # fmt: skip


def _add_projected_crs(source: Source, reference: Mapping[str, Any], said: Mapping[str, str | None], out: Path) -> Any:
    code = str(reference["crs"])
    has_label = len(code) <= _LONGEST_LABEL
    if not has_label and not source.has_class("IfcWellKnownText"):
        raise _refused(out, "no_code")
    kept = dict(said) if said.get("Name") == code else {"VerticalDatum": said.get("VerticalDatum")}
    crs = source.file.create_entity(
        "IfcProjectedCRS",
        **kept | {"Name": code if has_label else "WKT", "VerticalDatum": reference["vertical_crs"] or kept.get("VerticalDatum")},
        MapUnit=_metre(source),
    )
    if not has_label:
        source.file.create_entity("IfcWellKnownText", WellKnownText=code, CoordinateReferenceSystem=crs)
    return crs


def _add_property_sets(source: Source, movement: _Movement, reference: Mapping[str, Any]) -> None:
    holders = source.by_type("IfcSite") or source.by_type("IfcProject")
    metre = _metre(source)
    conversion = {
        "Eastings": ("IfcLengthMeasure", movement.eastings, metre), "Northings": ("IfcLengthMeasure", movement.northings, metre),
        "OrthogonalHeight": ("IfcLengthMeasure", movement.height, metre), "XAxisAbscissa": ("IfcReal", movement.abscissa, None),
        "XAxisOrdinate": ("IfcReal", movement.ordinate, None), "Scale": ("IfcReal", movement.scale, None),
    }  # fmt: skip
    crs = {"Name": ("IfcLabel", str(reference["crs"]), None), "MapUnit": ("IfcIdentifier", "METRE", None)}
    if reference["vertical_crs"]:
        crs["VerticalDatum"] = ("IfcIdentifier", str(reference["vertical_crs"]), None)
    for name, values in ((_PSET_CONVERSION, conversion), (_PSET_CRS, crs)):
        _add_property_set(source, holders[0], name, values)


def _add_property_set(source: Source, holder: Any, name: str, values: Mapping[str, tuple[str, Any, Any]]) -> None:
    file, owner = source.file, source.entity(holder, "OwnerHistory")
    properties = [
        file.create_entity("IfcPropertySingleValue", Name=key, NominalValue=file.create_entity(data_type, value), Unit=unit)
        for key, (data_type, value, unit) in values.items()
    ]
    pset = file.create_entity(
        "IfcPropertySet", GlobalId=_global_id(holder, name), OwnerHistory=owner, Name=name, HasProperties=properties
    )
    file.create_entity(
        "IfcRelDefinesByProperties",
        GlobalId=_global_id(holder, f"{name} relation"), OwnerHistory=owner, RelatedObjects=[holder],
        RelatingPropertyDefinition=pset,
    )  # fmt: skip


def _remove_property_sets(source: Source) -> None:
    """Both property sets, wherever they are; an object that they leave without properties stays."""
    for relation in source.by_type("IfcRelDefinesByProperties"):
        definition = source.entity(relation, "RelatingPropertyDefinition")
        name = (source.text(definition, "Name") or "").strip().lower() if definition is not None else ""
        if definition is not None and name in {_PSET_CONVERSION.lower(), _PSET_CRS.lower()}:
            properties = source.entities(definition, "HasProperties")
            source.file.remove(relation)
            _remove(source, [definition])
            _remove(source, properties)


def _remove(source: Source, instances: Iterable[Any]) -> None:
    """Remove instances that nothing refers to, and then the systems and texts that only they referred to."""
    for instance in instances:
        if source.file.get_total_inverses(instance):
            continue
        crs = source.entity(instance, "TargetCRS") if source.is_a(instance, "IfcCoordinateOperation") else None
        source.file.remove(instance)
        if crs is None:
            continue
        texts = [one for one in source.by_type("IfcWellKnownText") if source.entity(one, "CoordinateReferenceSystem") == crs]
        if source.file.get_total_inverses(crs) == len(texts):
            for text in texts:
                source.file.remove(text)
            source.file.remove(crs)


def _mend_true_north(source: Source, true_north_deg: float | None) -> None:
    """A direction of its own in each main context that has one: directions are shared."""
    if true_north_deg is None:
        return
    ratios = float(np.cos(np.radians(true_north_deg))), float(np.sin(np.radians(true_north_deg)))
    for context in main_contexts(source):
        before = source.entity(context, "TrueNorth")
        if before is not None:
            context.TrueNorth = source.file.create_entity("IfcDirection", DirectionRatios=ratios)
            _remove(source, [before])


def _mend_site(source: Source, length_unit_m: float, reference: Mapping[str, Any]) -> None:
    site = next((one for one in source.by_type("IfcSite") if one.id() == reference.get("site_step_id")), None)
    if site is None:
        return
    if reference.get("site_lonlat_deg") is not None:
        site.RefLongitude, site.RefLatitude = (_degrees_as_written(angle) for angle in reference["site_lonlat_deg"])
    if reference.get("site_elevation_m") is not None:
        site.RefElevation = round(reference["site_elevation_m"] / length_unit_m, 6)


def _degrees_as_written(angle_deg: float) -> tuple[int, int, int, int]:
    """Degrees, minutes, seconds and millionths of a second, all of one sign.

    Source:
        ISO 16739-1, IfcCompoundPlaneAngleMeasure.
    """
    rest, sign = round(abs(angle_deg) * 3_600_000_000), -1 if angle_deg < 0 else 1
    seconds, millionths = divmod(rest, 1_000_000)
    minutes, second = divmod(seconds, 60)
    degree, minute = divmod(minutes, 60)
    return sign * degree, sign * minute, sign * second, sign * millionths


def _metre(source: Source) -> Any:
    for unit in source.by_type("IfcSIUnit"):
        if (source.text(unit, "UnitType"), source.text(unit, "Prefix"), source.text(unit, "Name")) == ("LENGTHUNIT", None, "METRE"):
            return unit
    return source.file.create_entity("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")


def _global_id(holder: Any, name: str) -> str:
    """Made of the holder's own, so that the same copy is written again."""
    compressed: str = ifcopenshell.guid.compress(uuid5(_OURS, f"{holder.GlobalId} {name}").hex)
    return compressed


def _refused(out: Path, reason: str) -> InvalidOption:
    return InvalidOption({"option": "--write", "value": out.name, "reason": f"@place.reason.{reason}"})
