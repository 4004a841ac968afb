"""What a table is, and what is derived from it: Arrow schema, SQL, checks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from cim_schema.errors import TableError
from cim_schema.field import Field
from cim_schema.fields import FIELDS

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

SqlDialect = Literal["gpkg", "postgresql"]

_SQL_TYPES: dict[SqlDialect, dict[str, str]] = {
    "gpkg": {
        "string": "TEXT", "int64": "INTEGER", "float64": "DOUBLE", "bool": "BOOLEAN", "binary": "BLOB",
        "timestamp": "DATETIME", "float64[16]": "BLOB",
    },
    "postgresql": {
        "string": "text", "int64": "bigint", "float64": "double precision", "bool": "boolean", "binary": "bytea",
        "timestamp": "timestamptz", "float64[16]": "double precision[]",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Table:
    """A named list of columns; everything else is derived."""

    name: str
    """``ifc_`` as the file says, ``res_`` meant, ``msr_`` measured, ``geo_`` placed, ``chk_`` checked, ``ids_`` asked for by
    IDS, ``cim_`` the city's, ``ctx_`` around a project, ``run_`` odd."""
    summary: str
    """What a row is."""
    columns: tuple[str, ...]
    """Names of fields, in order."""
    primary_key: tuple[str, ...]
    """Columns that together occur once."""
    optional: frozenset[str] = frozenset()
    """Columns that may be null."""
    sort_by: tuple[str, ...] = ()
    """Order of rows; the primary key where empty."""
    source: str = ""
    """Where the content comes from: entities, clauses."""
    geometry: str = ""
    """The column that a GeoPackage or PostGIS indexes, WKB here."""

    def __post_init__(self) -> None:
        for column in (*self.columns, *self.primary_key, *self.optional, *self.sort_by):
            if column not in FIELDS:
                raise self._error(column, "no_such_field")
        for column in (*self.primary_key, *self.optional, *self.sort_by):
            if column not in self.columns:
                raise self._error(column, "not_a_column")

    @property
    def fields(self) -> tuple[Field, ...]:
        """The columns' definitions, in order."""
        return tuple(FIELDS[column] for column in self.columns)

    @cached_property
    def arrow_schema(self) -> "pa.Schema":
        """The Arrow schema; columns that may not be null say so."""
        import pyarrow as pa

        types: dict[str, pa.DataType] = {
            "string": pa.string(), "int64": pa.int64(), "float64": pa.float64(), "bool": pa.bool_(), "binary": pa.large_binary(),
            "timestamp": pa.timestamp("us", tz="UTC"), "float64[16]": pa.list_(pa.float64(), 16),
        }  # fmt: skip
        return pa.schema(
            [pa.field(f.name, types[f.data_type], nullable=f.name in self.optional) for f in self.fields],
            metadata={"table": self.name},
        )

    def empty(self) -> "pa.Table":
        """The table with no rows."""
        import pyarrow as pa

        # The schema's own empty_table() loads pandas.
        return pa.Table.from_arrays([pa.nulls(0, field.type) for field in self.arrow_schema], schema=self.arrow_schema)

    def from_rows(self, rows: Iterable[Mapping[str, object]]) -> "pa.Table":
        """Build the table from mappings; a missing key is null. Rows are sorted and checked.

        Raises:
            TableError: A key that is no column, a wrong type, a null where none may be, or a repeated primary key.
        """
        from cim_schema.rows import to_columns

        try:
            return self.from_columns(to_columns(list(rows), self.columns))
        except KeyError as unknown:
            raise self._error(unknown.args[0], "not_a_column") from None

    def from_columns(self, columns: "Mapping[str, Sequence[object] | pd.Series[Any]]") -> "pa.Table":
        """Build the table from whole columns of equal length; a missing column is null. Rows are sorted and checked.

        A column is a list, a NumPy array, a pandas Series or an Arrow array; NaN is null.

        Raises:
            TableError: As for ``from_rows``, or columns of unequal length.
        """
        import pyarrow as pa

        from cim_schema.rows import to_array

        for name in columns:
            if name not in self.columns:
                raise self._error(name, "not_a_column")
        count = len(next(iter(columns.values()))) if columns else 0
        arrays = []
        for field in self.arrow_schema:
            values = columns.get(field.name)
            try:
                arrays.append(pa.nulls(count, field.type) if values is None else to_array(values, field.type))
            except (pa.ArrowInvalid, pa.ArrowTypeError, pa.ArrowNotImplementedError, OverflowError) as cause:
                raise self._error(field.name, "wrong_type", data_type=str(field.type), detail=str(cause)) from None
            if len(arrays[-1]) != count:
                raise self._error(field.name, "wrong_length", found=len(arrays[-1]), wanted=count)
        return self.checked(pa.Table.from_arrays(arrays, names=list(self.columns)))

    def checked(self, table: "pa.Table") -> "pa.Table":
        """The same rows, sorted and in one chunk a column, once they keep the contract. Dictionary encoded texts stay so.

        Raises:
            TableError: With the table, the column and what is wrong.
        """
        import pyarrow as pa
        import pyarrow.compute as pc

        from cim_schema.rows import repeated_key, sort_rows, to_array

        if table.schema.names != list(self.columns):
            odd = next((n for n in (*table.schema.names, *self.columns) if (n in self.columns) != (n in table.schema.names)), "")
            raise self._error(odd, "columns_differ")
        arrays = []
        for field, target in zip(self.fields, self.arrow_schema, strict=True):
            column = table[field.name]
            if field.name not in self.optional and column.null_count:
                raise self._error(field.name, "null_value", row=pc.index(column.is_null(), True).as_py())
            try:
                is_encoded = pa.types.is_dictionary(column.type) and column.type.value_type == target.type
                arrays.append(column.unify_dictionaries() if is_encoded else column.cast(target.type))
            except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as cause:
                raise self._error(field.name, "wrong_type", data_type=str(target.type), detail=str(cause)) from None
            if field.allowed:
                texts = arrays[-1].unique().cast(target.type)
                strange = texts.filter(pc.invert(pc.is_in(texts, to_array(list(field.allowed), target.type)))).drop_null()
                if len(strange):
                    raise self._error(field.name, "not_one_of", value=strange[0].as_py(), limit=", ".join(field.allowed))
        # The key decides where the order leaves rows equal, so that equal rows are equal files.
        order = tuple(dict.fromkeys((*self.sort_by, *self.primary_key)))
        fields = [target.with_type(array.type) for target, array in zip(self.arrow_schema, arrays, strict=True)]
        schema = pa.schema(fields, self.arrow_schema.metadata)
        rows = sort_rows(pa.Table.from_arrays(arrays, schema=schema), order).combine_chunks()
        repeated = repeated_key(rows, self.primary_key)
        if repeated is not None:
            raise self._error(", ".join(self.primary_key), "repeated_key", key=", ".join(str(part) for part in repeated))
        return rows

    def _error(self, column: str, reason: str, **params: object) -> TableError:
        return TableError({"table": self.name, "column": column, "reason": f"@error_reason.{reason}", **params})

    def sql_columns(self, dialect: SqlDialect) -> tuple[str, ...]:
        """``name TYPE [NOT NULL]`` for each column, the geometry column left to the store."""
        types = _SQL_TYPES[dialect]
        return tuple(
            f"{f.name} {types[f.data_type]}" + ("" if f.name in self.optional else " NOT NULL")
            for f in self.fields
            if f.name != self.geometry
        )
