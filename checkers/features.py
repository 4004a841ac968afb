"""What a project says that makes it its own (特色), and the evidence that it brings: for people to judge, not for rules.

What belongs here: gathering what models say. What does not: whether it is enough.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from checkers.names import property_names
from checkers.properties import effective_values, rows_named, with_types
from checkers.text_values import is_given
from checkers.traceability import ACCEPTANCE_DOCUMENT

if TYPE_CHECKING:
    import pandas as pd

    from checkers.rule import Frames

TABLES = ("ifc_element", "ifc_type", "ifc_property", "ifc_document")
"""What ``find_features`` reads."""

PROPERTIES = ("feature", "feature_statement", "feature_evidence")
"""What it reads of ``ifc_property``."""

BETWEEN_DOCUMENTS = re.compile(r"[;；\n]")
"""Between the documents that one property names."""


@dataclass(frozen=True)
class Feature:
    """One thing that an object, or all objects of a type, are said to be special for."""

    model_id: str
    step_id: int
    """Of the object or type that says it."""
    global_id: str | None
    name: str | None
    feature: str
    statement: str | None
    documents: tuple[str, ...]
    """What is to prove it, as named by documents and by properties; empty where nothing is."""

    def row(self) -> dict[str, Any]:
        """As ``report.json`` gives it."""
        return {
            "model_id": self.model_id, "global_id": self.global_id, "name": self.name, "feature": self.feature,
            "statement": self.statement, "documents": list(self.documents),
        }  # fmt: skip


def find_features(tables: "Frames") -> list[Feature]:
    """Gather the features that models say they have.

    Args:
        tables: ``TABLES`` of any number of models.

    Returns:
        By model and step id. What a type says is given once, as the type's, and not for each of its occurrences.
    """
    found: list[Feature] = []
    for model_id in sorted(set(tables["ifc_element"]["model_id"])):
        found += _of_model({name: tables[name][tables[name]["model_id"].eq(model_id)] for name in TABLES}, model_id)
    return found


def _of_model(tables: "Frames", model_id: str) -> Iterator[Feature]:
    # Each object and each type speaks for itself: no value is handed down.
    names = {name.casefold() for thing in PROPERTIES for name in property_names(thing)}
    own = rows_named(tables["ifc_property"], "property_name", names)
    own = {**tables, "ifc_property": own[own["holder"].ne("material")].assign(holder="occurrence")}
    features, statements, evidence = (effective_values(own, thing)["value"] for thing in PROPERTIES)
    if features.empty:
        return
    speaking = [tables[name][tables[name]["step_id"].isin(features.index)] for name in ("ifc_element", "ifc_type")]
    holders = {row.step_id: row for rows in speaking for row in rows.itertuples()}
    documents = with_types(tables["ifc_element"], tables["ifc_document"])
    documents = _named(documents).combine_first(_named(tables["ifc_document"]))
    for step_id, feature in features.sort_index().items():
        holder = holders.get(step_id)
        if holder is None or not is_given(feature):
            continue
        said = evidence.get(step_id)
        named = [one.strip() for one in BETWEEN_DOCUMENTS.split(said)] if is_given(said) else []
        named = [one for one in named if is_given(one)] + documents.get(step_id, [])
        yield Feature(
            model_id,
            int(step_id),
            holder.global_id,
            holder.name,
            feature.strip(),
            statements.get(step_id),
            tuple(dict.fromkeys(named)),
        )


def _named(documents: "pd.DataFrame") -> "pd.Series[Any]":
    """Step id → what its documents are called, with their numbers; documents about acceptance say nothing of character."""
    import pandas as pd

    named: dict[int, list[str]] = {}
    said = documents["reference_name"].fillna("") + " " + documents["description"].fillna("")
    documents = documents[~said.str.contains(ACCEPTANCE_DOCUMENT, regex=True)]
    for row in documents.sort_values(["step_id", "association_step_id"]).itertuples():
        words = [word for word in (row.identification, row.reference_name or row.description) if is_given(word)]
        if words or is_given(row.location):
            named.setdefault(row.step_id, []).append(" ".join(words) or row.location)
    return pd.Series(named, dtype="object")
