"""Names of coordinate reference systems: what is read, and what is not."""

import pytest
from pyproj import CRS
from pyproj.database import query_crs_info
from pyproj.enums import PJType

from cim_schema.errors import InvalidOption, UnknownCrs
from pipelines.runtime.crs_name import read_crs, read_vertical_crs, wanted_crs


@pytest.mark.parametrize(
    ("name", "hints", "code"),
    [
        ("EPSG:4547", (), "EPSG:4547"),
        ("epsg 4547", (), "EPSG:4547"),
        ("4547", (), "EPSG:4547"),
        ("urn:ogc:def:crs:EPSG::4547", (), "EPSG:4547"),
        ("http://www.opengis.net/def/crs/EPSG/0/4547", (), "EPSG:4547"),
        ("EPSG:32760 - WGS 84 / UTM zone 60S", (), "EPSG:32760"),
        ("CGCS2000 / 3-degree Gauss-Kruger CM 114E", (), "EPSG:4547"),
        ("CGCS2000_3_Degree_GK_CM_114E", (), "EPSG:4547"),
        ("CGCS2000 / 3-degree Gauss-Kruger zone 38", (), "EPSG:4526"),
        ("CGCS2000", ("Gauss-Kruger", "38带"), "EPSG:4547"),
        ("Gauss-Kruger", ("CGCS2000", "3度带 中央子午线114°"), "EPSG:4547"),
        ("2000国家大地坐标系", ("高斯-克吕格投影", "3度带 中央经线111"), "EPSG:4546"),
        ("CGCS2000 6度带 111E", (), "EPSG:4508"),
        ("西安80", ("3度带", "中央经线114"), "EPSG:2383"),
        ("北京54 3度带 中央子午线114", (), "EPSG:2435"),
        ("WGS84", ("UTM", "49N"), "EPSG:32649"),
        ("DHDN / 3-degree Gauss-Kruger zone 4", (), "EPSG:31468"),
        ("Amersfoort / RD New", (), "EPSG:28992"),
    ],
)
def test_a_name_is_read(name, hints, code):
    found = read_crs(name, hints)
    assert found is not None
    assert found.code == code
    assert found.is_regular == (name == "EPSG:4547")


@pytest.mark.parametrize(
    ("name", "hints"),
    [
        ("EPSG:999999", ()),
        ("EPSG:999999", ("EPSG:4547",)),
        ("晋城独立坐标系", ()),
        ("CGCS2000 111E", ()),  # 3 degrees or 6: both have this meridian.
        ("CGCS2000 3-degree CM 112.5E", ()),
        ("CGCS2000 38带", ("中央子午线111",)),
        ("西安80 或 北京54 3度带 中央经线114", ()),
        ("RD New", ()),
        ("WKT", ("EPSG:6670", "EPSG:5214", "UTM", "33N")),
        ("MGA2020 Zone 56 and AHD", ()),
        ("EPSG:5737", ()),
        ("", ()),
    ],
)
def test_what_cannot_be_read_for_sure_is_not_guessed(name, hints):
    assert read_crs(name, hints) is None


def test_the_zone_number_before_the_easting_tells_the_two_systems_of_a_zone_apart():
    assert read_crs("CGCS2000", ("Gauss-Kruger", "38带"), None, True).code == "EPSG:4526"
    assert read_crs("CGCS2000", ("Gauss-Kruger", "38带"), None, False).code == "EPSG:4547"


def test_every_chinese_zone_is_the_one_that_the_register_names():
    names = {"CGCS2000": "CGCS2000", "Xian 1980": "西安80", "Beijing 1954": "北京54"}
    seen = 0
    for info in query_crs_info("EPSG", [PJType.PROJECTED_CRS]):
        datum, _, rest = info.name.partition(" / ")
        if datum not in names or "Gauss-Kruger" not in rest:
            continue
        width = "3度带" if "3-degree" in rest else "6度带"
        place = f"{rest.split()[-1]}带" if "zone" in rest else f"中央子午线{rest.split()[-1].removesuffix('E')}"
        assert read_crs(names[datum], (width, place), None, "zone" in rest).code == f"EPSG:{info.code}", info.name
        seen += 1
    assert seen == 3 * (21 + 21 + 11 + 11)


def test_compound_systems_split_into_plan_and_height():
    assert (wanted_crs("EPSG:4547+5737").code, wanted_crs("EPSG:4547+5737").vertical) == ("EPSG:4547", "EPSG:5737")
    assert (read_crs("EPSG:5834").code, read_crs("EPSG:5834").vertical) == ("EPSG:5684", "EPSG:5783")


def test_a_local_system_is_kept_as_its_proj_string():
    text = "+proj=tmerc +lat_0=0 +lon_0=112.8 +k=1 +x_0=500000 +y_0=0 +ellps=GRS80 +units=m +no_defs"
    assert read_crs(text).code == text


@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
@pytest.mark.parametrize("code", ["EPSG:4547", "EPSG:31468"])
def test_well_known_text_counts_before_a_name_without_a_code(version, code):
    assert read_crs("WKT", ("EPSG:6670",), CRS(code).to_wkt(version)).code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1985国家高程基准", "EPSG:5737"),
        ("85国家高程基准", "EPSG:5737"),
        ("国家85高程", "EPSG:5737"),
        ("Yellow Sea 1985", "EPSG:5737"),
        ("EPSG:5737", "EPSG:5737"),
        ("1956年黄海高程系", "EPSG:5736"),
        ("DHHN92 height", "EPSG:5783"),
        ("EPSG:4326", None),
        ("黄海高程", None),
        ("AHD", None),
        ("", None),
        (None, None),
    ],
)
def test_vertical_datums(text, code):
    assert read_vertical_crs(text) == code


def test_a_target_must_be_known_and_projected():
    with pytest.raises(UnknownCrs):
        wanted_crs("EPSG:999999")
    with pytest.raises(InvalidOption):
        wanted_crs("EPSG:4490")
