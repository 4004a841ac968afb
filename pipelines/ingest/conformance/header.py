"""What the header must say: by ISO 10303-21:2016, clause 8.2, and by the header policy of buildingSMART for IFC files."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from cim_schema.codes import ConformanceLayer
from pipelines.ingest.conformance.departures import Departures
from pipelines.ingest.conformance.header_values import HeaderEntity, Value, read_entities
from pipelines.ingest.conformance.syntax import Syntax
from pipelines.ingest.readable import READ_AS, SCHEMAS

_TEXT, _TEXTS = "text", "texts"
_ENTITIES: Mapping[str, tuple[tuple[str, str], ...]] = MappingProxyType({
    "FILE_DESCRIPTION": (("description", _TEXTS), ("implementation_level", _TEXT)),
    "FILE_NAME": (
        ("name", _TEXT), ("time_stamp", _TEXT), ("author", _TEXTS), ("organization", _TEXTS),
        ("preprocessor_version", _TEXT), ("originating_system", _TEXT), ("authorization", _TEXT),
    ),
    "FILE_SCHEMA": (("schema_identifiers", _TEXTS),),
})  # fmt: skip
"""The entities that a header must have, in their order, with their attributes (8.2.2 to 8.2.4)."""
_OTHERS = frozenset({"SCHEMA_POPULATION", "FILE_POPULATION", "SECTION_LANGUAGE", "SECTION_CONTEXT"})
_LEVEL = "2;1"
_TIME_STAMP = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?")
_ORIGIN = re.compile(r"(?P<company>.+) - (?P<application>.+) - (?P<version>.+)", re.DOTALL)
_VERSION = re.compile(
    r"v?(\d+!)?\d+(\.\d+)*([-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?\d*)?(-\d+|[-_.]?(post|rev|r)[-_.]?\d*)?"
    r"([-_.]?dev[-_.]?\d*)?(\+[a-z0-9]+([-_.][a-z0-9]+)*)?",
    re.IGNORECASE,
)
"""As PEP 440 writes versions, which the policy asks for."""
_DEFINITION = re.compile(r"ViewDefinition\s*\[([^\]]*)\]", re.IGNORECASE)
_VIEWS: Mapping[str, frozenset[str]] = MappingProxyType({
    "IFC2X3": frozenset({"coordinationview_v2.0", "spaceboundaryaddonview", "basicfmhandoverview", "structuralanalysisview"}),
    "IFC4": frozenset({"referenceview_v1.2", "ifc4precast"}),
    "IFC4X3_ADD2": frozenset({"referenceview", "alignment-basedview"}),
})  # fmt: skip
"""Model view definitions that buildingSMART has published for each schema."""
_SHOWN_VIEWS: Mapping[str, str] = MappingProxyType({
    "IFC2X3": "CoordinationView_V2.0, SpaceBoundaryAddonView, BasicFMHandoverView, StructuralAnalysisView",
    "IFC4": "ReferenceView_V1.2, IFC4Precast",
    "IFC4X3_ADD2": "ReferenceView, Alignment-basedView",
})  # fmt: skip
_LONGEST_SHOWN = 80


class _Attribute(NamedTuple):
    entity: str
    name: str
    offset: int
    value: Value


def check_header(data: bytes, syntax: Syntax, departures: Departures) -> str | None:
    """Look at the HEADER section.

    Args:
        data: The file.
        syntax: Its statements.
        departures: Gets what is wrong.

    Returns:
        The one schema identifier, as it is written; None where the header does not give one.
    """
    if syntax.header is None:
        return None
    entities = read_entities(data, syntax.header)
    _check_entities(entities, len(data) if not entities else entities[-1].offset, departures)
    attributes = {one.name: one for entity in entities for one in _attributes(entity, departures)}
    schemas = attributes["schema_identifiers"].value if "schema_identifiers" in attributes else None
    named = [one for one in schemas if isinstance(one, str)] if isinstance(schemas, list) else []
    identifier = named[0] if len(named) == 1 else None
    if len(named) > 1:
        _add(departures, "several_schemas", attributes["schema_identifiers"], value=", ".join(named))
    elif identifier is not None and schema_of(identifier) is None:
        _add(departures, "unsupported_schema", attributes["schema_identifiers"], value=identifier, expected=", ".join(SCHEMAS))
    elif identifier is not None and (schema := schema_of(identifier)) != identifier:
        _add(departures, "schema_identifier", attributes["schema_identifiers"], value=identifier, schema=schema)
    _check_policy(attributes, identifier, departures)
    return identifier


def schema_of(identifier: str) -> str | None:
    """The schema that an identifier means, however it is written; None for one that is not read here."""
    plain = identifier.strip().upper()
    schema = READ_AS.get(plain, plain)
    return schema if schema in SCHEMAS else None


def _check_entities(entities: list[HeaderEntity], end: int, departures: Departures) -> None:
    """Each of the three once, in their order, and no strange one (8.2.1)."""
    seen: list[str] = []
    for entity in entities:
        if entity.name in _ENTITIES:
            later = list(_ENTITIES)[list(_ENTITIES).index(entity.name) + 1 :]
            code = "repeated_entity" if entity.name in seen else "entity_order" if not set(later).isdisjoint(seen) else ""
        else:
            code = "" if entity.name in _OTHERS or entity.name.startswith("!") else "unknown_entity"
        if code:
            departures.add(ConformanceLayer.HEADER, f"header.{code}", offset=entity.offset, ifc_class=entity.name)
        seen.append(entity.name)
    for name in _ENTITIES:
        if name not in seen:
            departures.add(ConformanceLayer.HEADER, "header.missing_entity", offset=end, ifc_class=name)


def _attributes(entity: HeaderEntity, departures: Departures) -> Iterator[_Attribute]:
    """Those of the type that they must have; the others are told."""
    wanted = _ENTITIES.get(entity.name, ())
    if wanted and len(entity.values) != len(wanted):
        departures.add(
            ConformanceLayer.HEADER, "header.argument_count", offset=entity.offset, ifc_class=entity.name,
            expected=len(wanted), value=str(len(entity.values)),
        )  # fmt: skip
        return
    for (name, kind), value, offset in zip(wanted, entity.values, entity.offsets, strict=False):
        one = _Attribute(entity.name, name, offset, value)
        if kind == _TEXT and not isinstance(value, str):
            _add(departures, "no_text", one)
        elif kind == _TEXTS and not (isinstance(value, list) and value and all(isinstance(member, str) for member in value)):
            _add(departures, "no_texts", one)
        else:
            yield one


def _check_policy(attributes: Mapping[str, _Attribute], identifier: str | None, departures: Departures) -> None:
    level, time_stamp = attributes.get("implementation_level"), attributes.get("time_stamp")
    if level is not None and str(level.value).replace(" ", "") != _LEVEL:
        _add(departures, "implementation_level", level, value=_shortened(str(level.value)), expected=_LEVEL)
    if time_stamp is not None and not _is_time(str(time_stamp.value)):
        _add(departures, "time_stamp", time_stamp, value=_shortened(str(time_stamp.value)))
    origin = attributes.get("originating_system")
    if origin is not None:
        _check_origin(origin, departures)
    description = attributes.get("description")
    if description is not None and identifier is not None and identifier in _VIEWS:
        _check_views(description, identifier, departures)


def _check_origin(one: _Attribute, departures: Departures) -> None:
    """``Company - Application - Version``."""
    written = str(one.value)
    match = _ORIGIN.fullmatch(written)
    if match is None:
        _add(departures, "originating_system", one, value=_shortened(written))
        return
    for part in ("company", "application"):
        if match[part] != match[part].strip() or not match[part].strip() or "-" in match[part]:
            _add(departures, "origin_part", one, part=f"@conformance.header.part.{part}", value=_shortened(match[part]))
    if not _VERSION.fullmatch(match["version"]):
        _add(departures, "version", one, value=_shortened(match["version"]))


def _check_views(one: _Attribute, identifier: str, departures: Departures) -> None:
    texts = [str(text) for text in one.value] if isinstance(one.value, list) else []
    found = [name.strip() for text in texts for match in _DEFINITION.finditer(text) for name in match[1].split(",")]
    plain = [re.sub(r"\s", "", name).lower() for name in found]
    known = _VIEWS[identifier]
    has_coordination = "coordinationview_v2.0" in plain
    strange = [
        name
        for name, view in zip(found, plain, strict=True)
        if view not in known and not (has_coordination and identifier == "IFC2X3" and view.endswith("addonview"))
    ]
    if not found:
        _add(departures, "no_view_definition", one, value=_shortened("; ".join(texts)))
    elif strange:
        _add(departures, "view_definition", one, value=", ".join(strange), schema=identifier, expected=_SHOWN_VIEWS[identifier])


def _is_time(written: str) -> bool:
    if not _TIME_STAMP.fullmatch(written):
        return False
    try:
        datetime.fromisoformat(written)
    except ValueError:
        return False
    return True


def _shortened(written: str) -> str:
    return written if len(written) <= _LONGEST_SHOWN else f"{written[:_LONGEST_SHOWN]}…"


def _add(departures: Departures, code: str, one: _Attribute, **params: Any) -> None:
    departures.add(ConformanceLayer.HEADER, f"header.{code}", offset=one.offset, ifc_class=one.entity, attribute=one.name, **params)
