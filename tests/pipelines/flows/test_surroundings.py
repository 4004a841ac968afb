"""Rules that look beyond one project: houses of two projects, red lines, height limits, pipes; in both kinds of store.

The houses are boxes whose corners are known; where they lie on the map is worked out here with pyproj and shapely alone.
"""

from collections import defaultdict
from math import cos, radians, sin
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Transformer

from checkers.surfaces import outlines
from cim_schema.codes import Profile, ProjectCategory
from cim_schema.project import Project
from pipelines.cim.context_file import read_context_file
from pipelines.cim.context_layers import load_layer
from pipelines.cim.placement import place_of
from pipelines.cim.store import open_store
from pipelines.cim.surroundings import find_surroundings
from pipelines.flows.context_loading import take_layer_in
from pipelines.flows.delivery import deliver
from pipelines.flows.intake import files_as_parts, take_in_all
from pipelines.flows.judgement import judge
from pipelines.flows.steps import Federation, Line
from pipelines.flows.surroundings import Around
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.pipelines.flows.plain_house import House

SAMPLES = Path(__file__).parents[3] / "sample_ifc"
EAST, NORTH = 395_700.0, 3_929_500.0

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def line(tmp_path_factory):
    return Line(Workspace(tmp_path_factory.mktemp("workspace")), Compute())


@pytest.fixture(scope="module")
def taken(line, tmp_path_factory):
    """A house as a model that was read and measured, once a house."""
    folder, known = tmp_path_factory.mktemp("houses"), {}

    def take(house):
        if house not in known:
            path = folder / str(len(known)) / f"{house.name}.ifc"  # A part is named after its file: the next one replaces it.
            path.parent.mkdir()
            house.write(path)
            known[house] = take_in_all(files_as_parts([path]), line)
        return known[house]

    return take


@pytest.fixture
def ingest(line, taken):
    """Brings a house into a store as a project of its own."""

    def bring(house, url):
        project = Project(code=house.name, models=(), category=ProjectCategory.BUILDING)
        federation = Federation(taken(house), ProjectCategory.BUILDING)
        deliver(project, judge(federation, line, Profile.BASELINE, ["CIM-01"]), line, url, is_whole=False)

    return bring


@pytest.fixture
def answers(line, taken):
    """What a rule says of a house among its surroundings: the outcome, and the findings."""

    def ask(rule, house, url):
        federation = Federation(taken(house), ProjectCategory.BUILDING)
        checked = judge(federation, line, Profile.BASELINE, [rule], around=Around(url, house.name)).checked
        (outcome,) = checked["chk_outcome"]["outcome"].to_pylist()
        return outcome, checked["chk_finding"].to_pylist()

    return ask


def outline_on_map(house, crs):
    """The outer walls of a house in a system, by pyproj."""
    turn = radians(house.turn_deg)
    corners = np.array([(0, 0), (house.length, 0), (house.length, house.width), (0, house.width)])
    on_map = corners @ np.array([[cos(turn), sin(turn)], [-sin(turn), cos(turn)]]) + (house.east, house.north)
    east, north = Transformer.from_crs(house.crs, crs, always_xy=True).transform(*on_map.T)
    return shapely.Polygon(np.column_stack([east, north]))


def beyond(house, gap, *, turn_deg, crs):
    """Another house, whose nearest corner is so far north of the middle of a house's north wall; as its own system has it."""
    turn = radians(house.turn_deg)
    along, across = np.array([cos(turn), sin(turn)]), np.array([-sin(turn), cos(turn)])
    corner = np.array([house.east, house.north]) + house.length / 2 * along + (house.width + gap) * across
    ahead = corner + 100 * np.array([cos(radians(turn_deg)), sin(radians(turn_deg))])
    move = Transformer.from_crs(house.crs, crs, always_xy=True).transform
    (east, north), (east_ahead, north_ahead) = move(*corner), move(*ahead)
    return House("乙楼", east, north, float(np.degrees(np.arctan2(north_ahead - north, east_ahead - east))), crs)


@pytest.fixture(params=["geopackage", "postgis"])
def url(request, tmp_path):
    return f"gpkg:{tmp_path / 'cim.gpkg'}" if request.param == "geopackage" else request.getfixturevalue("postgres_url")


def test_two_projects_too_near_are_told_of_each_other(url, ingest, answers):
    one, other = House("甲楼", EAST, NORTH), House("乙楼", EAST, NORTH + 12 + 12.9)
    ingest(one, url)
    ingest(other, url)
    for own, another, here, there in ((one, other, 12.0, 24.9), (other, one, 0.0, -12.9)):
        outcome, (finding,) = answers("FIR-15", own, url)
        assert (outcome, finding["observed"], finding["expected"]) == ("fail", "12.9", ">= 13")
        assert f'"other": "{another.name}"' in finding["text_params"]
        assert finding["subject"].startswith(f"{another.name}/")
        assert f'"other_point": [0.0, {there}]' in finding["evidence_inputs"]
        assert (finding["point_x_m"], finding["point_y_m"]) == (0.0, here)
    moved = House("乙楼", EAST, NORTH + 12 + 13.1)
    ingest(moved, url)
    assert answers("FIR-15", one, url) == answers("FIR-15", moved, url) == ("pass", [])


def test_neither_turning_nor_the_project_s_system_changes_the_answer(tmp_path, ingest, answers):
    url = f"gpkg:{tmp_path / 'cim.gpkg'}"
    own = House("甲楼", EAST, NORTH, 37.0)
    ingest(own, url)
    for gap, outcome in ((12.9, "fail"), (13.1, "pass")):
        other = beyond(own, gap, turn_deg=80.0, crs="EPSG:4546")
        ingest(other, url)
        measured = shapely.distance(outline_on_map(own, "EPSG:4547"), outline_on_map(other, "EPSG:4547"))
        for house in (own, other):
            said, findings = answers("FIR-15", house, url)
            assert said == outcome
            # The other one's frame is another projection of the same ground: a few parts in ten thousand.
            assert [finding["observed_value"] for finding in findings] == pytest.approx([measured] * len(findings), abs=0.005)
        assert findings or measured > 13


def written(path, shapes, crs="EPSG:4547", **attributes):
    gpd.GeoDataFrame(attributes, geometry=shapes, crs="EPSG:4547").to_crs(crs).to_file(path)
    return path


@pytest.mark.parametrize(("suffix", "crs"), [("gpkg", "EPSG:4547"), ("shp", "EPSG:4546"), ("geojson", "EPSG:4326")])
def test_a_red_line_that_is_crossed_is_found_and_one_that_is_touched_is_not(tmp_path, line, ingest, answers, suffix, crs):
    url, own = f"gpkg:{tmp_path / 'cim.gpkg'}", House("甲楼", EAST, NORTH, 37.0)
    ingest(own, url)
    store, walls = open_store(url), outline_on_map(own, "EPSG:4547")
    corners = [np.array(corner) for corner in walls.exterior.coords]
    inwards = (corners[3] - corners[0]) / own.width
    around = walls.buffer(30.0, join_style="mitre")
    for cut, outcome in ((0.05, "fail"), (0.0, "pass")):
        line_at = [corners[0] + cut * inwards, corners[1] + cut * inwards]
        along = line_at[1] - line_at[0]
        south = shapely.Polygon([line_at[0] - along * 9, line_at[1] + along * 9, line_at[1] + along * 9 - inwards * 99,
                                 line_at[0] - along * 9 - inwards * 99])  # fmt: skip
        path = written(tmp_path / f"plot.{suffix}", [around.difference(south)], crs, 名称=["A-03"])
        load_layer(store, read_context_file(path, "plot"))
        said, findings = answers("DES-01", own, url)
        assert said == outcome
        # The south walls of both storeys, and none of the others as far.
        depths = [finding["observed_value"] for finding in findings]
        assert max(depths, default=0.0) == pytest.approx(cut, abs=0.001)


def test_height_limits_and_buildings_of_layers(url, tmp_path, ingest, answers):
    own = House("甲楼", EAST, NORTH, 37.0)
    ingest(own, url)
    store, walls = open_store(url), outline_on_map(own, "EPSG:4547")
    zone = written(tmp_path / "zone.gpkg", [walls.buffer(50)], 限高=["24米"], 名称=["古城周边"])
    load_layer(store, read_context_file(zone, "height_limit"))
    outcome, (finding,) = answers("DES-09", own, url)
    assert (outcome, finding["observed"], finding["expected"]) == ("fail", "30", "<= 24")
    corner = np.array(walls.exterior.coords[2])
    near = shapely.affinity.translate(walls, *(corner - walls.exterior.coords[0]) * (1 + 8.9 / np.hypot(20, 12)))
    there = written(
        tmp_path / "there.gpkg", [near, walls], 高度=[12, 30], 耐火等级=["二级", None], 名称=["老供销社", "甲楼竣工测量"]
    )
    load_layer(store, read_context_file(there, "existing_building"))
    outcome, (finding,) = answers("FIR-15", own, url)
    assert (outcome, finding["expected"]) == ("fail", ">= 9")
    assert finding["observed_value"] == pytest.approx(8.9, abs=0.002)


def test_a_house_that_has_no_place_cannot_be_judged_among_others(tmp_path, ingest, answers):
    url = f"gpkg:{tmp_path / 'cim.gpkg'}"
    ingest(House("乙楼", EAST, NORTH), url)
    nowhere = House("甲楼", 0.0, 0.0)
    outcome, (finding,) = answers("FIR-15", nowhere, url)
    assert (outcome, finding["missing_field"]) == ("undetermined", "IfcMapConversion")


def test_without_surroundings_nothing_is_said(line, taken):
    federation = Federation(taken(House("甲楼", EAST, NORTH)), ProjectCategory.BUILDING)
    checked = judge(federation, line, Profile.BASELINE, ["FIR-15", "DES-01", "DES-09"]).checked
    assert set(checked["chk_outcome"]["outcome"].to_pylist()) == {"na"}


def test_trees_of_the_park_stand_too_near_to_the_pipes_of_the_sample_layer(tmp_path, line):
    url = f"gpkg:{tmp_path / 'cim.gpkg'}"
    load_layer(open_store(url), read_context_file(SAMPLES / "context" / "pipe.geojson", "pipe"))
    models = take_in_all(files_as_parts([SAMPLES / "clean" / "park" / "park_planting.ifc"]), line)
    federation = Federation(models, ProjectCategory.LANDSCAPE)
    checked = judge(federation, line, Profile.BASELINE, ["LA-14"], around=Around(url)).checked
    found = {(row["subject"], row["observed"], row["expected"]) for row in checked["chk_finding"].to_pylist()}
    assert found == {("pipe#1", "1", ">= 1.5"), ("pipe#2", "1", ">= 1.2")}


def test_fire_lanes_of_the_quarter_reach_the_street_past_what_stands_in_them(tmp_path, line):
    url = f"gpkg:{tmp_path / 'cim.gpkg'}"
    models = take_in_all(files_as_parts([SAMPLES / "clean" / "renewal" / "renewal_site.ifc"]), line)
    federation = Federation(models, ProjectCategory.HABITAT)
    placed = judge(federation, line, Profile.BASELINE, ["CIM-01"]).tables
    place = place_of(placed, models[0].model_id)

    def load(kind, name, shape):
        on_map = shapely.transform(shape, lambda xy: xy @ place.matrix[:2, :2].T + place.matrix[:2, 3])
        layer = written(tmp_path / f"{kind}.gpkg", [on_map], 名称=[name])
        load_layer(open_store(url), read_context_file(layer, kind))

    def said(rule):
        checked = judge(federation, line, Profile.BASELINE, [rule], around=Around(url)).checked
        return checked["chk_outcome"]["outcome"].to_pylist(), checked["chk_finding"].to_pylist()

    # The lanes are joined with one another, and the main one ends at x = 0, between y = 35 and 41.
    load("road_red_line", "凤台街", shapely.box(-30, -20, 0, 100))
    assert said("FIR-22") == (["pass"], [])
    load("road_red_line", "凤台街", shapely.box(-32, -20, -2, 100))
    outcomes, (finding,) = said("FIR-22")
    assert (outcomes, finding["subject"], finding["observed"]) == (["fail"], "street", "2")
    assert '"other": "凤台街 (road_red_line)"' in finding["text_params"]
    assert finding["point_x_m"] == pytest.approx(0.0, abs=0.001)
    load("tree", "古槐", shapely.Point(60, 38.5))
    outcomes, (finding,) = said("FIR-23")
    assert (outcomes, finding["subject"]) == (["fail"], "tree#1")
    assert finding["observed_value"] == pytest.approx(3.5, abs=0.01)


def test_streets_of_other_projects_are_streets_for_fire_lanes(url, line):
    models = take_in_all(files_as_parts([SAMPLES / "clean" / "street" / "street_road.ifc"]), line)
    judged = judge(Federation(models, ProjectCategory.ROAD_BRIDGE), line, Profile.BASELINE, ["CIM-01"])
    project = Project(code="丹水路", models=(), category=ProjectCategory.ROAD_BRIDGE)
    deliver(project, judged, line, url, is_whole=False)
    tables, model_id = judged.tables, models[0].model_id
    shapes = outlines({name: tables[name].to_pandas() for name in ("ifc_element", "msr_footprint")})
    classes = tables["ifc_element"].to_pandas().set_index("step_id")["ifc_class"]
    paved = shapely.union_all([shapely.make_valid(shape) for step, shape in shapes.items() if classes[step] == "IfcPavement"])
    for asking, count in (("另一项目", 1), ("丹水路", 0)):
        around = find_surroundings(open_store(url), tables, [model_id], asking, defaultdict(tuple))["ctx_near"].to_pylist()
        roads = [row for row in around if row["context_kind"] == "road"]
        assert len(roads) == count
        for row in roads:
            ground = shapely.from_wkb(row["shape_local"])
            assert shapely.area(shapely.difference(paved, shapely.buffer(ground, 0.01))) < 0.01


def test_plots_off_by_the_shift_of_internet_maps_are_told(tmp_path, ingest):
    """The shift in the city as others worked it out: some 556 m, at an azimuth of 95°."""
    url, own = f"gpkg:{tmp_path / 'cim.gpkg'}", House("甲楼", EAST, NORTH)
    ingest(own, url)
    plot = outline_on_map(own, "EPSG:4547").buffer(60)
    shifted = shapely.affinity.translate(plot, 556 * sin(radians(95)), 556 * cos(radians(95)))
    for shape, is_told in ((plot, False), (shifted, True), (shapely.affinity.translate(plot, -500, 0), False)):
        path = written(tmp_path / "plot.gpkg", [shape], "EPSG:4490", 名称=["A-03"])
        taken = take_layer_in(url, path, "plot", crs=None, source_layer=None, fields={})
        assert taken.looks_shifted == is_told
