"""The projects of the base layer: what the city holds, and what checking said of it."""

from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter

from cim_schema.codes import Obligation, Outcome
from cim_schema.errors import NotFound
from service.access import REPORT_READERS, Options, SignedIn
from service.models import PartAnswer, ProjectAnswer, ProjectList
from service.options import ServiceOptions

if TYPE_CHECKING:
    import pyarrow as pa

router = APIRouter(prefix="/api/v1/projects", tags=["projects"])

_TABLES = ("cim_project", "cim_part", "cim_version", "chk_outcome", "chk_finding")
_TOLD = (Outcome.FAIL, Outcome.UNDETERMINED)
"""Outcomes that findings have."""


@router.get("")
def list_projects(caller: SignedIn, options: Options) -> ProjectList:
    """All projects, by code."""
    from pipelines.cim.store import open_store

    try:
        projects = _projects(options.store_url, open_store(options.store_url).revision())
    except NotFound:  # Nothing was brought in yet.
        projects = ()
    may_read = caller.role in REPORT_READERS
    return ProjectList(projects=[one.model_copy(update={"reports": _reports(one.code, options, may_read)}) for one in projects])


@lru_cache(maxsize=2)
def _projects(store_url: str, _revision: str) -> tuple[ProjectAnswer, ...]:
    from pipelines.cim.store import open_store

    tables = open_store(store_url).read_tables(_TABLES)
    versions = {row["version_id"]: row for row in _rows(tables, "cim_version")}
    outcomes, findings = _counts(tables, versions)
    parts: dict[str, list[PartAnswer]] = {}
    for row in _rows(tables, "cim_part"):
        parts.setdefault(row["project_code"], []).append(_part(row, versions.get(row["version_id"], {})))
    return tuple(
        ProjectAnswer(
            code=code, name=row["name"], category=row["category"], stage=row["model_stage"], crs=row["crs"],
            changed_at=max((part.changed_at for part in parts.get(code, [])), default=None), parts=parts.get(code, []),
            outcomes={str(outcome): outcomes[code, outcome] for outcome in Outcome},
            findings={
                str(outcome): {str(obligation): findings[code, outcome, obligation] for obligation in Obligation}
                for outcome in _TOLD
            },
            reports=None,
        )
        for row in _rows(tables, "cim_project") if (code := row["project_code"])
    )  # fmt: skip


def _counts(
    tables: "dict[str, pa.Table]", versions: dict[str, dict[str, Any]]
) -> tuple[Counter[tuple[str, str]], Counter[tuple[str, str, str]]]:
    """How many rules of each outcome, and how many findings of each outcome and obligation, by project."""
    outcomes: Counter[tuple[str, str]] = Counter()
    obligation_of = {}
    for row in tables["chk_outcome"].select(["version_id", "rule", "outcome", "obligation"]).to_pylist():
        obligation_of[row["version_id"], row["rule"]] = row["obligation"]
        outcomes[versions[row["version_id"]]["project_code"], row["outcome"]] += 1
    findings: Counter[tuple[str, str, str]] = Counter()
    for row in tables["chk_finding"].select(["version_id", "rule", "outcome"]).to_pylist():
        obligation = obligation_of.get((row["version_id"], row["rule"]), Obligation.ADVISORY)
        findings[versions[row["version_id"]]["project_code"], row["outcome"], obligation] += 1
    return outcomes, findings


def _part(row: dict[str, Any], version: dict[str, Any]) -> PartAnswer:
    return PartAnswer(
        part=row["part"], number=version.get("version_number"), version=row["version_id"], file=version.get("file_name"),
        bytes=version.get("byte_count"), schema=version.get("ifc_schema"), is_placed=version.get("is_placed"),
        is_withdrawn=bool(row["is_withdrawn"]), changed_at=_time(row["changed_at"]),
    )  # fmt: skip


def _time(value: Any) -> str:
    return str(value.isoformat()) if hasattr(value, "isoformat") else str(value)


def _rows(tables: "dict[str, pa.Table]", name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tables[name].to_pylist()
    return rows


def _reports(code: str, options: ServiceOptions, may_read: bool) -> dict[str, str] | None:
    folder = Path(options.out) / "reports" / code
    kinds = [kind for kind in ("html", "json") if may_read and (folder / f"report.{kind}").is_file()]
    return {kind: f"/api/v1/projects/{code}/report.{kind}" for kind in kinds} or None
