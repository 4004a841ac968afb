"""Ten files, 2 GB together, checked as one federation: time grows as the size does, and memory stays bounded."""

from dataclasses import replace

from bench.case import Ask, Kind
from bench.cases.check_campus import CASE as CHECK_CAMPUS

CASE = replace(
    CHECK_CAMPUS,
    name="federation",
    title="Checking a federation",
    kind=Kind.FEDERATION,
    sizes_mb=(400, 1000, 2000),
    runs=1,
    ask=Ask(process_bytes=4 * 10**9, growth=1.2),
    is_long=True,
)
