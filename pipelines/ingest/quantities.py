"""Values of quantity sets (``ifc_quantity``)."""

from collections.abc import Iterator

import pyarrow as pa

from cim_schema.codes import Severity
from cim_schema.units import SI_SYMBOLS
from pipelines.ingest.property_sets import Contents, Said, holdings, simple_parts
from pipelines.ingest.rows import Rows
from pipelines.ingest.source import Instance, Source
from pipelines.ingest.units import Units

Row = dict[str, object]
_FORMS = {
    "IfcQuantityLength": ("length", "LengthValue", "LENGTHUNIT"),
    "IfcQuantityArea": ("area", "AreaValue", "AREAUNIT"),
    "IfcQuantityVolume": ("volume", "VolumeValue", "VOLUMEUNIT"),
    "IfcQuantityCount": ("count", "CountValue", ""),
    "IfcQuantityWeight": ("weight", "WeightValue", "MASSUNIT"),
    "IfcQuantityTime": ("time", "TimeValue", "TIMEUNIT"),
    "IfcQuantityNumber": ("number", "NumberValue", ""),
}
"""Class → kind, attribute of the value, type of its unit."""


def read_quantities(source: Source, units: Units) -> pa.Table:
    """Every quantity of every set, on the occurrence or type that carries it; of complex ones the parts."""
    rows = Rows("ifc_quantity", source.model_id)
    sets: dict[int, Contents] = {}
    said = Said()
    for holding in holdings(source):
        definition = holding.definition
        if not source.is_a(definition, "IfcElementQuantity"):
            continue
        if definition.id() not in sets:
            sets[definition.id()] = Contents(_read_set(source, units, definition), "quantity_name")
        contents = sets[definition.id()]
        name = source.text(definition, "Name") or ""
        columns, count = said.anew(source, holding, name, contents, "repeated_qset")
        rows.add_many({**holding.columns, "qset_name": name}, columns, count)
    return rows.table()


def _read_set(source: Source, units: Units, definition: Instance) -> Iterator[Row]:
    seen: set[str] = set()
    for name, quantity in simple_parts(source, source.entities(definition, "Quantities"), _FORMS):
        if name in seen:
            source.problems.add("repeated_quantity", Severity.WARNING, step_id=definition.id(), name=name)
            continue
        seen.add(name)
        kind, attribute, unit_type = _FORMS[quantity.is_a()]
        given = source.number(quantity, attribute)
        own = source.entity(quantity, "Unit")
        unit = units.of(own) if own else units.of_type(unit_type) if unit_type else None
        number = unit.to_si(given) if unit else given
        symbol = unit.symbol if unit else SI_SYMBOLS.get(unit_type, "")
        yield {"quantity_name": name, "quantity_kind": kind, "value_number": number, "unit": symbol}
