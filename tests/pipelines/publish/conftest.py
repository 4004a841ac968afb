import pytest

from pipelines.cim.geopackage_store import GeoPackageStore


@pytest.fixture
def city_of(tmp_path, make_delivery):
    """The tables of a base layer that got these versions."""

    def build(*versions, **told):
        store = GeoPackageStore(tmp_path / "store" / "cim.gpkg")
        store.apply(make_delivery(*versions, **told))
        return store.read_tables()

    return build
