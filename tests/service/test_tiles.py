"""3D Tiles as the service gives them: who may have them, when they are made anew, and what a viewer in a browser makes of them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import shapely
from playwright.sync_api import expect

from pipelines.cim.store import open_store
from tests.conftest import skip_or_fail
from tests.service.conftest import Service

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "sample_ifc" / "faulty" / "park" / "park_planting.ifc"
PASSWORD = "a long word"

pytestmark = pytest.mark.slow


def ingest(running, path, store):
    running.jueshan(
        "ingest", str(path), "--project", "P1", "--part", "plants", "--store", store, "--category", "landscape", "--quiet"
    )


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """A service over one project, and the address of its store."""
    folder = tmp_path_factory.mktemp("tiles")
    store = f"gpkg:{folder / 'cim.gpkg'}"
    running = Service(folder, {"JUESHAN_WORKERS": "1"}, arguments=("--store", store))
    ingest(running, MODEL, store)
    if shutil.which("npm") is not None:
        subprocess.run(["make", "pages"], cwd=ROOT, check=True, capture_output=True)
        running.settings["JUESHAN_WEB"] = str(ROOT / "web" / "dist")
    running.start()
    yield running, store
    running.stop()
    assert "Traceback" not in (folder / "service.log").read_text(encoding="utf-8")


def uris(tile):
    if "content" in tile:
        yield tile["content"]["uri"]
    for child in tile.get("children", ()):
        yield from uris(child)


def test_nobody_is_refused_and_what_is_not_there_is_not_found(city):
    running, _ = city
    with running.client() as nobody:
        assert nobody.get("/tiles/P1/tileset.json").status_code == 401
        assert nobody.get(f"/tiles/P1/content/{'0' * 32}.glb").status_code == 401
    with running.client(running.token("platform", "cim")) as client:
        for path in (
            "P2/tileset.json",
            "P1/content/manifest.json",
            "..%2f/tileset.json",
            f"P1/content/{'0' * 32}.glb",
            "P1/content/..%2F",
        ):
            answer = client.get(f"/tiles/{path}")
            assert (answer.status_code, answer.headers["content-type"]) == (404, "application/problem+json"), path


def test_tiles_follow_the_base_layer_and_open_viewers_keep_theirs(city, tmp_path):
    running, store = city
    with running.client(running.token("platform", "cim")) as client:
        first = client.get("/tiles/P1/tileset.json")
        assert client.get("/tiles/P1/tileset.json").content == first.content
        (before,) = uris(first.json()["root"])
        glb = client.get(f"/tiles/P1/{before}")
        assert (glb.content[:4], glb.headers["content-type"]) == (b"glTF", "model/gltf-binary")
        ingest(running, ROOT / "sample_ifc/clean/park/park_planting.ifc", store)
        (after,) = uris(client.get("/tiles/P1/tileset.json").json()["root"])
        assert after != before
        assert client.get(f"/tiles/P1/{before}").content == glb.content
    ingest(running, MODEL, store)


@pytest.mark.browser
def test_a_viewer_shows_the_project_in_place_and_tells_what_is_picked(city, chromium):
    running, store = city
    if "JUESHAN_WEB" not in running.settings:
        skip_or_fail("Node.js")
    running.jueshan("users", "add", "li", "--role", "platform", "--password-stdin", given=f"{PASSWORD}\n")
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    errors, asked = [], []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(running.address)
    page.get_by_label("用户名").fill("li")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("link", name="项目").click()
    page.get_by_role("link", name="三维").click()
    expect(page.locator(".model")).to_have_attribute("data-settled", "true", timeout=60_000)
    canvas = page.locator("canvas").bounding_box()
    told = {}
    # Trees stand apart: clicks over the picture, until some have hit different ones.
    for x, y in [(0.5, 0.5), *((0.2 + 0.1 * i, 0.35 + 0.08 * j) for i in range(7) for j in range(6))]:
        page.mouse.click(canvas["x"] + x * canvas["width"], canvas["y"] + y * canvas["height"])
        rows = page.locator("aside [data-key]")
        if rows.count():
            row = {one.get_attribute("data-key"): one.locator("dd").inner_text().strip() for one in rows.all()}
            told[row["global_id"]] = row
        if len(told) >= 3:
            break
    page.get_by_role("button", name="按结论").click()
    if folder := os.environ.get("JUESHAN_PICTURES"):
        page.wait_for_timeout(1000)
        page.screenshot(path=Path(folder) / "model.png")
    context.close()
    assert errors == []
    assert {url for url in asked if not url.startswith((f"{running.address}/", "data:", "blob:"))} == set()
    assert len(told) >= 2
    objects = {row["global_id"]: row for row in open_store(store).read("cim_city_object").to_pylist()}
    for global_id, row in told.items():
        of = objects[global_id]
        assert (row["name"], row["ifc_class"], row["part"]) == (of["name"], of["ifc_class"], "plants")
        lon, lat, height = (float(number) for number in re.findall(r"\d+\.\d+", row["place"]))
        # In place: on the object itself, which the store has in degrees; 1e-6° is a decimetre.
        assert shapely.distance(shapely.from_wkb(of["geom"]), shapely.Point(lon, lat)) < 3e-6
        assert of["min_height_m"] - 0.02 <= height <= of["max_height_m"] + 0.02
