import hashlib
import json
import os
import pickle
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from cim_schema.errors import WorkspaceError, WorkspaceFull
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import write_tables
from pipelines.runtime.workspace import ResultKey, Workspace
from tests.conftest import skip_or_fail
from tests.pipelines.runtime.workspace_tasks import key

ROOT = Path(__file__).parents[3]


def build(size, name="a.bin"):
    return lambda folder: (folder / name).write_bytes(b"x" * size)


def never(folder):
    raise AssertionError("it is there already")


def start(task, root, log):
    command = [sys.executable, "-m", "tests.pipelines.runtime.workspace_tasks", task, str(root), str(log)]
    return subprocess.Popen(command, cwd=ROOT)


def wait_for(path):
    deadline = time.monotonic() + 20
    while not path.exists() or not path.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def age(made, seconds):
    """As if it had last been used so long ago."""
    then = time.time() - seconds
    os.utime(made.folder / "key.json", (then, then))


def test_the_digest_is_the_sha256_of_the_key_and_does_not_change():
    """Every result that anybody has kept lies under it."""
    one = ResultKey("read", "3", ("b1", "a2"), {"lod": 2, "名": [1.5, None, True]})
    text = '{"inputs":["b1","a2"],"parameters":{"lod":2,"名":[1.5,null,true]},"stage":"read","version":"3"}'
    assert one.digest == hashlib.sha256(text.encode()).hexdigest()
    assert ResultKey("read", "3", ("b1", "a2"), {"名": [1.5, None, True], "lod": 2}).digest == one.digest
    assert ResultKey("read", "3", ("a2", "b1"), one.parameters).digest != one.digest


def test_a_result_is_made_once_and_found_afterwards(tmp_path):
    workspace = Workspace(tmp_path / "ws")
    assert workspace.find(key("a")) is None
    made = workspace.make(key("a"), build(100))
    assert (made.folder / "a.bin").read_bytes() == b"x" * 100
    assert workspace.make(key("a"), never) == made
    assert Workspace(tmp_path / "ws").find(key("a")) == made


def test_a_result_says_what_made_it(tmp_path):
    made = Workspace(tmp_path).make(ResultKey("read", "3", ("a2",), {"lod": 2}), build(7))
    said = json.loads((made.folder / "key.json").read_text())
    assert said == {"stage": "read", "version": "3", "inputs": ["a2"], "parameters": {"lod": 2}, "files": {"a.bin": 7}}


def test_the_latest_results_of_a_stage_are_those_used_last(tmp_path):
    workspace = Workspace(tmp_path)
    made = {name: workspace.make(ResultKey("geometry", "1", (name,)), build(5)) for name in "abc"}
    workspace.make(ResultKey("read", "1", ("a",)), build(5))
    for seconds, name in enumerate("cab"):
        age(made[name], 100 - seconds)
    (made["b"].folder / "a.bin").unlink()
    assert Workspace(tmp_path).latest("geometry", 3) == [made["a"], made["c"]]
    for seconds, name in enumerate("ca"):
        age(made[name], 100 - seconds)
    assert Workspace(tmp_path).latest("geometry", 1) == [made["a"]]
    assert Workspace(tmp_path / "new").latest("geometry", 3) == []


def test_tables_come_back_as_they_went_in(tmp_path):
    table = TABLES["ifc_placement"].from_rows([
        {"model_id": "m", "step_id": step, "placement_class": "IfcLocalPlacement", "matrix": [float(step)] * 16} for step in (2, 1)
    ])  # fmt: skip
    made = Workspace(tmp_path).make(key("a"), lambda folder: write_tables(folder, {"ifc_placement": table}))
    assert dict(made) == {"ifc_placement": table}


def test_a_build_that_fails_leaves_nothing(tmp_path):
    workspace = Workspace(tmp_path)

    def fail(folder):
        (folder / "half.bin").write_bytes(b"x")
        raise RuntimeError("no such face")

    with pytest.raises(RuntimeError, match="no such face"):
        workspace.make(key("a"), fail)
    assert workspace.find(key("a")) is None
    assert list((tmp_path / "partial").iterdir()) == []
    assert (workspace.make(key("a"), build(1)).folder / "a.bin").exists()


def test_a_build_may_make_another_result(tmp_path):
    workspace = Workspace(tmp_path)
    workspace.make(key("a"), lambda folder: shutil.copy(workspace.make(key("b"), build(5)).folder / "a.bin", folder))
    assert workspace.find(key("a")) is not None
    assert workspace.find(key("b")) is not None


def test_of_two_processes_one_builds_and_the_other_waits(tmp_path):
    log = tmp_path / "log"
    both = [start("build_slowly", tmp_path / "ws", log) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert len(log.read_text().splitlines()) == 1
    assert list((tmp_path / "ws" / "partial").iterdir()) == []


def test_a_killed_builder_leaves_a_part_that_the_next_cleaning_removes(tmp_path):
    workspace, log = Workspace(tmp_path / "ws"), tmp_path / "log"
    partial = tmp_path / "ws" / "partial" / key("a").digest
    builder = start("build_half", tmp_path / "ws", log)
    try:
        wait_for(log)
        workspace.clean()
        assert (partial / "half.bin").exists(), "its builder lives"
    finally:
        builder.kill()
        builder.wait()
    assert workspace.find(key("a")) is None
    workspace.clean()
    assert not partial.exists()
    assert workspace.make(key("a"), build(3)).folder.is_dir()


def test_a_builder_that_takes_over_from_a_killed_one_starts_afresh(tmp_path):
    log = tmp_path / "log"
    builder = start("build_half", tmp_path / "ws", log)
    wait_for(log)
    builder.kill()
    builder.wait()
    made = Workspace(tmp_path / "ws").make(key("a"), build(3))
    assert sorted(path.name for path in made.folder.iterdir()) == ["a.bin", "key.json"]


def test_the_longest_unused_go_first(tmp_path):
    before = Workspace(tmp_path)
    made = {name: before.make(key(name), build(1000)) for name in "abcd"}
    for seconds, name in enumerate("dcba"):
        age(made[name], 100 * (seconds + 1))
    del before
    workspace = Workspace(tmp_path, max_bytes=4000)
    assert workspace.find(key("a")) is not None, "used again, so that b is now the oldest"
    workspace.make(key("e"), build(1000))
    assert {name for name in "abcde" if workspace.find(key(name))} == {"a", "d", "e"}


def test_what_is_pinned_stays_until_it_is_unpinned(tmp_path):
    before = Workspace(tmp_path)
    for name in "ab":
        age(before.make(key(name), build(1000)), 100)
    before.pin("版本/1", [key("a").digest])
    del before
    workspace = Workspace(tmp_path, max_bytes=1500)
    workspace.clean()
    assert (workspace.find(key("a")) is None, workspace.find(key("b")) is None) == (False, True)
    workspace.unpin("版本/1")
    del workspace
    again = Workspace(tmp_path, max_bytes=500)
    again.clean()
    assert again.find(key("a")) is None


def test_pinning_again_replaces_what_the_owner_had(tmp_path):
    before = Workspace(tmp_path)
    for name in "ab":
        before.make(key(name), build(1000))
    before.pin("v", [key("a").digest])
    before.pin("v", [key("b").digest])
    before.unpin("nobody")
    del before
    workspace = Workspace(tmp_path, max_bytes=10)
    workspace.clean()
    assert (workspace.find(key("a")) is None, workspace.find(key("b")) is None) == (True, False)


def test_what_this_run_made_stays_whatever_the_cap(tmp_path):
    workspace = Workspace(tmp_path, max_bytes=10)
    for name in "abc":
        workspace.make(key(name), build(1000))
    assert all(workspace.find(key(name)) for name in "abc")


def test_what_another_process_has_open_stays_until_it_ends(tmp_path):
    root, log = tmp_path / "ws", tmp_path / "log"
    Workspace(root).make(key("a"), build(1000))
    reader = start("open", root, log)
    try:
        wait_for(log)
        Workspace(root, max_bytes=10).clean()
        assert (root / "results" / key("a").digest[:2] / key("a").digest / "a.bin").exists()
    finally:
        reader.kill()
        reader.wait()
    Workspace(root, max_bytes=10).clean()
    assert Workspace(root).find(key("a")) is None
    assert list((root / "open").iterdir()) == []


@pytest.mark.parametrize("harm", ["truncated", "missing", "no_key", "broken_key"])
def test_a_damaged_result_is_dropped_and_made_again(tmp_path, harm):
    workspace = Workspace(tmp_path)
    folder = workspace.make(key("a"), build(1000)).folder
    if harm == "truncated":
        os.truncate(folder / "a.bin", 999)
    elif harm == "missing":
        (folder / "a.bin").unlink()
    elif harm == "no_key":
        (folder / "key.json").unlink()
    else:
        (folder / "key.json").write_text('{"files": ')
    assert workspace.find(key("a")) is None
    assert not folder.exists()
    assert (workspace.make(key("a"), build(1000)).folder / "a.bin").stat().st_size == 1000


def test_a_byte_that_changed_on_the_disk_is_noticed_when_read(tmp_path):
    rows = [
        {"shape_key": f"{n:032}", "vertex_count": 1, "triangle_count": 0, "vertices": n.to_bytes(12), "faces": b""}
        for n in range(500)
    ]
    table = TABLES["ifc_shape"].from_rows(rows)
    made = Workspace(tmp_path).make(key("a"), lambda folder: write_tables(folder, {"ifc_shape": table}))
    path = made.folder / "ifc_shape.parquet"
    group = pq.read_metadata(path).row_group(0)
    vertices = next(c for c in map(group.column, range(group.num_columns)) if c.path_in_schema == "vertices")
    content = bytearray(path.read_bytes())
    content[vertices.data_page_offset + vertices.total_compressed_size // 2] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(WorkspaceError, match="is damaged"):
        made["ifc_shape"]


def test_deleting_everything_changes_only_time(tmp_path):
    workspace = Workspace(tmp_path / "ws")
    made = workspace.make(key("a"), build(10))
    shutil.rmtree(tmp_path / "ws")
    assert workspace.find(key("a")) is None
    assert workspace.make(key("a"), build(10)) == made
    assert (made.folder / "a.bin").exists()


def test_what_is_no_result_has_folders_of_its_own(tmp_path):
    workspace = Workspace(tmp_path, max_bytes=1)
    kept = workspace.folder("prefect") / "prefect.db"
    kept.write_bytes(b"x" * 1000)
    workspace.make(key("a"), build(10))
    workspace.clean()
    assert kept.exists()
    with pytest.raises(ValueError, match="results"):
        workspace.folder("results")


def test_it_travels_as_its_folder_and_cap(tmp_path):
    workspace = Workspace(tmp_path, max_bytes=5)
    made = workspace.make(key("a"), build(1))
    again = pickle.loads(pickle.dumps(workspace))
    assert (again.root, again.max_bytes) == (tmp_path, 5)
    assert again.find(key("a")) == made
    assert pickle.loads(pickle.dumps(made)) == made


def test_making_a_workspace_touches_nothing(tmp_path):
    Workspace(tmp_path / "ws")
    assert not (tmp_path / "ws").exists()


def test_a_folder_that_cannot_be_used_is_told_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(WorkspaceError) as caught:
        Workspace(tmp_path / "file").make(key("a"), build(1))
    assert "--workspace" in caught.value.sentence("zh")
    assert "不是文件夹" in caught.value.sentence("zh")


@pytest.fixture
def small_disk(tmp_path):
    """A disk of 2 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True, check=False)
    if mounted.returncode:
        skip_or_fail("a disk to fill: mounting a tmpfs needs root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_on_a_full_disk_what_nobody_refers_to_makes_room(small_disk):
    before = Workspace(small_disk)
    for name in "ab":
        before.make(key(name), build(600_000))
    before.pin("v", [key("a").digest])
    del before
    workspace = Workspace(small_disk)
    made = workspace.make(key("c"), build(1_000_000))
    assert (made.folder / "a.bin").stat().st_size == 1_000_000
    assert (workspace.find(key("a")) is None, workspace.find(key("b")) is None) == (False, True)


def test_on_a_disk_that_stays_full_it_is_told_and_the_old_results_are_unharmed(small_disk):
    workspace = Workspace(small_disk)
    made = workspace.make(key("a"), build(1_200_000))
    calls = []

    def too_much(folder):
        calls.append(1)
        build(1_500_000)(folder)

    with pytest.raises(WorkspaceFull) as caught:
        workspace.make(key("b"), too_much)
    assert len(calls) == 2
    assert str(small_disk) in caught.value.sentence("zh")
    assert list((small_disk / "partial").iterdir()) == []
    assert workspace.find(key("a")) == made
    assert (made.folder / "a.bin").read_bytes() == b"x" * 1_200_000
    assert workspace.find(key("b")) is None


def test_a_full_disk_is_noticed_through_arrow_too(small_disk):
    rows = [
        {"shape_key": f"{n:032}", "vertex_count": 1, "triangle_count": 0, "vertices": os.urandom(12_000), "faces": b""}
        for n in range(300)
    ]
    table = TABLES["ifc_shape"].from_rows(rows)
    with pytest.raises(WorkspaceFull):
        Workspace(small_disk).make(key("a"), lambda folder: write_tables(folder, {"ifc_shape": table}))
