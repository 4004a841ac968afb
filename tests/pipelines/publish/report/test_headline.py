import pytest

from cim_schema.codes import Outcome
from cim_schema.tables import TABLES
from pipelines.publish.report.causes import find_causes
from pipelines.publish.report.headline import write_headline


def headline_of(case, language="zh"):
    report = case.report()
    return write_headline(report, find_causes(report, case.context), language)


def with_outcomes(case, *outcomes):
    rows = [
        {"model_id": case.models[0].model_id, "rule": f"R-{n}", "rule_version": 1, "outcome": outcome, "obligation": obligation,
         "element": "safety", "checked": 1, "failed": 0, "undetermined": 0}
        for n, (outcome, obligation) in enumerate(outcomes)
    ]  # fmt: skip
    tables = case.tables | {"chk_outcome": TABLES["chk_outcome"].from_rows(rows), "chk_finding": TABLES["chk_finding"].empty()}
    return type(case)(tables, {}, case.models)


def test_it_says_what_blocks_and_what_to_mend_first(case):
    assert headline_of(case).sentence == "1 项强制不满足，改好 2 处即可消除全部 5 个问题"
    assert headline_of(case, "en").sentence == "Mandatory rules not met: 1. The first 2 below clear all 5 findings"


def test_of_many_causes_it_names_those_that_clear_the_most(case, make_finding):
    rows = [make_finding(n, step_id=101 + n % 4) for n in range(61)] + [
        make_finding(100 + n, step_id=900 + n, observed=f"0.8{n}") for n in range(4)
    ]
    assert headline_of(case.with_findings(rows)).sentence == "1 项强制不满足，先改 1 处可消除 61 个问题（共 65 个）"


def test_a_rule_is_as_bad_as_its_worst_model(case):
    counts = {count.outcome: (count.rules, count.mandatory) for count in headline_of(case).counts}
    assert counts == {Outcome.FAIL: (2, 1), Outcome.UNDETERMINED: (1, 1), Outcome.PASS: (1, 1), Outcome.NA: (0, 0)}


@pytest.mark.parametrize(
    ("outcomes", "sentence"),
    [
        ([("fail", "mandatory")], "1 项强制不满足"),
        ([("fail", "advisory"), ("pass", "mandatory")], "强制项没有不满足；另有 1 项宜改或提示，共 0 个问题"),
        ([("pass", "mandatory"), ("undetermined", "mandatory")], "没有发现不满足；1 项满足，1 项因缺数据未能判定"),
        ([("pass", "mandatory"), ("na", "mandatory")], "能判定的 1 项全部满足"),
        ([("undetermined", "mandatory")], "1 项全部因缺数据未能判定"),
        ([("na", "mandatory")], "模型中没有这些规则要看的对象"),
    ],
)
def test_what_is_open_is_never_called_met(case, outcomes, sentence):
    assert headline_of(with_outcomes(case, *outcomes)).sentence == sentence
