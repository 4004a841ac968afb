import subprocess
import sys

import pytest

from cim_schema.documentation import FOLDER, pages
from cim_schema.made_pages import stale_pages, write_pages
from cim_schema.tables import TABLES


def test_the_pages_in_the_tree_are_current():
    assert stale_pages(FOLDER, pages()) == [], "run: python -m cim_schema.documentation"


@pytest.mark.parametrize("module", ["cim_schema.documentation", "checkers.documentation"])
def test_the_check_says_so_from_outside(module):
    run = subprocess.run([sys.executable, "-m", module, "--check"], cwd=FOLDER.parent.parent, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_an_old_a_missing_and_an_orphaned_page_are_found_and_mended(tmp_path):
    write_pages(tmp_path, pages())
    assert stale_pages(tmp_path, pages()) == []
    (tmp_path / "ifc_element.md").write_text("old", encoding="utf-8")
    (tmp_path / "ifc_model.md").unlink()
    (tmp_path / "ifc_gone.md").write_text("orphaned", encoding="utf-8")
    assert stale_pages(tmp_path, pages()) == ["ifc_element.md", "ifc_gone.md", "ifc_model.md"]
    write_pages(tmp_path, pages())
    assert stale_pages(tmp_path, pages()) == []


def test_every_table_has_a_page_in_the_index_with_every_column():
    made = pages()
    for name, table in TABLES.items():
        assert f"[{name}]({name}.md)" in made["index.md"]
        assert [line.split("`")[1] for line in made[f"{name}.md"].splitlines() if line.startswith("| `")] == list(table.columns)
