"""OGC API – Features over both stores, read by a client that knows nothing of this service: the driver of GDAL."""

import json
from pathlib import Path

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from pipelines.cim.store import open_store
from tests.service.conftest import Service

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "sample_ifc" / "clean" / "park" / "park_planting.ifc"
OBJECTS = "/ogc/collections/cim_city_object/items"
CRS_4547 = "http://www.opengis.net/def/crs/EPSG/0/4547"

QUESTIONS = (
    "/ogc/collections", "/ogc/collections/cim_project/items", "/ogc/collections/chk_finding/items", f"{OBJECTS}?limit=10000",
    f"{OBJECTS}?limit=20&crs={CRS_4547}", f"{OBJECTS}?ifc_class=IfcGeographicElement&limit=7", f"{OBJECTS}?datetime=2020-01-01",
    f"{OBJECTS}?bbox=3928600,394380,3928700,394480&bbox-crs={CRS_4547}&limit=50", f"{OBJECTS}?is_placed=true&limit=3",
    f"{OBJECTS}?limit=0",
)  # fmt: skip

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["geopackage", "postgis"])
def city(request, tmp_path_factory, postgres_server):
    """A service over one project, and a client that may see it."""
    folder = tmp_path_factory.mktemp("ogc")
    store = f"gpkg:{folder / 'cim.gpkg'}"
    if request.param == "postgis":
        import psycopg

        with psycopg.connect(host=postgres_server, user="postgres", dbname="template1", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {folder.name}")
        store = f"postgresql://postgres@/{folder.name}?host={postgres_server}"
    running = Service(folder, {"JUESHAN_WORKERS": "1", "JUESHAN_WEB": "nowhere"}, arguments=("--store", store))
    running.jueshan("ingest", str(MODEL), "--project", "P1", "--category", "landscape", "--store", store, "--quiet")
    running.start()
    token = running.token("evaluator", "evaluator")
    with running.client(token) as client:
        yield client, token, open_store(store)
    running.stop()
    assert "Traceback" not in (folder / "service.log").read_text(encoding="utf-8")


def pages(client, url):
    while url:
        page = client.get(url).raise_for_status().json()
        yield page
        url = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)


def test_every_collection_is_read_by_gdal(city):
    client, token, _ = city
    collections = client.get("/ogc/collections").json()["collections"]
    assert {"cim_city_object", "cim_project"} <= {one["id"] for one in collections}
    pyogrio.set_gdal_config_options({"GDAL_HTTP_AUTH": "BEARER", "GDAL_HTTP_BEARER": token})
    try:
        for one in collections:
            told = pyogrio.read_info(f"OAPIF:{client.base_url}/ogc/collections/{one['id']}")["features"]
            read = pyogrio.read_dataframe(f"OAPIF:{client.base_url}/ogc/collections/{one['id']}")
            assert len(read) == told == client.get(f"/ogc/collections/{one['id']}/items").json()["numberMatched"]
    finally:
        pyogrio.set_gdal_config_options({"GDAL_HTTP_AUTH": None, "GDAL_HTTP_BEARER": None})


def test_pages_hold_each_object_once(city):
    client, _, store = city
    found = list(pages(client, f"{OBJECTS}?limit=50"))
    ids = [feature["id"] for page in found for feature in page["features"]]
    assert len(ids) == len(set(ids)) == len(store.read("cim_city_object"))
    assert {page["numberMatched"] for page in found} == {len(ids)}
    assert client.get(f"{OBJECTS}/{ids[5]}").json()["id"] == ids[5]


def test_coordinates_of_the_project_come_in_the_axis_order_of_its_system(city):
    """EPSG:4547 says north before east."""
    client, *_ = city
    (feature, *_) = client.get(OBJECTS, params={"ifc_class": "IfcGeographicElement", "crs": CRS_4547}).json()["features"]
    north, east, *_ = shapely.get_coordinates(shapely.geometry.shape(feature["geometry"]))[0]
    assert 3_900_000 < north < 4_000_000
    assert 300_000 < east < 700_000
    around = (north - 0.01, east - 0.01, north + 0.01, east + 0.01)
    found = client.get(OBJECTS, params={"bbox": ",".join(map(repr, map(float, around))), "bbox-crs": CRS_4547}).json()["features"]
    assert feature["id"] in {one["id"] for one in found}
    elsewhere = (north + 5_000, east, north + 5_001, east + 1)
    found = client.get(OBJECTS, params={"bbox": ",".join(map(repr, map(float, elsewhere))), "bbox-crs": CRS_4547}).json()
    assert found["features"] == []


@pytest.mark.parametrize("query", ["bbox=1,2", "limit=0", "nosuch=1", "datetime=x", "crs=x"])
def test_a_query_that_means_nothing_is_told(city, query):
    client, *_ = city
    answer = client.get(f"{OBJECTS}?{query}")
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_before_the_first_version_there_was_nothing(city):
    client, *_ = city
    assert client.get(f"{OBJECTS}?datetime=2020-01-01T00:00:00Z").json()["numberMatched"] == 0


def test_changes_are_told_once(city):
    client, *_ = city
    said = client.get("/api/v1/changes").json()
    assert [one["project"] for one in said["changes"]][:1] == ["P1"]
    assert client.get("/api/v1/changes", params={"since": said["next"]}).json()["changes"] == []


def test_changes_come_page_by_page_and_each_once(city):
    client, _, store = city
    numbers, since, has_more = [], None, True
    while has_more:
        said = client.get("/api/v1/changes", params={"limit": 1} | ({"since": since} if since else {})).json()
        numbers += [one["number"] for one in said["changes"]]
        since, has_more = said["next"], said["has_more"]
    assert numbers == store.read("cim_change")["change_number"].to_pylist()
    for query in ("sinse=2026-01-01", "limit=0", "since=yesterday", "since=2026-02-30"):
        assert client.get(f"/api/v1/changes?{query}").status_code in {400, 422}


@pytest.mark.parametrize("path", ["/ogc/", "/ogc/collections", f"{OBJECTS}?limit=3", "/api/v1/projects", "/healthz"])
def test_head_answers_as_get_without_the_body(city, path):
    client, *_ = city
    asked, got = client.head(path), client.get(path)
    assert (asked.status_code, asked.content, asked.headers["content-type"]) == (200, b"", got.headers["content-type"])


def test_what_an_address_does_not_take_is_told_with_what_it_takes(city):
    client, *_ = city
    for path, allowed in (("/api/v1/checks", "GET, HEAD, POST"), (OBJECTS, "GET, HEAD"), ("/api/v1/nights", "POST")):
        answer = client.request("PATCH", path)
        assert (answer.status_code, answer.headers["allow"]) == (405, allowed)
    assert client.get("/api/v1/nights").status_code == 405


def test_a_box_without_extent_in_a_projected_system_is_a_point(city):
    client, *_ = city
    assert client.get(f"{OBJECTS}?bbox=0,0,0,0&bbox-crs={CRS_4547}").json()["numberMatched"] == 0


def test_a_box_over_the_180th_meridian_goes_around_the_other_way(city):
    client, *_ = city
    west, south, east, north = client.get("/ogc/collections/cim_city_object").json()["extent"]["spatial"]["bbox"][0]
    every = client.get(OBJECTS).json()["numberMatched"]
    placed = client.get(f"{OBJECTS}?bbox={west},{south},{east},{north}").json()["numberMatched"]
    assert 0 < placed <= every
    # From the middle of the project east around the Earth to its western edge: all but what lies wholly between the two.
    middle = (west + east) / 2
    around = client.get(f"{OBJECTS}?bbox={middle},{south},{west - 0.01},{north}").json()["numberMatched"]
    half = client.get(f"{OBJECTS}?bbox={middle},{south},180,{north}").json()["numberMatched"]
    assert around == half < placed
    assert client.get(f"{OBJECTS}?bbox=170,-90,-170,90").json()["numberMatched"] == 0
    assert client.get(f"{OBJECTS}?bbox=170,{south},{west + 0.001},{north}").json()["numberMatched"] > 0


answers = {}
"""What each question was answered by the store before."""


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_stores_give_equal_answers(city, question):
    client, *_ = city
    answer = client.get(question)
    told = answer.json()
    told.pop("timeStamp", None)
    said = (answer.status_code, json.dumps(told, sort_keys=True).replace(str(client.base_url).rstrip("/"), ""))
    assert answers.setdefault(question, said) == said


def test_the_axes_are_those_of_the_authority_by_another_library(city):
    client, *_ = city
    lonlat, own = (
        client.get(f"{OBJECTS}?limit=20&crs={crs}") for crs in ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", CRS_4547)
    )
    assert (lonlat.headers["content-crs"], own.headers["content-crs"]) == (
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>", f"<{CRS_4547}>",
    )  # fmt: skip
    as_told = pyproj.Transformer.from_crs("EPSG:4490", "EPSG:4547")  # Both in the authority's order: north first.
    pairs = [
        (one["geometry"], other["geometry"]) for one, other in zip(lonlat.json()["features"], own.json()["features"], strict=True)
    ]
    assert sum(one is not None for one, _ in pairs) > 5
    for one, other in pairs:
        if one is not None:
            (lon, lat), (first, second) = (np.array(shapely.get_coordinates(shapely.geometry.shape(g))[0]) for g in (one, other))
            assert as_told.transform(lat, lon) == pytest.approx((first, second), abs=0.001)


@pytest.mark.parametrize(
    "interval", ["../..", "/", "2020-01-01/..", "../2099-01-01T00:00:00Z", "2020-01-01/2099-12-31", "2099-01-01"]
)
def test_times_without_an_end_and_boxes_with_heights(city, interval):
    client, *_ = city
    every = client.get(OBJECTS).json()["numberMatched"]
    assert client.get(OBJECTS, params={"datetime": interval}).json()["numberMatched"] == every
    west, south, east, north = client.get("/ogc/collections/cim_city_object").json()["extent"]["spatial"]["bbox"][0]
    flat, high = f"{west},{south},{east},{north}", f"{west},{south},-9,{east},{north},9999"
    assert client.get(f"{OBJECTS}?bbox={flat}").json()["features"] == client.get(f"{OBJECTS}?bbox={high}").json()["features"]
