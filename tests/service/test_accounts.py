"""Sessions, tokens and roles, as a browser and a program meet them."""

import json
import stat
import subprocess
import sys
from time import perf_counter

import pytest

pytestmark = pytest.mark.slow

PASSWORD = "a long word"
SAME = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture(scope="module")
def li(service):
    service.jueshan("users", "add", "李工", "--role", "designer", "--password-stdin", given=f"{PASSWORD}\n")
    return {"name": "李工", "password": PASSWORD}


def test_a_session_is_a_cookie_that_no_script_reads(service, li):
    with service.client() as browser:
        begun = browser.post("/api/v1/session", json=li, headers=SAME)
        assert begun.status_code == 204
        cookie = begun.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "max-age=43200" in cookie
        told = browser.get("/api/v1/session").json()
        assert (told["name"], told["role"], told["role_name"], told["kind"]) == ("李工", "designer", "设计师", "session")
        assert browser.delete("/api/v1/session", headers=SAME).status_code == 204
        assert browser.get("/api/v1/session").status_code == 401
        # What was signed out stays so, also for one who kept the cookie.
        secret = begun.headers["set-cookie"].partition(";")[0]
    with service.client(Cookie=secret) as thief:
        assert thief.get("/api/v1/session").status_code == 401


def test_a_page_of_another_site_changes_nothing_by_cookie(service, li):
    with service.client() as browser:
        assert browser.post("/api/v1/session", json=li, headers={"Origin": "https://elsewhere.example"}).status_code == 403
        assert browser.post("/api/v1/session", json=li, headers={"Origin": service.address}).status_code == 204
        for headers in ({}, {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "null"}):
            refused = browser.post("/api/v1/checks", headers=headers)
            assert (refused.status_code, refused.json()["code"]) == (403, "other_origin")
            assert browser.delete("/api/v1/session", headers=headers).status_code == 403
        assert browser.get("/api/v1/checks", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200
        assert browser.post("/api/v1/checks", headers=SAME).status_code == 422


def test_a_wrong_password_and_an_unknown_name_are_told_alike(service, li):
    def try_to(name):
        begun = perf_counter()
        with service.client() as browser:
            answer = browser.post("/api/v1/session", json={"name": name, "password": "wrong"})
        return answer.status_code, answer.json(), perf_counter() - begun

    known, unknown = [try_to("李工") for _ in range(3)], [try_to(f"nobody {n}") for n in range(3)]
    assert known[0][:2] == unknown[0][:2]
    assert known[0][0] == 401
    # A hash takes some tens of milliseconds: an answer without one would be ten times as fast.
    assert min(one[2] for one in unknown) > min(one[2] for one in known) / 3


def test_guessing_ends_after_five_wrong_passwords(service):
    service.jueshan("users", "add", "wang", "--role", "admin", "--password-stdin", given=f"{PASSWORD}\n")
    with service.client() as browser:
        wrong = [browser.post("/api/v1/session", json={"name": "wang", "password": str(n)}) for n in range(6)]
        assert [one.status_code for one in wrong] == [401] * 5 + [429]
        assert 0 < int(wrong[-1].headers["retry-after"]) <= 300
        assert browser.post("/api/v1/session", json={"name": "wang", "password": PASSWORD}).status_code == 429
        assert browser.post("/api/v1/session", json={"name": "else", "password": "x"}).status_code == 401


def test_a_new_password_and_a_removal_end_sessions_at_once(service):
    add = ("users", "add", "zhao", "--role", "operator", "--password-stdin")
    service.jueshan(*add, given=f"{PASSWORD}\n")
    with service.client() as browser:
        browser.post("/api/v1/session", json={"name": "zhao", "password": PASSWORD})
        assert browser.get("/api/v1/session").json()["role"] == "operator"
        service.jueshan("users", "password", "zhao", "--password-stdin", given="another word\n")
        assert browser.get("/api/v1/session").status_code == 401
        assert browser.post("/api/v1/session", json={"name": "zhao", "password": PASSWORD}).status_code == 401
        assert browser.post("/api/v1/session", json={"name": "zhao", "password": "another word"}).status_code == 204
        service.jueshan("users", "remove", "zhao")
        assert browser.get("/api/v1/session").status_code == 401
    assert "zhao" not in service.jueshan("users", "list")


def test_a_token_holds_until_it_is_revoked_or_over(service):
    printed = service.jueshan("token", "create", "--role", "evaluator", "--name", "program")
    assert "\n" not in printed
    with service.client(printed) as program:
        told = program.get("/api/v1/session").json()
        assert (told["name"], told["role"], told["kind"]) == ("program", "evaluator", "token")
        listed = [line.split("\t") for line in service.jueshan("token", "list").splitlines()]
        (token_id,) = [line[0] for line in listed if line[-1] == "program"]
        service.jueshan("token", "revoke", token_id)
        assert program.get("/api/v1/session").status_code == 401
    short = service.jueshan("token", "create", "--role", "admin", "--days", "0.001")
    with service.client(short) as program:
        assert program.get("/api/v1/session").json()["expires_at"]


def test_secrets_are_nowhere_on_the_disk_but_as_hashes(service, li):
    secret = service.token("admin", "secret")
    with service.client(secret) as program:
        program.get("/api/v1/checks")
    kept = b"".join(path.read_bytes() for path in service.folder.rglob("*") if path.is_file())
    assert secret.encode() not in kept
    assert PASSWORD.encode() not in kept
    database = service.folder / ".jueshan" / "service" / "service.db"
    assert stat.S_IMODE(database.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("arguments", "given", "code"),
    [
        (["users", "add", "short", "--role", "admin", "--password-stdin"], "short\n", "invalid_option"),
        (["users", "add", " x", "--role", "admin", "--password-stdin"], "long enough\n", "invalid_option"),
        (["users", "add", "x", "--role", "king", "--password-stdin"], "long enough\n", "usage"),
        (["users", "remove", "nobody"], "", "not_found"),
        (["token", "revoke", "nothing"], "", "not_found"),
    ],
)
def test_accounts_that_cannot_be_are_told_in_one_line(tmp_path, arguments, given, code):
    command = [sys.executable, "-c", "from service.cli.main import run; run()", *arguments]
    result = subprocess.run(command, cwd=tmp_path, input=given, capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert json.loads(result.stderr.splitlines()[-1])["error"] == code
