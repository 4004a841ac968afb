"""The base layer: what a store offers, and how one is opened."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

import pyarrow as pa

from cim_schema.errors import InvalidStoreUrl
from pipelines.cim.delivery import Delivery, VersionChange
from pipelines.cim.search import Search
from pipelines.cim.store_url import split_password

DEFAULT_STORE = "gpkg:out/cim.gpkg"


class Store(Protocol):
    """The base layer, wherever it is kept.

    Readers never wait and never see half of a delivery.
    """

    url: str

    def projects(self) -> tuple[str, ...]:
        """The codes of all projects, sorted. A store that does not exist yet has none."""

    def current_version(self, project_code: str, part: str) -> str | None:
        """The version of a part that the city shows; None for a part that is not there or was withdrawn."""

    def apply(self, delivery: Delivery) -> tuple[VersionChange, ...]:
        """Bring a delivery in: all of it, seen by readers at one moment, or nothing.

        Returns:
            What became of each part that the delivery names or withdraws, by part.

        Raises:
            StoreBusy: Another writer held the store for too long.
            StoreDamaged: What is there is no base layer of ours, or is broken; it is left as it is.
            StoreError: It could not be written.
        """

    def revision(self) -> str:
        """What is another whenever the store has changed; empty where there is none yet."""

    def count(self, search: Search) -> int:
        """How many rows a search finds.

        Raises:
            NotFound: There is no such store.
        """

    def page(self, search: Search, limit: int) -> Iterator[tuple[int, list[dict[str, object]]]]:
        """How many rows a search finds from its beginning, with each batch of those that it finds; at least one, all of one moment.

        Raises:
            NotFound: There is no such store.
        """

    def find(self, search: Search, limit: int | None = None) -> Iterator[list[dict[str, object]]]:
        """The rows that a search finds, in batches, all as they stood at one moment; geometries are WKB.

        Raises:
            NotFound: There is no such store.
        """

    def read(self, table: str, project_code: str | None = None) -> pa.Table:
        """One table of the base layer, of one project or of all, as ``BASE_LAYER`` describes it."""

    def read_tables(self, names: Iterable[str] | None = None, project_code: str | None = None) -> dict[str, pa.Table]:
        """Several tables (all where no names are given) as they stood at one moment.

        Raises:
            NotFound: There is no such store, or it has no such project.
            StoreDamaged: What is there is no base layer of ours, or is broken.
        """


def open_store(url: str = DEFAULT_STORE) -> Store:
    """The store at a URL: ``gpkg:PATH`` or ``postgresql://user@host/database``. Nothing is made before something is brought in.

    Raises:
        InvalidStoreUrl: It is no such URL.
    """
    scheme, _, rest = url.partition(":")
    if scheme == "gpkg" and rest:
        from pipelines.cim.geopackage_store import GeoPackageStore

        return GeoPackageStore(Path(rest))
    if scheme in {"postgresql", "postgres"} and _names_database(url):
        from pipelines.cim.postgis_store import PostgisStore

        return PostgisStore(url)
    raise InvalidStoreUrl({"url": split_password(url)[0], "reason": "@store.no_such_scheme"})


def _names_database(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return bool(parts.netloc or parts.query) and len(parts.path) > 1 and parts.port != 0
    except ValueError:
        return False
