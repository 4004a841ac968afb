import ast
import re
from enum import StrEnum
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from cim_schema import codes, messages
from cim_schema.messages import LANGUAGES, has_text, subject_texts, subjects, text

ROOT = Path(messages.__file__).parent.parent
CATALOGUES = ROOT / "cim_schema" / "catalogues"
ENGLISH_IN_THE_CODE = {"field", "table"}
"""Subjects whose English text stands beside the definition, in fields.py and tables/."""

NAMED_ELSEWHERE = {
    "code": "the lists of codes; a test of their own holds them",
    "kit.field": "the field list (checkers/names/fields.toml); a test of the kit holds them",
    "report.ifc_class": "classes of whatever model comes",
    "cli.usage": "errors of the command line's library, by their class",
    "read.encoding": "encodings without their hyphens",
}
"""Beginnings of codes whose ends do not stand in the sources, and what names them."""

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


@cache
def said_in_the_sources():
    """Every string of the program, and a pattern for every string that is put together."""
    words, patterns = set(), set()
    for package in ("cim_schema", "checkers", "pipelines", "service"):
        for path in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    words.add(node.value.removeprefix("@"))
                elif isinstance(node, ast.JoinedStr):
                    parts = [re.escape(part.value) if isinstance(part, ast.Constant) else "(.+)" for part in node.values]
                    patterns.add("".join(parts).removeprefix("@"))
    for path in (*(ROOT / "pipelines/publish/report/templates").glob("page.*"), *(ROOT / "web/src").rglob("*.ts*")):
        source = path.read_text(encoding="utf-8")
        for quoted in (r"\"([^\"\n]*)\"", r"'([^'\n]*)'", r"`([^`\n]*)`", r"[{,.]\s*(\w+)\b"):
            for found in re.findall(quoted, source):
                first, *others = re.split(r"\$\{[^}]*\}", found)
                if others:
                    patterns.add("(.+)".join(map(re.escape, (first, *others))))
                else:
                    words.add(first)
    # A pattern with no word of its own fits everything.
    return words, frozenset(re.compile(pattern) for pattern in patterns if re.match(r"[a-z_]+\\\.", pattern))


def is_said(words_of_code, depth=2):
    words, patterns = said_in_the_sources()
    if words_of_code in words:
        return True
    fitting = (pattern.fullmatch(words_of_code) for pattern in patterns if depth)
    return any(match and all(is_said(part, depth - 1) for part in match.groups()) for match in fitting)


@every_subject
def test_every_text_is_said_somewhere(subject):
    elsewhere = tuple(f"{beginning}." for beginning in NAMED_ELSEWHERE)
    codes_here = {code for code in subject_texts(subject, "zh") if not code.startswith(elsewhere)}
    # The page's script is given its texts without the beginning.
    assert {code for code in codes_here if not is_said(code) and not is_said(code.removeprefix("report.script."))} == set()


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


def test_a_list_is_joined_as_the_language_joins_and_its_codes_are_said():
    params = {"name": "灯", "missing": ["@rule.QUA-01.batch", "@rule.QUA-01.manufacturer", "x"]}
    assert text("rule.QUA-01.fail", params).endswith("缺：批次、生产厂家、x。")
    assert text("rule.QUA-01.fail", params, "en").endswith("missing: batch, manufacturer, x.")
