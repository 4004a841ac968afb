"""Uploads from the queue to the report, as their senders see them."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from time import monotonic, sleep
from zipfile import ZipFile

import pytest

from tests.pipelines.publish.tiles.content import rows

ROOT = Path(__file__).parents[2]
TINY = ROOT / "sample_ifc" / "tiny" / "fail-cim_01-no_map_conversion.ifc"
ZIPPED = ROOT / "sample_ifc" / "tiny" / "pass-cim_01-zipped.ifczip"
SCHOOL = sorted((ROOT / "sample_ifc" / "faulty" / "school").glob("*.ifc"))
WITHOUT_ARCHITECTURE = SCHOOL[1:]
"""Half of the school's time."""

pytestmark = pytest.mark.slow


def events_of(client, job_id, after=None):
    headers = {} if after is None else {"Last-Event-ID": str(after)}
    with client.stream("GET", f"/api/v1/checks/{job_id}/events", headers=headers) as stream:
        assert stream.status_code == 200
        assert stream.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(stream.iter_text()).split("\n\n")
    fields = [dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":")) for block in blocks]
    return [(int(one["id"]), one["event"], json.loads(one["data"])) for one in fields if one]


@pytest.fixture(scope="module")
def school(service, designer):
    """The faulty school, sent and followed to its end while another check runs beside it."""
    with ThreadPoolExecutor() as pool:
        ids = list(pool.map(lambda paths: designer.send_models(*paths, category="building"), [WITHOUT_ARCHITECTURE, [TINY]]))
        followed = list(pool.map(lambda job_id: events_of(designer, job_id), ids))
    return ids, followed


def test_two_uploads_at_once_both_end_in_reports(designer, school):
    for job_id in school[0]:
        job = designer.check(job_id)
        assert (job["state"], job["progress"], job["attempts"], job["error"]) == ("done", 1, 1, None)
        reports = {kind: designer.get(address) for kind, address in job["reports"].items()}
        assert all(one.status_code == 200 for one in reports.values())
        report = reports["json"].json()
        assert {one["file"] for one in report["models"]} == {one["name"] for one in job["files"]}
        told = [one["outcome"] for one in report["outcomes"]]
        assert job["outcomes"] == {name: told.count(name) for name in ("pass", "fail", "undetermined", "na")}
        assert job["sentence"] in reports["html"].text
        assert ZipFile(BytesIO(reports["xlsx"].content)).testzip() is None
        html = reports["html"].headers
        assert "unsafe" not in html["content-security-policy"]
        assert html["content-security-policy"].count("sha256-") == 2
        assert (html["x-content-type-options"], html["cache-control"]) == ("nosniff", "no-store")


def uris(tile):
    if "content" in tile:
        yield tile["content"]["uri"]
    for child in tile.get("children", ()):
        yield from uris(child)


def test_a_check_shows_its_models_in_3d_with_what_was_found_on_each_element(designer, school):
    job_id = school[0][0]
    told = designer.get(f"/api/v1/checks/{job_id}/tiles/tileset.json")
    assert (told.status_code, told.headers["content-type"]) == (200, "application/json")
    contents = [designer.get(f"/api/v1/checks/{job_id}/tiles/{uri}") for uri in uris(told.json()["root"])]
    assert {(one.status_code, one.headers["content-type"]) for one in contents} == {(200, "model/gltf-binary")}
    shown = [row for one in contents for row in rows(one.content)]
    report = designer.get(f"/api/v1/checks/{job_id}/report.json").json()
    failed = {one["global_id"] for one in report["findings"] if one["outcome"] == "fail" and one["global_id"]}
    drawn = {row["global_id"]: row["worst_outcome"] for row in shown}
    assert {drawn[one] for one in failed if one in drawn} == {"fail"}
    assert len(drawn) > 50
    assert designer.get(f"/api/v1/checks/{job_id}/tiles/content/{'0' * 32}.glb").status_code == 404
    assert designer.get(f"/api/v1/checks/{job_id}/tiles/content/report.json").status_code == 404


def test_events_come_in_order_and_progress_never_goes_back(school):
    for followed in school[1]:
        numbers = [number for number, _, _ in followed]
        assert numbers == sorted(set(numbers))
        told = [data for _, name, data in followed if name != "outcomes"]
        assert [one["state"] for one in told if one["stage"] in {"queued", "start", "done"}] == ["queued", "running", "done"]
        progress = [one["progress"] for one in told]
        assert progress == sorted(progress)
        assert progress[-1] == 1
        assert all(one["message"] for one in told)
    names = [name for _, name, _ in school[1][0]]
    assert names[-1] == "state"
    assert names.index("outcomes") < len(names) - 1
    stages = [data["stage"] for _, name, data in school[1][0] if name == "progress"]
    assert list(dict.fromkeys(stages)) == ["read", "geometry", "check", "report"]
    assert len({one["progress"] for _, name, one in school[1][0] if name == "progress"}) >= 6


def test_a_follower_goes_on_where_it_was_and_is_told_when_there_is_no_more(designer, school):
    job_id, followed = school[0][0], school[1][0]
    half = followed[len(followed) // 2][0]
    assert events_of(designer, job_id, after=half) == [one for one in followed if one[0] > half]
    over = designer.get(f"/api/v1/checks/{job_id}/events", headers={"Last-Event-ID": str(followed[-1][0])})
    assert over.status_code == 204


def test_a_check_is_seen_by_its_owner_and_by_operators_and_nobody_else(service, designer, admin, school):
    job_id = school[0][1]
    addresses = [f"/api/v1/checks/{job_id}{rest}" for rest in ("", "/events", "/report.json", "/report.html", "/report.xlsx")]
    for role in ("designer", "evaluator", "platform"):
        with service.client(service.token(role, "other")) as other:
            assert {other.get(address).status_code for address in addresses} == {404}
            assert other.delete(addresses[0]).status_code == 404
            assert other.get("/api/v1/checks?all=true").json()["checks"] == []
    with service.client(service.token("operator", "operator")) as operator:
        assert {overseer.get(address).status_code for address in addresses for overseer in (operator, admin)} == {200}
        assert operator.get("/api/v1/checks").json()["checks"] == []
        assert job_id in [one["id"] for one in operator.get("/api/v1/checks?all=true").json()["checks"]]
    assert designer.check(job_id)["owner"] == "designer"


def test_checks_are_listed_newest_first_page_by_page(designer, school):
    whole = designer.get("/api/v1/checks").json()["checks"]
    assert [one["created_at"] for one in whole] == sorted((one["created_at"] for one in whole), reverse=True)
    first = designer.get("/api/v1/checks?limit=1").json()
    second = designer.get(f"/api/v1/checks?limit=1&cursor={first['next']}").json()
    assert [one["id"] for one in first["checks"] + second["checks"]] == [one["id"] for one in whole[:2]]


def test_a_broken_file_fails_with_the_sentence_that_names_it(designer, tmp_path):
    broken = tmp_path / "no_schema.ifc"
    broken.write_bytes(TINY.read_bytes().replace(b"FILE_SCHEMA(('IFC4'))", b"FILE_SCHEMA(('IFC9'))"))
    assert b"IFC9" in broken.read_bytes()
    job = designer.wait_for_end(designer.send_models(TINY, broken, lang="en"))
    assert (job["state"], job["attempts"], job["reports"]) == ("failed", 1, None)
    assert (job["error"]["code"], job["error"]["file"]) == ("unsupported_ifc_schema", "no_schema.ifc")
    assert "no_schema.ifc" in job["error"]["message"]
    assert "采用的 IFC 版本" in job["error"]["message"]
    assert "uses the schema" in designer.get(f"{job['url']}?lang=en").json()["error"]["message"]
    refused = designer.get(f"{job['url']}/report.html")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_yet_done")


def test_models_are_checked_by_the_ids_files_that_come_with_them(designer):
    ids = ROOT / "requirements" / "building-scheme.ids"
    files = [("ids", ("wishes.xml", ids.read_bytes())), ("model", ("a.ids", TINY.read_bytes()))]
    job = designer.wait_for_end(designer.post("/api/v1/checks", files=files).json()["id"])
    assert [one["name"] for one in job["files"]] == ["a.ifc", "wishes.ids"]
    assert job["state"] == "done", job
    outcomes = designer.get(job["reports"]["json"]).json()["outcomes"]
    assert {one["rule"]: one["outcome"] for one in outcomes}["IDS:CIM-01.1"] == "fail"

    files = [("ids", ("broken.ids", b"<ids/>")), ("model", ("a.ifc", TINY.read_bytes()))]
    job = designer.wait_for_end(designer.post("/api/v1/checks", files=files).json()["id"])
    assert (job["state"], job["error"]["code"], job["error"]["file"]) == ("failed", "invalid_ids", "broken.ids")
    alone = designer.post("/api/v1/checks", files=[("ids", ("a.ids", ids.read_bytes()))])
    assert alone.status_code == 422


def test_an_archive_is_known_by_its_content_and_names_are_made_safe(designer, service):
    files = [
        ("model", ("../../梁 桥?.zip", ZIPPED.read_bytes())),
        ("model", ("a.ifc", TINY.read_bytes())),
        ("model", ("A.ifc", TINY.read_bytes() + b"\n")),
    ]
    job_id = designer.post("/api/v1/checks", files=files).json()["id"]
    job = designer.wait_for_end(job_id)
    assert [one["name"] for one in job["files"]] == ["梁 桥_.ifczip", "a.ifc", "A-2.ifc"]
    assert job["state"] == "done", job
    assert designer.delete(job["url"]).status_code == 204
    assert designer.get(job["url"]).status_code == 404
    assert not list((service.folder / ".jueshan" / "service" / "jobs").glob(f"{job_id}*"))


def test_a_check_is_cancelled_while_it_waits_and_while_it_runs(service, designer):
    running = [designer.send_models(*SCHOOL, profile="exemplary") for _ in range(2)]
    waiting = [designer.send_models(TINY) for _ in range(2)]
    for one in running:
        designer.wait_for(one, lambda job: job["state"] == "running")
    assert [designer.check(one)["position"] for one in waiting] == [1, 2]
    assert designer.delete(f"/api/v1/checks/{waiting[0]}").json()["state"] == "cancelled"
    assert designer.check(waiting[1])["position"] == 1
    assert designer.get(f"/api/v1/checks/{running[0]}/report.json").status_code == 409
    for one in running:
        assert designer.delete(f"/api/v1/checks/{one}").status_code == 202
    # Their processes are gone, or the last one would wait for them.
    assert designer.wait_for_end(waiting[1])["state"] == "done"
    for one in (*running, waiting[0]):
        job = designer.check(one)
        assert (job["state"], job["reports"]) == ("cancelled", None)
        assert job["progress"] < 1
        assert events_of(designer, one)[-1][2]["state"] == "cancelled"
    end = monotonic() + 20
    while service.children("job"):
        assert monotonic() < end
        sleep(0.1)
