"""What is odd about the place that a model is put at."""

from collections.abc import Iterator

import numpy as np

from cim_schema.city import LAT_DEG, LON_DEG
from cim_schema.codes import Severity
from pipelines.georeference.case import MAP_SIZED_M
from pipelines.georeference.conversion import conversion_of, is_where_it_should_be, only_one_in_place
from pipelines.georeference.declaration import NEAR_AREA_DEG
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, repaired
from pipelines.georeference.diagnoses.units_and_scale import in_another_unit, in_metres_after_all
from pipelines.georeference.diagnoses.zones import neighbouring_zones, other_zone_form
from pipelines.georeference.placement import Placement, lonlat_of, moved
from pipelines.georeference.site_position import default_position
from pipelines.runtime.crs_name import crs_of
from pipelines.runtime.projection import is_same_datum, is_within_area_of_use, to_lonlat

INEXACT_M = 0.001
LARGE_LOCAL_M = 10_000.0
"""Single precision, in which most viewers draw, has a millimetre at this size."""


def double_georeference(placement: Placement) -> Iterator[Diagnosis]:
    """Map coordinates stand in the conversion and in the placements too (ifc-lite#2526).

    Large coordinates on both sides are sound where their sum is on the map: some cut the leading digits off.
    """
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.east_m is None or declaration.north_m is None or placement.declared_crs is None:
        return
    if placement.centre_lonlat is not None and crs_of(placement.declared_crs).area_of_use is not None:
        return
    local = moved(case.to_context, case.centre_local)
    if np.hypot(*local[:2]) >= MAP_SIZED_M and np.hypot(declaration.east_m, declaration.north_m) >= MAP_SIZED_M:
        # Heights may be there twice as well, or stand in the conversion only.
        has_height_twice = abs(local[2] - (declaration.height_m or 0.0)) < abs(local[2]) / 2
        none = {"eastings_m": 0.0, "northings_m": 0.0, "x_axis_abscissa": None, "x_axis_ordinate": None}
        without = case.declared_as(declaration, **none, **({"orthogonal_height_m": 0.0} if has_height_twice else {}))
        yield repaired(
            case,
            "double_georeference",
            Severity.ERROR,
            {"x_m": round(float(local[0]), 3), "y_m": round(float(local[1]), 3),
             "east_m": round(declaration.east_m, 3), "north_m": round(declaration.north_m, 3)},
            only_one_in_place(case, [without]),
        )  # fmt: skip


def area_of_use(placement: Placement) -> Iterator[Diagnosis]:
    """The place lies outside the declared system's area of use: a zone number too many or too few, axes exchanged, or else."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or placement.centre_declared is None or placement.declared_crs is None:
        return
    if next(double_georeference(placement), None) or in_metres_after_all(placement) is not None:
        return
    code = placement.declared_crs
    east_m, north_m = (float(value) for value in placement.centre_declared[:2])
    params: dict[str, object] = {"crs": code, "name": crs_of(code).name, "east_m": round(east_m, 3), "north_m": round(north_m, 3)}
    if expected := other_zone_form(code, east_m):
        conversion = None if expected.startswith("@") else conversion_of(case, case.declared_as(declaration, crs_name=expected))
        yield repaired(case, "zone_prefix_mismatch", Severity.ERROR, params | {"expected": expected}, conversion)
        return
    lon_deg, lat_deg = to_lonlat([[east_m, north_m]], code)[0]
    if is_within_area_of_use(code, lon_deg, lat_deg):
        return
    if is_within_area_of_use(code, lon_deg, lat_deg, NEAR_AREA_DEG):
        if next(zone(placement), None) is None:
            yield Diagnosis("outside_area_of_use", Severity.WARNING, params | _degrees(lon_deg, lat_deg))
        return
    if is_within_area_of_use(code, *to_lonlat([[north_m, east_m]], code)[0]):
        row = declaration.row
        exchanged = case.declared_as(declaration, eastings_m=row["northings_m"], northings_m=row["eastings_m"])
        yield repaired(case, "axes_swapped", Severity.ERROR, params, conversion_of(case, exchanged))
    elif next(zone(placement), None) is not None:
        return
    elif (conversion := in_another_unit(placement)) is not None:
        yield repaired(case, "coordinates_in_other_unit", Severity.ERROR, params, conversion)
    elif not case.is_extent_known and np.hypot(declaration.east_m or 0.0, declaration.north_m or 0.0) < MAP_SIZED_M:
        yield Diagnosis("place_in_shapes", Severity.WARNING, params)
    else:
        yield repaired(case, "far_outside_area_of_use", Severity.ERROR, params | _degrees(lon_deg, lat_deg), None)


def zone(placement: Placement) -> Iterator[Diagnosis]:
    """The coordinates are those of a neighbouring zone: there, and only there, they are where the model should be."""
    case, declaration = placement.case, placement.case.declaration
    if declaration is None or declaration.crs is None or placement.centre_declared is None:
        return
    as_read = conversion_of(case, declaration)
    if as_read is None or is_where_it_should_be(case, as_read):
        return
    others = neighbouring_zones(declaration.crs.code)
    conversion = only_one_in_place(case, [case.declared_as(declaration, crs_name=other, crs_wkt=None) for other in others])
    if conversion is None:
        return
    has_witness = case.site is not None and case.site.has_position and default_position(case.site) is None
    name = crs_of(declaration.crs.code).name
    params: dict[str, object] = {"crs": declaration.crs.code, "name": name, "expected": conversion.crs}
    severity = Severity.ERROR if has_witness else Severity.WARNING
    params |= _degrees(*lonlat_of(placement.centre_declared, declaration.crs.code))
    yield repaired(case, "zone_mistaken", severity, params, conversion)


def target(placement: Placement) -> Iterator[Diagnosis]:
    """The wanted system does not reach the model, bends too much over it, or rests on another datum."""
    source, wanted = placement.declared_crs, placement.crs
    if placement.to_declared is None or source is None or wanted is None or source == wanted:
        return
    lonlat = placement.centre_lonlat
    if lonlat is None or next(zone(placement), None) is not None:
        return
    if placement.to_crs is None or not is_within_area_of_use(wanted, lonlat[0], lonlat[1], NEAR_AREA_DEG):
        yield Diagnosis("outside_target_area", Severity.ERROR, {"crs": wanted, "name": crs_of(wanted).name, "declared": source})
        return
    if placement.worst_m > INEXACT_M:
        params: dict[str, object] = {"crs": wanted, "declared": source, "worst_m": round(placement.worst_m, 4)}
        yield Diagnosis("reprojection_inexact", Severity.WARNING, params)
    if not is_same_datum(source, wanted):
        yield Diagnosis("datum_shifted", Severity.WARNING, {"crs": wanted, "declared": source})


def city(placement: Placement) -> Iterator[Diagnosis]:
    """The place lies outside the city."""
    lonlat = placement.centre_lonlat
    if lonlat is None:
        return
    (west, east), (south, north) = LON_DEG, LAT_DEG
    if not (west <= lonlat[0] <= east and south <= lonlat[1] <= north):
        yield Diagnosis("far_from_city", Severity.INFO, _degrees(*lonlat))


def local_size(placement: Placement) -> Iterator[Diagnosis]:
    """The model lies far from its own origin, though a conversion could carry the large coordinates."""
    case = placement.case
    local = moved(case.to_context, case.centre_local)[:2]
    if placement.centre_lonlat is not None and case.declarations and np.hypot(*local) >= LARGE_LOCAL_M:
        x, y = (round(float(value), 3) for value in local)
        yield Diagnosis("local_coordinates_large", Severity.INFO, {"x_m": x, "y_m": y})


def _degrees(lon_deg: float, lat_deg: float) -> dict[str, object]:
    known = bool(np.isfinite(lon_deg) and np.isfinite(lat_deg))
    return {
        "longitude_deg": round(float(lon_deg), 6) if known else "@place.reason.none",
        "latitude_deg": round(float(lat_deg), 6) if known else "@place.reason.none",
    }
