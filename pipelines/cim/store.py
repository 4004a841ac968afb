"""The base layer: what a store offers, and how one is opened."""

from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from cim_schema.errors import InvalidStoreUrl
from pipelines.cim.delivery import Delivery, VersionChange

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

    def read(self, table: str, project_code: str | None = None) -> pa.Table:
        """One table of the base layer, of one project or of all, as ``BASE_LAYER`` describes it."""

    def read_tables(self, names: Iterable[str] | None = None, project_code: str | None = None) -> dict[str, pa.Table]:
        """Several tables (all where no names are given) as they stood at one moment.

        Raises:
            NotFound: There is no such store, or it has no such project.
            StoreDamaged: What is there is no base layer of ours, or is broken.
        """


def open_store(url: str = DEFAULT_STORE) -> Store:
    """The store at a URL: ``gpkg:PATH``. Nothing is made before something is brought in.

    Raises:
        InvalidStoreUrl: It is no such URL.
    """
    from pipelines.cim.geopackage_store import GeoPackageStore

    scheme, _, rest = url.partition(":")
    if scheme == "gpkg" and rest:
        return GeoPackageStore(Path(rest))
    reason = "@store.no_postgis_yet" if scheme in {"postgresql", "postgres"} else "@store.no_such_scheme"
    raise InvalidStoreUrl({"url": url, "reason": reason})
