"""The cases, in the order in which they are measured and told."""

import importlib

from bench.case import Case

NAMES = (
    "read_cold", "read_warm", "validate", "geometry_vary", "geometry_real", "geometry_again", "check_campus", "rules_campus",
    "tiles_campus", "ids_cold", "ids_warm", "ids_many", "federation", "store_load",
    "store_postgis", "store_geopackage",
)  # fmt: skip


def load_case(name: str) -> Case:
    """The case of that name, which is its module's too."""
    case: Case = importlib.import_module(f"bench.cases.{name}").CASE
    return case
