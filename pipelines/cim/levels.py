"""How fine each city object is, and what names a building for the whole country.

Source of the levels: GB/T 51301-2018, 4.2.2: units of a model are those of a project, of a function, of a component and of a part.
"""

from collections.abc import Iterable

import pandas as pd
import pyarrow as pa

from cim_schema.codes import CityObjectFamily

PROJECT, FUNCTION, COMPONENT, PART = 4, 5, 6, 7
"""CIM levels of the four units: CIM4 to CIM7, as the order of names suggests; nobody has read the table of levels here."""
_OF_FAMILY = {
    CityObjectFamily.SITE: PROJECT, CityObjectFamily.BUILDING: PROJECT, CityObjectFamily.PART: PROJECT,
    CityObjectFamily.STOREY: FUNCTION, CityObjectFamily.SPACE: FUNCTION, CityObjectFamily.ELEMENT: COMPONENT,
}  # fmt: skip
_PARTS = frozenset((
    "IfcBuildingElementPart", "IfcDiscreteAccessory", "IfcFastener", "IfcMechanicalFastener", "IfcReinforcingBar",
    "IfcReinforcingMesh", "IfcTendon", "IfcTendonAnchor", "IfcTendonConduit",
))  # fmt: skip
"""What is put together with others to a component, or fixes it: bars and screws are the standard's own examples."""
_CODE_NAMES = frozenset(("房屋建筑统一编码", "房屋建筑编码", "房屋统一编码", "房屋编码", "buildingcode", "building_code"))
_CODE_SYSTEMS = ("jgj/t 496", "jgj/t496", "jgjt496", "房屋建筑统一编码")
"""Of a class by which a model may give the code instead. Its form is not looked at: nobody has read it here."""


def cim_level(family: CityObjectFamily, ifc_class: str) -> int | None:
    """The level of a city object; None for an axis, which is a line and no unit of a model."""
    return PART if ifc_class in _PARTS else _OF_FAMILY.get(family)


def building_codes(properties: pa.Table, classified: pa.Table, elements: pd.DataFrame) -> list[str | None]:
    """The unified code of each building (房屋建筑统一编码, JGJ/T 496-2022), as the model gives it.

    Args:
        properties: ``ifc_property`` of the model.
        classified: ``ifc_classification`` of the model.
        elements: Rows of ``ifc_element``.

    Returns:
        In the order of ``elements``; null where none is given, or several that differ, and for what is no building.
    """
    buildings = set(elements.loc[elements["ifc_class"].eq("IfcBuilding"), "step_id"].astype(int))
    said: dict[int, set[str]] = {}

    def tell(step_id: int, code: object) -> None:
        if step_id in buildings and isinstance(code, str) and code.strip():
            said.setdefault(step_id, set()).add(code.strip())

    for step_id, name, value in _rows(properties, "step_id", "property_name", "value"):
        if str(name).casefold() in _CODE_NAMES:
            tell(step_id, value)
    for step_id, system, code in _rows(classified, "step_id", "system_name", "identification"):
        if str(system).casefold().startswith(_CODE_SYSTEMS):
            tell(step_id, code)
    codes = {step_id: values.pop() for step_id, values in said.items() if len(values) == 1}
    return [codes.get(int(step_id)) for step_id in elements["step_id"]]


def _rows(table: pa.Table, *columns: str) -> Iterable[tuple[int, object, object]]:
    return zip(*(table[name].to_pylist() for name in columns), strict=True)
