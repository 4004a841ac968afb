"""What rules said, as terms: of some rules each by itself (BID-07, BID-08), of others the share of their subjects (BID-04)."""

from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from checkers.scoring.arithmetic import Subject, Term, first_subjects
from cim_schema.codes import Outcome
from pipelines.runtime.table_set import Tables, read_columns

if TYPE_CHECKING:
    import pandas as pd

TABLES = ("chk_outcome", "chk_finding")


def outcome_terms(tables: Tables, patterns: Sequence[str]) -> tuple[Term, ...]:
    """A term a rule: 1 of 1 where it passes for all models, 0 where it fails for any, undetermined where it cannot tell.

    Args:
        tables: ``TABLES`` of all models together.
        patterns: Of the rules' codes.
    """
    return tuple(
        Term(rule, int(said == Outcome.PASS), 1, int(said == Outcome.UNDETERMINED), said, lacking)
        for rule, said, _, lacking in _rules(tables, patterns)
    )


def subject_terms(tables: Tables, patterns: Sequence[str]) -> tuple[Term, ...]:
    """A term a rule: how many of the subjects that it looked at are well."""
    found = []
    for rule, said, rows, lacking in _rules(tables, patterns):
        checked, failed, undetermined = (int(rows[name].sum()) for name in ("checked", "failed", "undetermined"))
        if checked:
            found.append(Term(rule, checked - failed - undetermined, checked, undetermined, said, lacking))
    return tuple(found)


def matches(rule: str, patterns: Sequence[str]) -> bool:
    """Whether a rule is meant by any of the patterns."""
    return any(fnmatchcase(rule, pattern) for pattern in patterns)


def _rules(tables: Tables, patterns: Sequence[str]) -> Iterator[tuple[str, str, "pd.DataFrame", tuple[Subject, ...]]]:
    """Each rule that has anything to look at: what it says of all models together, its rows, and the first it finds wrong."""
    outcomes = read_columns(tables, "chk_outcome", ("rule", "outcome", "checked", "failed", "undetermined")).to_pandas()
    wanted = {rule for rule in outcomes["rule"].unique() if matches(rule, patterns)}
    outcomes = outcomes[outcomes["rule"].isin(wanted) & outcomes["outcome"].ne(Outcome.NA)]
    if outcomes.empty:
        return
    columns = ("rule", "outcome", "model_id", "step_id", "global_id", "ifc_class")
    findings = read_columns(tables, "chk_finding", columns)
    # Of a city's findings only those of these rules become rows.
    findings = findings.filter(pc.is_in(findings["rule"], pa.array(sorted(wanted), pa.string()))).to_pandas()
    worst = (Outcome.FAIL, Outcome.UNDETERMINED, Outcome.PASS)
    for rule, rows in outcomes.groupby("rule", sort=True):
        said = next(one for one in worst if one in set(rows["outcome"]))
        of_rule = findings[findings["rule"].eq(rule) & findings["outcome"].eq(said)]
        subjects = zip(of_rule["model_id"], of_rule["step_id"], of_rule["global_id"], of_rule["ifc_class"], strict=True)
        lacking = first_subjects({
            Subject(
                model_id, None if step_id != step_id else int(step_id), global_id if isinstance(global_id, str) else None,
                ifc_class if isinstance(ifc_class, str) else None,
            ) for model_id, step_id, global_id, ifc_class in subjects
        })  # fmt: skip
        yield str(rule), str(said), rows, lacking
