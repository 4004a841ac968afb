"""Files for Autodesk Revit: shared parameters, and the property sets that its IFC export is to write.

Source: Autodesk's description of the shared parameter file (blocks META, GROUP, PARAM; fields by tabs), and the format that
heads the exporter's own file of user-defined property sets.
"""

from collections.abc import Iterable
from uuid import UUID, uuid5

from checkers.kit.field_list import ListedField
from cim_schema.messages import LANGUAGES, text

NAMESPACE = UUID("6d0c5a1e-3b7a-5f0e-9a52-0f4b3f7f1c11")
"""Of our parameters: the same name has the same GUID wherever it is made."""

PARAMETER_TYPES = {
    "IfcBoolean": "YESNO", "IfcLogical": "YESNO", "IfcInteger": "INTEGER", "IfcCountMeasure": "INTEGER", "IfcReal": "NUMBER",
    "IfcRatioMeasure": "NUMBER", "IfcPositiveLengthMeasure": "LENGTH", "IfcLengthMeasure": "LENGTH", "IfcAreaMeasure": "AREA",
    "IfcVolumeMeasure": "VOLUME",
}  # fmt: skip
"""Data type → Revit's; what is not here is text, which we read with its unit."""

EXPORT_TYPES = {
    "YESNO": "Boolean", "INTEGER": "Integer", "NUMBER": "Real", "LENGTH": "Length", "AREA": "Area", "VOLUME": "Volume",
    "TEXT": "Text",
}  # fmt: skip


def shared_parameters(fields: Iterable[ListedField]) -> str:
    """The shared parameter file: a line a name, by name, quantities left out; to be written as UTF-16."""
    lines = [
        "# This is a Revit shared parameter file.", "# Do not edit manually.", "*META\tVERSION\tMINVERSION", "META\t2\t1",
        "*GROUP\tID\tNAME", f"GROUP\t1\t{text('kit.group')}",
        "*PARAM\tGUID\tNAME\tDATATYPE\tDATACATEGORY\tGROUP\tVISIBLE\tDESCRIPTION\tUSERMODIFIABLE\tHIDEWHENNOVALUE",
    ]  # fmt: skip
    by_name: dict[str, ListedField] = {}
    for one in fields:
        if not _is_quantity(one):
            by_name.setdefault(one.name, one)
    for name in sorted(by_name):
        said = " / ".join(text(f"kit.field.{by_name[name].key}.meaning", language=language) for language in LANGUAGES)
        lines.append(f"PARAM\t{uuid5(NAMESPACE, name)}\t{name}\t{_parameter_type(by_name[name])}\t\t1\t1\t{said}\t1\t0")
    return "\r\n".join(lines) + "\r\n"


def property_sets(fields: Iterable[ListedField]) -> str:
    """The exporter's user-defined property sets: those that its common sets do not have."""
    by_set: dict[tuple[str, tuple[str, ...]], dict[str, ListedField]] = {}
    for one in fields:
        for set_name, name, classes in one.sets:
            if _is_user_defined(set_name):
                by_set.setdefault((set_name, classes or ("IfcElement",)), {})[name] = one
    lines = [f"# {text('kit.property_sets', language=language)}" for language in LANGUAGES]
    for (set_name, classes), named in sorted(by_set.items()):
        lines += ["#", f"PropertySet:\t{set_name}\tI\t{','.join(classes)}"]
        lines += [f"\t{name}\t{EXPORT_TYPES[_parameter_type(named[name])]}\t{name}" for name in sorted(named)]
    return "\r\n".join(lines) + "\r\n"


def _parameter_type(one: ListedField) -> str:
    return PARAMETER_TYPES.get(one.data_type, "TEXT")


def _is_user_defined(set_name: str) -> bool:
    """Whether the exporter has to be told of the set: its common sets it writes once a parameter has the property's name."""
    return set_name.startswith(("Pset_", "JCPset_")) and not (set_name.startswith("Pset_") and set_name.endswith("Common"))


def _is_quantity(one: ListedField) -> bool:
    return one.home.startswith("Qto_")
