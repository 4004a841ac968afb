"""What all stores that are asked in SQL answer alike; each says how it is connected to and how it finds rows."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Generic, TypeVar

import pyarrow as pa

from cim_schema.base_layer import BASE_LAYER, KEPT
from cim_schema.errors import NotFound
from cim_schema.table import Table
from pipelines.cim.search import Search

Connection = TypeVar("Connection")
Batches = Iterator[list[dict[str, object]]]


class SqlStore(ABC, Generic[Connection]):
    """The reading half of a ``Store``."""

    mark: str
    """What stands for a value in the store's SQL."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[Connection]:
        """A connection that sees the base layer as it is now, whatever comes meanwhile.

        Raises:
            NotFound: There is no such store.
        """

    @abstractmethod
    def _count(self, connection: Connection, search: Search) -> int: ...

    @abstractmethod
    def _find(self, connection: Connection, search: Search, limit: int | None) -> Batches: ...

    @abstractmethod
    def _has_project(self, connection: Connection, project_code: str) -> bool: ...

    @abstractmethod
    def _rows(self, connection: Connection, table: Table, condition: str, values: tuple[object, ...]) -> pa.Table: ...

    def count(self, search: Search) -> int:
        """See ``Store``."""
        with self.reading() as connection:
            return self._count(connection, search)

    def find(self, search: Search, limit: int | None = None) -> Batches:
        """See ``Store``."""
        with self.reading() as connection:
            yield from self._find(connection, search, limit)

    def page(self, search: Search, limit: int) -> Iterator[tuple[int, list[dict[str, object]]]]:
        """See ``Store``."""
        with self.reading() as connection:
            matched = self._count(connection, replace(search, after=None))
            batches = self._find(connection, search, limit)
            yield matched, next(batches, [])
            yield from ((matched, batch) for batch in batches)

    def read(self, table: str, project_code: str | None = None) -> pa.Table:
        """See ``Store``."""
        return self.read_tables((table,), project_code)[table]

    def read_tables(self, names: Iterable[str] | None = None, project_code: str | None = None) -> dict[str, pa.Table]:
        """See ``Store``."""
        with self.reading() as connection:
            if project_code is not None and not self._has_project(connection, project_code):
                raise NotFound({"what": "@store.a_project", "name": project_code})
            wanted = BASE_LAYER if names is None else names
            return {name: self._rows(connection, KEPT[name], *self._of_project(name, project_code)) for name in wanted}

    def _of_project(self, name: str, project_code: str | None) -> tuple[str, tuple[object, ...]]:
        if project_code is None:
            return "", ()
        if "project_code" in KEPT[name].columns:
            return f"project_code = {self.mark}", (project_code,)
        if name == "cim_shape":
            return f"shape_key IN (SELECT shape_key FROM cim_city_object WHERE project_code = {self.mark})", (project_code,)
        return f"version_id IN (SELECT version_id FROM cim_version WHERE project_code = {self.mark})", (project_code,)
