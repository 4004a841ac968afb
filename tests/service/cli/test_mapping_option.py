"""``--mapping``: what an institute calls its properties, from outside."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet as pq
import pytest

pytestmark = pytest.mark.slow
SCHOOL = Path(__file__).parents[3] / "sample_ifc" / "clean" / "school_revit" / "school_revit.ifc"
MAPPING = '[[property]]\nfield = "batch"\nname = "类型标记"\nset = "标识数据"\n'


def jueshan(*arguments, **environment):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", *map(str, arguments), "--quiet"]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**environment})


@pytest.fixture
def environment(tmp_path):
    return {**os.environ, "JUESHAN_WORKSPACE": str(tmp_path / "ws")}


def mapped(folder):
    rows = pq.read_table(folder / "res_property.parquet").to_pylist()
    return {row["value"] for row in rows if row["resolved_field"] == "batch" and row["resolved_by"] == "mapping"}


def test_tables_of_a_model_follow_the_mapping_and_a_changed_one_is_not_taken_for_the_old(tmp_path, environment):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING, encoding="utf-8")
    for number, arguments in enumerate(([], ["--mapping", path])):
        done = jueshan("tables", SCHOOL, "--no-geometry", "--out", tmp_path / f"{number}", *arguments, **environment)
        assert done.returncode == 0, done.stderr
    assert mapped(tmp_path / "0") == set()
    assert "M1021" in mapped(tmp_path / "1")
    done = jueshan("tables", SCHOOL, "--no-geometry", "--out", tmp_path / "2", **environment, JUESHAN_MAPPING=str(path))
    assert mapped(tmp_path / "2") == mapped(tmp_path / "1"), done.stderr


def test_a_mapping_that_cannot_be_used_is_told_with_its_line(tmp_path, environment):
    path = tmp_path / "mapping.toml"
    path.write_text(MAPPING.replace("batch", "door_colour"), encoding="utf-8")
    done = jueshan("tables", SCHOOL, "--no-geometry", "--out", tmp_path / "out", "--mapping", path, **environment)
    assert done.returncode == 2
    said = json.loads(done.stderr.splitlines()[-1])
    assert (said["error"], said["line"]) == ("invalid_mapping", 1)
    assert "door_colour" in said["message"]
