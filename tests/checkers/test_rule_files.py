"""What holds of every rule file: its name, its words, its clause, its texts, its page."""

import pickle
import re
import subprocess
import sys
from datetime import date
from inspect import getmodule
from pathlib import Path

import pytest

from checkers import documentation
from checkers.documentation import HEADINGS, sections
from checkers.registry import all_rules, describe_rules
from checkers.rule import Clause, Rule
from cim_schema.codes import Obligation
from cim_schema.errors import UnknownRule
from cim_schema.made_pages import stale_pages
from cim_schema.messages import LANGUAGES, subject_texts
from cim_schema.tables import TABLES

RULES = list(all_rules().values())
BY_CODE = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)


@BY_CODE
def test_the_file_is_named_after_code_and_name(rule: Rule) -> None:
    path = Path(getmodule(rule.check).__file__)
    family, _, slug = rule.name.partition(".")
    assert path.stem == f"{rule.code.lower().replace('-', '_')}_{slug}"
    assert path.parent.name == family == rule.family


@BY_CODE
def test_the_docstring_has_its_headings_in_order(rule: Rule) -> None:
    found = sections(rule)
    assert tuple(found) == ("", *HEADINGS)
    assert all(found.values())
    assert found[""].endswith(".")
    assert "\n\n" in getmodule(rule.check).__doc__


@BY_CODE
def test_a_rule_travels_by_pickle(rule: Rule) -> None:
    assert pickle.loads(pickle.dumps(rule)) == rule


@BY_CODE
def test_a_rule_reads_tables_that_there_are(rule: Rule) -> None:
    assert set(rule.tables) <= set(TABLES)


@BY_CODE
def test_only_a_rule_that_somebody_read_binds(rule: Rule) -> None:
    assert (rule.obligation is Obligation.ADVISORY) == (not rule.clause.confirmed)


def test_an_unread_clause_cannot_be_made_binding() -> None:
    with pytest.raises(ValueError, match="advisory"):
        Rule(**(vars(RULES[0]) | {"clauses": (Clause("GB 1", "1"),), "obligation": Obligation.MANDATORY}))


@BY_CODE
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_that_a_rule_may_say_is_written(rule: Rule, language: str) -> None:
    texts = subject_texts("rule", language)
    source = Path(getmodule(rule.check).__file__).read_text(encoding="utf-8")
    said = set(re.findall(r'text="(\w+)"', source)) | ({"undetermined"} if "Undetermined(" in source else set())
    wanted = {f"rule.{rule.code}.{key}" for key in {"name"} | said} | {
        f"rule.{rule.code}.parameters.{parameter.name}" for parameter in rule.parameters
    }
    assert wanted <= set(texts)


def test_no_text_is_left_over_from_a_rule_that_is_gone() -> None:
    codes = {code.split(".")[1] for language in LANGUAGES for code in subject_texts("rule", language)}
    assert codes == set(all_rules())


def test_the_pages_are_current() -> None:
    assert stale_pages(documentation.FOLDER, documentation.pages()) == [], "run: python -m checkers.documentation"


def test_the_list_of_rules_is_had_without_pandas() -> None:
    code = "import sys; from checkers.registry import describe_rules; describe_rules(); sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_rule_is_described_as_the_contract_says() -> None:
    (described,) = describe_rules("FIR-01")
    assert described == {
        "code": "FIR-01", "name": {"zh": "疏散门净宽足够", "en": "Exit doors are wide enough"}, "family": "fire",
        "element": "safety", "categories": ["building"], "obligation": "advisory",
        "clause": {"document": "GB 55037-2022", "number": "7.1.4", "edition": "", "confirmed": False},
        "parameters": [
            {"name": "clear_width_m", "unit": "m", "baseline": 0.8, "exemplary": 0.9},
            {"name": "frame_allowance_m", "unit": "m", "baseline": 0.1, "exemplary": 0.1},
        ],
        "version": 2,
    }  # fmt: skip


def test_a_rule_is_told_with_the_clause_of_the_project_s_day() -> None:
    before, since = (describe_rules("FUN-02", date(2025, *day))[0]["clause"] for day in ((4, 30), (5, 1)))
    assert (before["document"], since["document"]) == ("GB 50096-2011", "GB 55038-2025")


def test_a_rule_that_there_is_not_is_an_error() -> None:
    with pytest.raises(UnknownRule):
        describe_rules("FIR-00")
