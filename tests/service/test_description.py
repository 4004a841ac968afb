"""What the interface says of itself, held against a validator, and against whatever can be asked by it."""

import os
import subprocess
import sys
from pathlib import Path

import openapi_spec_validator
import pytest
from owslib.ogcapi.features import Features
from owslib.util import Authentication

from tests.service.test_ogc import city  # noqa: F401 - both stores, filled, behind a service.

CONFIGURATION = Path(__file__).with_name("schemathesis.toml")

pytestmark = pytest.mark.slow


def test_it_is_openapi_and_says_who_may_ask(city):  # noqa: F811
    client, _, _ = city
    document = client.get("/api/v1/openapi.json").json()
    openapi_spec_validator.validate(document)
    assert set(document["components"]["securitySchemes"]) == {"bearer", "session"}
    items = document["paths"]["/ogc/collections/cim_city_object/items"]["get"]
    assert items["security"]
    assert set(items["responses"]) == {"200", "400", "401", "404", "default"}
    parameters = {one["name"]: one["schema"] for one in items["parameters"]}
    assert {"bbox", "bbox-crs", "crs", "datetime", "limit", "after", "ifc_class"} <= set(parameters)
    offered = client.get("/ogc/collections/cim_city_object").json()["crs"]
    assert parameters["crs"]["enum"] == parameters["bbox-crs"]["enum"] == offered


def test_whatever_is_asked_is_answered_as_described(city, tmp_path):  # noqa: F811
    client, token, store = city
    is_first = store.url.startswith("gpkg:")
    # All of it over one store; over the other what depends on it.
    chosen = [] if is_first else ["--include-path-regex", "^/(ogc|tiles)/|/(projects|changes)$"]
    command = [
        str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(CONFIGURATION), "run",
        f"{client.base_url}/api/v1/openapi.json", "--header", f"Authorization: Bearer {token}", "--checks", "all",
        "--phases", "coverage,fuzzing" if is_first else "fuzzing", "--max-examples", "4", "--generation-deterministic",
        "--continue-on-failure", "--warnings", "off", "--no-color", *chosen,
    ]  # fmt: skip
    # No report of its use leaves the machine.
    environment = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()} | {
        "SCHEMATHESIS_TELEMETRY": "0"
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def test_every_collection_is_read_by_owslib(city, monkeypatch):  # noqa: F811
    client, token, store = city
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    headers = {"Authorization": f"Bearer {token}"}
    reader = Features(f"{client.base_url}/ogc/", headers=headers, auth=Authentication())
    assert "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core" in reader.conformance()["conformsTo"]
    names = reader.feature_collections()
    assert {"cim_project", "cim_city_object", "cim_alignment", "chk_finding"} == set(names)
    for name in names:
        found = reader.collection_items(name, limit=10_000)
        assert found["numberReturned"] == len(found["features"]) == found["numberMatched"]
        for feature in found["features"][:3]:
            assert reader.collection_item(name, feature["id"])["properties"] == feature["properties"]
    walls = reader.collection_items("cim_city_object", limit=10_000)["features"]
    assert {one["id"] for one in walls} == set(store.read("cim_city_object")["city_object_id"].to_pylist())
