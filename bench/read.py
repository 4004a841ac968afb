"""How fast a model is read: by columns, by the parser's readers, and by ifcopenshell alone for comparison.

Run ``python bench/read.py MODEL.ifc [columns] [oracle] [parser]``. Each way runs in a process of its own, twice: cold is
the whole process with its imports, warm the second reading in one process. Kernels are compiled
before, by a run that does not count.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))


def read_columns(path: Path) -> int:
    """All tables but geometry, by columns."""
    from pipelines.ingest.columnar.model import read_model_columns

    return sum(len(table) for table in read_model_columns(path).values())


def read_oracle(path: Path) -> int:
    """The same tables by the readers that ask the parser."""
    from pipelines.ingest.columnar import attempt
    from pipelines.ingest.model import read_model

    attempt.LEAST_BYTES = sys.maxsize
    return sum(len(table) for table in read_model(path).values())


def read_parser(path: Path) -> int:
    """Ifcopenshell's own way to less: property sets, container, type and material of every product."""
    import ifcopenshell
    import ifcopenshell.util.element as element

    count = 0
    file = ifcopenshell.open(path)
    products: Any = file.by_type("IfcProduct")
    for product in products:
        count += len(element.get_psets(product))
        count += sum(found is not None for found in (element.get_container(product), element.get_type(product)))
        count += element.get_material(product) is not None
    return count


WAYS: dict[str, Callable[[Path], int]] = {"columns": read_columns, "oracle": read_oracle, "parser": read_parser}


def main() -> None:
    """Measure each way in processes of its own."""
    path, names = sys.argv[1], sys.argv[2:] or list(WAYS)
    for name in names:
        command = [sys.executable, __file__, "--one", name, path]
        if name == "columns":
            subprocess.run([*command, "1"], check=True, capture_output=True)
        for heat, times in (("cold", "1"), ("warm", "2")) if name == "columns" else (("cold", "1"),):
            begun = time.perf_counter()
            done = subprocess.run([*command, times], check=True, capture_output=True, text=True)
            print(f"{name:8} {heat}: process {time.perf_counter() - begun:.2f} s; last reading {done.stdout.strip()}", flush=True)


def be_measured(name: str, path: Path, times: int) -> None:
    """Read so many times; tell of the last."""
    elapsed = cpu = 0.0
    count = 0
    for _ in range(times):
        begun, spent = time.perf_counter(), time.process_time()
        count = WAYS[name](path)
        elapsed, cpu = time.perf_counter() - begun, time.process_time() - spent
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count} rows or finds, {elapsed:.2f} s, {cpu:.2f} s of processors, peak {peak:.0f} MB")


if __name__ == "__main__":
    if sys.argv[1] == "--one":
        be_measured(sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]))
    else:
        main()
