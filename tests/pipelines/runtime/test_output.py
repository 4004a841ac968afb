import pytest

from pipelines.runtime.output import folder_beside, written_beside


def test_a_file_is_old_or_new_never_half(tmp_path):
    path = tmp_path / "deep" / "report.json"
    with written_beside(path) as beside:
        beside.write_text("old")
        assert not path.exists()
    with pytest.raises(RuntimeError, match="broken off"), written_beside(path) as beside:
        beside.write_text("ne")
        raise RuntimeError("broken off")
    assert path.read_text() == "old"
    assert [entry.name for entry in path.parent.iterdir()] == ["report.json"]


def test_a_folder_takes_the_new_files_and_keeps_the_others(tmp_path):
    folder = tmp_path / "out"
    with folder_beside(folder) as beside:
        (beside / "a.txt").write_text("1")
        (beside / "sub").mkdir()
        (beside / "sub" / "b.txt").write_text("1")
    with pytest.raises(RuntimeError, match="broken off"), folder_beside(folder) as beside:
        (beside / "a.txt").write_text("2")
        raise RuntimeError("broken off")
    assert (folder / "a.txt").read_text() == "1"
    with folder_beside(folder) as beside:
        (beside / "a.txt").write_text("3")
    assert (folder / "a.txt").read_text() == "3"
    assert (folder / "sub" / "b.txt").read_text() == "1"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]
