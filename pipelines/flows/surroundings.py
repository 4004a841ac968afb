"""A federation among its surroundings: what the base layer holds around it, and what the rules say of that.

Rules that look at surroundings run once more, after all the others, on what the base layer held at that moment.
"""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from time import perf_counter

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.errors import NotFound
from cim_schema.tables import TABLES
from pipelines.flows.steps import STAGE_VERSIONS, Federation, Line
from pipelines.runtime.table_set import Merged, Tables, TableSet, merge_tables, rows_of_model, write_tables
from pipelines.runtime.workspace import ResultKey

ANSWERS = ("chk_outcome", "chk_finding")
LOOKED_AT = ("ctx_place", "ctx_near")


@dataclass(frozen=True)
class Around:
    """Where to look for surroundings."""

    store_url: str
    project_code: str | None = None
    """The project that the models are of, whose own buildings are passed over; None where nobody knows."""


def require_surroundings(around: Around) -> None:
    """Make sure that there is something to look at.

    Raises:
        NotFound: There is no such store.
        StoreError: It cannot be read.
    """
    from pipelines.cim.store import open_store

    store = open_store(around.store_url)
    if not store.revision():
        raise NotFound({"what": "@store.a_store", "name": store.url})


def is_in_store(around: Around) -> bool:
    """Whether the base layer has the project already.

    Raises:
        StoreError: It cannot be read.
    """
    from pipelines.cim.store import open_store

    return around.project_code in open_store(around.store_url).projects()


def surroundings(federation: Federation, placed: TableSet, line: Line, around: Around) -> TableSet:
    """What the base layer holds around the models, in their own frames.

    Args:
        federation: The models.
        placed: Where they stand on the map.
        line: The line.
        around: Where to look.

    Returns:
        ``ctx_place`` and ``ctx_near``, under the digest of their rows: equal surroundings are equal results. No rows where
        there is no store yet.

    Raises:
        StoreError: It cannot be read.
    """
    from checkers.names import property_names
    from pipelines.cim.store import open_store
    from pipelines.cim.surroundings import find_surroundings

    start = perf_counter()
    names = {
        "fire_grade": property_names("building_fire_grade"), "building_use": property_names("occupancy_type"),
        "height_m": property_names("building_height"),
    }  # fmt: skip
    store = open_store(around.store_url)
    found: Tables = {name: TABLES[name].empty() for name in LOOKED_AT}
    if store.revision():
        models = tuple(model.model_id for model in federation.models)
        found = find_surroundings(store, federation.tables(placed), models, around.project_code, names)
    rows = sha256(repr([found[name].to_pylist() for name in LOOKED_AT]).encode()).hexdigest()
    key = ResultKey("surroundings", STAGE_VERSIONS["surroundings"], (), {"rows": rows})
    result = line.workspace.make(key, lambda folder: write_tables(folder, found))
    line.timed("check", start)
    return result


def check_in_surroundings(
    federation: Federation, checked: TableSet, around: TableSet, line: Line, profile: str, rules: Collection[str] | None = None
) -> TableSet:
    """What the rules say, those that look at surroundings having seen them.

    Args:
        federation: The models.
        checked: What all rules say without.
        around: From ``surroundings``.
        line: The line.
        profile: Of the ruleset.
        rules: Only these codes; None: all that are meant for the category.
    """
    from checkers.engine import check as check_models
    from checkers.registry import select_rules
    from checkers.ruleset import load_ruleset

    asked = [
        rule.code
        for rule in select_rules(rules)
        if "ctx_place" in rule.tables
        and (rules is not None or federation.category is None or federation.category in rule.categories)
    ]
    is_alone = not len(around["ctx_near"]) and all(around["ctx_place"]["is_placed"].to_pylist())
    if not asked or is_alone:
        return checked
    start = perf_counter()
    ruleset = load_ruleset(profile)
    key = ResultKey(
        "check_in_surroundings", STAGE_VERSIONS["surroundings"], (checked.digest, around.digest),
        {"ruleset": ruleset.digest, "rules": [*asked], "models": [model.model_id for model in federation.models]},
    )  # fmt: skip

    def build(folder: Path) -> None:
        said = check_models(_among(federation, around), federation.contexts, ruleset, line.compute, line.progress, asked)
        write_tables(folder, _replaced(checked, said, asked))

    result = line.workspace.make(key, build)
    line.timed("check", start)
    return result


def _among(federation: Federation, around: TableSet) -> Merged:
    """All models' tables, each with its own surroundings."""
    return Merged({
        model.model_id: (*model.results, {name: rows_of_model(around, name, model.model_id) for name in LOOKED_AT})
        for model in federation.models
    })  # fmt: skip


def _replaced(checked: TableSet, said: Tables, codes: Collection[str]) -> dict[str, pa.Table]:
    """The answers, with those of some rules put in the place of what they said before."""
    others = {"run_problem": checked["run_problem"]}
    for name in ANSWERS:
        rows = checked[name]
        others[name] = rows.filter(pc.invert(pc.is_in(rows["rule"], pa.array(codes, pa.string()))))
    return merge_tables([others, said])
