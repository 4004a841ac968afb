"""The fields of a model: each value under the field that it gives, with the step that told it.

Steps, the first that tells is believed: a standard set, the project's mapping file, the dictionary (``names``), names.
What an object says of itself counts before what its type says; what only a name says, last.
"""

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from checkers.names import content, property_names
from checkers.properties import with_types
from checkers.resolution.declared import attribute_values, property_values, quantity_values
from checkers.resolution.mapping import PropertyMapping
from checkers.resolution.ranking import STEPS, best_first
from checkers.resolution.texts import text_values
from checkers.resolution.unresolved import unresolved_names
from cim_schema.tables import TABLES
from pipelines.runtime.table_set import Tables, read_columns, read_encoded

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from checkers.rule import Frames

READ = ("ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "ifc_attribute", "ifc_material")

_ELEMENT = ("model_id", "step_id", "global_id", "ifc_class", "name", "object_type", "description", "type_step_id")
_PROPERTY = ("step_id", "holder", "pset_name", "property_name", "value_role", "value_index", "value", "value_number", "data_type",
             "unit")  # fmt: skip


def resolve(tables: Tables, mapping: PropertyMapping | None = None) -> dict[str, pa.Table]:
    """Find what models say for the fields that rules ask for.

    Args:
        tables: ``READ`` of any number of models; one that is not there counts as empty.
        mapping: What the project's or the institute's own names mean.

    Returns:
        ``res_property``, ``res_unresolved``.
    """
    mapping = mapping or PropertyMapping()
    elements = read_columns(tables, "ifc_element", _ELEMENT).to_pandas()
    found, unknown = [TABLES["res_property"].empty()], [TABLES["res_unresolved"].empty()]
    properties = read_encoded(tables, "ifc_property")
    for model_id in sorted(elements["model_id"].unique()):
        of_model = (
            properties if elements["model_id"].nunique() == 1 else properties.filter(pc.equal(properties["model_id"], model_id))
        )
        of_model = of_model.unify_dictionaries()
        frames = _frames(tables, elements[elements["model_id"].eq(model_id)], of_model, mapping, model_id)
        found.append(_table(_resolved(frames, mapping), frames["ifc_element"], model_id))
        unknown.append(unresolved_names(of_model, mapping, model_id))
    return {
        "res_property": TABLES["res_property"].checked(pa.concat_tables(found)),
        "res_unresolved": TABLES["res_unresolved"].checked(pa.concat_tables(unknown)),
    }


@cache
def fields_of_names() -> "pd.DataFrame":
    """Every known name, folded, with the field that it gives and its place in the field's list."""
    import pandas as pd

    rows = [(name.casefold(), field, place) for field in content("properties") for place, name in enumerate(property_names(field))]
    return pd.DataFrame(rows, columns=["name", "field", "place"]).drop_duplicates(["name", "field"])


def _frames(tables: Tables, elements: "pd.DataFrame", properties: pa.Table, mapping: PropertyMapping, model_id: str) -> "Frames":
    """What is read of one model: of properties and quantities, the rows of names that are known."""
    names = frozenset(fields_of_names()["name"]) | mapping.names
    frames = {
        "ifc_element": elements, "ifc_property": _named(properties, "property_name", names).select(list(_PROPERTY)).to_pandas(),
    }  # fmt: skip
    for name, column in (("ifc_quantity", "quantity_name"), ("ifc_attribute", "attribute_name")):
        frames[name] = _of(_named(read_encoded(tables, name).unify_dictionaries(), column, names), model_id).to_pandas()
    frames["ifc_type"] = _of(read_columns(tables, "ifc_type", ("model_id", "step_id", "name", "description")), model_id).to_pandas()
    columns = ("model_id", "step_id", "holder", "set_name", "material_name")
    frames["ifc_material"] = _of(read_columns(tables, "ifc_material", columns), model_id).to_pandas()
    return frames


def _resolved(frames: "Frames", mapping: PropertyMapping) -> "pd.DataFrame":
    import pandas as pd

    said = property_values(frames["ifc_property"])
    mapped = mapping.rows(said).assign(step=STEPS.index("mapping"))
    attributes = attribute_values(frames["ifc_attribute"], frames["ifc_element"])
    said = pd.concat([said, quantity_values(frames["ifc_quantity"]), attributes], ignore_index=True)
    known = said.merge(fields_of_names(), on="name")
    known["step"] = np.where(known["is_standard"], STEPS.index("standard"), STEPS.index("dictionary"))
    elements = frames["ifc_element"]
    known = with_types(elements, known)
    # Height and Length say something of everything: of a field, only the objects that carry it.
    known = known[_is_carrier(known, elements)]
    declared = pd.concat([with_types(elements, mapped), known], ignore_index=True)
    texts = text_values(frames).assign(step=STEPS.index("text"), place=0, unit="")
    rows = pd.concat([declared, texts], ignore_index=True)
    return best_first(rows, "field")


def _is_carrier(rows: "pd.DataFrame", elements: "pd.DataFrame") -> "NDArray[np.bool_]":
    """Whether the object of each row is of a class that carries the row's field, by ``fields.toml``."""
    classes = elements.drop_duplicates("step_id").set_index("step_id")["ifc_class"]
    class_codes, class_names = rows["step_id"].map(classes).factorize()
    field_codes, fields = rows["field"].factorize()
    carriers = [frozenset(content("fields").get(field, {}).get("classes", ())) for field in fields]
    carries = np.array([
        [not of_field or name.removesuffix("StandardCase").removesuffix("ElementedCase") in of_field for name in class_names]
        for of_field in carriers
    ], bool).reshape(len(fields), len(class_names))  # fmt: skip
    if not len(rows) or not len(class_names):
        return np.zeros(len(rows), bool)
    return np.asarray(carries[field_codes, class_codes] & (class_codes >= 0), bool)


def _named(rows: pa.Table, column: str, names: frozenset[str]) -> pa.Table:
    wanted = [name for name in pc.unique(rows[column]).to_pylist() if name is not None and name.casefold() in names]
    return rows.filter(pc.is_in(rows[column], pa.array(wanted, pa.string())))


def _of(rows: pa.Table, model_id: str) -> pa.Table:
    return rows.filter(pc.equal(rows["model_id"], model_id))


def _table(rows: "pd.DataFrame", elements: "pd.DataFrame", model_id: str) -> pa.Table:
    ids = elements.drop_duplicates("step_id").set_index("step_id")["global_id"]
    rows = rows[rows["step_id"].isin(ids.index)]
    text = rows["value"].astype("object")
    return TABLES["res_property"].from_columns({
        "model_id": [model_id] * len(rows), "step_id": rows["step_id"], "global_id": rows["step_id"].map(ids),
        "resolved_field": rows["field"], "value": text, "value_number": rows["value_number"], "data_type": rows["data_type"],
        "unit": rows["unit"].fillna(""), "resolved_by": [STEPS[step] for step in rows["step"]], "holder": rows["holder"],
        "source_set": rows["set_name"], "source_name": rows["property_name"],
    })  # fmt: skip
