"""Alignments in models written for one situation, and in real ones beside ifcopenshell's own mapping and evaluation."""

import math

import numpy as np
import pytest
import shapely

from cim_schema.codes import RunStage
from pipelines.ingest.alignment_layouts import find_alignments
from pipelines.ingest.alignment_segments import read_segments
from pipelines.ingest.model import read_model
from pipelines.ingest.parsing import parse
from pipelines.ingest.problems import Problems
from pipelines.ingest.readable import readable_file
from pipelines.ingest.source import Source
from pipelines.ingest.units import Units

pytestmark = pytest.mark.slow

UNITS = (
    "#1=IFCPROJECT('0000000000000000000001',$,'p',$,$,$,$,(#5),#2);",
    "#2=IFCUNITASSIGNMENT((#3,#4));",
    "#3=IFCSIUNIT(*,.LENGTHUNIT.,.MILLI.,.METRE.);",
    "#4=IFCSIUNIT(*,.PLANEANGLEUNIT.,$,.RADIAN.);",
    "#5=IFCGEOMETRICREPRESENTATIONCONTEXT($,'Model',3,1.E-5,#8,$);",
    "#6=IFCCARTESIANPOINT((1000.,2000.,3000.));",
    "#7=IFCDIRECTION((0.,1.,0.));",
    "#8=IFCAXIS2PLACEMENT3D(#9,$,$);",
    "#9=IFCCARTESIANPOINT((0.,0.,0.));",
)
PLACED = ("#10=IFCLOCALPLACEMENT($,#11);", "#11=IFCAXIS2PLACEMENT3D(#6,$,#7);")
ALIGNMENT = "#20=IFCALIGNMENT('0000000000000000000020',$,'K',$,$,#10,{shape},$);"
# 100 m straight on along local x, then 50 m to the left on a radius of 100 m; in millimetres.
PLAN = (
    "#21=IFCALIGNMENTHORIZONTAL('0000000000000000000021',$,$,$,$,$,$);",
    "#22=IFCRELNESTS('0000000000000000000022',$,$,$,#20,(#21{more}));",
    "#23=IFCRELNESTS('0000000000000000000023',$,$,$,#21,(#24,#25));",
    "#24=IFCALIGNMENTSEGMENT('0000000000000000000024',$,$,$,$,$,$,#26);",
    "#25=IFCALIGNMENTSEGMENT('0000000000000000000025',$,$,$,$,$,$,#27);",
    "#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,0.,0.,100000.,$,.LINE.);",
    "#27=IFCALIGNMENTHORIZONTALSEGMENT($,$,#29,0.,100000.,100000.,50000.,$,.CIRCULARARC.);",
    "#28=IFCCARTESIANPOINT((0.,0.));",
    "#29=IFCCARTESIANPOINT((100000.,0.));",
)
PROFILE = (
    "#31=IFCALIGNMENTVERTICAL('0000000000000000000031',$,$,$,$,$,$);",
    "#33=IFCRELNESTS('0000000000000000000033',$,$,$,#31,(#34));",
    "#34=IFCALIGNMENTSEGMENT('0000000000000000000034',$,$,$,$,$,$,#35);",
    "#35=IFCALIGNMENTVERTICALSEGMENT($,$,0.,150000.,5000.,0.02,0.04,$,.PARABOLICARC.);",
)


def plan(more=""):
    return tuple(line.format(more=more) for line in PLAN)


def station(number, distance, station, *, incoming=""):
    """A referent on the polyline #60 with a stationing set."""
    at = 200 + 10 * number
    return (
        f"#{at}=IFCREFERENT('0000000000000000000{at}',$,'R{number}',$,$,#{at + 1},$,.STATION.);",
        f"#{at + 1}=IFCLINEARPLACEMENT($,#{at + 2},$);",
        f"#{at + 2}=IFCAXIS2PLACEMENTLINEAR(#{at + 3},$,$);",
        f"#{at + 3}=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE({distance}),$,$,$,#60);",
        f"#{at + 4}=IFCPROPERTYSET('000000000000000000{at + 4:04d}',$,'Pset_Stationing',$,(#{at + 5}));",
        f"#{at + 5}=IFCPROPERTYSINGLEVALUE('Station',$,IFCLENGTHMEASURE({station}),$);",
        f"#{at + 6}=IFCRELDEFINESBYPROPERTIES('000000000000000000{at + 6:04d}',$,$,$,(#{at}),#{at + 4});",
    )


POLYLINE = (
    "#60=IFCPOLYLINE((#61,#62,#63));",
    "#61=IFCCARTESIANPOINT((0.,0.,1000.));",
    "#62=IFCCARTESIANPOINT((3000000.,0.,1000.));",
    "#63=IFCCARTESIANPOINT((3000000.,1000000.,1000.));",
    "#64=IFCSHAPEREPRESENTATION(#5,'Axis','Curve3D',(#60));",
    "#65=IFCPRODUCTDEFINITIONSHAPE($,$,(#64));",
)


@pytest.fixture
def made(write_ifc):
    """Tables of a model written in IFC4X3_ADD2, or in another schema."""

    def make(*lines, schema="IFC4X3_ADD2"):
        return {name: table.to_pylist() for name, table in read_model(write_ifc(*UNITS, *PLACED, *lines, schema=schema)).items()}

    return make


def alignment_problems(tables):
    return [row["text_code"] for row in tables["run_problem"] if "alignment" in row["text_code"] or "linear" in row["text_code"]]


def points(row):
    return shapely.get_coordinates(shapely.from_wkb(row["axis"]), include_z=True)


def test_segments_are_in_metres_and_the_axis_in_the_model_frame(made):
    tables = made(ALIGNMENT.format(shape="$"), *plan(",#31"), *PROFILE)
    (row,) = tables["ifc_alignment"]
    assert (row["axis_source"], row["has_vertical"], row["has_cant"]) == ("segments", True, False)
    assert (row["axis_length_m"], row["start_station_m"]) == (150.0, 0.0)
    # The placement turns x to y and lies at (1, 2, 3) m.
    end = 1 - 100 * (1 - math.cos(0.5)), 2 + 100 + 100 * math.sin(0.5), 3 + 5 + 150 * 0.03
    assert points(row)[0] == pytest.approx((1, 2, 8))
    assert points(row)[-1] == pytest.approx(end)
    line, arc, vertical = tables["ifc_alignment_segment"]
    assert (line["start_direction_deg"], line["start_radius_m"], line["end_radius_m"]) == (pytest.approx(90), None, None)
    assert (arc["distance_along_m"], arc["station_m"], arc["start_radius_m"], arc["segment_length_m"]) == (100, 100, 100, 50)
    assert (arc["start_x_m"], arc["start_y_m"]) == pytest.approx((1, 102))
    assert (vertical["layout"], vertical["segment_type"], vertical["start_height_m"]) == ("vertical", "PARABOLICARC", 5)
    assert vertical["vertical_radius_m"] == pytest.approx(150 / 0.02)
    assert alignment_problems(tables) == []


def test_a_child_reuses_the_plan_of_its_parent(made):
    tables = made(
        ALIGNMENT.format(shape="$"), *plan(), *PROFILE,
        "#40=IFCALIGNMENT('0000000000000000000040',$,'left',$,$,#10,$,$);",
        "#41=IFCRELAGGREGATES('0000000000000000000041',$,$,$,#20,(#40));",
        "#42=IFCRELNESTS('0000000000000000000042',$,$,$,#40,(#31));",
    )  # fmt: skip
    parent, child = tables["ifc_alignment"]
    assert (parent["has_vertical"], child["has_vertical"], child["axis_length_m"]) == (False, True, 150.0)
    assert np.abs(points(parent)[-1] - points(child)[-1]).tolist() == pytest.approx([0, 0, 5 + 150 * 0.03])
    assert [row["alignment_step_id"] for row in tables["ifc_alignment_segment"]] == [20, 20, 40]


def test_a_polyline_is_an_axis_and_stations_jump_at_an_equation(made):
    pole = (
        "#90=IFCSIGN('0000000000000000000090',$,'P',$,$,#91,$,$,$);",
        "#91=IFCLINEARPLACEMENT(#10,#92,$);",
        "#92=IFCAXIS2PLACEMENTLINEAR(#93,$,$);",
        "#93=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(2500000.),-4000.,500.,$,#60);",
    )
    nest = "#99=IFCRELNESTS('0000000000000000000099',$,$,$,#20,(#210,#220));"
    tables = made(
        ALIGNMENT.format(shape="#65"), *POLYLINE, *station(1, 0.0, 1000000.0), *station(2, 2000000.0, 5000000.0), nest, *pole
    )
    (row,) = tables["ifc_alignment"]
    assert (row["axis_source"], row["axis_length_m"], row["start_station_m"]) == ("curve", 4000, 1000)
    assert points(row).tolist() == [pytest.approx(p) for p in ((1, 2, 4), (1, 3002, 4), (-999, 3002, 4))]
    first, second = tables["ifc_referent"]
    assert (first["alignment_step_id"], first["distance_along_m"], first["station_m"]) == (20, 0, 1000)
    assert (second["distance_along_m"], second["station_m"]) == (2000, 5000)
    sign = next(row for row in tables["ifc_linear_placement"] if row["step_id"] == 90)
    assert (sign["alignment_step_id"], sign["distance_along_m"], sign["station_m"]) == (20, 2500, 5500)
    assert (sign["offset_lateral_m"], sign["offset_vertical_m"]) == (-4, 0.5)
    assert alignment_problems(tables) == []


def test_a_draft_says_its_first_station_where_the_final_schema_has_no_attribute(made):
    lines = list(plan())
    lines[0] = "#21=IFCALIGNMENTHORIZONTAL('0000000000000000000021',$,'a, (b''',$,$,$,$,2103720.56);"
    tables = made(ALIGNMENT.format(shape="$"), *lines, schema="IFC4X3_RC3")
    assert tables["ifc_alignment"][0]["start_station_m"] == pytest.approx(2103.72056)
    assert [row["station_m"] for row in tables["ifc_alignment_segment"]] == pytest.approx([2103.72056, 2203.72056])


def test_a_curve_far_from_sound_segments_is_not_believed(made):
    tables = made(ALIGNMENT.format(shape="#65"), *plan(",#31"), *PROFILE, *POLYLINE)
    (row,) = tables["ifc_alignment"]
    assert (row["axis_source"], row["axis_length_m"]) == ("segments", 150)
    assert alignment_problems(tables) == ["read.alignment_curve_differs"]


def test_an_offset_curve_lies_beside_its_basis(made):
    lines = (
        ALIGNMENT.format(shape="#75"), *POLYLINE,
        "#70=IFCOFFSETCURVEBYDISTANCES(#76,(#71,#72),$);",
        "#71=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(0.),4000.,$,$,#76);",
        "#72=IFCPOINTBYDISTANCEEXPRESSION(IFCLENGTHMEASURE(100000.),4000.,$,$,#76);",
        "#74=IFCSHAPEREPRESENTATION(#5,'Axis','Curve3D',(#70));",
        "#75=IFCPRODUCTDEFINITIONSHAPE($,$,(#74));",
        "#76=IFCCOMPOSITECURVE((#77),.F.);",
        "#77=IFCCURVESEGMENT(.CONTINUOUS.,#78,IFCLENGTHMEASURE(0.),IFCLENGTHMEASURE(100000.),#80);",
        "#78=IFCAXIS2PLACEMENT2D(#79,$);",
        "#79=IFCCARTESIANPOINT((0.,0.));",
        "#80=IFCLINE(#79,#81);",
        "#81=IFCVECTOR(#82,1.);",
        "#82=IFCDIRECTION((1.,0.));",
    )  # fmt: skip
    (row,) = made(*lines)["ifc_alignment"]
    assert (row["axis_source"], row["axis_length_m"]) == ("curve", pytest.approx(100))
    # Four metres to the left of local x, which the placement turned to y.
    assert points(row)[[0, -1]].tolist() == [pytest.approx((-3, 2, 3)), pytest.approx((-3, 102, 3))]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,0.,0.,-1.,$,.LINE.);", ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,0.,0.,$,$,.LINE.);", ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#98,0.,0.,0.,1.,$,.LINE.);", ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTVERTICALSEGMENT($,$,0.,1.,5.,0.,0.,$,.CONSTANTGRADIENT.);",
         ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,0.,0.,99000.,$,.LINE.);", ["alignment_gap"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,0.,0.,1E30,$,.LINE.);", ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,1.,0.,1.,$,.CIRCULARARC.);", ["alignment_gap"]),
        # A hundred kilometres on a radius of a micrometre, and one on none that a float can divide by.
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,.001,.001,1E8,$,.CIRCULARARC.);",
         ["alignment_segment", "alignment_without_axis"]),
        ("#26=IFCALIGNMENTHORIZONTALSEGMENT($,$,#28,0.,$,1E-320,0.,$,.CLOTHOID.);",
         ["alignment_segment", "alignment_without_axis"]),
    ],
)  # fmt: skip
def test_broken_segments_keep_their_rows_and_are_told(made, line, told):
    lines = [line if one.startswith("#26=") else one for one in plan()]
    tables = made(ALIGNMENT.format(shape="$"), *lines)
    assert sorted(alignment_problems(tables)) == sorted(f"read.{code}" for code in told)
    assert len(tables["ifc_alignment_segment"]) == 2
    assert (tables["ifc_alignment"][0]["axis"] is None) == ("alignment_without_axis" in told)


@pytest.mark.parametrize("gradients", ["1E9,1E10", "-1E308,1E308"])
def test_gradients_that_are_upright_are_told(made, gradients):
    profile = [one.replace("0.02,0.04,$,.PARABOLICARC.", f"{gradients},$,.CIRCULARARC.") for one in PROFILE]
    tables = made(ALIGNMENT.format(shape="$"), *plan(",#31"), *profile)
    assert alignment_problems(tables) == ["read.alignment_segment", "read.alignment_without_axis"]
    assert tables["ifc_alignment_segment"][2]["start_gradient"] is None


@pytest.mark.parametrize("corner", ["(0.,0.)", "0.", "$"])
def test_a_polyline_whose_corners_do_not_match_leaves_the_distance_open(made, corner):
    lines = [f"#61=IFCCARTESIANPOINT({corner});" if one.startswith("#61=") else one for one in POLYLINE]
    referent = [one.replace("IFCLENGTHMEASURE(0)", "IFCPARAMETERVALUE(0.5)") for one in station(0, 0, 1000)]
    tables = made(ALIGNMENT.format(shape="#65"), *lines, *referent)
    assert [row["distance_along_m"] for row in tables["ifc_linear_placement"]] == [None]


def test_what_the_kernel_prints_of_offsets_upwards_is_not_seen(made, capfd):
    referent = [one.replace("(2000000.0),$,$,$", "(2000000.0),$,1500.,$") for one in station(0, 2e6, 1e3)]
    (at,) = [
        row["matrix"] for row in made(ALIGNMENT.format(shape="#65"), *POLYLINE, *referent)["ifc_placement"] if row["step_id"] == 200
    ]
    assert (at[3], at[11]) == (pytest.approx(2000), pytest.approx(2.5))
    assert capfd.readouterr() == ("", "")


def test_rings_and_repetitions_of_alignments_end(made):
    tables = made(
        ALIGNMENT.format(shape="$"), *plan(",#31,#51"), *PROFILE,
        "#51=IFCALIGNMENTHORIZONTAL('0000000000000000000051',$,$,$,$,$,$);",
        "#40=IFCALIGNMENT('0000000000000000000040',$,'a',$,$,#10,$,$);",
        "#41=IFCRELAGGREGATES('0000000000000000000041',$,$,$,#20,(#40));",
        "#43=IFCRELAGGREGATES('0000000000000000000043',$,$,$,#40,(#20));",
    )  # fmt: skip
    assert len(tables["ifc_alignment"]) == 2
    assert "read.alignment_layout_repeated" in alignment_problems(tables)


def test_a_linear_placement_along_nothing_known_is_kept_and_told(made):
    tables = made(
        "#90=IFCSIGN('0000000000000000000090',$,'P',$,$,#91,$,$,$);",
        "#91=IFCLINEARPLACEMENT($,#92,#8);",
        "#92=IFCAXIS2PLACEMENTLINEAR(#93,$,$);",
        "#93=IFCPOINTBYDISTANCEEXPRESSION(IFCPARAMETERVALUE(0.5),$,$,$,#98);",
    )
    (row,) = tables["ifc_linear_placement"]
    assert (row["alignment_step_id"], row["distance_along_m"], row["offset_lateral_m"]) == (None, None, 0)
    assert alignment_problems(tables) == ["read.linear_placement"]


@pytest.mark.parametrize("schema", ["IFC2X3", "IFC4"])
def test_older_schemas_have_no_alignments(made, schema):
    tables = made(schema=schema)
    names = ("ifc_alignment", "ifc_alignment_segment", "ifc_referent", "ifc_linear_placement")
    assert [len(tables[name]) for name in names] == [0, 0, 0, 0]


def models(shared):
    folder = shared / "ifc/infra"
    return sorted(path for path in folder.rglob("*") if path.suffix.lower() == ".ifc" and b"IFCALIGNMENT(" in path.read_bytes())


@pytest.mark.slow
def test_the_ends_of_all_plans_are_those_of_the_kernel_within_a_millimetre(shared, kernel_plan):
    seen = set()
    for path in models(shared):
        with readable_file(path) as readable:
            problems = Problems(RunStage.READ, readable.model_id)
            source = Source(parse(readable, problems), readable, problems)
            units = Units(source)
            for alignment in find_alignments(source).values():
                plan = read_segments(source, units, alignment, np.eye(4)).plan
                seen.update(run.kind for run in plan)
                for run in plan:
                    theirs = kernel_plan([run], np.array([run.length_m]))
                    assert np.abs(run.at(np.array([run.length_m]))[0] - theirs).max() < 0.001, (path.name, run)
    assert seen == {"LINE", "CIRCULARARC", "CLOTHOID"}


@pytest.mark.slow
def test_real_alignments_all_have_an_axis_and_only_curves_unlike_their_segments_are_told(shared, read):
    found = {path.name: read(path)["ifc_alignment"].to_pylist() for path in models(shared)}
    assert sum(len(rows) for rows in found.values()) >= 23
    assert all(row["axis"] is not None for rows in found.values() for row in rows)
    stations = {name: [row["start_station_m"] for row in rows] for name, rows in found.items()}
    assert stations["Alignment-12d-8.ifc"] == [1000.0]
    # 2103.72056 US survey feet.
    assert stations["PR_Twin_Branch_section_alignment.ifc"] == [pytest.approx(2103.72056 * 1200 / 3937)]
    told = {row["text_code"] for path in models(shared) for row in read(path)["run_problem"].to_pylist()}
    assert {code for code in told if "alignment" in code} == {"read.alignment_curve_differs", "read.alignment_curve_lost"}


@pytest.mark.slow
def test_products_stand_at_the_distances_that_the_file_says(shared, read, opened):
    path = shared / "gherkin/ALB/alb004/pass-alb004-correct_alignment_behaviour_directly_aggregated.ifc"
    rows = read(path)["ifc_linear_placement"].to_pylist()
    assert len(rows) == 27
    (start,) = read(path)["ifc_alignment"]["start_station_m"].to_pylist()
    for row in rows:
        point = opened(path).by_id(row["step_id"]).ObjectPlacement.RelativePlacement.Location
        assert row["distance_along_m"] == pytest.approx(point.DistanceAlong.wrappedValue)
        assert row["station_m"] == pytest.approx(start + row["distance_along_m"], abs=0.01)
