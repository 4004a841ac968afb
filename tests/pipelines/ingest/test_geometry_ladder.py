"""Products whose shapes are broken in one way or another, written here with ifcopenshell: each keeps its row."""

import json
import zipfile

import ifcopenshell
import ifcopenshell.guid
import pytest

from cim_schema.messages import LANGUAGES, has_text, text
from pipelines.ingest.geometry import read_geometry
from pipelines.ingest.model import read_model
from pipelines.runtime.compute import Compute

pytestmark = pytest.mark.slow


class SmallModel:
    """An IFC4 model in metres, to which products are added."""

    def __init__(self):
        self.file = ifcopenshell.file(schema="IFC4")
        new = self.file.create_entity
        units = new("IfcUnitAssignment", [new("IfcSIUnit", UnitType="LENGTHUNIT", Name="METRE")])
        self.context = new("IfcGeometricRepresentationContext", None, "Model", 3, 1e-5, self.axes(0, 0, 0))
        new("IfcProject", ifcopenshell.guid.new(), RepresentationContexts=[self.context], UnitsInContext=units)

    def axes(self, *location):
        new = self.file.create_entity
        return new("IfcAxis2Placement3D", new("IfcCartesianPoint", [float(x) for x in location]))

    def placed(self, *location, parent=None):
        return self.file.create_entity("IfcLocalPlacement", parent, self.axes(*location))

    def extrusion(self, width, length, height, at=(0, 0, 0)):
        new = self.file.create_entity
        profile = new("IfcRectangleProfileDef", "AREA", None, None, float(width), float(length))
        return new("IfcExtrudedAreaSolid", profile, self.axes(*at), new("IfcDirection", (0.0, 0.0, 1.0)), float(height))

    def represented(self, items, identifier="Body", kind="SweptSolid"):
        return self.file.create_entity("IfcShapeRepresentation", self.context, identifier, kind, items)

    def product(self, *representations, placement=None, ifc_class="IfcBuildingElementProxy"):
        new = self.file.create_entity
        shape = new("IfcProductDefinitionShape", Representations=representations) if representations else None
        return new(ifc_class, ifcopenshell.guid.new(), ObjectPlacement=placement, Representation=shape)

    def read(self, folder, workers=1):
        path = folder / "small.ifc"
        self.file.write(str(path))
        return read(path, workers)


def read(path, workers=1):
    tables = read_geometry(path, read_model(path), Compute(workers))
    return tables["ifc_geometry"].to_pandas().set_index("step_id"), tables["run_problem"].to_pandas()


def box_of(row):
    return [row[f"{end}_{axis}_m"] for end in ("min", "max") for axis in "xyz"]


@pytest.fixture
def model():
    return SmallModel()


def test_a_sound_box_needs_no_step_down(model, tmp_path):
    product = model.product(model.represented([model.extrusion(2, 3, 4)]), placement=model.placed(10, 20, 30))
    rows, problems = model.read(tmp_path)
    row = rows.loc[product.id()]
    assert box_of(row) == pytest.approx([9, 18.5, 30, 11, 21.5, 34])
    assert row["volume_m3"] == pytest.approx(24)
    assert row["is_closed"]
    assert row["kernel"].startswith("ifclite-geom ")
    assert row["representation"] == "Body/SweptSolid"
    assert problems.empty


def test_every_broken_product_keeps_its_row(model, tmp_path):
    new = model.file.create_entity
    place = model.placed(1, 2, 3)
    sound = model.product(model.represented([model.extrusion(1, 1, 1)]))
    flat = model.product(model.represented([model.extrusion(2, 4, 0, at=(0, 0, 5))]), placement=place)
    empty = model.product(model.represented([]), placement=place)
    line = new("IfcPolyline", [new("IfcCartesianPoint", point) for point in ((0.0, 0.0, 0.0), (5.0, 0.0, 2.0))])
    curve = model.product(model.represented([line], kind="Curve3D"), placement=place)
    bounds = new("IfcBoundingBox", new("IfcCartesianPoint", (-1.0, 0.0, 0.0)), 2.0, 3.0, 4.0)
    bounded = model.product(model.represented([bounds], "Box", "BoundingBox"), placement=place, ifc_class="IfcSite")
    mapped = model.represented([], kind="MappedRepresentation")
    source = new("IfcRepresentationMap", model.axes(0, 0, 0), mapped)
    target = new("IfcCartesianTransformationOperator3D", LocalOrigin=new("IfcCartesianPoint", (0.0, 0.0, 0.0)))
    mapped.Items = [new("IfcMappedItem", source, target)]
    circular = model.product(mapped, placement=place)
    rows, problems = model.read(tmp_path)

    assert rows.loc[sound.id(), "volume_m3"] == pytest.approx(1)
    assert box_of(rows.loc[flat.id()]) == pytest.approx([0, 0, 8, 2, 4, 8])
    assert box_of(rows.loc[empty.id()]) == pytest.approx([1, 2, 3, 1, 2, 3])
    assert box_of(rows.loc[curve.id()]) == pytest.approx([1, 2, 3, 6, 2, 5])
    assert box_of(rows.loc[bounded.id()]) == pytest.approx([0, 2, 3, 2, 5, 7])
    assert box_of(rows.loc[circular.id()]) == pytest.approx([1, 2, 3, 1, 2, 3])
    assert rows["kernel"].to_dict() == {
        sound.id(): rows.loc[sound.id(), "kernel"],
        flat.id(): "box:points",
        empty.id(): "box:placement",
        curve.id(): "box:points",
        bounded.id(): "box:points",
        circular.id(): "box:placement",
    }
    assert set(problems["step_id"]) == set(rows.index) - {sound.id()}


def test_every_step_down_is_told_in_both_languages(model, tmp_path):
    model.product(model.represented([model.extrusion(2, 4, 0)]))
    model.product(model.represented([]))
    _, problems = model.read(tmp_path)
    assert len(problems) > 2
    for _, problem in problems.iterrows():
        params = json.loads(problem["text_params"])
        assert has_text(params["reason"].removeprefix("@"))
        for language in LANGUAGES:
            assert "{" not in text(problem["text_code"], params, language)


def test_more_than_two_hundred_steps_down_are_told_by_kind(model, tmp_path):
    for _ in range(201):
        model.product(model.represented([]))
    rows, problems = model.read(tmp_path)
    assert len(rows) == 201
    told = [json.loads(params) for params in problems["text_params"]]
    assert {params["count"] for params in told} == {201}
    assert len(problems) == len({(params["sentence"], params["kernel"], params["reason"]) for params in told})


def test_a_placement_that_returns_to_itself_loses_neither_its_product_nor_the_others(model, tmp_path):
    turning = model.placed(1, 2, 3)
    turning.PlacementRelTo = model.placed(1, 0, 0, parent=turning)
    lost = model.product(model.represented([model.extrusion(1, 1, 1)]), placement=turning)
    after = model.product(model.represented([model.extrusion(1, 1, 2)]))
    rows, problems = model.read(tmp_path)
    assert rows["volume_m3"].to_dict() == pytest.approx({lost.id(): 1, after.id(): 2})
    assert problems.empty
    told = read_model(tmp_path / "small.ifc")["run_problem"].to_pandas()
    assert set(told["step_id"]) == {lost.id()}


def test_only_products_with_a_body_have_a_row(model, tmp_path):
    new = model.file.create_entity
    line = new("IfcPolyline", [new("IfcCartesianPoint", point) for point in ((0.0, 0.0), (5.0, 0.0))])
    model.product(model.represented([line], "Axis", "Curve2D"))
    model.product()
    opening = model.product(model.represented([model.extrusion(1, 1, 1)]), ifc_class="IfcOpeningElement")
    space = model.product(model.represented([model.extrusion(1, 1, 1)], "", "SweptSolid"), ifc_class="IfcSpace")
    rows, _ = model.read(tmp_path)
    assert set(rows.index) == {opening.id(), space.id()}


def test_openings_are_cut_out(model, tmp_path):
    place = model.placed(0, 0, 0)
    wall = model.product(model.represented([model.extrusion(4, 0.2, 3)]), placement=place, ifc_class="IfcWall")
    void = model.extrusion(1, 0.2, 2, at=(0, 0, 0.5))
    hole = model.product(model.represented([void]), placement=place, ifc_class="IfcOpeningElement")
    model.file.create_entity("IfcRelVoidsElement", ifcopenshell.guid.new(), None, None, None, wall, hole)
    rows, _ = model.read(tmp_path)
    assert rows.loc[wall.id(), "volume_m3"] == pytest.approx(4 * 0.2 * 3 - 1 * 0.2 * 2)
    assert rows.loc[hole.id(), "volume_m3"] == pytest.approx(0.4)


def test_millimetres_come_out_in_metres(model, tmp_path):
    model.file.by_type("IfcSIUnit")[0].Prefix = "MILLI"
    sound = model.product(model.represented([model.extrusion(2000, 3000, 4000)]), placement=model.placed(1000, 0, 0))
    flat = model.product(model.represented([model.extrusion(2000, 3000, 0)]), placement=model.placed(1000, 0, 0))
    rows, _ = model.read(tmp_path)
    assert box_of(rows.loc[sound.id()]) == pytest.approx([0, -1.5, 0, 2, 1.5, 4])
    assert box_of(rows.loc[flat.id()]) == pytest.approx([0, -1.5, 0, 2, 1.5, 0])


def test_an_ifczip_is_read_too(model, tmp_path):
    product = model.product(model.represented([model.extrusion(2, 3, 4)]))
    model.file.write(str(tmp_path / "small.ifc"))
    packed = tmp_path / "small.ifczip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(tmp_path / "small.ifc", "small.ifc")
    rows, _ = read(packed)
    assert rows.loc[product.id(), "volume_m3"] == pytest.approx(24)
