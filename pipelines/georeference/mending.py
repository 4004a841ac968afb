"""What a model should say instead: the mended map conversion, and true north and the site's position that follow from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cim_schema.codes import Severity
from pipelines.georeference.case import Case
from pipelines.georeference.conversion import Conversion
from pipelines.georeference.diagnoses.diagnosis import Diagnosis
from pipelines.georeference.placement import Placement
from pipelines.georeference.reprojection import reproject
from pipelines.runtime.crs_name import NamedCrs
from pipelines.runtime.projection import convergence_deg, to_lonlat


@dataclass(frozen=True)
class Proposal:
    """A georeference with nothing odd left in it that the model itself, or its control points, can tell."""

    conversion: Conversion
    true_north_deg: float | None
    """Counter-clockwise from local +x; None where what the model says of it stays."""
    site_step_id: int | None
    site_lonlat_deg: tuple[float, float] | None
    """None where what the site says of it stays."""
    site_elevation_m: float | None
    """Likewise."""

    def as_json(self, case: Case) -> dict[str, Any]:
        """For the report: the values of the conversion, and what else has to be mended."""
        said = self.conversion.as_written(case)
        if self.true_north_deg is not None:
            said["true_north_deg"] = round(self.true_north_deg, 6)
        if self.site_lonlat_deg is not None:
            said["ref_longitude_deg"], said["ref_latitude_deg"] = (round(value, 9) for value in self.site_lonlat_deg)
        if self.site_elevation_m is not None:
            said["ref_elevation_m"] = round(self.site_elevation_m, 4)
        return said


def propose(
    placement: Placement, diagnoses: Sequence[Diagnosis], fitted: Conversion | None, wanted: NamedCrs | None
) -> Proposal | None:
    """What a mended copy of the model says.

    Control points come first; then what the diagnoses come to, errors before warnings; then the model's own placement.

    Returns:
        None where an error stays that nothing mends, or where repairs contradict each other.
    """
    conversion = fitted or _mended(placement, diagnoses, wanted)
    if conversion is None:
        return None
    case, site = placement.case, placement.case.site
    if not np.isfinite(to_lonlat([(conversion.local_to_map @ np.append(case.centre_local, 1.0))[:2]], conversion.crs)).all():
        # Off the map, as with control points of another place; the numbers go into the copy, and nothing follows from them.
        return Proposal(conversion, None, None, None, None)
    wrong = {diagnosis.mends for diagnosis in diagnoses}
    matrix, crs = conversion.local_to_map, conversion.crs
    lonlat_deg = elevation_m = true_north_deg = None
    if site is not None and wrong & {"site_position", "site_elevation"}:
        east_m, north_m, height_m = (matrix @ np.append(site.origin_local, 1.0))[:3]
        lon_deg, lat_deg = to_lonlat([[east_m, north_m]], crs)[0]
        lonlat_deg = (
            (float(lon_deg), float(lat_deg)) if "site_position" in wrong and np.isfinite([lon_deg, lat_deg]).all() else None
        )
        elevation_m = float(height_m) if "site_elevation" in wrong else None
    if "true_north" in wrong:
        centre = to_lonlat([(matrix @ np.append(case.centre_local, 1.0))[:2]], crs)[0]
        rotation_deg = float(np.degrees(np.arctan2(matrix[1, 0], matrix[0, 0])))
        true_north_deg = (90.0 - rotation_deg + convergence_deg(crs, *centre) + 180.0) % 360.0 - 180.0
    return Proposal(conversion, true_north_deg, site.step_id if site else None, lonlat_deg, elevation_m)


def _mended(placement: Placement, diagnoses: Sequence[Diagnosis], wanted: NamedCrs | None) -> Conversion | None:
    placed = _placed(placement)
    errors = [diagnosis.conversion for diagnosis in diagnoses if diagnosis.severity is Severity.ERROR]
    if errors:
        found = [conversion for conversion in errors if conversion is not None]
        is_settled = len(found) == len(errors) and all(one.is_same(found[0]) for one in found)
        return _in_wanted_crs(placement.case, found[0], wanted) if is_settled else None
    warnings = [one.conversion for one in diagnoses if one.severity is Severity.WARNING and one.conversion is not None]
    own = _own(placement)
    other = next((one for one in warnings if own is None or not one.is_same(own)), None)
    return placed if other is None else _in_wanted_crs(placement.case, other, wanted)


def _placed(placement: Placement) -> Conversion | None:
    declaration = placement.case.declaration
    if placement.to_crs is None or placement.crs is None:
        return None
    return Conversion(placement.crs, declaration.vertical if declaration else None, placement.to_crs)


def _own(placement: Placement) -> Conversion | None:
    """As declared, before it is carried to the wanted system."""
    if placement.to_declared is None or placement.declared_crs is None:
        return None
    return Conversion(placement.declared_crs, None, placement.to_declared)


def _in_wanted_crs(case: Case, conversion: Conversion, wanted: NamedCrs | None) -> Conversion | None:
    if wanted is None or wanted.code == conversion.crs:
        return conversion
    matrix, worst_m = reproject(conversion.local_to_map, conversion.crs, wanted.code, case.low_local, case.high_local)
    return Conversion(wanted.code, conversion.vertical_crs, matrix) if np.isfinite(worst_m) else None
