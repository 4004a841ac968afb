"""Who made the main components, in which batch, and who accepted them on site."""

from typing import Any

MAKERS = {
    "lamp": ("山西晋明照明科技有限公司", "DL-202602", "JC-YS-GD-018", "路灯进场验收记录"),
    "kerb": ("泽州石材预制构件厂", "LY-202601", "JC-YS-TJ-007", "路缘石进场验收记录"),
    "course": ("晋城市政沥青搅拌站", "JC-202603-1", "JC-YS-TJ-011", "道路结构层材料进场验收记录"),
    "brick": ("阳城透水砖制造有限公司", "TS-202602", "JC-YS-TJ-013", "透水砖进场验收记录"),
    "railing": ("高平金属护栏制造有限公司", "LG-202601", "JC-YS-AZ-004", "栏杆进场验收记录"),
    "panel": ("山西泰安保温装饰板有限公司", "BW-202512", "JC-YS-JN-002", "保温装饰一体板进场验收记录"),
    "window": ("晋城恒信门窗有限公司", "MC-202601", "JC-YS-JN-005", "节能门窗进场验收记录"),
}
"""Sort of component → maker, batch, number and name of the record of acceptance."""


def origin(sort: str) -> dict[str, dict[str, Any]]:
    """Property sets of a component or its type."""
    maker, batch, _, _ = MAKERS[sort]
    return {"Pset_ManufacturerTypeInformation": {"Manufacturer": maker}, "Pset_ManufacturerOccurrence": {"BatchReference": batch}}


def acceptance(sort: str) -> tuple[tuple[str, str], ...]:
    """The document that goes with it."""
    _, _, number, name = MAKERS[sort]
    return ((number, name),)
