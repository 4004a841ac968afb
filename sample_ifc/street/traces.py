"""Who made the main components, in which batch, and which record accepted them."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trace:
    """Of one kind of component."""

    manufacturer: str
    batch: str
    record: str
    """Number of the acceptance record."""
    subject: str

    @property
    def of_type(self) -> dict[str, dict[str, Any]]:
        """Property sets of the type."""
        return {"Pset_ManufacturerTypeInformation": {"Manufacturer": self.manufacturer}}

    @property
    def of_occurrence(self) -> dict[str, dict[str, Any]]:
        """Property sets of each occurrence."""
        return {"Pset_ManufacturerOccurrence": {"BatchReference": self.batch}}

    @property
    def documents(self) -> tuple[tuple[str, str], ...]:
        """The acceptance record."""
        return ((self.record, f"{self.subject}进场验收记录"),)


TRACES = {
    "asphalt": Trace("晋城市泽州沥青拌合站", "LQ-2025-0612", "YS-LM-012", "沥青混合料"),
    "base": Trace("晋城市丹河建材拌合站", "SW-2025-0520", "YS-LM-007", "水泥稳定碎石"),
    "brick": Trace("山西晋东南透水砖厂", "TS-2025-0703", "YS-RX-003", "透水砖及基层材料"),
    "kerb": Trace("陵川太行石材加工厂", "SC-2025-0415", "YS-LY-005", "青石路缘石"),
    "lamp": Trace("山西明道照明有限公司", "DJ-2025-0801", "YS-ZM-002", "路灯"),
    "girder": Trace("晋城市第二预制梁场", "XL-2025-03", "YS-QL-011", "预制小箱梁"),
    "bearing": Trace("衡水路桥橡胶制品厂", "ZZ-2025-0218", "YS-QL-009", "板式橡胶支座"),
    "railing": Trace("泽州县铸造铁艺厂", "LG-2025-0722", "YS-QL-020", "桥梁栏杆"),
    "guardrail": Trace("晋城市第二预制梁场", "HL-2025-0630", "YS-QL-018", "防撞护栏"),
}
"""By kind."""
