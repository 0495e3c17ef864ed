"""The functions a formula may call. There are no others; the reference is made from this table."""

from __future__ import annotations

from comity.kernel.values import dataclass

SCALAR, AGGREGATE, TIME, RECORD = "scalar", "aggregate", "time", "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A function: family, least and most arguments (None: any number), how it is called, what it gives."""

    family: str
    least: int
    most: int | None
    call: str
    says: str


def _function(family: str, least: int, most: int | None, call: str, says: str) -> tuple[str, Function]:
    return call.partition("(")[0], Function(family=family, least=least, most=most, call=call, says=says)


FUNCTIONS: dict[str, Function] = dict(
    [
        _function(SCALAR, 1, 1, "abs(x)", "the size of a number or amount, without its sign"),
        _function(SCALAR, 1, 1, "floor(x)", "the greatest whole number not above x"),
        _function(SCALAR, 1, 1, "ceil(x)", "the smallest whole number not below x"),
        _function(SCALAR, 1, 2, "round(x, places)", "x rounded half away from zero; without places, to a whole number"),
        _function(SCALAR, 2, None, "least(a, b, …)", "the smallest of several"),
        _function(SCALAR, 2, None, "greatest(a, b, …)", "the greatest of several"),
        _function(SCALAR, 2, 2, "mod(a, b)", "the remainder of a divided by b"),
        _function(SCALAR, 1, 1, "sqrt(x)", "the square root of a number from 0 up, to 28 digits; not in aggregates"),
        _function(SCALAR, 2, 2, "power(x, n)", "x to the whole power n, from -1000 to 1000, exact; not in aggregates"),
        _function(SCALAR, 1, 1, "month(d)", "the number of the month of a day or period, 1 to 12"),
        _function(SCALAR, 1, 1, "year(d)", "the calendar year of a day or period"),
        _function(SCALAR, 2, None, "coalesce(a, b, …)", "the first that is not an empty column"),
        _function(SCALAR, 1, 1, "reported(x)", "whether the facts that x needs are there"),
        _function(AGGREGATE, 1, 1, "sum(x)", "the sum over the rows of one table"),
        _function(AGGREGATE, 1, 1, "count(x)", "how many rows have x; count(*) counts rows, count(distinct x) values"),
        _function(AGGREGATE, 1, 1, "count_if(c)", "how many rows fulfil a condition"),
        _function(AGGREGATE, 1, 1, "min(x)", "the smallest over the rows of one table"),
        _function(AGGREGATE, 1, 1, "max(x)", "the greatest over the rows of one table"),
        _function(AGGREGATE, 1, 1, "avg(x)", "the mean over the rows of one table"),
        _function(AGGREGATE, 1, 1, "median(x)", "the median over the rows of one table"),
        _function(TIME, 1, 2, "previous(x, first)", "x one period before; `first` where there is none"),
        _function(TIME, 1, 1, "year_ago(x)", "x in the same period a year before"),
        _function(TIME, 1, 1, "opening(x)", "the first figure of the finer periods within this one"),
        _function(TIME, 1, 1, "closing(x)", "the last figure of the finer periods within this one"),
        _function(TIME, 2, 3, "total(x, w, least)", "the sum over the window w, once `least` of its periods exist"),
        _function(TIME, 2, 3, "mean(x, w, least)", "the mean over the window w, once `least` of its periods exist"),
        _function(TIME, 2, 2, "highest(x, w)", "the greatest over the window w"),
        _function(TIME, 2, 2, "lowest(x, w)", "the smallest over the window w"),
        _function(TIME, 2, 2, "times(c, w)", "how many periods of the window w had c true"),
        _function(TIME, 1, 1, "running(c)", "how many periods up to and with this one had c true without a gap"),
        _function(RECORD, 1, 1, "days_running(relief)", "days from the event's first day to the period's end"),
        _function(RECORD, 1, 1, "survey(name.dimension)", "the score of the latest wave; `per: party` of its people"),
        _function(RECORD, 1, 1, "score(dimension)", "the score of a dimension of the scorecard, 0 to 120"),
    ]
)

NOT_IN_SQL = frozenset({"sqrt", "power"})
"""Scalar functions that are no part of an aggregate: a database could not compute them exactly over many rows."""
MOST_POWER = 1000
AGGREGATES = frozenset(name for name, function in FUNCTIONS.items() if function.family == AGGREGATE)
WINDOWED = frozenset({"total", "mean", "highest", "lowest", "times"})
WINDOWS = {
    "quarter": "the quarter so far",
    "year": "the year so far",
    "contract_year": "the contract year so far",
    "life": "since the clause or metric starts",
}
"""The windows with a name; others are a number of periods or a duration."""

_ONLY_TABLES = "A formula reads the tables of the agreement and nothing else."
_NO_TEXT = "Texts are only compared, with = or in."

ELSEWHERE = {
    "average": "Write avg(x) over rows, or mean(x, w) over periods.",
    "mean_of": "Write mean(x, w).",
    "ceiling": "Write ceil(x).",
    "nvl": "Write coalesce(a, b).",
    "ifnull": "Write coalesce(a, b).",
    "isnull": "Write x is null.",
    "nullif": "Write case when a <> b then a end.",
    "if": "Write case when c then x else y end.",
    "iif": "Write case when c then x else y end.",
    "iff": "Write case when c then x else y end.",
    "lag": "Write previous(x, first).",
    "lead": "A formula looks back, never ahead.",
    "now": "Write today.",
    "current_date": "Write today.",
    "current_timestamp": "Write today.",
    "datediff": "Subtract the days: a - b is a number of days.",
    "date_diff": "Subtract the days: a - b is a number of days.",
    "date_add": "Write day + 3 days.",
    "date_trunc": "Periods are those of the metric: `every`.",
    "day": "Days are compared and subtracted as they are.",
    "quarter": "Write ceil(month(d) / 3).",
    "pow": "Write power(x, n).",
    "exp": "There are only whole powers: power(x, n).",
    "root": "There are only square roots: sqrt(x).",
    "sumif": "Write sum(x) filter (where c).",
    "sum_if": "Write sum(x) filter (where c).",
    "countif": "Write count_if(c).",
    "concat": _NO_TEXT,
    "lower": _NO_TEXT,
    "upper": _NO_TEXT,
    "substring": _NO_TEXT,
    "replace": _NO_TEXT,
    "format": _NO_TEXT,
    "length": _NO_TEXT,
    "cast": "There are no casts; a value has the type of its column.",
    "try_cast": "There are no casts; a value has the type of its column.",
    "row_number": "There are no window functions; use previous, total, mean or times.",
    "rank": "There are no window functions; use previous, total, mean or times.",
    "exists": _ONLY_TABLES,
    "read_csv": _ONLY_TABLES,
    "read_csv_auto": _ONLY_TABLES,
    "read_parquet": _ONLY_TABLES,
    "read_json": _ONLY_TABLES,
    "read_text": _ONLY_TABLES,
    "read_blob": _ONLY_TABLES,
    "glob": _ONLY_TABLES,
    "getenv": _ONLY_TABLES,
    "query": _ONLY_TABLES,
    "query_table": _ONLY_TABLES,
}
"""Functions of other languages, and what to write instead."""
