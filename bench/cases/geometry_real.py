"""Making all shapes of small models as they were published, one after the other in a warm process."""

from dataclasses import replace

from bench.case import Ask, Heat, Kind
from bench.cases.geometry_vary import CASE as GEOMETRY_VARY

CASE = replace(
    GEOMETRY_VARY,
    name="geometry_real",
    title="Shapes of real models, warm",
    heat=Heat.WARM,
    kind=Kind.REAL,
    sizes_mb=(),
    peer_runs=None,
    ask=Ask(times_faster=5),
)
