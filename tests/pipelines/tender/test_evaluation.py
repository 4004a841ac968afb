"""The sample tender, evaluated: the points are those that a hand works out from the plan."""

import json
import shutil
from pathlib import Path

import ifcopenshell
import pytest
import yaml

from pipelines.flows.evaluation import evaluate_tender, verify_evaluation, write_all
from pipelines.flows.steps import Line
from pipelines.runtime.compute import open_compute
from pipelines.runtime.workspace import Workspace
from pipelines.tender.verification import EVALUATION, INPUTS, WORKBOOK

pytestmark = pytest.mark.slow

TENDER = Path(__file__).parents[3] / "sample_ifc" / "tender" / "tender.yaml"
SHEET = yaml.safe_load((Path(__file__).parent / "tender_sheet.yml").read_text(encoding="utf-8"))
FOLDER_OF = {"甲": "jia", "乙": "yi", "丙": "bing"}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    return Workspace(tmp_path_factory.mktemp("workspace"))


@pytest.fixture(scope="module")
def evaluation(workspace):
    with open_compute(1) as compute:
        return evaluate_tender(TENDER, Line(workspace, compute))


@pytest.fixture(scope="module")
def bids(evaluation):
    return {FOLDER_OF[bid["bidder"][0]]: bid for bid in evaluation["bids"]}


@pytest.mark.parametrize("name", SHEET)
def test_each_count_and_each_criterion_is_as_worked_by_hand(bids, name):
    sheet, bid = SHEET[name], bids[name]
    terms = {
        term["term"]: [term["count"], term["undetermined"], term["total"]]
        for criterion in bid["criteria"] for measure in criterion["measures"] for term in measure["terms"]
    }  # fmt: skip
    assert terms == sheet["terms"]
    machine = [one for one in bid["criteria"] if one["judged_by"] == "machine"]
    points = {one["criterion"]: [one["least_points"], one["greatest_points"]] for one in machine}
    assert points == {code: pytest.approx(wanted, abs=1e-6) for code, wanted in sheet["points"].items()}
    assert {one["criterion"]: one["open_points"] for one in machine if one["open_points"]} == sheet["open"]
    assert [bid["points"]["least_points"], bid["points"]["greatest_points"]] == pytest.approx(sheet["total"], abs=1e-6)
    assert bid["points"]["people_points"] == 25


def test_points_lead_to_the_elements_that_cost_them(bids):
    (term,) = [
        term
        for criterion in bids["yi"]["criteria"] for measure in criterion["measures"] for term in measure["terms"]
        if term["term"] == "volume"
    ]  # fmt: skip
    (slab,) = term["lacking"]
    entity = ifcopenshell.open(str(TENDER.parent / "yi" / "station.ifc")).by_guid(slab["global_id"])
    assert (entity.Name, entity.id()) == ("屋面板1", slab["step_id"])
    found = {finding["rule"] for finding in bids["bing"]["findings"]}
    assert found == {"GRN-29", "PRE-07", "FUN-21", "CIM-01", "CIM-05", "CIM-06", "CIM-07"}


def test_bids_have_letters_in_the_order_of_their_models_and_nobody_is_ranked(evaluation):
    assert [bid["id"] for bid in evaluation["bids"]] == ["A", "B", "C"]
    assert [bid["digest"] for bid in evaluation["bids"]] == sorted(bid["digest"] for bid in evaluation["bids"])
    assert "不排名次" in evaluation["statement"]["zh"]
    assert "ranks nobody" in evaluation["statement"]["en"]
    assert not {"ranking", "rank", "winner"} & {*evaluation, *(key for bid in evaluation["bids"] for key in bid)}


def test_the_evaluation_is_the_same_for_any_number_of_workers_and_order_of_bids(evaluation, tmp_path):
    shutil.copytree(TENDER.parent, tmp_path / "tender")
    told = yaml.safe_load(TENDER.read_text(encoding="utf-8"))
    told["bids"].reverse()
    (tmp_path / "tender" / "tender.yaml").write_text(yaml.safe_dump(told, allow_unicode=True), encoding="utf-8")
    with open_compute(2) as compute:
        again = evaluate_tender(tmp_path / "tender" / "tender.yaml", Line(Workspace(tmp_path / "other"), compute))
    assert json.dumps(again) == json.dumps(evaluation)


def test_an_evaluation_stands_until_a_model_changes(evaluation, workspace, tmp_path):
    shutil.copytree(TENDER.parent, tmp_path / "tender")
    tender, folder = tmp_path / "tender" / "tender.yaml", tmp_path / "out"
    with open_compute(1) as compute:
        line = Line(workspace, compute)
        write_all(evaluation, tender, folder, "zh")
        assert {path.name for path in folder.iterdir()} == {EVALUATION, WORKBOOK, INPUTS}
        assert verify_evaluation(folder, line) == []

        written = json.loads((folder / EVALUATION).read_text(encoding="utf-8"))
        written["bids"][0]["points"]["least_points"] += 1
        (folder / EVALUATION).write_text(json.dumps(written), encoding="utf-8")
        (difference,) = verify_evaluation(folder, line)
        assert difference.startswith("bids[0].points.least_points: ")

        write_all(evaluation, tender, folder, "zh")
        model = tmp_path / "tender" / "jia" / "station.ifc"
        model.write_text(model.read_text(encoding="utf-8").replace("IFCTASK(", "IFCTASK( "), encoding="utf-8")
        assert verify_evaluation(folder, line)


def test_a_broken_file_costs_its_bid_only_and_equal_files_are_told(tmp_path, workspace):
    shutil.copytree(TENDER.parent, tmp_path / "tender")
    folder = tmp_path / "tender"
    (folder / "yi" / "station.ifc").write_text("this is no model", encoding="utf-8")
    shutil.copy(folder / "jia" / "station.ifc", folder / "bing" / "copy.ifc")
    with open_compute(1) as compute:
        evaluation = evaluate_tender(folder / "tender.yaml", Line(workspace, compute))
    bids = {FOLDER_OF[bid["bidder"][0]]: bid for bid in evaluation["bids"]}
    assert [(one["file"], one["error"]) for one in bids["yi"]["refused"]] == [("station.ifc", "not_an_ifc_file")]
    assert str(tmp_path) not in json.dumps(evaluation)
    assert (bids["yi"]["models"], bids["yi"]["criteria"]) == ([], [])
    assert bids["jia"]["same_models_as"] == [bids["bing"]["id"]]
    assert bids["jia"]["points"]["least_points"] == 65
