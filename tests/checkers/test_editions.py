"""Which clauses hold on a project's day, and how the day comes from ``project.yaml`` to the rules."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from checkers.editions import is_in_force, project_day
from checkers.rule import Clause
from cim_schema.errors import InvalidProjectFile
from pipelines.ingest.project_folder import read_project

OLD = Clause("GB 50096-2011", "", effective_until=date(2025, 5, 1))
NEW = Clause("GB 55038-2025", "4.1.2", effective_from=date(2025, 5, 1))


def test_the_first_day_of_the_new_edition_is_the_first_without_the_old_one() -> None:
    assert [is_in_force(OLD, day) for day in (date(2025, 4, 30), date(2025, 5, 1), None)] == [True, False, False]
    assert [is_in_force(NEW, day) for day in (date(2025, 4, 30), date(2025, 5, 1), None)] == [False, True, True]


def test_the_day_of_a_project(tmp_path: Path) -> None:
    (tmp_path / "project.yaml").write_text("code: P1\ndate: 2024-03-01\n", encoding="utf-8")
    assert read_project(tmp_path).day == date(2024, 3, 1)
    (tmp_path / "project.yaml").write_text('code: P1\ndate: "2024-03-01"\n', encoding="utf-8")
    assert read_project(tmp_path).day == date(2024, 3, 1)
    (tmp_path / "project.yaml").write_text("code: P1\ndate: 春天\n", encoding="utf-8")
    with pytest.raises(InvalidProjectFile):
        read_project(tmp_path)


def test_rules_read_the_day_from_the_context() -> None:
    assert project_day({"model_context": pd.DataFrame({"day": [date(2024, 3, 1)]})}) == date(2024, 3, 1)
    assert project_day({"model_context": pd.DataFrame({"day": [None]}, dtype=object)}) is None
