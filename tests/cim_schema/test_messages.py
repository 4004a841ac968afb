import re
from enum import StrEnum
from pathlib import Path
from string import Formatter

import pytest

from cim_schema import codes, messages
from cim_schema.messages import LANGUAGES, has_text, subject_texts, subjects, text

ROOT = Path(messages.__file__).parent.parent
CATALOGUES = ROOT / "cim_schema" / "catalogues"
ENGLISH_IN_THE_CODE = {"field", "table"}
"""Subjects whose English text stands beside the definition, in fields.py and tables/."""

ALL_SUBJECTS = sorted({path.stem for path in CATALOGUES.glob("*/*.toml")})
SUBJECTS = sorted(set(ALL_SUBJECTS) - ENGLISH_IN_THE_CODE)

every_subject = pytest.mark.parametrize("subject", SUBJECTS)


def params(sentence):
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@every_subject
def test_both_languages_have_the_same_keys(subject):
    assert set(subject_texts(subject, "zh")) == set(subject_texts(subject, "en"))


@every_subject
def test_both_languages_have_the_same_params(subject):
    chinese, english = subject_texts(subject, "zh"), subject_texts(subject, "en")
    differing = {code for code in chinese if code in english and params(chinese[code]) != params(english[code])}
    assert differing == set()


@every_subject
def test_params_are_names(subject):
    for language in LANGUAGES:
        for code, sentence in subject_texts(subject, language).items():
            assert all(re.fullmatch(r"[a-z][a-z0-9_]*", name) for name in params(sentence)), code
            assert sentence.strip(), code


@pytest.mark.parametrize("subject", ALL_SUBJECTS)
def test_chinese_texts_are_chinese(subject):
    """Every subject but names of formats and the like holds Chinese; an English one would be a text left over."""
    texts = subject_texts(subject, "zh").values()
    chinese = [one for one in texts if re.search(r"[\u4e00-\u9fff]", one)]
    assert len(chinese) > len(texts) * 0.8


@every_subject
def test_english_texts_hold_no_chinese_sentence(subject):
    for code, sentence in subject_texts(subject, "en").items():
        assert not re.search(r"[，。；：]", sentence), code


def test_the_subjects_are_the_files():
    assert list(subjects()) == ALL_SUBJECTS


def test_every_code_of_every_enum_has_its_name_and_no_other_has():
    enums = [one for one in vars(codes).values() if isinstance(one, type) and issubclass(one, StrEnum) and one is not StrEnum]
    expected = {f"code.{re.sub(r'(?<=[a-z])(?=[A-Z])', '_', enum.__name__).lower()}.{member}" for enum in enums for member in enum}
    for language in LANGUAGES:
        assert set(subject_texts("code", language)) == expected


def test_names_of_codes_are_those_of_the_policy():
    """晋市政发〔2022〕2号: the categories, and the six elements in its order."""
    assert [text(f"code.project_category.{one}") for one in codes.ProjectCategory] == [
        "房屋建筑", "市政道路及桥梁", "人居环境综合提升", "园林绿化",
    ]  # fmt: skip
    assert "".join(text(f"code.six_element.{one}") for one in codes.SixElement) == "设计特色绿色安全质量功能"


def test_every_reason_that_the_sources_name_is_written():
    named = set()
    for package in ("cim_schema", "checkers", "pipelines", "service"):
        for path in (ROOT / package).rglob("*.py"):
            named |= set(re.findall(r"[\"']@([a-z_]+(?:\.[a-z0-9_]+)+)[\"']", path.read_text(encoding="utf-8")))
    assert named
    assert {code for code in named if not has_text(code)} == set()


def test_a_missing_param_shows_as_its_own_name():
    assert text("error.unknown_crs", {}, "en").startswith('The coordinate reference system "{crs}" is not known.')


def test_a_code_that_nobody_wrote_is_given_back():
    assert text("error.never_written") == "error.never_written"
    assert text("never.written") == "never.written"


def test_a_param_that_is_a_code_sees_the_other_params():
    sentence = text("error.table", {"table": "t", "column": "c", "reason": "@error_reason.repeated_key", "key": "k"}, "en")
    assert "the key occurs twice: k." in sentence


def test_a_param_that_only_looks_like_a_code_stays_as_it_is():
    assert text("error.unknown_crs", {"crs": "@home"}, "en").startswith('The coordinate reference system "@home"')


def test_params_that_name_each_other_end():
    assert text("error.unknown_crs", {"crs": "@error.unknown_crs"}, "en").count("is not known") == 2
