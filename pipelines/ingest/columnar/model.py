"""From one IFC file to its model tables, by columns."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pyarrow as pa

from cim_schema.codes import RunStage
from cim_schema.tables import TABLES
from pipelines.ingest.columnar.associations import read_classifications, read_documents, read_materials
from pipelines.ingest.columnar.attributes import read_attributes
from pipelines.ingest.columnar.cannot_read import CannotRead
from pipelines.ingest.columnar.elements import read_elements, read_relations, read_types, tell_global_ids
from pipelines.ingest.columnar.finish import plain
from pipelines.ingest.columnar.instances import Instances
from pipelines.ingest.columnar.kept_instances import write_instances
from pipelines.ingest.columnar.map_conversions import read_map_conversions
from pipelines.ingest.columnar.memory import give_back_memory, sparing_memory
from pipelines.ingest.columnar.noted import NotedProblems
from pipelines.ingest.columnar.placements import ColumnPlacements
from pipelines.ingest.columnar.properties import read_properties
from pipelines.ingest.columnar.quantities import read_quantities
from pipelines.ingest.columnar.readable import SoundScan, columnar_file
from pipelines.ingest.columnar.schema import Schema
from pipelines.ingest.columnar.source import ColumnSource
from pipelines.ingest.columnar.spatial import read_spatial
from pipelines.ingest.columnar.tree import ColumnTree
from pipelines.ingest.header import read_header
from pipelines.ingest.preflight import tell_bytes
from pipelines.ingest.problems import Problems
from pipelines.ingest.units import Units
from pipelines.runtime.progress import SILENT, Progress

_LEFT_TO_THE_PARSER = ("IfcAlignment", "IfcReferent", "IfcLinearPlacement")
"""They stand on curves, which the geometry kernel evaluates."""
_EMPTY = ("ifc_alignment", "ifc_alignment_segment", "ifc_referent", "ifc_linear_placement")
_TABLES = 18
"""Of a model; each counts as much for the progress."""
Reader = Callable[[], pa.Table]


def read_model_columns(path: Path, progress: Progress = SILENT) -> dict[str, pa.Table]:
    """Read a model by columns: what ``read_model`` gives, to the last row.

    Raises:
        CannotRead: The file holds something that is left to the parser.
        InputError: As ``read_model`` does.
    """
    return {name: plain(name, table) for name, table in each_table_by_columns(path, progress)}


def each_table_by_columns(path: Path, progress: Progress = SILENT, keep_in: Path | None = None) -> Iterator[tuple[str, pa.Table]]:
    """The tables one after the other, each forgotten here once it is given; columns are dictionary encoded where they repeat.

    The instances are kept, where a folder is given for that and the file is in order.

    Raises:
        CannotRead: As ``read_model_columns`` does, also after some tables were given.
        InputError: As ``read_model`` does.
    """
    with sparing_memory(), columnar_file(path) as (readable, statements):
        problems = Problems(RunStage.READ, readable.model_id)
        with progress.stage("progress.read", readable.byte_count, "B", file=path.name) as stage:
            instances = Instances(readable.data, statements, Schema(readable.schema))
            if isinstance(readable.scan, SoundScan):
                readable.scan.missing = instances.dangling
            del statements
            if len(instances.rows_of(*_LEFT_TO_THE_PARSER)):
                raise CannotRead(", ".join(_LEFT_TO_THE_PARSER), "placed on curves")
            tell_bytes(readable, problems)
            # From here on the order of the step ids is enough; of the file's order the number is asked for.
            readable.scan.step_ids, readable.scan.offsets = instances.step_ids, np.zeros(0, np.int64)
            give_back_memory()
            is_kept = keep_in is not None and isinstance(readable.scan, SoundScan)
            for name, table in _side_by_side(ColumnSource(instances, readable, problems), keep_in if is_kept else None):
                yield name, table
                del table
                stage.advance(readable.byte_count / _TABLES)
    yield "run_problem", problems.table()


def _side_by_side(source: ColumnSource, keep_in: Path | None) -> Iterator[tuple[str, pa.Table]]:
    """The tables, those of properties made while the others are; their problems come where they would one after the other."""
    noted = NotedProblems(source.model_id)
    readers = _readers_beside(ColumnSource(source.instances, source.readable, noted), noted)
    with ThreadPoolExecutor(1) as aside:
        waiting = [(name, aside.submit(read)) for name, read in readers.items()]
        del readers
        if keep_in is not None:
            write_instances(keep_in, source.readable.path, source.instances)
        tell_global_ids(source)
        units = Units(source)
        yield from _each(_readers(source, units))
        while waiting:
            name, made = waiting.pop(0)
            yield name, made.result()
            del made
    for code, severity, params in noted.noted:
        # A unit that is not known is told by who meets it first.
        if code != "unknown_unit" or not units.was_told(params["step_id"]):
            source.problems.add(code, severity, **params)


def _each(readers: dict[str, Reader]) -> Iterator[tuple[str, pa.Table]]:
    # What a table was made from goes with its reader.
    while readers:
        name = next(iter(readers))
        yield name, readers.pop(name)()
        give_back_memory()


def _readers_beside(source: ColumnSource, noted: NotedProblems) -> dict[str, Reader]:
    """Half of the work."""
    units: list[Units] = []

    def read_first() -> pa.Table:
        units.append(Units(source))
        # What is odd about the project's units is told by whoever reads these.
        noted.noted.clear()
        return read_properties(source, units[0])

    return {"ifc_property": read_first, "ifc_quantity": lambda: read_quantities(source, units[0])}


def _readers(source: ColumnSource, units: Units) -> dict[str, Reader]:
    tree = ColumnTree(source)
    placements = ColumnPlacements(source, units)
    return {
        "ifc_model": lambda: read_header(source, units),
        "ifc_unit": units.table,
        "ifc_map_conversion": lambda: read_map_conversions(source, units),
        "ifc_element": lambda: read_elements(source, tree),
        "ifc_type": lambda: read_types(source),
        "ifc_spatial": lambda: read_spatial(source, units, tree, placements),
        "ifc_placement": placements.table,
        **{name: TABLES[name].empty for name in _EMPTY},
        "ifc_attribute": lambda: read_attributes(source, units),
        "ifc_material": lambda: read_materials(source, units),
        "ifc_classification": lambda: read_classifications(source),
        "ifc_document": lambda: read_documents(source),
        "ifc_relation": lambda: read_relations(source),
    }
