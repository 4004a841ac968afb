"""The report of models that others made, through the whole line."""

import json

import openpyxl
import pytest

from checkers.determination import determination
from checkers.engine import check
from checkers.measurements import measure
from checkers.registry import describe_rules
from checkers.ruleset import load_ruleset
from cim_schema.project import ModelContext
from pipelines.ingest.model import model_id_of
from pipelines.publish.report.content import ReportModel, ReportRuleset, build_report, write_json
from pipelines.publish.report.context import ReportContext
from pipelines.publish.report.html import write_html
from pipelines.publish.report.xlsx import write_xlsx
from pipelines.runtime.compute import Compute
from pipelines.runtime.table_set import merge_tables

pytestmark = pytest.mark.slow

MODELS = ("duplex/Duplex_A_20110907.ifc", "chinese/PCERT-Architecture-zh.ifc")


@pytest.fixture(scope="module", params=MODELS)
def path(request, shared):
    return shared / "ifc" / request.param


@pytest.fixture(scope="module")
def made(path, read, shapes, tmp_path_factory):
    """The folder of the report, and the report itself."""
    model_id, ruleset = model_id_of(path), load_ruleset("baseline")
    model, bodies = read(path), shapes(path)
    tables = merge_tables([model, bodies, measure(model | bodies)])
    checked = check(tables, [ModelContext(model_id, "arch")], ruleset, Compute())
    tables = {**tables, **checked, **merge_tables([{"run_problem": one["run_problem"]} for one in (model, bodies, checked)])}
    report = build_report(
        tables,
        [ReportModel(model_id, "arch", path.name, model["ifc_model"]["ifc_schema"][0].as_py(), path.stat().st_size)],
        ReportRuleset(str(ruleset.profile), ruleset.version, ruleset.digest),
        determination=determination(checked["chk_outcome"], checked["chk_finding"]),
    )
    folder = tmp_path_factory.mktemp("report")
    context = ReportContext(tables, {rule["code"]: rule for rule in describe_rules()})
    write_json(report, folder / "report.json")
    write_html(report, context, folder / "report.html")
    write_xlsx(report, context, folder / "report.xlsx")
    return folder


def test_every_finding_names_an_element_of_the_file(made, path):
    findings = json.loads((made / "report.json").read_text(encoding="utf-8"))["findings"]
    written = path.read_text(encoding="latin-1")
    named = {finding["global_id"] for finding in findings} - {None}
    assert named
    assert all(f"'{global_id}'" in written for global_id in named)


def test_the_workbook_has_a_row_for_each_finding(made):
    findings = json.loads((made / "report.json").read_text(encoding="utf-8"))["findings"]
    sheet = openpyxl.load_workbook(made / "report.xlsx")["逐条"]
    ids = [row[-1] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert sorted(ids) == sorted(finding["id"] for finding in findings)


@pytest.mark.browser
def test_the_page_browses_them_all(made, chromium):
    findings = json.loads((made / "report.json").read_text(encoding="utf-8"))["findings"]
    complaints = []
    page = chromium.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((made / "report.html").as_uri())
    assert sum(int(words) for words in page.locator(".group > button .amount").all_inner_texts()) <= len(findings)
    for finding in findings[:: max(1, len(findings) // 5)]:
        page.goto(f"{(made / 'report.html').as_uri()}#f={finding['id']}")
        assert page.locator("#detail h3").inner_text() == finding["message"]
    page.close()
    assert complaints == []
