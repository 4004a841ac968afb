import json
from itertools import chain

import jsonschema
import numpy as np
import pytest

from cim_schema.errors import NotFound
from pipelines.publish.cityjson import build_city_model, write_cityjson
from pipelines.publish.cityjsonseq import write_cityjsonseq
from tests.pipelines.publish.test_cityjson import indices


@pytest.fixture
def city(city_of, make_version):
    """Two parts, so that there are several objects of the first level."""
    return city_of(make_version(walls=5), make_version(part="mep", model="b", walls=3))


def lines_of(city, out):
    return [
        json.loads(line) for line in write_cityjsonseq(build_city_model(city, "SCH"), out).read_text(encoding="utf-8").splitlines()
    ]


def placed(head, vertices, geometry):
    """The corners of a geometry on the map, in the order of its boundaries."""
    transform = head["transform"]
    points = np.array(vertices, float) * transform["scale"] + transform["translate"]
    return points[indices(geometry["boundaries"])]


def test_the_lines_together_are_the_file(city, tmp_path):
    head, *features = lines_of(city, tmp_path)
    whole = json.loads(write_cityjson(build_city_model(city, "SCH"), tmp_path).read_text(encoding="utf-8"))
    assert (head["metadata"], head["transform"]) == (whole["metadata"], whole["transform"])
    assert (head["CityObjects"], head["vertices"]) == ({}, [])
    objects = {name: (feature, one) for feature in features for name, one in feature["CityObjects"].items()}
    assert set(objects) == set(whole["CityObjects"])
    assert sum(len(feature["CityObjects"]) for feature in features) == len(objects)
    for name, (feature, one) in objects.items():
        same = whole["CityObjects"][name]
        assert {key: one[key] for key in one if key != "geometry"} == {key: same[key] for key in same if key != "geometry"}
        for own, other in zip(one.get("geometry", []), same.get("geometry", []), strict=True):
            assert (own["type"], own["lod"]) == (other["type"], other["lod"])
            assert np.array_equal(placed(head, feature["vertices"], own), placed(whole, whole["vertices"], other))


def test_each_line_meets_the_official_schema_and_stands_by_itself(city, shared, tmp_path):
    _, *features = lines_of(city, tmp_path)
    assert len(features) > 1
    schema = json.loads((shared / "schemas/cityjson-2.0/cityjsonfeature.min.schema.json").read_text(encoding="utf-8"))
    schema["properties"]["CityObjects"].pop("additionalProperties")  # Each object is held against its own type in test_cityjson.
    validator = jsonschema.validators.validator_for(schema)(schema)
    for feature in features:
        assert [error.message for error in validator.iter_errors(feature)] == []
        assert "parents" not in feature["CityObjects"][feature["id"]]
        related = chain.from_iterable(one.get("parents", []) + one.get("children", []) for one in feature["CityObjects"].values())
        assert set(related) <= set(feature["CityObjects"])
        boundaries = [one["boundaries"] for o in feature["CityObjects"].values() for one in o.get("geometry", [])]
        assert set(indices(boundaries)) == set(range(len(feature["vertices"])))


def test_no_such_project_is_said(city, tmp_path):
    with pytest.raises(NotFound):
        write_cityjsonseq(build_city_model(city, "NONE"), tmp_path)
