"""What was measured of buildings and their walls, as attributes of the city objects: neighbours are judged by it."""

from collections import defaultdict

from pipelines.runtime.table_set import Tables

MEASURED = {"msr_building": ("height_m", "storeys_above"), "msr_outer_wall": ("outer_area_m2",)}
"""Table → the columns that city objects show, as ``msr_building.height_m``."""


def measured_attributes(tables: Tables) -> dict[int, dict[str, object]]:
    """Step id → attribute → value.

    Args:
        tables: The tables of ``MEASURED``, of one model.
    """
    found: dict[int, dict[str, object]] = defaultdict(dict)
    for name, columns in MEASURED.items():
        for row in tables[name].to_pylist():
            found[row["step_id"]] |= {f"{name}.{column}": row[column] for column in columns if row[column] is not None}
    return dict(found)
