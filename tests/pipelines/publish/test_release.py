"""A release as it is published: its manifest, what follows on what, what a look at it later finds."""

import json
from hashlib import sha256

import pytest

from cim_schema.errors import FileNotReadable, InvalidOption
from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.flows.releasing import DEFAULT_FORMATS, FORMATS, publish
from pipelines.publish.release import Difference, read_manifest, verify_release


@pytest.fixture
def store(tmp_path, make_version, make_delivery):
    """A base layer of two projects, and its address."""
    kept = GeoPackageStore(tmp_path / "cim.gpkg")
    kept.apply(make_delivery(make_version()))
    kept.apply(make_delivery(make_version(code="PARK", model="c"), code="PARK"))
    return kept, f"gpkg:{tmp_path / 'cim.gpkg'}"


def standing(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_in_the_manifest_with_its_digest(store, tmp_path):
    _, url = store
    published = publish(url, tmp_path / "out", FORMATS)
    document = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    listed = {one["path"]: (one["bytes"], one["sha256"]) for one in document["files"]}
    found = {name: (len(data), sha256(data).hexdigest()) for name, data in standing(tmp_path / "out").items()}
    found.pop("manifest.json")
    assert listed == found
    lines = "".join(f"{digest}  {name}\n" for name, (_, digest) in sorted(listed.items()))
    assert document["digest"] == published.digest == sha256(lines.encode()).hexdigest()
    assert set(document["projects"]) == {"SCH", "PARK"}
    assert document["projects"]["SCH"]["parts"]["arch"]["model_id"] == "a" * 64


def test_publishing_again_gives_the_same_bytes(store, tmp_path):
    _, url = store
    first = publish(url, tmp_path / "out", FORMATS)
    before = standing(tmp_path / "out")
    assert publish(url, tmp_path / "out", FORMATS) == first
    assert standing(tmp_path / "out") == before
    assert publish(url, tmp_path / "elsewhere", FORMATS).digest == first.digest


def test_a_look_at_a_release_finds_what_was_done_to_it(store, tmp_path):
    _, url = store
    out = tmp_path / "out"
    publish(url, out)
    assert verify_release(read_manifest(out), out) == ()
    (out / "cityjson/SCH.city.json").unlink()
    park = out / "cityjson/PARK.city.json"
    park.write_bytes(park.read_bytes().replace(b"IfcWall", b"IfcSlab", 1))
    (out / "3dtiles/stranger.glb").write_bytes(b"")
    assert verify_release(read_manifest(out), out) == (
        Difference("3dtiles/stranger.glb", "unlisted"), Difference("cityjson/PARK.city.json", "changed"),
        Difference("cityjson/SCH.city.json", "missing"),
    )  # fmt: skip


def test_a_broken_manifest_is_said(store, tmp_path):
    _, url = store
    publish(url, tmp_path / "out")
    (tmp_path / "out/manifest.json").write_text('{"files": [1]}', encoding="utf-8")
    with pytest.raises(FileNotReadable):
        publish(url, tmp_path / "out")


def test_one_project_alone_leaves_the_others_as_they_are(store, tmp_path, make_version, make_delivery):
    kept, url = store
    out = tmp_path / "out"
    publish(url, out)
    before = standing(out)
    kept.apply(make_delivery(make_version(model="b", walls=9)))
    publish(url, out, DEFAULT_FORMATS, "SCH")
    after = standing(out)
    assert after["3dtiles/PARK/tileset.json"] == before["3dtiles/PARK/tileset.json"]
    assert after["3dtiles/SCH/tileset.json"] != before["3dtiles/SCH/tileset.json"]
    shown = json.loads(after["3dtiles/tileset.json"])["root"]["children"]
    assert [child["content"]["uri"] for child in shown] == ["PARK/tileset.json", "SCH/tileset.json"]
    assert verify_release(read_manifest(out), out) == ()


def test_content_of_tiles_stays_for_open_viewers_until_the_next_release(store, tmp_path, make_version, make_delivery):
    kept, url = store
    out = tmp_path / "out"
    contents = []
    for model, walls in (("a", 6), ("b", 9), ("d", 12)):
        kept.apply(make_delivery(make_version(model=model, walls=walls)))
        publish(url, out, ["3dtiles"])
        contents.append({path.name for path in (out / "3dtiles/SCH/content").iterdir()})
        assert verify_release(read_manifest(out), out) == ()
    first, second, third = contents
    assert (len(first), len(second), len(third)) == (1, 2, 2)
    assert first < second
    assert first.isdisjoint(third)


def test_a_project_that_is_gone_goes_from_the_release(store, tmp_path, make_version, make_delivery):
    kept, url = store
    out = tmp_path / "out"
    publish(url, out)
    kept.apply(make_delivery(code="PARK", is_whole=True))
    publish(url, out)
    names = set(standing(out))
    assert not [name for name in names if name.startswith("3dtiles/PARK/") and "/content/" not in name]
    assert verify_release(read_manifest(out), out) == ()


def test_exact_and_blurred_files_never_stand_in_one_folder(store, tmp_path):
    _, url = store
    publish(url, tmp_path / "exact")
    publish(url, tmp_path / "blurred", ["cityjson"], blur_m=100)
    for folder, blur_m in (("exact", 100), ("blurred", None), ("blurred", 50)):
        before = standing(tmp_path / folder)
        with pytest.raises(InvalidOption):
            publish(url, tmp_path / folder, ["cityjson"], blur_m=blur_m)
        assert standing(tmp_path / folder) == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other/cim.gpkg").write_bytes(b"of somebody")
    with pytest.raises(InvalidOption):
        publish(url, tmp_path / "other", ["cityjson"], blur_m=100)


@pytest.mark.parametrize("blur_m", [0, -1, 1e6, float("nan")])
def test_a_blur_that_is_none_is_refused(blur_m, store, tmp_path):
    with pytest.raises(InvalidOption):
        publish(store[1], tmp_path / "out", ["cityjson"], blur_m=blur_m)
    assert not (tmp_path / "out").exists()
