import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.publish.report.causes import A_FEW, Cause, blocking, find_causes, first_steps


def causes_of(case, rows):
    other = case.with_findings(rows)
    return find_causes(other.report(), other.context)


def test_every_finding_has_one_cause(case):
    report = case.report()
    causes = find_causes(report, case.context)
    assert sorted(id_ for cause in causes for id_ in cause.findings) == sorted(one["id"] for one in report["findings"])
    assert [cause.number for cause in causes] == list(range(1, len(causes) + 1))


def test_doors_of_one_type_are_mended_at_once(case):
    first, second, *_ = find_causes(case.report(), case.context)
    assert (first.form, first.label, len(first.findings)) == ("type", "M0821", 4)
    assert (second.form, second.label, len(second.findings)) == ("single", "M5", 1)


def test_what_lacks_one_field_is_one_cause_whatever_its_type(case):
    cause = find_causes(case.report(), case.context)[-1]
    assert (cause.form, cause.label, len(cause.findings)) == ("missing_field", "Pset_WallCommon.FireRating", 4)


def test_failures_come_before_open_questions_and_mandatory_before_advice(case):
    causes = find_causes(case.report(), case.context)
    assert [(cause.outcome, cause.obligation) for cause in causes] == [
        ("fail", "mandatory"), ("fail", "mandatory"), ("fail", "advisory"), ("undetermined", "mandatory"),
    ]  # fmt: skip


def test_untyped_elements_of_one_storey_and_value_are_alike(case, make_finding):
    rooms = [make_finding(n, step_id=900 + n, ifc_class="IfcSpace", storey="B1", observed="1.95") for n in range(3)]
    other = make_finding(9, step_id=909, ifc_class="IfcSpace", storey="1F", observed="1.95")
    assert [(cause.form, cause.label, len(cause.findings)) for cause in causes_of(case, [*rooms, other])] == [
        ("alike", "B1", 3), ("single", other["global_id"], 1),
    ]  # fmt: skip


def test_two_sentences_of_one_rule_are_two_causes(case, make_finding):
    rows = [make_finding(n, step_id=900 + n, ifc_class="IfcSpace", text_code=f"rule.FIR-01.{n % 2}") for n in range(4)]
    assert [len(cause.findings) for cause in causes_of(case, rows)] == [2, 2]


@pytest.mark.parametrize(("sizes", "steps"), [([60, 1, 1, 1], 1), ([2, 2, 2, 2], 2), ([9, 1, 1], 3), ([1], 1), ([], 0)])
def test_first_steps_clear_half_or_are_all_of_a_few(sizes, steps):
    assert len(first_steps(made(sizes))) == steps


@given(st.lists(st.integers(1, 50), min_size=A_FEW + 1, max_size=12))
def test_first_steps_are_the_fewest(sizes):
    steps = first_steps(made(sorted(sizes, reverse=True)))
    taken = sum(len(cause.findings) for cause in steps)
    assert 2 * (taken - len(steps[-1].findings)) < sum(sizes) <= 2 * taken


def made(sizes):
    return [
        Cause(n, "FIR-01", "fail", "mandatory", "single", "", None, None, tuple(f"{n}-{m}" for m in range(size)))
        for n, size in enumerate(sizes)
    ]


def test_only_failures_of_mandatory_rules_block(case):
    assert {cause.rule for cause in blocking(find_causes(case.report(), case.context))} == {"FIR-01"}
