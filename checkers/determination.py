"""How much of what applies could be determined at all, and which fields would have to be filled in for more."""

from typing import Any

import pyarrow as pa

from checkers.kit.field_list import field_meant
from cim_schema.codes import Outcome

MOST_PROPOSALS = 3
"""So many names are proposed for a missing field."""


def determination(outcome: pa.Table, finding: pa.Table, unresolved: pa.Table | None = None) -> dict[str, Any]:
    """Sum up the state of the data, as ``report.json`` gives it.

    Args:
        outcome: ``chk_outcome`` of one or more models.
        finding: ``chk_finding`` of the same.
        unresolved: ``res_unresolved`` of the same: names that nobody knows, for what may be meant by them.

    Returns:
        ``rules_applicable``: rules with something to look at in any model.
        ``rules_determined``: those of them that say pass or fail of the models together, where one fail is enough.
        ``missing``: the absent fields, that of most elements first; with ``proposals`` where models use names that look like the
        field's, the likest first.
    """
    said: dict[str, set[str]] = {}
    for rule, word in zip(outcome["rule"].to_pylist(), outcome["outcome"].to_pylist(), strict=True):
        said.setdefault(rule, set()).add(word)
    applicable = {rule: words for rule, words in said.items() if words != {Outcome.NA}}
    determined = [rule for rule, words in applicable.items() if Outcome.FAIL in words or Outcome.UNDETERMINED not in words]
    elements: dict[str, set[tuple[str, int | None]]] = {}
    rules: dict[str, set[str]] = {}
    columns = (finding[name].to_pylist() for name in ("missing_field", "model_id", "step_id", "rule"))
    for field, model_id, step_id, rule in zip(*columns, strict=True):
        if field is not None:
            elements.setdefault(field, set()).add((model_id, step_id))
            rules.setdefault(field, set()).add(rule)
    ordered = sorted(elements, key=lambda field: (-len(elements[field]), field))
    alike = _alike(unresolved)
    missing: list[dict[str, Any]] = []
    for field in ordered:
        meant = field_meant(field)
        proposals = alike.get(meant.key, []) if meant is not None else []
        missing.append(
            {"field": field, "elements": len(elements[field]), "rules": sorted(rules[field])}
            | ({"proposals": proposals[:MOST_PROPOSALS]} if proposals else {})
        )
    return {"rules_applicable": len(applicable), "rules_determined": len(determined), "missing": missing}


def _alike(unresolved: pa.Table | None) -> dict[str, list[dict[str, Any]]]:
    """Field → names that look like one of its own."""
    found: dict[str, list[dict[str, Any]]] = {}
    rows = [] if unresolved is None else unresolved.to_pylist()
    for row in sorted(rows, key=lambda row: (-(row["similarity"] or 0), row["source_set"], row["source_name"], row["model_id"])):
        if row["nearest_field"] is not None:
            proposal = {"set": row["source_set"], "name": row["source_name"], "elements": row["element_count"]}
            found.setdefault(row["nearest_field"], []).append(proposal)
    return found
