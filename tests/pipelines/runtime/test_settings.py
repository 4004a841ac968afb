import subprocess
import sys
from pathlib import Path

import pytest

from cim_schema.errors import InvalidOption
from pipelines.runtime import settings
from pipelines.runtime.settings import (
    ComputeSettings,
    IsolationSettings,
    PlaceSettings,
    ScheduleSettings,
    ServiceSettings,
    TextSettings,
    WebhookSettings,
    WorkspaceSettings,
)

ROOT = Path(__file__).parents[3]
EVERY = (
    TextSettings,
    WorkspaceSettings,
    ComputeSettings,
    IsolationSettings,
    ScheduleSettings,
    ServiceSettings,
    WebhookSettings,
    PlaceSettings,
)


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch, tmp_path):
    import os

    for name in [name for name in os.environ if name.startswith("JUESHAN_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_the_defaults_are_those_of_the_contract():
    assert TextSettings().lang == "zh"
    assert WorkspaceSettings().workspace == Path(".jueshan")
    assert PlaceSettings().crs == "EPSG:4547"
    assert PlaceSettings().geoid_undulation_m is None
    assert ComputeSettings().scheduler is None


def test_the_environment_goes_before_the_file_and_the_argument_before_both(monkeypatch, tmp_path):
    (tmp_path / ".env").write_text("JUESHAN_WORKERS=2\nJUESHAN_SCHEDULER=tcp://a:1\nOTHER=x\n")
    assert ComputeSettings().workers == 2
    monkeypatch.setenv("JUESHAN_WORKERS", "3")
    assert ComputeSettings().workers == 3
    assert ComputeSettings(workers=4).workers == 4
    assert ComputeSettings().scheduler == "tcp://a:1"


@pytest.mark.parametrize(
    ("kind", "variable", "value", "words"),
    [
        (ComputeSettings, "JUESHAN_WORKERS", "0", "小于下限 1"),
        (ComputeSettings, "JUESHAN_WORKERS", "two", "应为整数"),
        (TextSettings, "JUESHAN_LANG", "fr", "'zh' or 'en'"),
        (IsolationSettings, "JUESHAN_ITEM_SECONDS", "0", "小于下限 0"),
        (IsolationSettings, "JUESHAN_ITEM_SECONDS", "inf", "应为数值"),
        (PlaceSettings, "JUESHAN_GEOID_UNDULATION_M", "500", "大于上限 120"),
    ],
)
def test_a_value_that_cannot_be_is_told_by_the_name_of_its_variable(monkeypatch, kind, variable, value, words):
    monkeypatch.setenv(variable, value)
    with pytest.raises(InvalidOption) as caught:
        kind()
    sentence = caught.value.sentence("zh")
    assert variable in sentence
    assert value in sentence
    assert words in sentence


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    monkeypatch.setenv("JUESHAN_GEOID_UNDULATION_M", "")
    assert PlaceSettings().geoid_undulation_m is None


def test_the_example_names_every_setting_once_with_its_default():
    lines = (ROOT / ".env.example").read_text(encoding="utf-8").splitlines()
    shown = dict(line.removeprefix("# ").split("=", 1) for line in lines if line.startswith("# JUESHAN_"))
    fields = {settings.PREFIX + name.upper(): field for kind in EVERY for name, field in kind.model_fields.items()}
    assert set(shown) == set(fields)
    for name, field in fields.items():
        if field.default is not None:
            assert type(field.default)(shown[name]) == field.default


def test_every_setting_class_is_tested_here():
    kinds = {one for one in vars(settings).values() if isinstance(one, type) and issubclass(one, settings._Settings)}
    assert kinds - {settings._Settings} == set(EVERY)


def test_the_command_line_does_not_pay_for_them():
    """Nothing that the layers below import at the top brings pydantic."""
    code = "import sys, cim_schema.messages, cim_schema.errors, pipelines.runtime.progress; print('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True).stdout == "False\n"
