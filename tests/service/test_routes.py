"""What each address answers, to whom, and that nothing makes it stumble."""

import itertools
import random
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TINY = ROOT / "sample_ifc" / "tiny" / "fail-cim_01-no_map_conversion.ifc"

pytestmark = pytest.mark.slow

CLOSED = [
    ("GET", "/api/v1/session"),
    ("GET", "/api/v1/checks"),
    ("POST", "/api/v1/checks"),
    ("GET", "/api/v1/checks/x"),
    ("DELETE", "/api/v1/checks/x"),
    ("GET", "/api/v1/checks/x/events"),
    ("GET", "/api/v1/checks/x/report.json"),
    ("GET", "/api/v1/checks/x/report.html"),
    ("GET", "/api/v1/checks/x/tiles/tileset.json"),
    ("GET", "/api/v1/checks/x/tiles/content/x"),
    ("GET", "/api/v1/projects"),
    ("GET", "/api/v1/projects/x/report.html"),
    ("GET", "/api/v1/changes"),
    ("GET", "/ogc/collections"),
    ("GET", "/ogc/collections/x"),
    ("GET", "/ogc/collections/x/items"),
    ("GET", "/ogc/collections/x/items/x"),
    ("GET", "/tiles/x/tileset.json"),
    ("GET", "/tiles/x/content/x"),
    ("GET", "/api/v1/nights/last"),
    ("POST", "/api/v1/nights"),
]


def problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["code"] == code
    assert told["detail"]
    return told


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_what_takes_or_shows_a_model_wants_to_know_who_asks(service, method, path):
    for headers in ({}, {"Authorization": "Bearer nobody"}, {"Cookie": "jueshan_session=nobody"}, {"Authorization": "Basic eDp5"}):
        with service.client(**headers) as anybody:
            told = problem(anybody.request(method, path), 401, "not_signed_in")
            assert "www-authenticate" in anybody.request(method, path).headers
    assert "登录" in told["detail"]


def test_every_closed_address_of_the_description_is_tried_above(service):
    with service.client() as anybody:
        described = anybody.get("/api/v1/openapi.json").json()["paths"]
    found = {(method.upper(), path) for path, methods in described.items() for method in methods}
    opened = {
        ("GET", "/healthz"),
        ("GET", "/ogc/"),
        ("GET", "/ogc/conformance"),
        ("POST", "/api/v1/session"),
        ("DELETE", "/api/v1/session"),
    }
    tried = {
        (method, path.replace("/x", "/{}").replace("report.json", "report.{kind}").replace("report.html", "report.{kind}"))
        for method, path in CLOSED
    }
    # Collections are described one by one.
    found = {(method, re.sub("/collections/[a-z_]+", "/collections/{name}", path)) for method, path in found}
    bare = {(method, re.sub(r"\{(job_id|code|name|feature_id|project)\}", "{}", path)) for method, path in found}
    assert bare - opened == tried


def test_open_addresses_answer_anyone_with_the_headers_that_keep_browsers_safe(service):
    with service.client() as anybody:
        health = anybody.get("/healthz")
        assert health.json()["status"] == "ok"
        assert health.json()["upload_max_bytes"] == 2 * 2**20
        for path in ("/", "/checks/abc"):
            page = anybody.get(path)
            assert page.status_code == 200
            assert "make pages" in page.text
            assert 'lang="en"' in page.text
            assert anybody.head(path).status_code == 200
        for answer in (health, page, anybody.get("/api/v1/nothing")):
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "default-src" in answer.headers["content-security-policy"]
            assert answer.headers["x-request-id"]
            assert "access-control-allow-origin" not in answer.headers


def test_problems_of_the_framework_have_the_same_form(designer):
    problem(designer.get("/api/v1/nothing"), 404, "not_found")
    problem(designer.get("/assets/none.js"), 404, "not_found")
    problem(designer.put("/healthz"), 405, "method_not_allowed")
    problem(designer.post("/api/v1/session", content=b"{", headers={"Content-Type": "application/json"}), 422, "invalid_request")
    problem(designer.post("/api/v1/session", content=b" " * (2**20 + 1)), 413, "upload_too_large")
    told = problem(designer.get("/api/v1/checks?limit=many"), 422, "invalid_request")
    assert told["fields"][0]["name"] == "limit"


def test_problems_follow_the_language_asked_for(designer):
    assert "no page" in designer.get("/api/v1/nothing?lang=en").json()["detail"]
    preferred = designer.get("/api/v1/nothing", headers={"Accept-Language": "fr;q=0.9, en-GB;q=0.8, zh;q=0.1"})
    assert "no page" in preferred.json()["detail"]
    assert "找不到" in designer.get("/api/v1/nothing", headers={"Accept-Language": "fr"}).json()["detail"]


def test_pages_do_not_lead_out_of_their_folder(service):
    with service.client() as anybody:
        for path in ("/..%2f..%2fpyproject.toml", "/%2e%2e/pyproject.toml", "/assets/..%2f..%2fservice.log", "/a%00b.js"):
            assert anybody.get(path).status_code == 404


@pytest.mark.parametrize(
    ("files", "fields", "status", "code"),
    [
        ([], {}, 422, "invalid_request"),
        ([("model", ("empty.ifc", b""))], {}, 422, "invalid_request"),
        ([("model", ("a.ifc", b"this is no model"))], {}, 415, "not_an_ifc_file"),
        ([("model", ("a.ifc", b"%PDF-1.7 " + b"x" * 9000))], {}, 415, "not_an_ifc_file"),
        ([("model", TINY)], {"category": "castle"}, 422, "invalid_request"),
        ([("model", TINY)], {"profile": "gold"}, 422, "invalid_request"),
        ([("model", TINY)], {"colour": "red"}, 422, "invalid_request"),
        ([("model", TINY)], {"category": "x" * 5000}, 422, "invalid_request"),
        ([("model", ("big.ifc", b"ISO-10303-21;" + b" " * 2 * 2**20))], {}, 413, "upload_too_large"),
        ([("model", (f"{n}.ifc", b"ISO-10303-21;")) for n in range(51)], {}, 422, "invalid_request"),
    ],
)
def test_uploads_that_cannot_be_used_are_refused_and_leave_nothing(service, designer, files, fields, status, code):
    files = [(name, (one.name, one.read_bytes()) if isinstance(one, Path) else one) for name, one in files]
    # Without a file it would be no multipart.
    answer = designer.post("/api/v1/checks", files=files or [("other", ("", b"x"))], data=fields)
    problem(answer, status, code)
    assert not list((service.folder / ".jueshan" / "service").glob("incoming/*"))
    assert designer.get("/api/v1/checks").json() == {"checks": [], "next": None}


def test_an_upload_that_says_nothing_of_its_length_is_bounded_too(designer):
    def parts():
        yield b'--b\r\nContent-Disposition: form-data; name="model"; filename="a.ifc"\r\n\r\nISO-10303-21;'
        for _ in range(40):
            yield b" " * 65536

    answer = designer.post("/api/v1/checks", content=parts(), headers={"Content-Type": "multipart/form-data; boundary=b"})
    problem(answer, 413, "upload_too_large")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"", "multipart/form-data; boundary=b"),
        (b"nothing", "multipart/form-data; boundary=b"),
        (b"--b\r\n", "multipart/form-data; boundary=b"),
        (b'--b\r\nContent-Disposition: form-data; name="model"\r\n\r\nISO-10303-21;', "multipart/form-data; boundary=b"),
        (b"--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--\r\n", "multipart/form-data; boundary=b"),
        (b"x", "multipart/form-data"),
        (b"x", "application/json"),
        (b"x", ""),
    ],
)
def test_bodies_that_are_no_upload_are_refused(designer, body, kind):
    problem(designer.post("/api/v1/checks", content=body, headers={"Content-Type": kind}), 422, "invalid_request")


def test_random_requests_never_make_a_fault(service, designer):
    """Some hundreds of bad requests over all routes: each is answered below 500."""
    chance = random.Random(1)
    words = [
        "",
        "x",
        "-1",
        "0",
        "9" * 30,
        "%00",
        "%ff",
        "..%2f",
        "'",
        '"',
        "{}",
        "[]",
        "null",
        "真",
        "😀",
        "a" * 3000,
        "?",
        "#",
    ]
    paths = [
        "/api/v1/checks/{}", "/api/v1/checks/{}/events", "/api/v1/checks/{}/report.{}", "/api/v1/projects/{}/report.{}",
        "/api/v1/checks?limit={}&cursor={}&all={}", "/api/v1/nights/{}", "/{}", "/assets/{}", "/healthz?lang={}", "/api/{}",
    ]  # fmt: skip
    methods = ["GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS"]
    bodies = [b"", b"{}", b'{"name": "\\ud800", "password": "x"}', b'{"name": 1}', b"\xff\xfe", b"[" * 2000]
    for path, method in itertools.product(paths, methods):
        for _ in range(4):
            filled = path.format(*[chance.choice(words) for _ in range(path.count("{}"))])
            answer = designer.request(method, filled, headers={"Last-Event-ID": "9" * 40, "Accept-Language": "zh;q=x,,;"})
            assert answer.status_code < 500, (method, filled, answer.text)
    for body in bodies:
        answer = designer.post("/api/v1/session", content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code < 500, (body, answer.text)
    assert not [line for line in service.log() if line["event"] in {"fault", "error"}]
