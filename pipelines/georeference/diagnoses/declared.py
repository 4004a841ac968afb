"""What is odd about a declaration itself: missing, incomplete, contradictory, or of a system that nobody knows."""

import re
from collections.abc import Iterator

import numpy as np

from cim_schema.city import ACCEPTED_CRS
from cim_schema.codes import Severity
from cim_schema.errors import UnknownCrs
from pipelines.georeference.case import MAP_SIZED_M, Case
from pipelines.georeference.conversion import Conversion, conversion_of, is_where_it_should_be, only_one_in_place
from pipelines.georeference.declaration import Declaration
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.placement import Placement
from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import convergence_deg

SAME_PLACE_M = 0.001
_WELL_KNOWN_TEXT = "WKT"
_EPSG = re.compile(r"EPSG:\d+", re.IGNORECASE)
_LENGTH = "IfcLengthMeasure"


def missing(placement: Placement) -> Iterator[Diagnosis]:
    """No map conversion: nothing at all, map coordinates of an unknown system, or a position of the site only."""
    case = placement.case
    if case.declarations:
        return
    severity = Severity.WARNING if case.site is not None and case.site.has_position else Severity.ERROR
    if case.level in {30, 40} or np.hypot(*case.centre_local[:2]) >= MAP_SIZED_M:
        x, y = (round(float(value), 3) for value in case.centre_local[:2])
        yield repaired(case, "map_coordinates_without_crs", severity, {"x_m": x, "y_m": y}, _system_of_coordinates(case))
    elif severity is Severity.ERROR:
        yield Diagnosis("no_georeference", Severity.ERROR, {"address": case.postal_address or "@place.reason.none"})
    if severity is Severity.WARNING and case.site is not None:
        yield Diagnosis("only_site_position", Severity.WARNING, case.site.position())
        if placement.to_crs is None:
            yield Diagnosis("site_outside_target", Severity.ERROR, case.site.position())


def coordinates(placement: Placement) -> Iterator[Diagnosis]:
    """Eastings or northings are missing."""
    declaration = placement.case.declaration
    if declaration is not None and not declaration.is_complete:
        yield Diagnosis("coordinates_missing", Severity.ERROR, {"declaration": declaration.form})


def crs(placement: Placement) -> Iterator[Diagnosis]:
    """The coordinate reference system is missing, unknown, not projected, or written irregularly."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None:
        return
    name = declaration.crs_name or ""
    if declaration.crs is None or not declaration.is_projected:
        code = "crs_not_projected" if declaration.crs else "crs_unknown" if name.strip() else "crs_missing"
        called = name or (declaration.crs.code if declaration.crs else "")
        conversion = only_one_in_place(case, [case.declared_as(declaration, **_named(known)) for known in ACCEPTED_CRS])
        yield repaired(case, code, Severity.ERROR, {"declaration": declaration.form, "crs": called}, conversion)
    elif declaration.crs.code != name.strip() and not (declaration.crs.is_regular and _is_named_after_its_text(declaration)):
        # A system without a code is named by its PROJ string, and read as that.
        known = crs_of(declaration.crs.code)
        params = {"crs": name, "read_as": declaration.crs.code, "name": known.name}
        yield repaired(case, "crs_name_irregular", Severity.INFO, params, conversion_of(case, declaration))


def geodetic_datum(placement: Placement) -> Iterator[Diagnosis]:
    """GeodeticDatum is a code that the register does not hold."""
    declaration = placement.case.declaration
    datum = (declaration.row["geodetic_datum"] or "").strip() if declaration is not None else ""
    if _EPSG.fullmatch(datum) and not _is_registered(datum.upper()):
        yield Diagnosis("geodetic_datum_unknown", Severity.WARNING, {"geodetic_datum": datum})


def rigid_measures(placement: Placement) -> Iterator[Diagnosis]:
    """Coordinates of a rigid operation are no lengths, while the system is projected."""
    for declaration in placement.case.declarations:
        measures = declaration.raw.get("IfcRigidOperation", {}).get("measures", [])
        if declaration.is_projected and any(measure != _LENGTH for measure in measures):
            yield Diagnosis("rigid_measures", Severity.WARNING, {"measures": ", ".join(measures)})
            return


def bare_contexts(placement: Placement) -> Iterator[Diagnosis]:
    """Some contexts of the model have a conversion and some have none."""
    declaration = placement.case.declaration
    count = declaration.row["bare_contexts"] if declaration is not None else None
    if count:
        yield Diagnosis("contexts_without_conversion", Severity.WARNING, {"count": count})


def axis(placement: Placement) -> Iterator[Diagnosis]:
    """The direction of the local x axis is a vector of no length. True north tells the direction, where it is given."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.axis_reading != "degenerate":
        return
    conversion = None
    if case.true_north_deg is not None and placement.declared_crs is not None and placement.centre_lonlat is not None:
        turn = np.radians(90.0 + convergence_deg(placement.declared_crs, *placement.centre_lonlat) - case.true_north_deg)
        turned = {"x_axis_abscissa": float(np.cos(turn)), "x_axis_ordinate": float(np.sin(turn))}
        conversion = conversion_of(case, case.declared_as(declaration, **turned))
    yield repaired(case, "axis_degenerate", Severity.ERROR, {"declaration": declaration.form}, conversion)


def several(placement: Placement) -> Iterator[Diagnosis]:
    """Several declarations put the model in different places. The one that the site or the city speaks for is proposed."""
    case = placement.case
    if len(case.declarations) < 2:
        return
    first, *others = case.declarations
    corners = np.array([[*case.low_local, 1.0], [*case.high_local, 1.0]]) @ case.to_context.T
    for other in others:
        apart_m = float(np.abs(corners @ (other.to_map() - first.to_map()).T).max())
        if apart_m > SAME_PLACE_M or other.crs != first.crs or other.crs_name != first.crs_name:
            yield repaired(
                case,
                "several_conversions_disagree",
                Severity.ERROR,
                {"first": f"#{first.step_id}", "other": f"#{other.step_id}", "apart_m": round(apart_m, 3),
                 "first_crs": first.crs_name or "@place.reason.none", "other_crs": other.crs_name or "@place.reason.none"},
                only_one_in_place(case, list(case.declarations)),
            )  # fmt: skip
            return


def _system_of_coordinates(case: Case) -> Conversion | None:
    """The only system of the city in which the model's own coordinates are where it should be."""
    readings = [Conversion(code, None, np.eye(4)) for code in ACCEPTED_CRS]
    found = [reading for reading in readings if is_where_it_should_be(case, reading)]
    return found[0] if len(found) == 1 else None


def _named(code: str) -> dict[str, object]:
    """What a row says when it names this system and no other."""
    others = ("crs_wkt", "crs_description", "geodetic_datum", "map_projection", "map_zone")
    return {"crs_name": code, **dict.fromkeys(others)}


def _is_named_after_its_text(declaration: Declaration) -> bool:
    """A system that is told by well-known text is called WKT, unless its name is a code."""
    name = (declaration.crs_name or "").strip().upper()
    return not declaration.row["crs_wkt"] or name == _WELL_KNOWN_TEXT or _EPSG.match(name) is not None


def _is_registered(code: str) -> bool:
    try:
        crs_of(code)
    except UnknownCrs:
        return False
    return True
