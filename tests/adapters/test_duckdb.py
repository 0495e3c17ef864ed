"""DuckDB as the engine's database: what it can read, what it cannot, and how it refuses."""

from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from comity.adapters import duckdb as engine
from comity.adapters.duckdb import DuckDBDriver
from comity.kernel.problem import Refused

ROWS = pa.table({"x": [1, 2, 3]})


@pytest.fixture
def driver(monkeypatch: pytest.MonkeyPatch) -> DuckDBDriver:
    """A driver that opens a database of its own, as in use (tests/remembered.py)."""
    monkeypatch.setattr(engine, "_opened", getattr(engine._opened, "__wrapped__"))  # noqa: B009 - set by functools
    return DuckDBDriver(threads=1)


def test_arrow_tables_are_read_by_name(driver: DuckDBDriver) -> None:
    """A statement sees the tables it is given, under exactly their names."""
    found = driver.execute('SELECT sum(x) AS s FROM "odd ""name"""', {'odd "name"': ROWS})
    assert found.to_pydict() == {"s": [Decimal(6)]}


def test_a_table_is_replaced_when_another_comes_under_its_name(driver: DuckDBDriver) -> None:
    """The rows are those given with the statement, not those of an earlier one."""
    driver.execute("SELECT * FROM t", {"t": ROWS})
    assert driver.execute("SELECT max(x) AS m FROM t", {"t": pa.table({"x": [9]})}).to_pydict() == {"m": [9]}


def test_parquet_files_are_read_in_place(driver: DuckDBDriver, tmp_path: Path) -> None:
    """A path is read as Parquet, also when it comes after the connection was opened, and beside Arrow tables."""
    driver.execute("SELECT * FROM t", {"t": ROWS})
    for name in ("a'b", "c"):
        path = tmp_path / f"{name}.parquet"
        pq.write_table(ROWS, path)
        found = driver.execute("SELECT count(*) AS n FROM p, t", {"p": path, "t": ROWS})
        assert found.to_pydict() == {"n": [9]}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/hostname')",
        "SELECT * FROM read_text('/etc/hostname')",
        "SELECT * FROM '/etc/hostname'",
        "SELECT * FROM ROWS",
        "COPY (SELECT 1) TO '/tmp/comity-should-not-write'",
        "ATTACH '/tmp/comity-should-not-write.db'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET enable_external_access = true",
        "SET threads = 8",
    ],
)
def test_nothing_but_the_given_tables_can_be_reached(driver: DuckDBDriver, sql: str) -> None:
    """Files, the network, extensions, Python variables and the configuration are out of reach, even for raw SQL."""
    with pytest.raises(Refused) as refused:
        driver.execute(sql, {"t": ROWS})
    assert refused.value.problems[0].code == "CMY-504"


def test_a_file_beside_an_allowed_one_stays_closed(driver: DuckDBDriver, tmp_path: Path) -> None:
    """Reading one Parquet file does not open its folder."""
    for name in ("mine", "theirs"):
        pq.write_table(ROWS, tmp_path / f"{name}.parquet")
    driver.execute("SELECT * FROM t", {"t": tmp_path / "mine.parquet"})
    with pytest.raises(Refused):
        driver.execute(f"SELECT * FROM read_parquet('{tmp_path}/theirs.parquet')", {})


def test_a_sum_with_too_many_digits_is_a_problem_that_names_the_table(driver: DuckDBDriver) -> None:
    """Overflow is refused with a code and the table, never rounded and never a traceback."""
    large = pa.table({"x": pa.array([Decimal("9" * 38)] * 2, pa.decimal128(38, 0))})
    with pytest.raises(Refused) as refused:
        driver.execute("SELECT sum(x) FROM sales", {"sales": large})
    problem = refused.value.problems[0]
    assert problem.code == "CMY-503"
    assert "sales" in str(problem)


def test_a_missing_parquet_file_is_a_problem(driver: DuckDBDriver, tmp_path: Path) -> None:
    """A file that is not there is named."""
    with pytest.raises(Refused, match="CMY-504"):
        driver.execute("SELECT * FROM gone", {"gone": tmp_path / "gone.parquet"})


def test_a_closed_driver_opens_again(driver: DuckDBDriver) -> None:
    """Closing frees the connection; the next statement makes another."""
    driver.execute("SELECT * FROM t", {"t": ROWS})
    driver.close()
    assert driver.execute("SELECT count(*) AS n FROM t", {"t": ROWS}).to_pydict() == {"n": [3]}
