"""Our answers against those of ifctester 0.9 (``record_ifctester``): equal, or different for a reason that the standard gives."""

import json
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from checkers.ids.check import check_ids
from checkers.ids.demand import demand_of
from checkers.ids.document import Ids
from checkers.ids.reading import read_ids
from pipelines.ingest.ids_tables import read_model_for_ids

pytestmark = pytest.mark.slow
FILES = sorted((Path(__file__).parent / "files").glob("*.ids"))
RECORDED = json.loads((Path(__file__).parent / "ifctester.json").read_text("utf-8"))
MODELS = {
    "duplex": "ifc/duplex/Duplex_A_20110907.ifc", "fzk": "ifc/fzk/AC20-FZK-Haus.ifc", "office": "ifc/office/Office_A_20110811.ifc",
    "pcert": "ifc/pcert_ifc4/Building-Architecture.ifc",
}  # fmt: skip
NAMES_WHAT_IS_FORBIDDEN = "Specification cardinality, Prohibited: what it applies to is what fails; ifctester names none of it."
MAY_BE_EMPTY = "Facet configurations, Attribute, optional: a value that is not given meets it; ifctester fails it."
GIVES_UP = "ifctester does not withstand a type object without property sets."
TOLERANCE = "Tolerance of reals: 1e-6 absolute as well as relative; ifctester compares with 0 exactly."
EXPLAINED = {
    ("duplex", "occurrence_zh: 不得有家具"): NAMES_WHAT_IS_FORBIDDEN,
    ("duplex", "openings_zh: 门窗说明可缺"): MAY_BE_EMPTY,
    ("duplex", "types: type props"): GIVES_UP,
    ("fzk", "openings_zh: 门窗说明可缺"): MAY_BE_EMPTY,
    ("office", "occurrence_zh: 不得有家具"): NAMES_WHAT_IS_FORBIDDEN,
    ("office", "openings_zh: 门窗说明可缺"): MAY_BE_EMPTY,
    ("office", "types: type props"): GIVES_UP,
    ("pcert", "entities: no proxies"): NAMES_WHAT_IS_FORBIDDEN,
    ("pcert", "occurrence_zh: 不得有代理构件"): NAMES_WHAT_IS_FORBIDDEN,
    ("pcert", "occurrence_zh: 不得有家具"): NAMES_WHAT_IS_FORBIDDEN,
    ("pcert", "storeys_zh: 恰为零的标高"): TOLERANCE,
}
"""Model and specification → why the answers differ; no others do."""


@cache
def asked():
    """All files as one, so that each model is read once; what one specification comes to is no matter of the others."""
    files = [(file.stem, read_ids(file)) for file in FILES]
    named = (replace(one, name=f"{stem}: {one.name}") for stem, ids in files for one in ids.specifications)
    return Ids("all.ids", "", tuple(named))


def ours(model):
    told = {}
    for one in check_ids(read_model_for_ids(model, demand_of(asked())), asked()).specifications:
        failed = sorted(failure.step_id for failure in one.failures)
        digest = sha256(" ".join(map(str, failed)).encode()).hexdigest()[:16]
        told[one.name] = ["fail" if one.status == "fail" else "pass", one.applicable, len(failed), digest]
    return told


def test_there_are_enough_of_them():
    assert len(FILES) >= 20


@pytest.mark.parametrize("name", MODELS)
def test_the_answers_are_those_of_ifctester_or_explained(name, shared):
    told = ours(shared / MODELS[name])
    different = {key for key, answer in RECORDED[name].items() if told[key] != answer}
    assert told.keys() == RECORDED[name].keys()
    assert different == {key for model, key in EXPLAINED if model == name}
