"""The samples are valid IFC, stand where they say, can be drawn, and stay small."""

from collections import Counter
from math import atan2, degrees
from pathlib import Path

import ifcopenshell
import ifcopenshell.geom
import ifcopenshell.util.geolocation
import ifcopenshell.validate
import pyproj
import pytest
import yaml

from checkers.registry import all_rules
from sample_ifc.generate import HERE

pytestmark = pytest.mark.slow

CLEAN = sorted((HERE / "clean").glob("*/*.ifc"))
FAULTY = sorted((HERE / "faulty").glob("*/*.ifc"))
TINY = sorted((HERE / "tiny").glob("*.ifc"))
IFC4_PARTS = [path for path in CLEAN if path.parent.name == "school"]
WITH_WHERE_RULES = {"school_revit", "street_bridge", "street_road", "renewal_site"}
"""One of each manner; all of them take minutes."""
ONLY_UNDETERMINED = {"CHR-01"}
"""Rules that leave the verdict to people."""
OF_LARGE_DWELLINGS = {"FIR-06", "FIR-10"}
"""Rules that only a block of flats with long corridors can break; the sample is a small one."""
KNOWN_BY_CASES_ONLY = {
    "ACC-01", "ACC-07", "CIM-10", "CIM-11", "CIM-13", "DEL-03", "DEL-07", "DES-01", "DES-09", "FIR-07", "FIR-15", "FIR-22",
    "FIR-23", "GRN-07", "GRN-10", "GRN-29", "LA-14", "RAI-03", "RD-21", "RD-26", "RMP-01", "STR-09",
}  # fmt: skip
"""Rules for which no sample is drawn wrong yet."""


def name(path: Path) -> str:
    return f"{path.parent.parent.name}/{path.stem}"


def complaints(path: Path, *, express_rules: bool) -> list[dict[str, object]]:
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(ifcopenshell.open(str(path)), logger, express_rules=express_rules)
    return logger.statements


@pytest.mark.parametrize("path", CLEAN, ids=name)
def test_a_clean_model_keeps_the_schema(path):
    assert complaints(path, express_rules=False) == []


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning", "ignore:unclosed file:ResourceWarning")
@pytest.mark.parametrize("path", [path for path in CLEAN if path.stem in WITH_WHERE_RULES], ids=name)
def test_a_clean_model_keeps_the_where_rules(path):
    # ifcopenshell leaves the file of the rules open.
    assert complaints(path, express_rules=True) == []


@pytest.mark.parametrize("path", [path for path in TINY if "repeated" not in path.stem], ids=lambda path: path.stem)
def test_a_tiny_model_keeps_the_schema(path):
    assert complaints(path, express_rules=False) == []


def test_parts_share_one_origin_which_is_where_the_site_says():
    for path in IFC4_PARTS:
        file = ifcopenshell.open(str(path))
        east, north, height = ifcopenshell.util.geolocation.auto_xyz2enh(file, 0.0, 0.0, 0.0)
        assert (east, north, height) == pytest.approx((395728.46, 3929541.275, 752.35), abs=1e-6)

        site = file.by_type("IfcSite")[0]
        latitude, longitude = (ifcopenshell.util.geolocation.dms2dd(*angle) for angle in (site.RefLatitude, site.RefLongitude))
        to_map = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4547", always_xy=True)
        assert to_map.transform(longitude, latitude) == pytest.approx((east, north), abs=0.001)


def test_true_north_is_the_rotation_and_the_meridian_convergence():
    file = ifcopenshell.open(str(IFC4_PARTS[0]))
    conversion = file.by_type("IfcMapConversion")[0]
    rotation = degrees(atan2(conversion.XAxisOrdinate, conversion.XAxisAbscissa))
    assert rotation == pytest.approx(12.5, abs=1e-6)

    east, north = conversion.Eastings, conversion.Northings
    lonlat = pyproj.Transformer.from_crs("EPSG:4547", "EPSG:4490", always_xy=True).transform(east, north)
    convergence = pyproj.Proj("EPSG:4547").get_factors(*lonlat).meridian_convergence
    x, y = file.by_type("IfcGeometricRepresentationContext", include_subtypes=False)[0].TrueNorth.DirectionRatios
    assert degrees(atan2(x, y)) == pytest.approx(rotation - convergence, abs=1e-4)


@pytest.mark.slow
@pytest.mark.parametrize("path", CLEAN, ids=name)
def test_every_product_with_a_body_can_be_drawn(path):
    file = ifcopenshell.open(str(path))
    bodies = [shape for shape in file.by_type("IfcShapeRepresentation") if shape.RepresentationIdentifier == "Body"]
    wanted = [product for body in bodies for shape in body.OfProductRepresentation for product in shape.ShapeOfProduct]
    iterator = ifcopenshell.geom.iterator(ifcopenshell.geom.settings(), file, 1, include=wanted, geometry_library="opencascade")
    drawn = set()
    assert iterator.initialize()
    while True:
        drawn.add(iterator.get().guid)
        if not iterator.next():
            break
    assert {product.GlobalId for product in wanted} == drawn


@pytest.mark.parametrize("path", FAULTY, ids=name)
def test_every_thing_that_the_truth_names_is_in_its_file(path):
    folder = path.parent
    parts = yaml.safe_load((folder / "project.yaml").read_text(encoding="utf-8"))["parts"]
    part = next(key for key, file in parts.items() if file == path.name)
    text = path.read_text(encoding="utf-8")
    truth = yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8"))
    assert truth["project"] == folder.name
    for finding in truth["findings"]:
        assert set(finding) == {"rule", "part", "global_id", "outcome", "why"}
        assert finding["outcome"] in {"fail", "undetermined"}
        assert finding["part"] in parts
        if finding["part"] == part and finding["global_id"] is not None:
            assert f"('{finding['global_id']}'," in text


def test_a_fault_is_planted_for_each_rule():
    planted = Counter()
    for folder in (HERE / "faulty").iterdir():
        truth = yaml.safe_load((folder / "truth.yaml").read_text(encoding="utf-8"))
        planted.update(finding["rule"] for finding in truth["findings"] if finding["outcome"] == "fail")
    assert set(planted) == set(all_rules()) - ONLY_UNDETERMINED - OF_LARGE_DWELLINGS - KNOWN_BY_CASES_ONLY


def test_samples_stay_small():
    sizes = {path: path.stat().st_size for path in HERE.rglob("*.ifc*")}
    assert max(sizes.values()) <= 1_500_000
    assert sum(sizes.values()) <= 20_000_000
    assert max(size for path, size in sizes.items() if path.parent.name == "tiny") < 10_000
