import pytest

from pipelines.cim.geopackage_store import GeoPackageStore
from pipelines.cim.postgis_store import PostgisStore


@pytest.fixture
def store(tmp_path):
    """A store that does not exist yet, in a GeoPackage."""
    return GeoPackageStore(tmp_path / "cim.gpkg")


@pytest.fixture
def postgis(postgres_url):
    """A store that does not exist yet, in a database."""
    return PostgisStore(postgres_url)


@pytest.fixture(params=["geopackage", "postgis"])
def any_store(request):
    """A store that does not exist yet, of each kind."""
    return request.getfixturevalue("store" if request.param == "geopackage" else "postgis")


@pytest.fixture
def count_walls():
    """How many elements a store shows, of one project or of all."""

    def count(store, project_code=None):
        return store.read("cim_city_object", project_code)["city_family"].to_pylist().count("element")

    return count
