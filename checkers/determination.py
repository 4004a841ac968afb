"""How much of what applies could be determined at all, and which fields would have to be filled in for more."""

from typing import Any

import pyarrow as pa

from cim_schema.codes import Outcome


def determination(outcome: pa.Table, finding: pa.Table) -> dict[str, Any]:
    """Sum up the state of the data, as ``report.json`` gives it.

    Args:
        outcome: ``chk_outcome`` of one or more models.
        finding: ``chk_finding`` of the same.

    Returns:
        ``rules_applicable``: rules with something to look at in any model.
        ``rules_determined``: those of them that say pass or fail of the models together, where one fail is enough.
        ``missing``: the absent fields, that of most elements first.
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
    missing = [{"field": field, "elements": len(elements[field]), "rules": sorted(rules[field])} for field in ordered]
    return {"rules_applicable": len(applicable), "rules_determined": len(determined), "missing": missing}
