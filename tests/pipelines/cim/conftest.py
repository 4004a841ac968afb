import pytest

from pipelines.cim.geopackage_store import GeoPackageStore


@pytest.fixture
def store(tmp_path):
    """A store that does not exist yet."""
    return GeoPackageStore(tmp_path / "cim.gpkg")


@pytest.fixture
def count_walls():
    """How many elements a store shows, of one project or of all."""

    def count(store, project_code=None):
        return store.read("cim_city_object", project_code)["city_family"].to_pylist().count("element")

    return count
