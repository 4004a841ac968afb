"""The findings of a report, made into what outsiders read when they are asked for: a city has more than fit into memory.

What belongs here: what a finding says, in which form. What does not: the rest of the report (``content``).
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from math import isfinite
from typing import Any, overload

import pyarrow as pa

from cim_schema.messages import Language, text

DECIMALS = 6
"""Of every number but places on the map: a micrometre; what lies beyond is noise of the machine."""

BATCH = 4096
"""So many findings are made at a time."""

Finding = dict[str, Any]


class Findings(Sequence[Finding]):
    """``chk_finding`` in its order, each row as ``report.json`` has it."""

    def __init__(self, table: pa.Table, language: Language) -> None:
        """Take the rows, and the language of the messages."""
        self.table = table
        self.language = language

    def __len__(self) -> int:
        return len(self.table)

    @overload
    def __getitem__(self, place: int) -> Finding: ...

    @overload
    def __getitem__(self, place: slice) -> list[Finding]: ...

    def __getitem__(self, place: int | slice) -> Finding | list[Finding]:
        if isinstance(place, slice):
            return list(self.at(range(len(self))[place]))
        return next(self.at([range(len(self))[place]]))

    def __iter__(self) -> Iterator[Finding]:
        for start in range(0, len(self), BATCH):
            yield from self._made(self.table.slice(start, BATCH))

    def at(self, places: Sequence[int]) -> Iterator[Finding]:
        """The findings at these places, in this order."""
        for start in range(0, len(places), BATCH):
            yield from self._made(self.table.take(pa.array(places[start : start + BATCH], pa.int64())))

    def of(self, ids: Iterable[str]) -> Iterator[Finding]:
        """The findings of these ids, in this order."""
        return self.at([self.places[id_] for id_ in ids])

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Id of each finding → its place."""
        return {id_: place for place, id_ in enumerate(self.column("id"))}

    def column(self, name: str) -> list[Any]:
        """What stands in one column of ``chk_finding``."""
        values: list[Any] = self.table[name].to_pylist()
        return values

    def _made(self, rows: pa.Table) -> Iterator[Finding]:
        for row in rows.to_pylist():
            params = json.loads(row["text_params"])
            point = [row["point_x_m"], row["point_y_m"], row["point_z_m"]]
            inputs = row["evidence_inputs"]
            yield {
                **{name: row[name] for name in _COPIED},
                "observed_value": _number(row["observed_value"]),
                "limit_value": _number(row["limit_value"]),
                "unit": row["unit"],
                "text": {"code": row["text_code"], "params": rounded(params)},
                "message": text(row["text_code"], params, self.language),
                "caused_by": json.loads(row["caused_by"]) if row["caused_by"] != "[]" else [],
                "point": None if None in point else [_number(part) for part in point],
                "evidence": {"table": row["evidence_table"], "inputs": rounded(json.loads(inputs)) if inputs != "{}" else {}},
            }


_COPIED = (
    "id", "track", "rule", "model_id", "step_id", "global_id", "ifc_class", "storey", "outcome", "observed", "expected",
)  # fmt: skip


def rounded(value: Any, decimals: int = DECIMALS) -> Any:
    """The same with every number rounded; null for what is no number."""
    if isinstance(value, float):
        # Adding zero turns -0.0 into 0.0.
        return round(value, decimals) + 0.0 if isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: rounded(inner, decimals) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(inner, decimals) for inner in value]
    return value


def _number(value: float | None) -> float | None:
    return round(value, DECIMALS) + 0.0 if value is not None and isfinite(value) else None
