"""Where the model's local origin sits on the map, as declared (``ifc_map_conversion``)."""

import re
from collections.abc import Mapping, Sequence
from json import dumps
from math import degrees
from typing import Any

import pyarrow as pa

from cim_schema.codes import Severity
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source, wrapped
from pipelines.ingest.surroundings import main_contexts, well_known_text
from pipelines.ingest.units import Unit, Units

Row = dict[str, object]
_CRS_COLUMNS = {
    "Name": "crs_name", "Description": "crs_description", "GeodeticDatum": "geodetic_datum",
    "VerticalDatum": "vertical_datum", "MapProjection": "map_projection", "MapZone": "map_zone",
}  # fmt: skip
_PLAIN_COLUMNS = {
    "XAxisAbscissa": "x_axis_abscissa", "XAxisOrdinate": "x_axis_ordinate", "Scale": "scale",
    "FactorX": "scale_x", "FactorY": "scale_y", "FactorZ": "scale_z",
}  # fmt: skip
_LENGTH_COLUMNS = {"Eastings": "eastings_m", "Northings": "northings_m", "OrthogonalHeight": "orthogonal_height_m"}
_NUMBER = re.compile(r"\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*")
_UNIT_WORDS = {
    "M": 1.0, "METRE": 1.0, "METER": 1.0, "米": 1.0,
    "MM": 0.001, "MILLIMETRE": 0.001, "MILLIMETER": 0.001, "毫米": 0.001,
    "CM": 0.01, "CENTIMETRE": 0.01, "CENTIMETER": 0.01, "厘米": 0.01,
    "KM": 1000.0, "KILOMETRE": 1000.0, "KILOMETER": 1000.0, "千米": 1000.0,
    "FT": 0.3048, "FOOT": 0.3048, "FEET": 0.3048, "英尺": 0.3048,
    "US SURVEY FOOT": 1200 / 3937,
}  # fmt: skip
"""What people type as MapUnit in the property sets, in metres."""


def read_map_conversions(source: Source, units: Units) -> pa.Table:
    """Every declaration: map conversions, rigid operations, and the property sets that IFC2X3 models use instead."""
    rows = Rows("ifc_map_conversion", source.model_id)
    operations = source.by_type("IfcCoordinateOperation")
    bare = _bare_contexts(source, operations)
    for operation in operations:
        rows.add(_from_operation(source, units, operation) | {"bare_contexts": bare})
    for row in _from_property_sets(source, units):
        rows.add(row)
    return rows.table()


def _bare_contexts(source: Source, operations: Sequence[Instance]) -> int:
    """Contexts of type Model without a coordinate operation; those of plans need none."""
    starts = [source.entity(operation, "SourceCRS") for operation in operations]
    told = {start.id() for start in starts if start is not None}
    return sum(source.text(one, "ContextType") == "Model" and one.id() not in told for one in main_contexts(source))


def _from_operation(source: Source, units: Units, operation: Instance) -> Row:
    target = source.entity(operation, "TargetCRS")
    named = source.entity(target, "MapUnit") if target else None
    unit = units.of(named) if named else units.length
    row: Row = {"step_id": operation.id(), "declaration": operation.is_a()}
    row |= {column: source.text(target, name) for name, column in _CRS_COLUMNS.items()} if target else {}
    row |= {"crs_wkt": well_known_text(source, target)} if target else {}
    row |= {column: source.number(operation, name) for name, column in _PLAIN_COLUMNS.items()}
    row |= {column: unit.to_si(source.number(operation, name)) for name, column in _LENGTH_COLUMNS.items()}
    is_rigid = operation.is_a() == "IfcRigidOperation"
    row |= _rigid(source, units, unit, operation) if is_rigid else {}
    declared = {operation.is_a(): _raw(source, operation), **({target.is_a(): _raw(source, target)} if target else {})}
    if is_rigid:
        declared[operation.is_a()]["measures"] = _measures(source, operation)
    return row | _map_unit(unit, named is not None) | {"declared": _written(declared)}


def _measures(source: Source, operation: Instance) -> list[str]:
    """Classes of both coordinates of a rigid operation: lengths, or plane angles."""
    values = (source.get(operation, name) for name in ("FirstCoordinate", "SecondCoordinate"))
    return [value.is_a() for value in values if isinstance(value, Instance)]


def _rigid(source: Source, units: Units, unit: Unit, operation: Instance) -> Row:
    """Coordinates of a rigid operation: metres, or degrees where they are angles."""
    row: Row = {"orthogonal_height_m": unit.to_si(source.number(operation, "Height"))}
    for name, column in (("FirstCoordinate", "eastings_m"), ("SecondCoordinate", "northings_m")):
        value = source.get(operation, name)
        number = source.number(operation, name)
        is_angle = isinstance(value, Instance) and value.is_a() == "IfcPlaneAngleMeasure"
        angle = units.angle.to_si(number) if is_angle else None
        row[column] = degrees(angle) if angle is not None else unit.to_si(number)
    return row


def _from_property_sets(source: Source, units: Units) -> list[Row]:
    """``ePSet_MapConversion`` with the ``ePSet_ProjectedCRS`` of the same object, or else of any other."""
    conversions: dict[int, Instance] = {}
    systems: dict[int, Instance] = {}
    named = {"epset_mapconversion": conversions, "epset_projectedcrs": systems}
    names = {one.id(): (source.text(one, "Name") or "").strip().lower() for one in source.by_type("IfcPropertySet")}
    if not named.keys() & names.values():
        return []
    for relation in source.by_type("IfcRelDefinesByProperties"):
        for definition in source.entities(relation, "RelatingPropertyDefinition"):
            into = named.get(names.get(definition.id(), ""))
            if into is not None:
                for holder in source.entities(relation, "RelatedObjects"):
                    into.setdefault(holder.id(), definition)
    rows: dict[int, Row] = {}
    for holder_id in sorted(conversions):
        conversion = conversions[holder_id]
        system = systems.get(holder_id) or next((systems[key] for key in sorted(systems)), None)
        rows.setdefault(conversion.id(), _from_property_set(source, units, conversion, system))
    return list(rows.values())


def _from_property_set(source: Source, units: Units, conversion: Instance, system: Instance | None) -> Row:
    said, crs = _properties(source, conversion), _properties(source, system) if system else {}
    word = _text(crs.get("mapunit"))
    unit = _unit_of_word(source, units, conversion, word)
    row: Row = {"step_id": conversion.id(), "declaration": "ePSet_MapConversion"}
    row |= {column: _text(crs.get(name.lower())) for name, column in _CRS_COLUMNS.items()}
    row["crs_name"] = row["crs_name"] or _text(said.get("targetcrs"))
    row |= {column: _parsed(said.get(name.lower())) for name, column in _PLAIN_COLUMNS.items()}
    for name, column in _LENGTH_COLUMNS.items():
        prop = said.get(name.lower())
        own = source.entity(prop, "Unit") if prop else None
        number = _parsed(prop)
        if prop is not None and number is None:
            source.problems.add("map_conversion_text", Severity.WARNING, step_id=prop.id(), name=name, value=_text(prop) or "")
        row[column] = (units.of(own) if own else unit).to_si(number)
    declared = {"ePSet_MapConversion": _raw_values(source, said), "ePSet_ProjectedCRS": _raw_values(source, crs)}
    return row | _map_unit(unit, word is not None) | {"declared": _written(declared)}


def _properties(source: Source, definition: Instance) -> dict[str, Instance]:
    """Single values by lower-case name."""
    found: dict[str, Instance] = {}
    for prop in source.entities(definition, "HasProperties"):
        if prop.is_a() == "IfcPropertySingleValue":
            found.setdefault((source.text(prop, "Name") or "").strip().lower(), prop)
    return found


def _unit_of_word(source: Source, units: Units, conversion: Instance, word: str | None) -> Unit:
    if word is None:
        return units.length
    factor = _UNIT_WORDS.get(word.strip().upper())
    if factor is None:
        source.problems.add("map_unit_word", Severity.WARNING, step_id=conversion.id(), value=word)
        return units.length
    return Unit("LENGTHUNIT", word, "m", factor)


def _text(prop: Instance | None) -> str | None:
    value = None if prop is None else _plain(prop.get_argument(2))
    return None if value is None or value == "" else str(value)


def _parsed(prop: Instance | None) -> float | None:
    """The number of a property, also where it was typed as text."""
    value = None if prop is None else _plain(prop.get_argument(2))
    if isinstance(value, str):
        match = _NUMBER.fullmatch(value.replace(",", ".") if value.count(",") == 1 and "." not in value else value)
        return float(match[1]) if match else None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _map_unit(unit: Unit, is_given: bool) -> Row:
    return {"map_unit_m": unit.factor if unit.factor is not None else 1.0, "has_map_unit": is_given}


def _raw(source: Source, instance: Instance) -> dict[str, object]:
    values = {name: _plain(source.get(instance, name)) for name in source.positions(instance.is_a())}
    return {name: value for name, value in values.items() if value is not None}


def _raw_values(source: Source, properties: Mapping[str, Instance]) -> dict[str, object]:
    return {source.text(prop, "Name") or "": _plain(source.get(prop, "NominalValue")) for prop in properties.values()}


def _plain(value: Any) -> Any:
    if isinstance(value, Instance):
        return f"#{value.id()}" if value.id() else _plain(wrapped(value))
    return value


def _written(declared: Mapping[str, object]) -> str:
    return dumps(declared, sort_keys=True, ensure_ascii=False)
