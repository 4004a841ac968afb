import json
import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from cim_schema.tables import TABLES
from pipelines.publish.report.html import embed, render_html, write_html


class Elements(HTMLParser):
    """What a browser's parser would make of the page: its start tags, and the text of each script."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.scripts = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, content):
        if self.cdata_elem == "script":
            self.scripts[-1] += content


def test_names_of_models_stay_text(case):
    elements = Elements(render_html(case.report(), case.context))
    assert not [tag for tag, _ in elements.tags if tag in {"img", "iframe", "object", "base"}]
    assert not [name for _, attributes in elements.tags for name in attributes if name.startswith("on")]
    assert len(elements.scripts) == 2


def test_the_data_survives_its_embedding(case):
    data = json.loads(Elements(render_html(case.report(), case.context)).scripts[0])
    assert "</script><img src=x onerror=alert(1)>'\"&<!--" in {one.get("name") for one in data["findings"]}


@pytest.mark.parametrize("hostile", ["</script>", "<!--<script>", "]]>", "\u2028alert(1)\u2029", "&lt;"])
def test_embedded_json_begins_no_tag(hostile):
    embedded = embed({"name": hostile})
    assert not set(embedded) & set("<>&\u2028\u2029")
    assert json.loads(embedded) == {"name": hostile}


def test_only_the_page_s_own_style_and_script_may_run(case):
    page = render_html(case.report(), case.context)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    script = Elements(page).scripts[1]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    assert f"script-src 'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" in policy
    assert f"style-src 'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'" in policy
    assert "default-src 'none'" in policy


def test_nothing_is_fetched_from_outside(case):
    page = render_html(case.report(), case.context)
    for _, attributes in Elements(page).tags:
        for name in ("src", "href", "action", "poster", "srcset"):
            assert re.match(r"#|data:,$|$", attributes.get(name) or "")
    assert not re.search(r"@import|url\(", page)


def test_what_went_wrong_stands_above_everything_else(case):
    page = render_html(case.report(), case.context)
    assert 0 < page.index('role="alert"') < page.index("<nav")


def test_a_sound_run_raises_no_alarm(case):
    tables = case.tables | {"run_problem": TABLES["run_problem"].empty()}
    other = type(case)(tables, case.rules, case.models)
    assert 'role="alert"' not in render_html(other.report(), other.context)


def test_claims_of_character_and_their_evidence_are_shown_and_stay_text(case, claimed):
    page = render_html(case.report(scores=claimed), case.context)
    section = page[page.index('<section id="features">') : page.index('<section id="rules">')]
    assert section.index("红砖山花与大钟") < section.index("TS-01 评审意见") < section.index("未附佐证")
    assert "&lt;/script&gt;&lt;img" in section
    assert not [tag for tag, _ in Elements(page).tags if tag == "img"]


def test_a_project_that_claims_nothing_is_told_so(case):
    assert "各模型均未说明特色要素" in render_html(case.report(), case.context)


def test_two_renderings_are_equal(case):
    same = type(case)(case.tables, case.rules, case.models)
    assert render_html(case.report(), case.context) == render_html(same.report(), same.context)


def test_the_english_page_says_everything_in_english(case):
    page = render_html(case.report(language="en"), case.context, "en")
    given = r"疏散门净宽|承重构件耐火极限|各部分约定一致|唯一|高程基准未说明|补写|一致"
    assert not re.findall(r"[\u4e00-\u9fff]+", re.sub(given, "", page))
    assert not re.search(r">\s*(report|code)\.[a-z_.]+\s*<", page)


def test_five_thousand_findings_fit_a_mail(case, make_finding, tmp_path):
    rows = [make_finding(n, id=f"{n:024x}", step_id=101 + n % 6, subject=str(n), observed=f"{n % 80}") for n in range(5000)]
    other = case.with_findings(rows)
    assert write_html(other.report(), other.context, tmp_path / "report.html") < 5_000_000


def test_of_a_rule_with_too_many_findings_some_of_each_cause_are_listed_and_the_rest_is_told(case, make_finding, monkeypatch):
    monkeypatch.setattr("pipelines.publish.report.page.FINDINGS_OF_A_RULE", 1000)
    rows = [make_finding(n, id=f"{n:024x}", step_id=101 + n % 6, subject=str(n), observed=f"{n % 3}") for n in range(3000)]
    other = case.with_findings(rows)
    page = render_html(other.report(), other.context)
    data = json.loads(Elements(page).scripts[0])
    assert (len(data["findings"]), data["total"]) == (1000, 3000)
    assert {finding["cause"] for finding in data["findings"]} == {cause["number"] for cause in data["causes"]}
    assert sum(cause["listed"] for cause in data["causes"]) == 1000
    assert sum(cause["count"] for cause in data["causes"]) == 3000
    assert "见 report.xlsx 和 report.json" in page


def test_an_empty_report_is_a_page_too(case):
    bare = type(case)({}, {}, [])
    empty = {"rules_applicable": 0, "rules_determined": 0, "missing": []}
    assert "模型中没有这些规则要看的对象" in render_html(bare.report(determination=empty, georeference=[]), bare.context)


def test_points_are_shown_with_their_arithmetic_and_elements(case):
    lacking = [{"model_id": "a" * 64, "step_id": 1, "global_id": "2O2Fr$t4X7Zf8NOew3G101", "ifc_class": "IfcDoor"}]
    term = {"outcome": None, "points": 7.5, "least_points": 2.5, "greatest_points": 5.0, "lacking": lacking}
    counted = {"term": "ID-200", "count": 1, "undetermined": 1, "total": 3} | term
    asked = {"measure": "information", "points": 7.5, "open_points": 0.0, "setting": "N2", "terms": [counted]}
    sums = {"points": 7.5, "open_points": 0.0, "people_points": 0.0, "least_points": 2.5, "greatest_points": 5.0}
    card = {"name": "card", "version": "1", "source": {"zh": "招标人", "en": "x"}, "confirmed": False, "digest": ""}
    criteria = [{"criterion": "BID-03", "judged_by": "machine", "measures": [asked]} | sums]
    concrete = {"least_share": 0.25, "greatest_share": 0.5, "precast_m3": 1, "unknown_m3": 1, "total_m3": 4}
    rate = concrete | {"classes": [{"ifc_class": "IfcSlab"} | concrete], "items": []}
    scores = {"bim_adoption": {"weights": card, "points": sums, "criteria": criteria}, "precast_rate": rate}
    page = render_html(case.report(scores=scores), case.context)
    section = page[page.index('<section id="points">') : page.index('<section id="place">')]
    words = re.sub(r"<[^>]+>", " ", section)
    for shown in ("有分类编码（ID-200）的构件", "1 / 3", "2.5–5", "7.5", "2O2Fr$t4X7Zf8NOew3G101", "25–50 %", "分值未经确认"):
        assert shown in words
    assert "points" not in render_html(case.report(), case.context).split("<nav")[1].split("</nav>")[0]
