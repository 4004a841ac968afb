"""Infrastructure on its way from the file to the published formats: nothing may be lost on it."""

import json
from datetime import UTC, datetime

import geopandas
import ifcopenshell
import pyogrio
import pytest
import shapely

from checkers.spatial.footprints import measure_footprints
from checkers.things import recognise_things
from cim_schema.tables import TABLES
from pipelines.cim.delivery import Delivery, build_version
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.georeference.place import place_on_map
from pipelines.ingest.readable import readable_file
from pipelines.publish.cityjson import build_city_model, write_cityjson
from pipelines.publish.geopackage import write_geopackage
from pipelines.publish.geoparquet import write_geoparquet
from tests.pipelines.publish.test_cityjson import assert_consistent, schema_errors

DAY = datetime(2026, 1, 1, tzinfo=UTC)
AXIS = [(0.0, 0.0, 5.0), (30.0, 0.0, 5.6), (30.0, 40.0, 6.6)]

SURFACES = {
    "RumbleStrip-INDOT.ifc", "SpatialStructure-4.ifc", "Earthworks-12d-2.ifc",
    "Georeferencing-Tin-12d-1.ifc", "DrainageSystem-1-1.ifc",
    "Infra-Road.ifc", "Infra-Rail.ifc",
}  # fmt: skip
"""Models whose shapes are made too: roads, tracks, terrain, earthworks, pipes."""


def all_models(shared):
    infra = [path for path in (shared / "ifc/infra").rglob("*") if path.suffix.lower() == ".ifc"]
    names = ("Infra-Bridge", "Infra-Landscaping", "Infra-Rail", "Infra-Road", "Building-Landscaping")
    return sorted(infra) + [shared / f"ifc/{folder}/{name}.ifc" for folder in ("pcert_ifc4x3", "pcert_ifc4") for name in names]


def in_the_store(tables, store_path):
    """The base layer with one version of one project."""
    model_id = tables["ifc_model"]["model_id"][0].as_py()
    tables = tables | recognise_things(tables)
    if "ifc_geometry" in tables:
        tables |= measure_footprints(tables)
    tables |= place_on_map(tables)
    version = build_version(
        tables, model_id=model_id, version_id="v", project_code="P", part="a", file_name="a.ifc", profile="baseline",
        ruleset_digest="",
    )  # fmt: skip
    store = GeoPackageStore(store_path)
    store.apply(Delivery({"project_code": "P", "crs": version.row["crs"]}, (version,), DAY))
    return store


def steps_in(path):
    """Step ids of products, and of those among them that the city is to show, as ifcopenshell counts them."""
    with readable_file(path) as readable:
        model = ifcopenshell.open(readable.path, format=".ifc")
        shown = {one.id() for name in ("IfcElement", "IfcSpatialElement") for one in model.by_type(name)}
        shown -= {one.id() for one in model.by_type("IfcOpeningElement")}
        if readable.schema == "IFC4X3_ADD2":
            shown |= {one.id() for one in model.by_type("IfcAlignment")}
        return {one.id() for one in model.by_type("IfcProduct")}, shown


@pytest.mark.slow
def test_nothing_of_the_real_infrastructure_models_is_lost(shared, read, shapes, tmp_path):
    models = all_models(shared)
    assert len(models) >= 65
    for number, path in enumerate(models):
        tables = read(path) | (shapes(path) if path.name in SURFACES and "ifc4/" not in str(path) else {})
        products, shown = steps_in(path)
        assert products <= set(tables["ifc_element"]["step_id"].to_pylist()), path.name
        store = in_the_store(tables, tmp_path / f"{number}.gpkg")
        city = store.read_tables()
        assert set(city["cim_city_object"]["step_id"].to_pylist()) == shown, path.name
        document = json.loads(write_cityjson(build_city_model(city, "P"), tmp_path / str(number)).read_text(encoding="utf-8"))
        assert len(document["CityObjects"]) == len(shown), path.name
        assert schema_errors(document, shared) == [], path.name
        assert_consistent(document)
        lines = [g for d in document["CityObjects"].values() for g in d.get("geometry", []) if g["type"] == "MultiLineString"]
        assert len(lines) == sum(axis is not None for axis in tables["ifc_alignment"]["axis"].to_pylist()), path.name


@pytest.fixture
def road(make_tables):
    """The small model of tables with an alignment of two straights, 70 m long, and things of weak classes."""

    def build(*, crs="EPSG:4547", facility="IfcRoad", things=(), has_cant=False):
        tables = make_tables(crs=crs)
        model_id = tables["ifc_model"]["model_id"][0].as_py()
        rows = tables["ifc_element"].to_pylist()
        named = {3: facility, 4: "IfcRoadPart" if facility == "IfcRoad" else "IfcBridgePart"}
        rows = [row | ({"ifc_class": named[row["step_id"]]} if row["step_id"] in named else {}) for row in rows]
        rows += [
            {"model_id": model_id, "step_id": 300, "global_id": "a" * 22, "ifc_class": "IfcAlignment", "family": "positioning",
             "is_product": True, "name": "K", "parent_step_id": 3},
            {"model_id": model_id, "step_id": 301, "global_id": "r" * 22, "ifc_class": "IfcReferent", "family": "positioning",
             "is_product": True, "parent_step_id": 300},
        ]  # fmt: skip
        told = []
        for number, (ifc_class, thing) in enumerate(things):
            step = 400 + number
            rows.append({
                "model_id": model_id, "step_id": step, "global_id": f"t{step:021d}", "ifc_class": ifc_class, "family": "element",
                "is_product": True, "container_step_id": 4,
            })  # fmt: skip
            told.append({"model_id": model_id, "step_id": step, "thing": thing, "recognised_by": "name", "recognised_word": "w"})
        alignment = {
            "model_id": model_id, "step_id": 300, "global_id": "a" * 22, "name": "K", "start_station_m": 1200.0,
            "axis_length_m": 70.0, "has_vertical": True, "has_cant": has_cant, "axis_source": "segments",
            "axis": shapely.to_wkb(shapely.LineString(AXIS)),
        }  # fmt: skip
        return tables | {
            "ifc_element": TABLES["ifc_element"].from_rows(rows),
            "ifc_alignment": TABLES["ifc_alignment"].from_rows([alignment]),
            "msr_thing": TABLES["msr_thing"].from_rows(told),
        }

    return build


@pytest.fixture
def stored(tmp_path):
    """The store of one version of one project, built without measuring."""

    def build(tables):
        model_id = tables["ifc_model"]["model_id"][0].as_py()
        version = build_version(
            tables, model_id=model_id, version_id="v", project_code="RD", part="line", file_name="a.ifc", profile="baseline",
            ruleset_digest="",
        )  # fmt: skip
        store = GeoPackageStore(tmp_path / "store.gpkg")
        store.apply(Delivery({"project_code": "RD", "crs": version.row["crs"]}, (version,), DAY))
        return store

    return build


def on_map(x, y, z):
    """By hand: the small model is turned by 30° and lies at these eastings, northings and height."""
    half, root = 0.5, 3**0.5 / 2
    return 500_100 + root * x - half * y, 3_930_000 + half * x + root * y, 700 + z


def test_an_alignment_is_a_line_in_the_base_layer(road, stored):
    rows = {row["step_id"]: row for row in stored(road()).read("cim_city_object").to_pylist()}
    row = rows[300]
    assert 301 not in rows
    assert (row["city_family"], row["city_object_type"], row["is_placed"]) == ("alignment", "Road", True)
    assert row["parent_city_object_id"] == rows[3]["city_object_id"]
    axis = shapely.get_coordinates(shapely.from_wkb(row["axis_map"]), include_z=True)
    assert axis.tolist() == [pytest.approx(on_map(*point), abs=1e-6) for point in AXIS]
    assert (row["min_height_m"], row["max_height_m"]) == pytest.approx((705, 706.6))
    assert row["footprint_map"] is None
    assert shapely.from_wkb(row["geom"]).geom_type == "LineString"
    assert json.loads(row["attributes"]).items() >= {"start_station_m": 1200.0, "axis_length_m": 70.0}.items()


def test_an_alignment_is_a_line_of_lod_0_in_cityjson(road, stored, tmp_path, shared):
    document = json.loads(
        write_cityjson(build_city_model(stored(road()).read_tables(), "RD"), tmp_path).read_text(encoding="utf-8")
    )
    described = document["CityObjects"]["RD/line/" + "a" * 22]
    (geometry,) = described["geometry"]
    assert (described["type"], geometry["type"], geometry["lod"]) == ("Road", "MultiLineString", "0")
    scale, shift = document["transform"]["scale"], document["transform"]["translate"]
    found = [[c * s + t for c, s, t in zip(document["vertices"][v], scale, shift, strict=True)] for v in geometry["boundaries"][0]]
    assert found == [pytest.approx(on_map(*point), abs=0.00051) for point in AXIS]
    assert_consistent(document)
    assert schema_errors(document, shared) == []


def test_alignments_have_a_file_and_a_layer_of_their_own(road, stored, tmp_path):
    store = stored(road())
    write_geoparquet(store.read_tables(), tmp_path)
    (row,) = geopandas.read_parquet(tmp_path / "geoparquet/RD_alignment.parquet").itertuples()
    assert (row.start_station_m, row.axis_length_m) == (1200, 70)
    assert row.geometry.length == pytest.approx(70)
    assert row.geometry.coords[1] == pytest.approx(on_map(*AXIS[1]), abs=1e-6)
    everything = geopandas.read_parquet(tmp_path / "geoparquet/RD_city_object.parquet").set_index("step_id")
    assert everything.loc[300, "geometry"].equals(row.geometry)
    path = write_geopackage(store.path, tmp_path / "out", "RD")
    assert ["cim_alignment", "LineString"] in pyogrio.list_layers(path).tolist()
    layer = pyogrio.read_dataframe(path, layer="cim_alignment")
    assert layer.crs.to_epsg() == 4490
    assert (layer["start_station_m"][0], layer["axis_length_m"][0], layer["name"][0]) == (1200, 70, "K")
    assert layer.geometry[0].geom_type == "LineString"


def test_a_project_without_alignments_has_no_such_file(city_of, make_version, tmp_path):
    names = {path.name for path in write_geoparquet(city_of(make_version()), tmp_path)}
    assert "SCH_alignment.parquet" not in names


def test_an_alignment_without_a_place_keeps_its_axis_in_its_own_frame(road, stored, tmp_path):
    store = stored(road(crs=None))
    row = next(row for row in store.read("cim_city_object").to_pylist() if row["step_id"] == 300)
    assert (row["is_placed"], row["geom"]) == (False, None)
    assert shapely.from_wkb(row["axis_map"]).coords[:] == AXIS
    document = json.loads(write_cityjson(build_city_model(store.read_tables(), "RD"), tmp_path).read_text(encoding="utf-8"))
    assert "geometry" in document["CityObjects"]["RD/line/" + "a" * 22]


def test_cant_outside_of_any_road_is_a_railway(road, stored):
    tables = road(has_cant=True, facility="IfcFacility")
    elements = [row | ({"parent_step_id": 1} if row["step_id"] == 300 else {}) for row in tables["ifc_element"].to_pylist()]
    rows = stored(tables | {"ifc_element": TABLES["ifc_element"].from_rows(elements)}).read("cim_city_object").to_pylist()
    assert next(row["city_object_type"] for row in rows if row["step_id"] == 300) == "Railway"


@pytest.mark.parametrize(
    ("facility", "ifc_class", "thing", "expected"),
    [
        ("IfcRoad", "IfcBuildingElementProxy", "tree", "SolitaryVegetationObject"),
        ("IfcRoad", "IfcBuildingElementProxy", "footway", "Road"),
        ("IfcRoad", "IfcSlab", "plaza", "Road"),
        ("IfcRoad", "IfcGeographicElement", "shrub", "PlantCover"),
        ("IfcRoad", "IfcBuildingElementProxy", "water", "WaterBody"),
        ("IfcRoad", "IfcFurniture", "seat", "CityFurniture"),
        ("IfcRoad", "IfcBuildingElementProxy", "terrain", "TINRelief"),
        ("IfcRoad", "IfcWall", "footway", "OtherConstruction"),
        ("IfcBridge", "IfcBuildingElementProxy", "girder", "BridgeConstructiveElement"),
        ("IfcBridge", "IfcBuildingElementProxy", "railing", "BridgeInstallation"),
        ("IfcBridge", "IfcSlab", "bridge_deck", "BridgeConstructiveElement"),
        ("IfcBuilding", "IfcSlab", "paving", "BuildingConstructiveElement"),
        ("IfcBuilding", "IfcBuildingElementProxy", "tree", "SolitaryVegetationObject"),
    ],
)
def test_what_a_weak_class_turned_out_to_be_gives_its_type(road, stored, facility, ifc_class, thing, expected):
    rows = stored(road(facility=facility, things=[(ifc_class, thing)])).read("cim_city_object").to_pylist()
    assert next(row["city_object_type"] for row in rows if row["step_id"] == 400) == expected
