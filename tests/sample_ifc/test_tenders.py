"""The sample tender: sound files, but for what a bidder is careless about, with the fifteen components that the sheet counts."""

from collections import Counter

import ifcopenshell
import ifcopenshell.validate
import pytest

from sample_ifc.generate import HERE
from sample_ifc.tenders.plan import BIDS


@pytest.mark.parametrize("bid", BIDS)
def test_a_bid_has_fifteen_components_and_keeps_the_schema(bid):
    file = ifcopenshell.open(str(HERE / "tender" / bid / "station.ifc"))
    classes = Counter(element.is_a() for element in file.by_type("IfcElement") if not element.is_a("IfcFeatureElement"))
    assert classes == {"IfcSlab": 5, "IfcWall": 5, "IfcDoor": 2, "IfcWindow": 3}
    logger = ifcopenshell.validate.json_logger()
    ifcopenshell.validate.validate(file, logger, express_rules=False)
    wrong = ["The attribute GlobalId should be unique" in statement["message"] for statement in logger.statements]
    assert wrong == [True] * BIDS[bid][1].repeats_identity


def test_careful_bidders_assign_every_component_to_a_task():
    for bid, count in {"jia": 15, "yi": 5, "bing": 0}.items():
        file = ifcopenshell.open(str(HERE / "tender" / bid / "station.ifc"))
        assert sum(len(relation.RelatedObjects) for relation in file.by_type("IfcRelAssignsToProcess")) == count
