"""Which components of a model can be traced back to who made them, in which batch, and how they were accepted.

What belongs here: which components are asked, and what is known of each. What does not: when a rule asks.
"""

from typing import TYPE_CHECKING

from checkers.precast import castings
from checkers.properties import effective_values, with_types
from checkers.spatial_classes import BEAMS, COLUMNS, SLABS, WALLS
from checkers.surfaces import PROXY
from checkers.text_values import is_given
from checkers.things import things
from cim_schema.codes import ObjectFamily, Thing

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_property", "ifc_document", "msr_thing")
"""What ``traced_components`` reads."""

COMPONENTS = (Thing.GIRDER, Thing.BEARING, Thing.RAILING, Thing.GUARDRAIL, Thing.LAMP, Thing.KERB)
LAYERS = (Thing.PAVEMENT_COURSE,)
"""Of pavements outdoors only: the layers of a floor are not bought by the batch."""

MEMBERS = (*BEAMS, *COLUMNS, *SLABS, *WALLS)
"""Components where they say that they are precast."""

RECORDS = ("manufacturer", "batch", "acceptance_record")
"""What has to be known of each component; lists of names in ``names/properties.toml``."""

ACCEPTANCE_DOCUMENT = r"验收|(?<![A-Za-z])[Aa]cceptance"
"""In the name of a document that records how a component was accepted."""


def traced_components(tables: "Frames") -> "pd.DataFrame":
    """Give the main components of a model, and which records there are of each.

    A component's records are its own, its type's, or those of the assembly that it is part of. What is part of another
    component is bought with it, and is not asked by itself.

    Args:
        tables: One model's ``TABLES``.

    Returns:
        Indexed by ``step_id``: one column of True and False for each of ``RECORDS``.
    """
    import pandas as pd

    elements = tables["ifc_element"]
    layers = things(tables, *LAYERS)
    layers = layers[layers["storey_step_id"].isna() | layers["ifc_class"].eq(PROXY)]
    members = elements[elements["ifc_class"].isin(MEMBERS)].set_index("step_id")
    members = members[castings(tables, members).eq("precast")].reset_index()
    rows = pd.concat([things(tables, *COMPONENTS), layers, members])
    rows = rows[rows["family"].eq(ObjectFamily.ELEMENT)].drop_duplicates("step_id")
    steps = set(rows["step_id"])
    whole_of = elements.set_index("step_id")["parent_step_id"]
    # A bar of a panel of a railing: three levels are more than anybody draws.
    wholes = [whole_of, whole_of.map(whole_of), whole_of.map(whole_of).map(whole_of)]
    is_part = pd.concat([whole.reindex(rows["step_id"]).isin(steps) for whole in wholes], axis=1).any(axis=1)
    found = pd.DataFrame(index=sorted(rows.loc[~is_part.to_numpy(), "step_id"]))
    for record in RECORDS:
        held = _holders(tables, record)
        known = found.index.isin(held)
        for whole in wholes:
            known |= whole.reindex(found.index).isin(held).to_numpy()
        found[record] = known
    return found


def _holders(tables: "Frames", record: str) -> set[int]:
    """Step ids of the objects that say it, or whose types do."""
    values = effective_values(tables, record)["value"]
    said = {int(step_id) for step_id, value in values.items() if is_given(value)}
    if record != "acceptance_record":
        return said
    documents = with_types(tables["ifc_element"], tables["ifc_document"])
    name = documents["reference_name"].fillna("") + " " + documents["description"].fillna("")
    return said | {int(step_id) for step_id in documents.loc[name.str.contains(ACCEPTANCE_DOCUMENT, regex=True), "step_id"]}
