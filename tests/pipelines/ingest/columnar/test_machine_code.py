"""Compiled kernels are kept on disk, and from there on large models are read without the compiler."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numba.core.codegen import CodeLibrary

from pipelines.ingest.columnar import machine_code
from pipelines.ingest.columnar.machine_code import Kernel
from pipelines.ingest.warm_up import warm_up

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[4]
READ = """
import sys
from pathlib import Path
from pipelines.ingest.columnar.model import each_table_by_columns
assert sum(len(table) for _, table in each_table_by_columns(Path(sys.argv[1]))) > 100
print(*sorted({"numba", "pandas"} & set(sys.modules)))
"""


def digits(text: bytes) -> list[int]:
    data = np.frombuffer(text, np.uint8)
    found = np.empty(1, np.int64)
    kernel = Kernel("columnar.cell_kernels", "integers", "u1[] i1[] i8[] i8[] i8[]")
    kernel(data, np.array([3], np.int8), np.array([0]), np.array([len(text)]), found)
    return found.tolist()


def test_reading_loads_neither_the_compiler_nor_pandas() -> None:
    warm_up()
    model = ROOT / "sample_ifc" / "clean" / "school" / "school_arch.ifc"
    done = subprocess.run([sys.executable, "-c", READ, str(model)], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_where_the_installation_cannot_be_written_the_cache_of_the_user_serves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "installed").write_bytes(b"")
    monkeypatch.setattr(machine_code, "_folders", lambda: (tmp_path / "installed" / "__pycache__", tmp_path / "cache"))
    assert digits(b"-4711") == [-4711]
    (kept,) = (tmp_path / "cache").iterdir()
    written = kept.stat().st_mtime_ns
    assert digits(b"12") == [12]
    assert kept.stat().st_mtime_ns == written


def test_only_the_newest_code_of_a_kernel_is_kept_and_damaged_code_is_compiled_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine_code, "_folders", lambda: (tmp_path,))
    (tmp_path / "columnar.cell_kernels.integers-0123456789abcdef.kernel").write_bytes(b"of another processor")
    assert digits(b"7") == [7]
    (kept,) = tmp_path.iterdir()
    damaged = kept.read_bytes()[:-1000]
    kept.write_bytes(damaged)
    assert digits(b"8") == [8]
    assert kept.read_bytes() != damaged


def test_where_numba_hides_its_code_it_is_compiled_and_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_code, "_folders", lambda: (tmp_path,))
    monkeypatch.delattr(CodeLibrary, "_get_compiled_object")
    assert digits(b"+15") == [15]
    assert not list(tmp_path.iterdir())


def test_arrays_of_another_type_are_refused() -> None:
    with pytest.raises(TypeError, match="i8"):
        Kernel("columnar.cell_kernels", "integers", "u1[] i1[] i8[] i8[] i8[]")(
            np.zeros(1, np.uint8), np.zeros(1, np.int8), np.zeros(1, np.int32), np.zeros(1), np.zeros(1)
        )
