"""The pages in a browser: sign in, upload, watch, read; also when the service is killed meanwhile."""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.conftest import skip_or_fail

ROOT = Path(__file__).parents[2]
FAULTY = ROOT / "sample_ifc" / "faulty"
PASSWORD = "a long word"
WAIT_MS = 120_000

expect.set_options(timeout=WAIT_MS)
pytestmark = [pytest.mark.slow, pytest.mark.browser]


@pytest.fixture(scope="module")
def built():
    """The folder of the built pages."""
    if shutil.which("npm") is None:
        skip_or_fail("Node.js")
    subprocess.run(["make", "pages"], cwd=ROOT, check=True, capture_output=True)
    return ROOT / "web" / "dist"


@pytest.fixture
def opened(new_service, built, chromium):
    """A running service with a designer, and a page of a browser on it."""
    new_service.settings["JUESHAN_WEB"] = str(built)
    new_service.jueshan("users", "add", "li", "--role", "designer", "--password-stdin", given=f"{PASSWORD}\n")
    new_service.jueshan("users", "add", "wang", "--role", "operator", "--password-stdin", given=f"{PASSWORD}\n")
    new_service.start()
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(new_service.address)
    yield page
    context.close()
    elsewhere = {url for url in asked if not url.startswith((f"{new_service.address}/", "data:", "blob:"))}
    assert elsewhere == set(), "a call left the machine"


def sign_in(page, name="li", password=PASSWORD):
    page.get_by_label("用户名").fill(name)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def keep_picture(page, name):
    """A picture for a person to look at, where one is wanted."""
    if folder := os.environ.get("JUESHAN_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png")


def test_ids_files_go_up_beside_the_models(opened, new_service):
    page = opened
    sign_in(page)
    page.get_by_label("IDS 要求文件").set_input_files(ROOT / "requirements" / "building-scheme.ids")
    page.get_by_label("选择文件").set_input_files(ROOT / "sample_ifc" / "clean" / "school" / "school_arch.ifc")
    expect(page.get_by_role("listitem").filter(has_text="building-scheme.ids")).to_be_visible()
    keep_picture(page, "chosen_ids")
    page.get_by_role("button", name="开始预检").click()
    expect(page.get_by_role("progressbar", name="正在检查")).to_be_visible()
    with new_service.client() as client:
        client.cookies.update({one["name"]: one["value"] for one in page.context.cookies()})
        (job,) = client.get("/api/v1/checks").json()["checks"]
    assert {one["name"] for one in job["files"]} == {"school_arch.ifc", "building-scheme.ids"}


def test_an_upload_ends_in_a_report_though_the_service_is_killed_in_the_middle(opened, new_service):
    page = opened
    sign_in(page, password="wrong")
    expect(page.get_by_role("alert")).to_contain_text("密码")
    sign_in(page)
    expect(page.get_by_role("heading", name="把 IFC 模型拖到这里")).to_be_visible()
    keep_picture(page, "upload")

    page.get_by_label("选择文件").set_input_files(FAULTY / "school" / "school_arch.ifc")
    expect(page.get_by_label("工程类别")).to_have_value("building")
    expect(page.get_by_label("模型阶段")).to_have_value("construction_drawing")
    keep_picture(page, "chosen")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.get_by_role("button", name="开始预检").click()
    bar = page.get_by_role("progressbar", name="正在检查")
    expect(bar).to_be_visible()
    expect(bar).not_to_have_attribute("aria-valuenow", re.compile(r"^[0-5]$"))
    before = int(bar.get_attribute("aria-valuenow"))
    keep_picture(page, "running")

    new_service.stop(signal.SIGKILL)
    expect(page.get_by_text("暂时连不上服务")).to_be_visible(timeout=WAIT_MS)
    keep_picture(page, "cut_off")
    new_service.start()
    expect(page.get_by_text("暂时连不上服务")).to_be_hidden(timeout=WAIT_MS)
    if bar.is_visible():
        assert int(bar.get_attribute("aria-valuenow")) >= before

    report = page.frame_locator("iframe.report")
    first = report.locator(".first li").first
    expect(first).to_be_visible(timeout=WAIT_MS)
    keep_picture(page, "report")
    assert sum("report.html" in url for url in asked) == 1
    with new_service.client() as client:
        client.cookies.update({one["name"]: one["value"] for one in page.context.cookies()})
        (job,) = client.get("/api/v1/checks").json()["checks"]
        findings = client.get(job["reports"]["json"]).json()["findings"]
    first.locator("a").click()
    report.locator("#list .row").first.click()
    detail = report.locator("#detail")
    expect(detail.locator("h3")).to_be_visible()
    keep_picture(page, "finding")
    shown = detail.inner_text()
    assert any(finding["message"].rstrip("。") in shown for finding in findings), shown

    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "the page scrolls beside the report in it"
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("用户名")).to_be_visible()
    page.goto(f"{new_service.address}/checks/{job['id']}")
    sign_in(page, "wang")
    expect(page.frame_locator("iframe.report").locator("h1").first).to_be_visible(timeout=WAIT_MS)


def test_the_operator_sees_projects_and_last_night(opened, new_service):
    inbox = new_service.folder / "inbox"
    (inbox / "door").mkdir(parents=True)
    shutil.copy(ROOT / "sample_ifc" / "tiny" / "fail-cim_06-no_container.ifc", inbox / "door")
    (inbox / "door" / "project.yaml").write_text("name: 一扇门\ncategory: building\n", encoding="utf-8")
    (inbox / "broken.ifc").write_text("no model", encoding="utf-8")
    new_service.jueshan("nightly", "--once", "--workers", "1", "--quiet")

    page = opened
    sign_in(page, "wang")
    page.get_by_role("link", name="项目与昨夜").click()
    expect(page.get_by_role("heading", name="昨夜有需要处理的事")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="broken")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="一扇门")
    expect(row).to_contain_text("房屋建筑")
    expect(row).to_contain_text("强制 1")
    keep_picture(page, "projects")
    with page.context.expect_page() as opening:
        row.get_by_role("link", name="一扇门").click()
    expect(opening.value.locator("h1").first).to_contain_text("强制不满足")

    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="Something of last night wants attention")).to_be_visible()
    keep_picture(page, "projects_en")


def test_what_needs_no_browser_is_tested_beside_the_pages(built):
    done = subprocess.run(["npm", "--prefix", "web", "test"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
