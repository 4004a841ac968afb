import copy
import errno
import pickle
import re
from string import Formatter

import pytest

from cim_schema import errors
from cim_schema.errors import BrokenIfcFile, CimError, InvalidOption, os_reason
from cim_schema.messages import LANGUAGES, has_text, subject_texts


def descend(kind):
    for child in kind.__subclasses__():
        yield child
        yield from descend(child)


EVERY_ERROR = [CimError, *descend(CimError)]
every_error = pytest.mark.parametrize("kind", EVERY_ERROR, ids=lambda kind: kind.__name__)


def documented_params(kind):
    found = re.search(r"Params: ([^.]*)\.", kind.__doc__)
    return set(re.findall(r"\b[a-z_]+\b", found[1])) if found else set()


@every_error
def test_it_says_when_it_is_raised(kind):
    assert "__doc__" in vars(kind)
    assert kind.__doc__.endswith(".")


@every_error
def test_it_crosses_processes_unharmed(kind):
    error = kind({"file": "a.ifc", "line": 3})
    for again in (pickle.loads(pickle.dumps(error)), copy.copy(error)):
        assert type(again) is kind
        assert again.params == {"file": "a.ifc", "line": 3}
        assert str(again) == str(error)


@every_error
def test_its_sentence_is_written_in_both_languages_of_its_own_params(kind):
    for language in LANGUAGES:
        sentence = subject_texts("error", language)[f"error.{kind.code}"]
        named = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        assert named - {"place"} <= documented_params(kind)
        assert "place" not in named or "file" in documented_params(kind)


def test_codes_are_unique_and_every_sentence_is_of_an_error():
    codes = [kind.code for kind in EVERY_ERROR]
    assert len(set(codes)) == len(codes)
    assert {f"error.{code}" for code in codes} == set(subject_texts("error", "zh"))


@every_error
def test_its_exit_status_is_that_of_the_contract(kind):
    assert kind.exit_status in {2, 3}, "0 is done and 1 is a verdict; an error is neither"
    if issubclass(kind, errors.InputError):
        assert kind.exit_status == 2


def test_the_tree_in_the_module_is_the_tree():
    drawn = re.findall(r"(?:├──|└──) (\w+)", errors.__doc__)
    assert sorted(drawn) == sorted(kind.__name__ for kind in descend(CimError))


def test_the_place_is_the_file_and_the_line_where_it_is_known():
    known = BrokenIfcFile({"file": "a.ifc", "line": 12, "reason": "x"})
    unknown = BrokenIfcFile({"file": "a.ifc", "line": None, "reason": "x"})
    assert "a.ifc:12 " in known.sentence("zh")
    assert "a.ifc " in unknown.sentence("zh")
    assert "None" not in unknown.sentence("zh")


def test_a_reason_follows_the_language_of_its_sentence():
    error = InvalidOption({"option": "--workers", "value": "0", "reason": "@error_reason.too_small", "limit": 1})
    assert error.sentence("zh") == "参数 --workers 的值“0”无法使用：小于下限 1。"
    assert error.sentence("en") == 'The value "0" of --workers cannot be used: it is below the least value, 1.'


@pytest.mark.parametrize("number", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC, errno.EROFS])
def test_the_usual_errors_of_the_system_have_a_reason_in_words(number):
    assert has_text(os_reason(OSError(number, "as the system says")).removeprefix("@"))


def test_an_unusual_error_of_the_system_is_told_as_the_system_tells_it():
    assert os_reason(OSError(errno.ELOOP, "Too many levels of symbolic links")) == "Too many levels of symbolic links"
