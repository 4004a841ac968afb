"""The pages under ``docs/tables/``, made from the tables: ``python -m cim_schema.documentation [--check]``."""

import sys
from pathlib import Path

from cim_schema.made_pages import run
from cim_schema.messages import text
from cim_schema.table import Table
from cim_schema.tables import TABLES

FOLDER = Path(__file__).parent.parent / "docs" / "tables"

_LAYERS = (
    ("ifc_", "As the file says, in SI; nothing invented.", "文件原有的内容，采用国际单位制，不添加任何内容。"),
    ("res_", "What is meant under whatever name.", "不论以何种名称写出，所指的字段。"),
    ("msr_", "Measured on the shapes.", "由形体量测得出。"),
    ("geo_", "Placed on the map.", "在地图上的定位。"),
    ("chk_", "What checking said.", "校核的结论。"),
    ("ids_", "What an IDS file asks for that the tables above lack.", "IDS 文件问及而上述各表未收录的内容。"),
    ("cim_", "The city's base layer.", "城市的基础库。"),
    ("ctx_", "What lies around the projects.", "项目周边的情况。"),
    ("run_", "What went wrong on the way.", "处理过程中的问题。"),
)


def pages() -> dict[str, str]:
    """File name → text of every page."""
    return {"index.md": _index()} | {f"{name}.md": _page(table) for name, table in TABLES.items()}


def _index() -> str:
    lines = ["# Tables", "", "Made from `cim_schema/tables/` by `python -m cim_schema.documentation`; not written by hand.", ""]
    for prefix, english, chinese in _LAYERS:
        lines += [f"## `{prefix}`", "", english, chinese, "", "| table | a row | 说明 |", "| --- | --- | --- |"]
        lines += [
            f"| [{name}]({name}.md) | {table.summary} | {text(f'table.{name}')} |"
            for name, table in TABLES.items()
            if name.startswith(prefix)
        ]
        lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def _page(table: Table) -> str:
    lines = [f"# {table.name}", "", table.summary, "", text(f"table.{table.name}"), ""]
    if table.source:
        lines += [f"Source: {table.source}", ""]
    lines += ["| column | type | unit | null | meaning | 含义 |", "| --- | --- | --- | --- | --- | --- |"]
    for field in table.fields:
        key = " **key**" if field.name in table.primary_key else ""
        null = "yes" if field.name in table.optional else ""
        values = " One of " + ", ".join(f"`{value}`" for value in field.allowed) + "." if field.allowed else ""
        chinese = text(f"field.{field.name}")
        lines.append(f"| `{field.name}`{key} | {field.data_type} | {field.unit} | {null} | {field.meaning}{values} | {chinese} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(run("cim_schema.documentation", FOLDER, pages()))
