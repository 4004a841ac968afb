"""Files of surroundings as they come: what is read of them, and what is told of those that cannot be believed."""

import json

import geopandas as gpd
import pyogrio
import pytest
import shapely

from cim_schema.errors import InvalidContext, InvalidOption, NotFound, UnknownCrs
from pipelines.cim.context_file import read_context_file
from pipelines.cim.context_layers import load_layer, remove_layer
from pipelines.cim.context_store import open_context
from pipelines.publish.geopackage import write_geopackage

EAST, NORTH = 395_700.0, 3_929_500.0
LON, LAT = 112.8510, 35.4898
PLOT = shapely.box(EAST, NORTH, EAST + 100, NORTH + 80)


def written(path, shapes, crs="EPSG:4547", **attributes):
    gpd.GeoDataFrame(attributes, geometry=shapes, crs=crs).to_file(path)
    return path


def geojson(path, *coordinates, **properties):
    features = [
        {"type": "Feature", "properties": properties, "geometry": {"type": "Point", "coordinates": list(point)}}
        for point in coordinates
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", ["gpkg", "shp", "geojson"])
def test_each_format_gives_the_same_rows(tmp_path, suffix):
    lonlat = gpd.GeoSeries([PLOT], crs="EPSG:4547").to_crs("EPSG:4490").iloc[0]
    shape, crs = (lonlat, "EPSG:4490") if suffix == "geojson" else (PLOT, "EPSG:4547")
    layer = read_context_file(written(tmp_path / f"a.{suffix}", [shape], crs, 名称=["A-03"], 用途=["住宅"]), "plot/north")
    (row,) = layer.features.to_pylist()
    assert (row["context_layer"], row["context_kind"], row["feature_number"], row["name"]) == ("plot/north", "plot", 1, "A-03")
    assert row["building_use"] == "住宅"
    assert json.loads(row["attributes"]) == {"名称": "A-03", "用途": "住宅"}
    assert shapely.hausdorff_distance(shapely.from_wkb(row["geom"]), lonlat) < 1e-8
    assert not layer.is_off_city


def test_numbers_are_read_as_people_write_them(tmp_path):
    shapes = [shapely.LineString([(EAST, NORTH), (EAST, NORTH + at)]) for at in range(1, 7)]
    said = ["DN300", "300", "0.3", "300mm", "30 cm", "不详"]
    layer = read_context_file(written(tmp_path / "a.gpkg", shapes, 管径=said, 管线类型=["污水"] * 6), "pipe")
    assert layer.features["pipe_diameter_m"].to_pylist() == pytest.approx([0.3] * 5 + [None])
    buildings = written(tmp_path / "b.gpkg", [PLOT] * 3, 高度=["24米", "24.5", "m"], 层数=["6F", "6层", "0"])
    rows = read_context_file(buildings, "existing_building").features
    assert rows["height_m"].to_pylist() == [24.0, 24.5, None]
    assert rows["storeys_above"].to_pylist() == [6, 6, None]


def test_the_user_says_which_attribute_gives_a_column_and_features_without_it_are_left_out(tmp_path):
    path = written(tmp_path / "a.gpkg", [PLOT, PLOT, None], ABC=["24", None, "30"])
    layer = read_context_file(path, "height_limit", fields={"limit_m": "abc"})
    assert (layer.features["limit_m"].to_pylist(), layer.left_out) == ([24.0], 2)
    with pytest.raises(InvalidContext, match="--field limit_m=ATTRIBUTE"):
        read_context_file(path, "height_limit")
    for wrong in ({"limit_m": "XYZ"}, {"height_limit": "ABC"}):
        with pytest.raises(InvalidOption):
            read_context_file(path, "height_limit", fields=wrong)


def reason(path, layer="tree", **told):
    with pytest.raises(InvalidContext) as refused:
        read_context_file(path, layer, **told)
    assert refused.value.exit_status == 2
    assert refused.value.params["file"] == path.name
    return refused.value.params["reason"].removeprefix("@context.")


def test_a_file_that_cannot_be_believed_is_refused_with_the_reason(tmp_path):
    assert reason(tmp_path / "gone.gpkg") == "not_there"
    (tmp_path / "text.geojson").write_text("no layer at all", encoding="utf-8")
    assert reason(tmp_path / "text.geojson") == "unreadable"
    bare = written(tmp_path / "bare.shp", [PLOT], a=[1])
    bare.with_suffix(".prj").unlink()
    assert reason(bare, "plot") == "no_crs"
    assert len(read_context_file(bare, "plot", crs="EPSG:4547").features) == 1
    assert reason(geojson(tmp_path / "swapped.geojson", (LAT, LON))) == "swapped"
    assert reason(geojson(tmp_path / "metres.geojson", (EAST, NORTH))) == "no_degrees"
    assert reason(written(tmp_path / "axes.gpkg", [shapely.Point(NORTH, EAST)], a=[1])) == "swapped"
    assert reason(geojson(tmp_path / "树木_GCJ02.geojson", (LON, LAT))) == "shifted"
    assert reason(geojson(tmp_path / "empty.geojson")) in {"empty", "unreadable", "no_geometry"}
    assert reason(written(tmp_path / "area.gpkg", [PLOT], a=[1])) == "other_geometry"
    two = tmp_path / "two.gpkg"
    for name in ("one", "other"):
        gpd.GeoDataFrame({"a": [1]}, geometry=[shapely.Point(EAST, NORTH)], crs="EPSG:4547").to_file(two, layer=name)
    assert reason(two) == "several_layers"
    assert len(read_context_file(two, "tree", source_layer="other").features) == 1


def test_what_the_command_line_says_wrong_is_told(tmp_path):
    path = geojson(tmp_path / "a.geojson", (LON, LAT))
    for layer in ("trees", "tree/", "tree/a b", ""):
        with pytest.raises(InvalidOption):
            read_context_file(path, layer)
    with pytest.raises(UnknownCrs):
        read_context_file(path, "tree", crs="nowhere")
    with pytest.raises(InvalidOption):
        read_context_file(path, "tree", source_layer="b")


def test_coordinates_in_metres_are_believed_once_their_system_is_said_and_what_lies_elsewhere_is_told(tmp_path):
    metres = read_context_file(geojson(tmp_path / "metres.geojson", (EAST, NORTH)), "tree", crs="EPSG:4547")
    assert (metres.crs, metres.is_off_city) == ("EPSG:4547", False)
    assert read_context_file(geojson(tmp_path / "rome.geojson", (12.5, 41.9)), "tree").is_off_city


def test_layers_have_versions_and_go_again(any_store, tmp_path):
    north = geojson(tmp_path / "north.geojson", (LON, LAT), (LON + 0.01, LAT), 名称="国槐")
    assert (load_layer(any_store, read_context_file(north, "tree")).version, any_store.projects()) == (1, ())
    again = load_layer(any_store, read_context_file(north, "tree"))
    assert (again.version, again.is_new) == (1, False)
    load_layer(any_store, read_context_file(north, "tree/south"))
    assert load_layer(any_store, read_context_file(geojson(tmp_path / "b.geojson", (LON, LAT)), "tree")).version == 2
    context = open_context(any_store)
    told = [(row["context_layer"], row["layer_version"], row["feature_count"]) for row in context.layers()]
    assert told == [("tree", 2, 1), ("tree/south", 1, 2)]
    around = context.features((LON - 0.001, LAT - 0.001, LON + 0.001, LAT + 0.001))
    assert around["context_layer"].to_pylist() == ["tree", "tree/south"]
    remove_layer(any_store, "tree/south")
    assert [row["context_layer"] for row in context.layers()] == ["tree"]
    with pytest.raises(NotFound):
        remove_layer(any_store, "tree/south")


def test_a_delivery_leaves_the_layers_and_a_layer_leaves_the_projects(any_store, tmp_path, make_version, make_delivery):
    load_layer(any_store, read_context_file(geojson(tmp_path / "a.geojson", (LON, LAT)), "tree"))
    any_store.apply(make_delivery(make_version()))
    assert [row["context_layer"] for row in open_context(any_store).layers()] == ["tree"]
    load_layer(any_store, read_context_file(geojson(tmp_path / "b.geojson", (LON, LAT)), "tree"))
    assert any_store.projects() == ("SCH",)
    assert len(any_store.read("cim_city_object")) > 6


def test_layers_are_not_published(store, tmp_path, make_version, make_delivery):
    store.apply(make_delivery(make_version()))
    plain = write_geopackage(store.path, tmp_path / "plain").read_bytes()
    assert plain == store.path.read_bytes()
    load_layer(store, read_context_file(geojson(tmp_path / "a.geojson", (LON, LAT)), "tree"))
    assert "ctx_feature" in dict(pyogrio.list_layers(store.path))
    published = write_geopackage(store.path, tmp_path / "published")
    layers = dict(pyogrio.list_layers(published))
    assert {name for name in layers if name.startswith("ctx_")} == set()
    assert len(pyogrio.read_dataframe(published, layer="cim_city_object")) == len(store.read("cim_city_object"))
