"""Reading a model in a process that has read before, as the service does."""

from dataclasses import replace

from bench.case import Ask, Heat
from bench.cases.read_cold import CASE as READ_COLD

CASE = replace(READ_COLD, name="read_warm", title="Reading, warm", heat=Heat.WARM, sizes_mb=(110,), ask=Ask(times_faster=10))
