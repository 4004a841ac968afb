import pytest
from psycopg.conninfo import conninfo_to_dict

from cim_schema.errors import InvalidStoreUrl
from pipelines.cim.store import open_store
from pipelines.cim.store_url import split_password

URLS = (
    "postgresql://li:s%40cret@db.example:5433/cim?host=/run/pg&sslmode=require",
    "postgresql://li@/cim?password=s@cret&host=/run/pg",
    "postgres://li:s%40cret@db.example/cim",
    "postgresql:///cim?host=/run/pg&password=s%40cret",
)


@pytest.mark.parametrize("url", URLS)
def test_url_and_password_say_together_what_libpq_reads_in_the_whole(url):
    told, password = split_password(url)
    assert "cret" not in told
    assert {**conninfo_to_dict(told), "password": password} == conninfo_to_dict(url)
    assert open_store(url).url == told


@pytest.mark.parametrize("url", ["gpkg:/a:b@c/cim.gpkg", "postgresql://li@db/cim", "postgresql://postgres@/cim?host=/run/pg", ""])
def test_a_url_without_a_password_is_left_as_it_is(url):
    assert split_password(url) == (url, None)


@pytest.mark.parametrize(
    "url", ["postgresql://li:secret@host", "postgresql://li:secret@host:port/db", "postgresql://li:secret@[::1/db"]
)
def test_what_is_refused_is_told_without_the_password(url):
    with pytest.raises(InvalidStoreUrl) as refused:
        open_store(url)
    assert "secret" not in refused.value.sentence("zh") + repr(refused.value.params)
