"""The same boxes as ``store_postgis``, asked of a GeoPackage."""

from dataclasses import replace

from bench.case import Run, Setting
from bench.cases.store_postgis import CASE as OF_POSTGIS
from bench.cases.store_postgis import ask_boxes
from pipelines.cim.store import open_store

OF_DELIVERY = 100_000
"""Each delivery copies the file, so that a few large ones take less time."""


def ask_geopackage(setting: Setting) -> Run:
    """Twenty boxes, of a GeoPackage."""
    return ask_boxes(open_store(f"gpkg:{setting.fresh_folder() / 'cim.gpkg'}"), setting, OF_DELIVERY)


CASE = replace(
    OF_POSTGIS, name="store_geopackage", title="A thousand objects out of a million, in a GeoPackage", ours=ask_geopackage
)
