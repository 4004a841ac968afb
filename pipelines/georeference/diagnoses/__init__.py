"""What may be odd about a model's georeference, each looked at by one small function.

To look for something more, write a function that takes a ``Placement`` and yields ``Diagnosis``, add it to
``EXAMINATIONS``, and its texts to the catalogue ``place``.
"""

from pipelines.georeference.diagnoses import declared, heights_and_north, position
from pipelines.georeference.diagnoses.diagnosis import Diagnosis, Examination
from pipelines.georeference.placement import Placement

EXAMINATIONS: tuple[Examination, ...] = (
    declared.missing,
    declared.impossible_site_position,
    declared.default_site_position,
    declared.several,
    declared.coordinates,
    declared.crs,
    declared.map_unit,
    declared.scale,
    declared.axis,
    position.double_georeference,
    position.area_of_use,
    position.target,
    position.city,
    position.site_position,
    heights_and_north.true_north,
    heights_and_north.height_datum,
    heights_and_north.height,
    heights_and_north.site_elevation,
)
"""In the order in which they are told."""


def diagnose(placement: Placement) -> list[Diagnosis]:
    """All that is odd about a placement."""
    return [diagnosis for examine in EXAMINATIONS for diagnosis in examine(placement)]
