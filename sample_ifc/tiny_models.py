"""Tiny files, one situation each, for tests of reading, placing and checking."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from sample_ifc.dialect import Dialect
from sample_ifc.georeference import CRS
from sample_ifc.shapes import box
from sample_ifc.values import Measure
from sample_ifc.writer import TIME_STAMP, At, Draft

STYLES = {"grey": (0.7, 0.7, 0.7, 0.0)}
EASTINGS, NORTHINGS, HEIGHT = 395728.46, 3929541.275, 752.35


class _Millimetre(Dialect):
    units_per_metre = 1000.0


class _OldSchema(Dialect):
    schema: Literal["IFC2X3", "IFC4"] = "IFC2X3"
    view_definition = "CoordinationView_V2.0"

    def class_name(self, ifc_class: str) -> str:
        """The IFC2X3 name."""
        return {"IfcDoorType": "IfcDoorStyle"}.get(ifc_class, ifc_class)


def write_tiny(folder: Path) -> None:
    """Write every tiny file into a folder."""
    for name, draw in FILES.items():
        draft = draw(name)
        draft.finish()
        draft.save(folder / f"{name}.ifc")
    _zip(folder / "pass-cim_01-map_conversion.ifc", folder / "pass-cim_01-zipped.ifczip")


def _zip(source: Path, target: Path) -> None:
    moment = tuple(int(part) for part in TIME_STAMP.replace("T", "-").replace(":", "-").split("-"))
    entry = zipfile.ZipInfo(source.name, moment)  # type: ignore[arg-type]
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_STORED, 3, 0o644 << 16
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(entry, source.read_bytes())


def _start(name: str, dialect: Dialect | None = None, site_psets: dict[str, dict[str, Any]] | None = None) -> Draft:
    """Project, site, building, storey and one wall."""
    draft = Draft("tiny", name, dialect or Dialect(), STYLES)
    project = draft.rooted(
        "IfcProject", "project", Name=name, RepresentationContexts=[draft.shaper.context], UnitsInContext=draft.units
    )
    draft.element("site", "IfcSite", "场地", within=None, CompositionType="ELEMENT", psets=site_psets)
    draft.rooted("IfcRelAggregates", "project/parts", RelatingObject=project, RelatedObjects=[draft.records["site"].entity])
    draft.element("building", "IfcBuilding", "值班室", within="site", whole="site", CompositionType="ELEMENT")
    draft.element(
        "storey", "IfcBuildingStorey", "1F", within="building", whole="building", CompositionType="ELEMENT", Elevation=0.0
    )
    draft.element(
        "wall",
        "IfcWall",
        "外墙",
        within="storey",
        container="storey",
        solids=[box((0, 0, 0), (4.0, 0.3, 3.0), "grey")],
        code="14-10.20.03.06",
        psets={"Pset_WallCommon": {"IsExternal": True, "LoadBearing": False, "ThermalTransmittance": 0.42}},
    )
    return draft


def _place(draft: Draft, eastings: float = EASTINGS, scale: float | None = 1.0, crs: str = "EPSG:4547") -> Draft:
    target = draft.file.create_entity("IfcProjectedCRS", **(CRS | {"Name": crs}), MapUnit=draft.metre)
    draft.file.create_entity("IfcMapConversion", draft.shaper.context, target, eastings, NORTHINGS, HEIGHT, 1.0, 0.0, scale)
    return draft


def _without_container(name: str) -> Draft:
    draft = _place(_start(name))
    body = [box((0, 0, 0), (1.0, 0.6, 1.2), "grey")]
    draft.element("pump", "IfcBuildingElementProxy", "水泵", within="storey", at=At(5.0), solids=body, code="14-40.00.00")
    return draft


def _repeated_global_id(name: str) -> Draft:
    draft = _place(_start(name))
    body = [box((0, 0, 0), (0.5, 0.5, 3.0), "grey")]
    for number in (1, 2):
        draft.element(
            f"column/{number}",
            "IfcColumn",
            f"柱{number}",
            within="storey",
            container="storey",
            at=At(2.0 * number, 2.0),
            solids=body,
            code="14-20.20.09",
            psets={"Pset_ColumnCommon": {"LoadBearing": True, "FireRating": "2.50h"}},
        )
    draft.records["column/2"].entity.GlobalId = draft.records["column/1"].entity.GlobalId
    return draft


def _door(name: str, clear_width: float) -> Draft:
    draft = _place(_start(name))
    draft.element(
        "door",
        "IfcDoor",
        "疏散门",
        within="storey",
        container="storey",
        at=At(1.0, 0.1),
        code="14-10.20.09.06",
        solids=[box((0, 0, 0), (clear_width + 0.1, 0.1, 2.1), "grey")],
        OverallHeight=2.1,
        OverallWidth=clear_width + 0.1,
        psets={
            "Pset_DoorCommon": {"FireExit": True, "IsExternal": True},
            "JCPset_Evacuation": {"通行净宽": Measure("IfcPositiveLengthMeasure", clear_width)},
        },
    )
    return draft


def _property_set_georeference(name: str) -> Draft:
    conversion = {
        "Eastings": Measure("IfcLengthMeasure", EASTINGS),
        "Northings": Measure("IfcLengthMeasure", NORTHINGS),
        "OrthogonalHeight": Measure("IfcLengthMeasure", HEIGHT),
        "XAxisAbscissa": 1.0,
        "XAxisOrdinate": 0.0,
        "Scale": 1.0,
    }
    crs = {key: Measure("IfcLabel", value) for key, value in CRS.items()}
    return _start(name, _OldSchema(), {"ePSet_MapConversion": conversion, "ePSet_ProjectedCRS": crs})


def _types_only(name: str) -> Draft:
    draft = Draft("tiny", name, Dialect(), STYLES)
    draft.rooted("IfcProject", "project", Name=name, RepresentationContexts=[draft.shaper.context], UnitsInContext=draft.units)
    draft.type("door", "IfcDoorType", "M0921", code="14-10.20.09.03", PredefinedType="DOOR", OperationType="SINGLE_SWING_LEFT")
    return draft


FILES: dict[str, Callable[[str], Draft]] = {
    "pass-cim_01-map_conversion": lambda name: _place(_start(name)),
    "fail-cim_01-no_map_conversion": _start,
    "na-cim_01-types_only": _types_only,
    "pass-cim_01-property_set_georeference": _property_set_georeference,
    "pass-cim_03-millimetres_with_scale": lambda name: _place(_start(name, _Millimetre()), scale=0.001),
    "pass-cim_04-zone_prefix_in_4526": lambda name: _place(_start(name), 38_000_000 + EASTINGS, crs="EPSG:4526"),
    "fail-cim_04-zone_prefix_in_4547": lambda name: _place(_start(name), 38_000_000 + EASTINGS),
    "fail-cim_05-repeated_global_id": _repeated_global_id,
    "fail-cim_06-no_container": _without_container,
    "pass-fir_01-exit_door_0900": lambda name: _door(name, 0.9),
    "fail-fir_01-exit_door_0750": lambda name: _door(name, 0.75),
}
"""File name without its ending → what draws it."""
