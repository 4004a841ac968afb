"""Reading a model in a fresh process: all tables but geometry."""

from typing import Any

import pyarrow as pa

from bench.case import Ask, Case, Heat, Kind, Run, Setting


def read_tables(setting: Setting) -> Run:
    """The reader that the line uses."""
    from pipelines.ingest.model import read_model

    (path,) = setting.models
    return Run(lambda: read_model(path), _tell_rows)


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


def _tell_rows(tables: dict[str, pa.Table]) -> str:
    return f"{len(tables['ifc_element']):,} elements, {sum(map(len, tables.values())):,} rows"


CASE = Case(
    name="read_cold",
    title="Reading, cold",
    ours_is="`read_model`: every table of the model but its shapes.",
    ours=read_tables,
    peer_is="`ifcopenshell.open`, then property sets, container, type and material of every product (`ifcopenshell.util.element`).",
    peer=read_with_ifcopenshell,
    heat=Heat.COLD,
    kind=Kind.CAMPUS,
    sizes_mb=(22, 55, 110),
    ask=Ask(times_faster=5, memory_share=0.6),
)
