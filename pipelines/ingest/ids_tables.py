"""What checking by IDS wants of a model: the model tables that it reads, and those made for it alone (``ids_``)."""

import logging
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa

from cim_schema.codes import RunStage
from cim_schema.errors import CimError
from pipelines.ingest.columnar.attempt import is_worth_columns
from pipelines.ingest.elements import read_elements, read_types
from pipelines.ingest.header import read_header
from pipelines.ingest.ids_associations import read_classified, read_material_words
from pipelines.ingest.ids_instances import read_ids_attributes, read_ids_instances
from pipelines.ingest.ids_sets import read_complex_names, read_empty_sets
from pipelines.ingest.model import each_table
from pipelines.ingest.parsing import parse
from pipelines.ingest.problems import Problems
from pipelines.ingest.properties import read_properties
from pipelines.ingest.quantities import read_quantities
from pipelines.ingest.readable import readable_file
from pipelines.ingest.relations import read_relations
from pipelines.ingest.source import Source
from pipelines.ingest.tree import Tree
from pipelines.ingest.units import Units
from pipelines.runtime.model_demand import ModelDemand
from pipelines.runtime.progress import SILENT, Progress

MODEL_TABLES = ("ifc_model", "ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "ifc_relation")
"""The model tables that are read."""
_log = logging.getLogger(__name__)
Tables = dict[str, pa.Table]


def read_model_for_ids(path: Path, demand: ModelDemand, progress: Progress = SILENT) -> Tables:
    """The tables of ``MODEL_TABLES`` and the ``ids_`` tables of a model.

    Raises:
        InputError: As ``read_model`` does.
    """
    if is_worth_columns(path):
        found = {name: table for name, table in each_table(path, progress) if name in MODEL_TABLES}
        return found | read_ids_tables(path, demand)
    with readable_file(path) as readable:
        problems = Problems(RunStage.READ, readable.model_id)
        source = Source(parse(readable, problems), readable, problems)
        units = Units(source)
        tree = Tree(source)
        read: dict[str, Callable[[], pa.Table]] = {
            "ifc_model": lambda: read_header(source, units), "ifc_element": lambda: read_elements(source, tree),
            "ifc_type": lambda: read_types(source), "ifc_property": lambda: read_properties(source, units),
            "ifc_quantity": lambda: read_quantities(source, units), "ifc_relation": lambda: read_relations(source),
        }  # fmt: skip
        return {name: read[name]() for name in MODEL_TABLES} | _read(source, units, demand)


def read_ids_tables(path: Path, demand: ModelDemand) -> Tables:
    """The ``ids_`` tables alone, where the model's own are there already.

    Raises:
        InputError: As ``read_model`` does.
    """
    if is_worth_columns(path):
        try:
            return _read_by_columns(path, demand)
        except CimError:
            raise
        except Exception as cause:  # As for the model's tables: the parser takes over from whatever this reader stumbles on.
            _log.debug("%s is read by the parser: %s: %s", path.name, type(cause).__name__, cause)
    with readable_file(path) as readable:
        problems = Problems(RunStage.READ, readable.model_id)
        source = Source(parse(readable, problems), readable, problems)
        return _read(source, Units(source), demand)


def _read_by_columns(path: Path, demand: ModelDemand) -> Tables:
    # Here, so that small models do without the kernels.
    from pipelines.ingest.columnar.instances import Instances
    from pipelines.ingest.columnar.readable import columnar_file
    from pipelines.ingest.columnar.schema import Schema
    from pipelines.ingest.columnar.source import ColumnSource

    with columnar_file(path) as (readable, statements):
        instances = Instances(readable.data, statements, Schema(readable.schema))
        source = ColumnSource(instances, readable, Problems(RunStage.READ, readable.model_id))
        return _read(source, Units(source), demand)


def _read(source: Source, units: Units, demand: ModelDemand) -> Tables:
    found = {"ids_complex_property": read_complex_names(source)}
    if demand.classes:
        found["ids_instance"] = read_ids_instances(source, demand.classes)
    if demand.attributes:
        found["ids_attribute"] = read_ids_attributes(source, units, demand.classes, demand.attributes)
    if demand.has_materials:
        found["ids_material"] = read_material_words(source)
    if demand.has_classifications:
        found["ids_classification"] = read_classified(source)
    if demand.has_empty_sets:
        found["ids_property_set"] = read_empty_sets(source)
    return found
