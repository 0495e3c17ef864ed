"""The metric engine's database: DuckDB, inside the process, shut off from files and network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import duckdb
import pyarrow as pa

from comity.kernel.problem import Place, Problem, Refused
from comity.metrics.driver import Source

TOO_LARGE = (duckdb.OutOfRangeException, duckdb.ConversionException)


class DuckDBDriver:
    """Runs SQL over Arrow tables and Parquet files in one connection, opened with the first statement.

    The connection reads the named Parquet files and nothing else: no other file, no network, no extension, no
    Python variable; and its configuration is locked. Tables are known by identity: a table already registered
    under its name is not registered again.
    """

    def __init__(self, threads: int = 2) -> None:
        self.threads = threads
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._registered: dict[str, Source] = {}
        self._paths: frozenset[Path] = frozenset()

    def execute(self, sql: str, tables: Mapping[str, Source]) -> pa.Table:
        """Return all rows of one SELECT. Raises Refused: CMY-503 numbers too large, CMY-504 anything else."""
        names = ", ".join(tables)
        try:
            connection = self._ready(tables)
            return connection.sql(sql).to_arrow_table()
        except TOO_LARGE as error:
            raise Refused(_too_large(names, error)) from None
        except (duckdb.Error, pa.ArrowException) as error:
            raise Refused(_failed(names, error)) from None

    def close(self) -> None:
        """Close the connection; the next statement opens another."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None
        self._registered = {}

    def _ready(self, tables: Mapping[str, Source]) -> duckdb.DuckDBPyConnection:
        paths = frozenset(source.resolve() for source in tables.values() if isinstance(source, Path))
        if self._connection is None or not paths <= self._paths:
            self.close()
            self._paths |= paths
            self._connection = _opened(self.threads, self._paths)
        for name, source in tables.items():
            if self._registered.get(name) is not source:
                _register(self._connection, name, source)
                self._registered[name] = source
        return self._connection


def _opened(threads: int, paths: frozenset[Path]) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(config={"threads": threads, "python_enable_replacements": False})
    allowed = ", ".join(_literal(str(path)) for path in sorted(paths))
    connection.execute(f"SET allowed_paths = [{allowed}]")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")
    return connection


def _register(connection: duckdb.DuckDBPyConnection, name: str, source: Source) -> None:
    if isinstance(source, Path):
        path = _literal(str(source.resolve()))
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {_quoted(name)} AS SELECT * FROM read_parquet({path})")
    else:
        connection.register(name, source)


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _too_large(names: str, error: Exception) -> Problem:
    return Problem(
        code="CMY-503",
        place=Place(file=f"facts/{names}"),
        why=f"a number computed from the table {names} has more than 38 digits: {_first_line(error)}",
        hint="Exact numbers have at most 38 digits here. Look for a wrong value, or report in thousands or millions.",
    )


def _failed(names: str, error: Exception) -> Problem:
    return Problem(
        code="CMY-504",
        place=Place(file=f"facts/{names}"),
        why=f"the database could not compute over the table {names}: {_first_line(error)}",
        hint="If the facts pass `comity check`, this is a defect of Comity: please report it with this line.",
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0]
