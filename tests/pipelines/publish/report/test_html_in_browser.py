"""The page as people open it: a file in Chromium."""

from pathlib import Path
from urllib.parse import quote

import pytest

from pipelines.publish.report.html import write_html

pytestmark = pytest.mark.browser

LAPTOP, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def address(case, tmp_path_factory) -> str:
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_html(case.report(), case.context, path)
    return path.as_uri()


@pytest.fixture
def open_page(chromium):
    """Opens an address; afterwards nothing may have been said on the console or asked of the network."""
    complaints, contexts = [], []

    def opened(url, viewport=LAPTOP):
        context = chromium.new_context(viewport=viewport)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: None if request.url.startswith(("file:", "data:")) else complaints.append(request.url))
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def in_sight(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box is not None and box["y"] >= 0 and box["y"] + box["height"] <= page.viewport_size["height"]


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_the_first_screen_answers_the_first_question(open_page, address, viewport):
    page = open_page(address, viewport)
    assert page.locator("h1").inner_text() == "1 项强制不满足，改好 2 处即可消除全部 5 个问题"
    assert all(in_sight(page, selector) for selector in ("h1", ".counts", "[role=alert]", ".first li"))
    assert page.locator(".counts b").all_inner_texts() == ["2", "1", "1", "0"]
    assert page.evaluate("document.documentElement.scrollWidth") == viewport["width"]


def test_search_narrows_the_list_and_the_address(open_page, address):
    page = open_page(address)
    page.keyboard.press("/")
    page.keyboard.type("m1021")
    page.wait_for_function("document.getElementById('shown').textContent.startsWith('1 ')")
    assert page.locator(".row").count() == 1
    assert page.evaluate("location.hash") == "#q=m1021"


def test_an_address_opens_its_finding(open_page, address):
    page = open_page(f"{address}#f=f00003")
    assert page.locator(".row[aria-current]").get_attribute("data-id") == "f00003"
    assert "2O2Fr$t4X7Zf8NOew3F003" in page.locator("#detail").inner_text()
    assert page.locator("#detail .figure").get_attribute("aria-label") == "实测 0.75 m, 要求 ≥ 0.90"
    assert in_sight(page, ".row[aria-current]")


def test_an_address_of_another_report_is_answered(open_page, address):
    assert "这份报告里没有这个问题" in open_page(f"{address}#f=nowhere").locator("#detail").inner_text()


def test_j_and_k_walk_over_all_groups(open_page, address):
    page = open_page(address)
    seen = []
    for _ in range(11):
        page.keyboard.press("j")
        seen.append(page.locator(".row[aria-current]").get_attribute("data-id"))
    assert len(set(seen)) == 11
    page.keyboard.press("k")
    assert page.locator(".row[aria-current]").get_attribute("data-id") == seen[-2]
    page.keyboard.press("Escape")
    assert page.locator(".row[aria-current]").count() == 0


@pytest.mark.parametrize(("view", "groups"), [("cause", 4), ("rule", 3), ("storey", 2), ("element", 2)])
def test_every_view_holds_every_finding(open_page, address, view, groups):
    page = open_page(f"{address}#view={view}")
    assert page.locator(".group").count() == groups
    assert sum(int(count) for count in page.locator(".group > button .amount").all_inner_texts()) == 11


def test_filters_and_causes_have_addresses(open_page, address):
    page = open_page(f"{address}#outcome=undetermined&obligation=mandatory")
    assert page.locator("#shown").inner_text().startswith("4 个问题")
    page.locator("ol.first a").first.click()
    assert page.evaluate("location.hash") == "#cause=1"
    assert page.locator(".row").count() == 4


def test_a_hostile_name_is_shown_as_it_is_written(open_page, address):
    page = open_page(f"{address}#f=f00001")
    assert "</script><img src=x onerror=alert(1)>'\"&<!--" in page.locator("#detail").inner_text()
    assert page.locator("img").count() == 0


def test_on_a_phone_a_finding_covers_the_list_and_goes_away_again(open_page, address):
    page = open_page(f"{address}#cause=1", PHONE)
    page.locator(".row").first.click()
    assert page.locator("#detail").bounding_box() == {"x": 0, "y": 0, **PHONE}
    page.go_back()
    assert not page.locator("#detail").is_visible()


def test_the_plan_leads_to_its_findings(open_page, address):
    page = open_page(address)
    page.locator("#plans .drawing a").last.click()
    assert page.locator("#detail.chosen").is_visible()


def test_an_id_of_any_signs_has_an_address(open_page, case, make_finding, tmp_path):
    odd = "a&b=c#d%20 '\"<"
    other = case.with_findings([make_finding(1, id=odd), make_finding(2)])
    path = Path(tmp_path / "report.html")
    write_html(other.report(), other.context, path)
    page = open_page(f"{path.as_uri()}#f={quote(odd, safe='')}")
    assert page.locator(".row[aria-current]").get_attribute("data-id") == odd


def test_five_thousand_findings_answer_a_search_at_once(open_page, case, make_finding, tmp_path):
    rows = [make_finding(n, step_id=10_000 + n, global_id=f"G{n:021}", subject=str(n), observed=str(n)) for n in range(5000)]
    other = case.with_findings(rows)
    path = tmp_path / "report.html"
    write_html(other.report(), other.context, path)
    page = open_page(path.as_uri())
    assert page.locator(".group").count() < 100
    page.locator("#search").fill("g" + f"{4321:021}")
    assert page.locator("#shown").inner_text().startswith("1 个问题")
    taken_ms = page.evaluate(
        """() => new Promise((done) => {
            const start = performance.now();
            addEventListener("hashchange", () => requestAnimationFrame(() => done(performance.now() - start)), { once: true });
            location.hash = "view=rule&q=fir";
        })"""
    )
    assert page.locator("#shown").inner_text().startswith("5000 个问题")
    assert taken_ms < 2000
