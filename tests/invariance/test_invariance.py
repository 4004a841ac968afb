"""Nothing but the building counts: not where its origin is, nor its unit, nor how the file is ordered, numbered and named.

The files are changed by means of ifcopenshell and of their text, and go down the whole line again.
All places in all variants are tried where JUESHAN_INVARIANCE=all; ``python -m tests.invariance`` tells the differences.
"""

import os
from pathlib import Path

import pytest

from pipelines.flows.steps import Line
from pipelines.ingest.project_folder import read_project
from pipelines.runtime.compute import Compute
from pipelines.runtime.workspace import Workspace
from tests.invariance.answers import Answers, answer, differences
from tests.invariance.variants import VARIANTS, vary

SAMPLES = Path(__file__).parents[2] / "sample_ifc"
SAMPLE_PROJECTS = sorted(str(path.parent.relative_to(SAMPLES)) for path in SAMPLES.glob("*/*/project.yaml"))
REAL = (
    "duplex/Duplex_A_20110907.ifc", "fzk/AC20-FZK-Haus.ifc", "office/Office_A_20110811.ifc",
    "pcert_ifc4x3/Building-Architecture.ifc", "pcert_ifc4x3/Building-Landscaping.ifc", "pcert_ifc4x3/Infra-Bridge.ifc",
    "pcert_ifc4x3/Infra-Road.ifc", "pcert_ifc4/Building-Architecture.ifc", "pcert_ifc4x3/Infra-Landscaping.ifc",
)  # fmt: skip
SOME = {
    "faulty/school_revit": ("turned with north", "in feet"),
    "faulty/street_proxy": ("moved and turned",),
    "faulty/renewal_proxy": ("in metres",),
    "duplex/Duplex_A_20110907.ifc": ("moved",),
    "pcert_ifc4x3/Building-Architecture.ifc": ("in millimetres", "shuffled"),
    "pcert_ifc4x3/Infra-Road.ifc": ("reissued", "shuffled"),
}
ALL = {place: tuple(VARIANTS) for place in (*SAMPLE_PROJECTS, *REAL)}
TRIED = ALL if os.environ.get("JUESHAN_INVARIANCE") == "all" else SOME

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def answered(tmp_path_factory):
    """The answers for each place as it is, found once."""
    line = Line(Workspace(tmp_path_factory.mktemp("workspace")), Compute(1))
    known: dict[Path, Answers] = {}

    def find(place: Path) -> tuple[Line, Answers]:
        if place not in known:
            known[place] = answer(read_project(place), line)
        return line, known[place]

    return find


@pytest.mark.parametrize(("place", "name"), [(place, name) for place, names in TRIED.items() for name in names])
def test_the_rules_say_the_same(place, name, answered, request, tmp_path):
    path = SAMPLES / place if place in SAMPLE_PROJECTS else request.getfixturevalue("shared") / "ifc" / place
    line, before = answered(path)
    changed, expected = vary(read_project(path), VARIANTS[name], tmp_path)

    after = answer(changed, line)

    assert {outcome for outcome, *_ in before.outcomes.values()} >= {"pass", "fail", "undetermined"}
    assert list(differences(before, after, expected, VARIANTS[name].may_differ)) == []
