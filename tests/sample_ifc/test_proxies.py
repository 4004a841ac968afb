"""The weak form: proxies in a storey, named as Chinese tools name them, with texts in sets of the tool's own."""

import re

import ifcopenshell
import ifcopenshell.util.element
import pytest

from sample_ifc.generate import HERE

WEAK = sorted(HERE.glob("*/*_proxy/*.ifc"))
FAMILY_TYPE_NUMBER = re.compile(r"[^:]+:[^:]+:\d{6}")


@pytest.mark.parametrize("path", WEAK, ids=lambda path: f"{path.parent.parent.name}/{path.stem}")
def test_nearly_everything_is_a_named_proxy_in_a_storey(path):
    file = ifcopenshell.open(str(path))
    assert file.schema == "IFC2X3"
    elements = [element for element in file.by_type("IfcElement") if not element.is_a("IfcFeatureElement")]
    proxies = file.by_type("IfcBuildingElementProxy")
    assert len(proxies) > 0.8 * len(elements)
    assert all(FAMILY_TYPE_NUMBER.fullmatch(proxy.Name) for proxy in proxies)
    containers = [ifcopenshell.util.element.get_container(element) for element in elements]
    homeless = [container for container in containers if container is None]
    assert len(homeless) <= (0 if path.parent.parent.name == "clean" else 5)
    assert all(container.is_a("IfcBuildingStorey") for container in containers if container is not None)


def test_what_the_standard_measures_is_told_in_texts():
    file = ifcopenshell.open(str(HERE / "clean" / "street_proxy" / "street_proxy.ifc"))
    road, bridge = (ifcopenshell.util.element.get_psets(building)["其他"] for building in file.by_type("IfcBuilding"))
    assert road["设计速度"] == "40km/h"
    assert bridge["设计工作年限"] == "100年"
    tree = next(proxy for proxy in file.by_type("IfcBuildingElementProxy") if "国槐" in proxy.Name)
    assert ifcopenshell.util.element.get_psets(tree)["尺寸标注"]["胸径"] == "16cm"
    assert not file.by_type("IfcRelAssociatesDocument")
