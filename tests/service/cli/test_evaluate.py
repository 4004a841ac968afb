"""``jueshan evaluate`` as a caller sees it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.service.cli.test_main import jueshan, last_line

pytestmark = pytest.mark.slow

SAMPLE = Path(__file__).parents[3] / "sample_ifc" / "tender"


def test_a_tender_is_evaluated_repeated_and_no_longer_stands_once_a_point_is_changed(tmp_path):
    shutil.copytree(SAMPLE, tmp_path / "tender")
    done = jueshan("evaluate", "tender/tender.yaml", "--out", "out", "--lang", "en", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "ranks nobody" in done.stdout
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "evaluation.inputs.json", "evaluation.json", "evaluation.xlsx",
    ]  # fmt: skip
    assert jueshan("evaluate", "--verify", "out", "--quiet", cwd=tmp_path).returncode == 0

    evaluation = json.loads((tmp_path / "out" / "evaluation.json").read_text("utf-8"))
    evaluation["bids"][1]["criteria"][2]["least_points"] += 1.0
    (tmp_path / "out" / "evaluation.json").write_text(json.dumps(evaluation), "utf-8")
    done = jueshan("evaluate", "--verify", "out", "--quiet", cwd=tmp_path)
    assert (done.returncode, done.stdout.splitlines()[0][:33]) == (1, "bids[1].criteria[2].least_points:")


@pytest.mark.parametrize(
    ("arguments", "error", "file", "line"),
    [
        (["none.yaml", "--out", "o"], "file_not_readable", "none.yaml", None),
        (["bad.yaml", "--out", "o"], "invalid_tender", "bad.yaml", 3),
        (["odd.yaml", "--out", "o"], "invalid_tender", "odd.yaml", None),
        (["card.yaml", "--out", "o"], "invalid_ruleset", "card.toml", None),
        (["bad.yaml"], "invalid_option", None, None),
        (["--out", "o"], "invalid_option", None, None),
        (["bad.yaml", "--verify", "o"], "invalid_option", None, None),
        (["--verify", "."], "invalid_evaluation", ".", None),
    ],
)
def test_what_cannot_be_used_ends_with_status_2_and_one_line_of_json(arguments, error, file, line, tmp_path):
    shutil.copy(SAMPLE / "jia" / "station.ifc", tmp_path / "station.ifc")
    bid = "bids:\n- bidder: 甲\n  models: [station.ifc]\n"
    (tmp_path / "bad.yaml").write_text("code: T\nbids:\n- bidder: ''\n  models: [station.ifc]\n", "utf-8")
    (tmp_path / "odd.yaml").write_text(f"weights: gold\n{bid}", "utf-8")
    (tmp_path / "card.yaml").write_text(f"weights: card.toml\n{bid}", "utf-8")
    (tmp_path / "card.toml").write_text("version = '1'\n", "utf-8")
    done = jueshan("evaluate", *arguments, cwd=tmp_path)
    told = last_line(done)
    assert (done.returncode, told["error"], told["file"], told["line"]) == (2, error, file, line)
    assert not (tmp_path / "o").exists()
