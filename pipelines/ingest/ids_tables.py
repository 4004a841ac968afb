"""What checking by IDS wants of a model: the model tables that it reads, and those made for it alone (``ids_``)."""

import logging
from collections.abc import Callable, Mapping
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

MODEL_TABLES = ("ifc_model", "ifc_element", "ifc_type", "ifc_property", "ifc_quantity", "ifc_relation")
"""The model tables that are read."""
_log = logging.getLogger(__name__)
Tables = dict[str, pa.Table]
Reader = Callable[[], pa.Table]
Demanding = Callable[[], ModelDemand]


def read_model_for_ids(path: Path, demand: ModelDemand | Demanding) -> Tables:
    """Of the tables of ``MODEL_TABLES`` those that are wanted, and the ``ids_`` tables of a model.

    Args:
        path: The model.
        demand: What is wanted; or what tells it, once the file is open, if it is still being found out.

    Raises:
        InputError: As ``read_model`` does; whatever ``demand`` raises.
    """
    return _read(path, demand if callable(demand) else lambda: demand, has_model=True)


def read_ids_tables(path: Path, demand: ModelDemand) -> Tables:
    """The ``ids_`` tables alone, where the model's own are there already.

    Raises:
        InputError: As ``read_model`` does.
    """
    return _read(path, lambda: demand, has_model=False)


def _read(path: Path, demand: Demanding, *, has_model: bool) -> Tables:
    if is_worth_columns(path):
        try:
            return _read_by_columns(path, demand, has_model=has_model)
        except CimError:
            raise
        except Exception as cause:  # As for the model's tables: the parser takes over from whatever this reader stumbles on.
            _log.debug("%s is read by the parser: %s: %s", path.name, type(cause).__name__, cause)
    return _read_by_parser(path, demand(), has_model=has_model)


def _read_by_parser(path: Path, demand: ModelDemand, *, has_model: bool) -> Tables:
    with readable_file(path) as readable:
        problems = Problems(RunStage.READ, readable.model_id)
        source = Source(parse(readable, problems), readable, problems)
        units, tree = Units(source), Tree(source)
        return _made(demand, has_model, {
            "ifc_model": lambda: read_header(source, units), "ifc_element": lambda: read_elements(source, tree),
            "ifc_type": lambda: read_types(source), "ifc_property": lambda: read_properties(source, units),
            "ifc_quantity": lambda: read_quantities(source, units), "ifc_relation": lambda: read_relations(source),
            "ids_complex_property": lambda: read_complex_names(source),
            "ids_instance": lambda: read_ids_instances(source, demand.classes),
            "ids_attribute": lambda: read_ids_attributes(source, units, demand.classes, demand.attributes),
            "ids_material": lambda: read_material_words(source), "ids_classification": lambda: read_classified(source),
            "ids_property_set": lambda: read_empty_sets(source),
        })  # fmt: skip


def _read_by_columns(path: Path, demanding: Demanding, *, has_model: bool) -> Tables:
    # Here, so that small models do without the kernels.
    from pipelines.ingest import ids_columns
    from pipelines.ingest.columnar import elements, properties, quantities
    from pipelines.ingest.columnar.instances import Instances
    from pipelines.ingest.columnar.readable import columnar_file
    from pipelines.ingest.columnar.schema import Schema
    from pipelines.ingest.columnar.source import ColumnSource
    from pipelines.ingest.columnar.tree import ColumnTree

    with columnar_file(path) as (readable, statements):
        instances = Instances(readable.data, statements, Schema(readable.schema))
        source = ColumnSource(instances, readable, Problems(RunStage.READ, readable.model_id))
        units = Units(source)
        demand = demanding()
        return _made(demand, has_model, {
            "ifc_model": lambda: read_header(source, units),
            "ifc_element": lambda: elements.read_elements(source, ColumnTree(source)),
            "ifc_type": lambda: elements.read_types(source),
            "ifc_property": lambda: properties.read_properties(source, units, demand.wants_set),
            "ifc_quantity": lambda: quantities.read_quantities(source, units),
            "ifc_relation": lambda: elements.read_relations(source),
            "ids_complex_property": lambda: read_complex_names(source),
            "ids_instance": lambda: read_ids_instances(source, demand.classes),
            "ids_attribute": lambda: read_ids_attributes(source, units, demand.classes, demand.attributes),
            "ids_material": lambda: ids_columns.read_material_words(source),
            "ids_classification": lambda: read_classified(source),
            "ids_property_set": lambda: ids_columns.read_empty_sets(source),
        })  # fmt: skip


def _made(demand: ModelDemand, has_model: bool, readers: Mapping[str, Reader]) -> Tables:
    """The tables that are wanted."""
    wanted = {
        "ids_complex_property": demand.has_properties, "ids_instance": bool(demand.classes),
        "ids_attribute": bool(demand.attributes), "ids_material": demand.has_materials,
        "ids_classification": demand.has_classifications, "ids_property_set": demand.has_empty_sets,
        **{name: has_model and name in demand.model_tables for name in MODEL_TABLES},
    }  # fmt: skip
    return {name: read() for name, read in readers.items() if wanted[name]}
