"""What the report shows of a project's character (特色): claims and their evidence, for people to judge."""

from collections.abc import Mapping
from typing import Any

from cim_schema.codes import SixElement


def list_features(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Each feature that a model claims, with the part it is of; in the report's order."""
    parts = {model["model_id"]: model["part"] for model in report["models"]}
    claimed = report["scores"]["six_elements"].get(SixElement.CHARACTER, {}).get("evidence", [])
    return [{**one, "part": parts.get(one["model_id"], "")} for one in claimed]
