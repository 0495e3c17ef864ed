"""Facts reported in files, with the days on which they became known, for tests of their history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

import pyarrow as pa

from comity.adapters.duckdb import DuckDBDriver
from comity.agreement.acts import Act
from comity.agreement.model import Agreement
from comity.clauses.life.model import Life
from comity.facts.load import load
from comity.facts.model import Facts, RawFile
from comity.standing.inputs import Inputs, inputs_of
from comity.standing.life import life_of

Rows = Sequence[Mapping[str, str]]
"""Rows of one table: its columns, with `reported_by` and `known_at`."""


def file_of(number: int, rows: Rows) -> RawFile:
    """Return a file of rows that share their columns."""
    columns = {name: [row[name] for row in rows] for name in rows[0]}
    return RawFile(path=f"{number}.csv", table=pa.table(columns), digest=f"{number}")


def facts_of(agreement: Agreement, table: str, files: Sequence[Rows], known_at: date) -> Facts:
    """Return the facts of one table as known on a day; each file corrects those before it."""
    raws = {table: [file_of(number, rows) for number, rows in enumerate(files) if rows]}
    facts, problems = load(raws, agreement.versions[-1][1], known_at)
    assert [str(one) for one in problems] == []
    return facts


def inputs(
    agreement: Agreement, table: str, files: Sequence[Rows], acts: Sequence[Act] = (), *, as_of: date
) -> Inputs:  # fmt: skip
    """Return the figures with their history, and what else the fold needs."""
    earlier = partial(facts_of, agreement, table, files)
    return inputs_of(agreement, earlier(as_of), acts, as_of=as_of, driver=DuckDBDriver(), earlier=earlier)


def lived(
    agreement: Agreement, table: str, files: Sequence[Rows], acts: Sequence[Act] = (), *, as_of: date
) -> Life:  # fmt: skip
    """Return what became of the clauses."""
    earlier = partial(facts_of, agreement, table, files)
    return life_of(agreement, earlier(as_of), acts, as_of=as_of, driver=DuckDBDriver(), earlier=earlier)[1]
