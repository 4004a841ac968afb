"""Railings of roofs that people walk on, and of atria, are high enough in public buildings.

Why
    On roofs and round atria people gather, lean over and look down from a height.
Fails
    A roof's railing of 1.10 m.
Passes
    1.20 m, as declared, else as measured on the shape, on roofs of all public buildings, and round the atria of those for
    commerce, hotels, hospitals and schools.
Not applicable
    Dwellings, works and car parks, and railings that stand on no roof and whose names say neither roof nor atrium. A railing
    without shape and height is undetermined.
"""

from collections.abc import Iterator

from checkers.buildings import BuildingUse, building_use
from checkers.names import words
from checkers.railings import TABLES, building_railings, judge_size
from checkers.rule import Clause, Frames, Parameter, Parameters, Rule, Verdict
from cim_schema.codes import Obligation, ProjectCategory, RuleFamily, SixElement

WITH_ATRIA = (
    BuildingUse.COMMERCIAL, BuildingUse.HOTEL, BuildingUse.HOSPITAL, BuildingUse.SCHOOL, BuildingUse.KINDERGARTEN,
)  # fmt: skip


def check(tables: Frames, parameters: Parameters) -> Iterator[Verdict]:
    """Look at each railing of a roof or atrium."""
    told = building_use(tables)
    if not told.is_public:
        return
    railings = building_railings(tables)
    wanted = words("railings", "roof").in_texts(railings["label"]) | railings["is_on_roof"]
    if told.use in WITH_ATRIA:
        wanted |= words("railings", "atrium").in_texts(railings["label"])
    railings = railings[wanted & ~railings["is_handrail"]]
    yield from judge_size(tables, railings, "railing_height", parameters.number("railing_height_m"), ("fail", "undetermined"))


RULE = Rule(
    code="RAI-03",
    name="railing.roofs_and_atria",
    version=1,
    family=RuleFamily.RAILING,
    element=SixElement.SAFETY,
    categories=frozenset({ProjectCategory.BUILDING}),
    obligation=Obligation.MANDATORY,
    clauses=(Clause("GB 50352-2019", "6.7.3", confirmed=True),),
    tables=(*TABLES, "ifc_classification"),
    parameters=(Parameter("railing_height_m", "m", baseline=1.20, exemplary=1.20),),
    check=check,
)
