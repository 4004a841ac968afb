"""What pages and sheets show beside ``report.json``: the rules' own words, and facts of the elements concerned."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from cim_schema.messages import Language, has_text, text
from pipelines.publish.report.rows import rows_of, table_of
from pipelines.runtime.table_set import Tables


@dataclass(frozen=True)
class ElementFacts:
    """What the reader needs to find an element again in the authoring tool."""

    name: str | None = None
    tag: str | None = None
    """The authoring tool's own identifier."""
    type_name: str | None = None
    """Name of the type object, else the object type."""
    storey_step_id: int | None = None


PLATFORM_DOCUMENT = "平台约定"
"""How rules spell the document of a clause that no standard has."""
NO_FACTS = ElementFacts()


@dataclass(frozen=True)
class ReportContext:
    """The tables of all models, and what the rules say of themselves."""

    tables: Tables
    """``ifc_element``, ``ifc_type``, ``ifc_spatial``, ``ifc_model``, ``msr_footprint``, ``geo_reference`` and the
    ``chk_`` and ``run_`` tables; one that is missing is empty."""
    rules: Mapping[str, Mapping[str, Any]]
    """Code → what ``jueshan rules --json`` says of it: ``name``, ``clause``, ``element``, ``obligation`` and so on."""

    @cached_property
    def facts(self) -> Mapping[tuple[str, int], ElementFacts]:
        """``(model_id, step_id)`` of each occurrence that is found fault with → its facts."""
        meant = rows_of(self.tables, "chk_finding", ("model_id", "step_id"))
        keys = {(row["model_id"], row["step_id"]) for row in meant}
        steps = pa.array(sorted({row["step_id"] for row in meant if row["step_id"] is not None}), pa.int64())
        columns = ("model_id", "step_id", "ifc_class", "name", "tag", "object_type", "type_step_id", "storey_step_id")
        elements = table_of(self.tables, "ifc_element", columns)
        # Of other models with the same numbers some are left, which the keys below leave out.
        elements = elements.filter(pc.is_in(elements["step_id"], steps))
        type_rows = rows_of(self.tables, "ifc_type", ("model_id", "step_id", "name"))
        types = {(row["model_id"], row["step_id"]): row["name"] for row in type_rows}
        return {
            (row["model_id"], row["step_id"]): ElementFacts(
                row["name"],
                row["tag"],
                types.get((row["model_id"], row["type_step_id"])) or row["object_type"],
                row["step_id"] if row["ifc_class"] == "IfcBuildingStorey" else row["storey_step_id"],
            )
            for row in elements.to_pylist()
            if (row["model_id"], row["step_id"]) in keys
        }

    def facts_of(self, finding: Mapping[str, Any]) -> ElementFacts:
        """The facts of a finding's element; empty ones where it is about the model as a whole."""
        return self.facts_at(finding["model_id"], finding["step_id"])

    def facts_at(self, model_id: str, step_id: int | None) -> ElementFacts:
        """The facts of an element; empty ones where there is none."""
        return NO_FACTS if step_id is None else self.facts.get((model_id, step_id), NO_FACTS)

    @cached_property
    def missing_fields(self) -> Mapping[str, str]:
        """Id of a finding → the field whose absence left it open."""
        rows = rows_of(self.tables, "chk_finding", ("id", "missing_field"))
        return {row["id"]: row["missing_field"] for row in rows if row["missing_field"]}

    @cached_property
    def crashed(self) -> tuple[str, ...]:
        """Codes of the rules that failed to run on some model."""
        rows = rows_of(self.tables, "chk_outcome", ("rule", "crash_cause"))
        return tuple(sorted({row["rule"] for row in rows if row["crash_cause"]}))

    def rule_name(self, code: str, language: Language) -> str:
        """The rule's title; its code where nobody described it."""
        name: str = self.rules.get(code, {}).get("name", {}).get(language) or code
        return name

    def clause(self, code: str) -> tuple[str, bool]:
        """Document and number of the rule's clause, empty for a convention of our own; and whether somebody has read it."""
        clause = self.rules.get(code, {}).get("clause") or {}
        if clause.get("document") == PLATFORM_DOCUMENT:
            return "", False
        return " ".join(str(clause[key]) for key in ("document", "number") if clause.get(key)), bool(clause.get("confirmed"))

    def repair(self, code: str, language: Language) -> str:
        """How to mend what the rule finds; empty where nobody has written it."""
        key = f"rule.{code}.repair"
        if has_text(key):
            return text(key, None, language)
        own: str = self.rules.get(code, {}).get("repair", {}).get(language, "")
        return own
