"""Reading a model in a fresh process: all tables but geometry."""

from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def read_tables(setting: Setting) -> Run:
    """The reader as the line uses it: each table is written while the next is made."""
    from pipelines.ingest.model import each_table
    from pipelines.runtime.table_set import write_each

    (path,) = setting.models
    folder = setting.folder / "tables"

    def read() -> dict[str, int]:
        folder.mkdir(exist_ok=True)
        counts: dict[str, int] = {}
        write_each(folder, _counted(each_table(path, keep_in=folder), counts))
        return counts

    return Run(read, lambda counts: f"{counts['ifc_element']:,} elements, {sum(counts.values()):,} rows")


def _counted(tables: Iterator[tuple[str, pa.Table]], counts: dict[str, int]) -> Iterator[tuple[str, pa.Table]]:
    for name, table in tables:
        counts[name] = len(table)
        yield name, table


def read_with_ifcopenshell(setting: Setting) -> Run:
    """What ifcopenshell's own functions say of every product: less than our tables hold."""
    import ifcopenshell
    from ifcopenshell.util import element

    (path,) = setting.models

    def read() -> tuple[int, int]:
        file: Any = ifcopenshell.open(path)
        products = file.by_type("IfcProduct")
        count = 0
        for product in products:
            count += len(element.get_psets(product))
            count += element.get_container(product) is not None
            count += element.get_type(product) is not None
            count += element.get_material(product) is not None
        return len(products), count

    return Run(read, lambda found: f"{found[0]:,} products, {found[1]:,} answers")


CASE = Case(
    name="read_cold",
    title="Reading, cold",
    ours_is="`each_table` and `write_each`: every table of the model but its shapes, as Parquet, and where instances stand.",
    ours=read_tables,
    peer_is="`ifcopenshell.open`, then property sets, container, type and material of every product (`ifcopenshell.util.element`).",
    peer=read_with_ifcopenshell,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    ask=Ask(times_faster=5, memory_share=0.6),
)
