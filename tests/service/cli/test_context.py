"""``jueshan context`` and ``jueshan check --context`` as they are typed."""

import json
from pathlib import Path

import pytest

from sample_ifc.surroundings import write
from service.cli.main import main

SAMPLES = Path(__file__).parents[3] / "sample_ifc"


@pytest.fixture
def run(tmp_path, capsys):
    """Runs a command over one store; gives its status and what it said."""

    def typed(*words):
        status = main([*words, "--store", f"gpkg:{tmp_path / 'cim.gpkg'}"])
        said = capsys.readouterr()
        return status, said.out, said.err

    return typed


def test_the_sample_layers_are_loaded_listed_and_removed(run):
    for path in sorted((SAMPLES / "context").glob("*.geojson")):
        assert run("context", "load", str(path), "--layer", path.stem)[0] == 0
    status, listed, _ = run("context", "list")
    assert status == 0
    told = [line.split("\t")[:5] for line in listed.splitlines()]
    assert told == [
        ["height_limit", "1", "1", "EPSG:4326", "height_limit.geojson"],
        ["pipe", "1", "3", "EPSG:4326", "pipe.geojson"],
        ["plot", "1", "1", "EPSG:4326", "plot.geojson"],
    ]
    assert run("context", "remove", "--layer", "pipe")[0] == 0
    assert len(run("context", "list")[1].splitlines()) == 2


def test_the_sample_layers_are_those_of_their_generator(tmp_path):
    written = {path.name: path.read_bytes() for path in write(tmp_path)}
    assert written == {path.name: path.read_bytes() for path in (SAMPLES / "context").iterdir()}


def test_what_cannot_be_loaded_is_told_in_a_sentence(run, tmp_path):
    plot = str(SAMPLES / "context" / "plot.geojson")
    for words, code in (
        (("context", "load", str(tmp_path / "gone.shp"), "--layer", "plot"), "invalid_context"),
        (("context", "load", plot, "--layer", "castle"), "invalid_option"),
        (("context", "load", plot, "--layer", "plot", "--field", "name"), "invalid_option"),
        (("context", "load", plot, "--layer", "height_limit"), "invalid_context"),
        (("context", "remove", "--layer", "plot"), "not_found"),
    ):
        status, _, error = run(*words)
        assert (status, json.loads(error)["error"]) == (2, code)


def test_a_check_among_surroundings_that_are_not_there_is_refused(tmp_path, capsys):
    model = SAMPLES / "tiny" / "pass-cim_01-map_conversion.ifc"
    words = ["check", str(model), "--context", f"gpkg:{tmp_path / 'none.gpkg'}", "--out", str(tmp_path / "out")]
    assert main([*words, "--workspace", str(tmp_path / "workspace")]) == 2
    assert json.loads(capsys.readouterr().err)["error"] == "not_found"
