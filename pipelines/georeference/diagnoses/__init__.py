"""What may be odd about a model's georeference, each looked at by one small function.

To look for something more, write a function that takes a ``Placement`` and yields ``Diagnosis``, add it to
``EXAMINATIONS``, and its texts to the catalogue ``place``.
"""

from pipelines.georeference.diagnoses import declared, heights, north, position, site, units_and_scale
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, Examination
from pipelines.georeference.placement import Placement

EXAMINATIONS: tuple[Examination, ...] = (
    declared.missing,
    site.impossible_site_position,
    site.default_site_position,
    declared.several,
    declared.bare_contexts,
    declared.coordinates,
    declared.crs,
    declared.geodetic_datum,
    declared.rigid_measures,
    units_and_scale.map_unit,
    units_and_scale.scale,
    declared.axis,
    position.double_georeference,
    position.area_of_use,
    position.zone,
    position.target,
    position.city,
    position.local_size,
    site.site_position,
    north.true_north,
    heights.height_datum,
    heights.height,
    heights.site_elevation,
)
"""In the order in which they are told."""


def diagnose(placement: Placement) -> list[Diagnosis]:
    """All that is odd about a placement."""
    return [diagnosis for examine in EXAMINATIONS for diagnosis in examine(placement)]
