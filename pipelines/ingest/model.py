"""From one IFC file to its model tables: the table of contents of reading. Geometry is read beside it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa

from cim_schema.codes import RunStage
from cim_schema.tables import TABLES
from pipelines.ingest.alignments import Alignments
from pipelines.ingest.attributes import read_attributes
from pipelines.ingest.classifications import read_classifications
from pipelines.ingest.columnar.attempt import each_table_if_columns, is_worth_columns
from pipelines.ingest.documents import read_documents
from pipelines.ingest.elements import read_elements, read_types, tell_global_ids
from pipelines.ingest.header import read_header
from pipelines.ingest.map_conversion import read_map_conversions
from pipelines.ingest.materials import read_materials
from pipelines.ingest.parsing import parse
from pipelines.ingest.placements import Placements
from pipelines.ingest.preflight import tell_bytes
from pipelines.ingest.problems import Problems
from pipelines.ingest.properties import read_properties
from pipelines.ingest.quantities import read_quantities
from pipelines.ingest.readable import model_id_of, readable_file
from pipelines.ingest.relations import read_relations
from pipelines.ingest.source import Source
from pipelines.ingest.spatial import read_spatial
from pipelines.ingest.tree import Tree
from pipelines.ingest.units import Units
from pipelines.runtime.progress import SILENT, Progress

__all__ = ["each_table", "model_id_of", "read_model"]


def read_model(path: Path, progress: Progress = SILENT) -> dict[str, pa.Table]:
    """Read a model: every ``ifc_`` table but geometry, and ``run_problem``.

    Args:
        path: An ``.ifc``, or an ``.ifczip`` with one inside; IFC2X3, IFC4 or IFC4X3_ADD2.
        progress: Where to tell how far it is.

    Returns:
        Table name → rows in SI units, equal for equal bytes.

    Raises:
        InputError: The file is missing, something else, of a schema that is not read, or broken beyond reading.
    """
    return {name: table.cast(TABLES[name].arrow_schema) for name, table in each_table(path, progress)}


def each_table(path: Path, progress: Progress = SILENT, keep_in: Path | None = None) -> Iterator[tuple[str, pa.Table]]:
    """The same tables one after the other, so that whoever writes them need not hold them all.

    Columns may be dictionary encoded. A table may come twice; then the latter counts.
    Of a large model the instances are kept in the folder, if one is given; ``read_geometry`` takes it as ``kept``.

    Raises:
        InputError: As ``read_model`` does.
    """
    if is_worth_columns(path):
        for found in each_table_if_columns(path, progress, keep_in):
            if found is None:
                break
            yield found
        else:
            return
    with readable_file(path) as readable:
        problems = Problems(RunStage.READ, readable.model_id)
        with progress.stage("progress.read", readable.byte_count, "B", file=path.name) as stage:
            tell_bytes(readable, problems)
            source = Source(parse(readable, problems), readable, problems)
            readers = _readers(source)
            for name, read in readers.items():
                yield name, read()
                stage.advance(readable.byte_count / len(readers))
        yield "run_problem", problems.table()


def _readers(source: Source) -> dict[str, Callable[[], pa.Table]]:
    tell_global_ids(source)
    units = Units(source)
    tree = Tree(source)
    placements = Placements(source, units)
    alignments = Alignments(source, units, placements)
    return {
        "ifc_model": lambda: read_header(source, units),
        "ifc_unit": units.table,
        "ifc_map_conversion": lambda: read_map_conversions(source, units),
        "ifc_element": lambda: read_elements(source, tree),
        "ifc_type": lambda: read_types(source),
        "ifc_spatial": lambda: read_spatial(source, units, tree, placements),
        "ifc_placement": placements.table,
        "ifc_alignment": alignments.alignment_table,
        "ifc_alignment_segment": alignments.segment_table,
        "ifc_referent": alignments.referent_table,
        "ifc_linear_placement": alignments.placement_table,
        "ifc_attribute": lambda: read_attributes(source, units),
        "ifc_property": lambda: read_properties(source, units),
        "ifc_quantity": lambda: read_quantities(source, units),
        "ifc_material": lambda: read_materials(source, units),
        "ifc_classification": lambda: read_classifications(source),
        "ifc_document": lambda: read_documents(source),
        "ifc_relation": lambda: read_relations(source),
    }
