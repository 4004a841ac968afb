"""What a viewer is told of a picked object: one row a feature, texts for people."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from cim_schema.messages import Language, text
from pipelines.publish.report.words import class_name

_KEPT = ("city_object_id", "global_id", "ifc_class", "name", "part", "storey", "worst_outcome")
"""Of ``cim_city_object``; what is missing is told as an empty text."""
CLASS_NAME = "class_name"
"""The IFC class in words."""
VERDICT = "verdict"
"""The worst outcome in words."""
COLUMNS = (*_KEPT, CLASS_NAME, VERDICT)


@dataclass(frozen=True)
class FeatureTexts:
    """Attributes of the features of one tile."""

    columns: dict[str, list[str]]
    """Attribute → text of each feature."""
    count: int


class Attributes:
    """The attributes of a project's objects."""

    def __init__(self, objects: pa.Table, language: Language) -> None:
        """Take rows of ``cim_city_object``."""
        rows = {name: np.array([value or "" for value in objects[name].to_pylist()], object) for name in _KEPT}
        classes = {name: class_name(name, language) for name in {*rows["ifc_class"]}}
        outcomes = {outcome: text(f"code.outcome.{outcome}", language=language) for outcome in {*rows["worst_outcome"]} if outcome}
        nothing = text("publish.no_finding", language=language)
        rows[CLASS_NAME] = np.array([classes[name] for name in rows["ifc_class"]], object)
        rows[VERDICT] = np.array([outcomes.get(outcome, nothing) for outcome in rows["worst_outcome"]], object)
        self._rows = rows
        self.labels = {name: text(f"publish.attribute.{name}", language=language) for name in COLUMNS}
        """Attribute → its name for people."""
        self.title = text("publish.feature", language=language)

    def of(self, rows: Sequence[int]) -> FeatureTexts:
        """Of some objects, in this order."""
        places = list(rows)
        return FeatureTexts({name: self._rows[name][places].tolist() for name in COLUMNS}, len(places))
