"""``tender.yaml``: what can be read, and on which line the rest is wrong."""

from datetime import date
from pathlib import Path

import pytest

from cim_schema.codes import ModelStage, Profile, ProjectCategory
from cim_schema.errors import FileNotReadable, InvalidTender
from pipelines.tender.evaluation import letter
from pipelines.tender.tender_file import read_tender


def tender(folder: Path, text: str | bytes) -> Path:
    for name in ("a/one.ifc", "a/two.IFC", "a/notes.txt", "b/three.ifczip"):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    path = folder / "tender.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_patterns_start_in_the_folder_of_the_file_and_name_models_only(tmp_path):
    read = read_tender(
        tender(
            tmp_path,
            "code: T-1\ncategory: building\nstage: tender\nprofile: exemplary\nweights: my/card.toml\ndate: 2026-03-02\n"
            "bids:\n- bidder: 甲\n  models: [a/*, a/one.ifc]\n- {bidder: 乙, models: ['**/*.ifczip']}\n",
        )
    )
    assert (read.code, read.category, read.stage) == ("T-1", ProjectCategory.BUILDING, ModelStage.TENDER)
    assert read.day == date(2026, 3, 2)
    assert (read.profile, read.weights) == (Profile.EXEMPLARY, str(tmp_path / "my" / "card.toml"))
    assert [[path.name for path in bid.models] for bid in read.bids] == [["one.ifc", "two.IFC"], ["three.ifczip"]]


def test_only_bids_are_needed_and_an_absolute_path_will_do(tmp_path):
    read = read_tender(tender(tmp_path, f"bids: [{{bidder: 甲, models: ['{tmp_path}/a/one.ifc']}}]"))
    assert (read.code, read.name, read.profile) == ("tender", "", Profile.BASELINE)
    assert read.bids[0].models == (tmp_path / "a" / "one.ifc",)


BID = "bids:\n- bidder: 甲\n  models: [a/*.ifc]\n"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "key: value"),
        ("- a\n", 1, "key: value"),
        ("code: T\n", 1, '"bids" is missing'),
        ("code: T\nbids: []\n", 2, "a list"),
        ("bids: 3\n", 1, "a list"),
        (BID + "colour: red\n", 4, "colour"),
        (BID + "bids: [x]\n", 4, "there twice"),
        ("stage: soon\n" + BID, 1, "soon"),
        ("profile: gold\n" + BID, 1, "gold"),
        (BID + "date: soon\n", 4, "soon"),
        ("bids:\n- models: [a/*.ifc]\n", 2, '"bidder" is missing'),
        ("bids:\n- bidder: 甲\n", 2, '"models" is missing'),
        ("bids:\n- bidder: [甲]\n  models: [a/*.ifc]\n", 2, "one value"),
        ("bids:\n- bidder: ''\n  models: [a/*.ifc]\n", 2, "one value"),
        ("bids:\n- bidder: 甲\n  models: a/*.ifc\n", 3, "a list"),
        ("bids:\n- bidder: 甲\n  models:\n  - a/*.ifc\n  - c/*.ifc\n", 5, "c/*.ifc"),
        ("bids:\n- bidder: 甲\n  models: [a/notes.txt]\n", 3, "notes.txt"),
        ("bids:\n- bidder: 甲\n  models: ['a/**b']\n", 3, "a/**b"),
        (BID + "- bidder: 甲\n  models: [b/*]\n", 4, "甲"),
        ("bids:\n- bidder: 甲\n models: x\n", 3, ""),
        ("code: [\n", 2, ""),
        (b"name: \xb2\xe2\n", None, "UTF-8"),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line(text, line, said, tmp_path):
    with pytest.raises(InvalidTender) as caught:
        read_tender(tender(tmp_path, text))
    assert caught.value.params["line"] == line
    assert said in str(caught.value)


def test_a_file_that_is_not_there_and_a_folder_are_told(tmp_path):
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(FileNotReadable):
            read_tender(path)


def test_bids_have_letters_as_columns_have():
    assert [letter(place) for place in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
